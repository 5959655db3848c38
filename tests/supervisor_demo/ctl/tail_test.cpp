#include "supervisor_demo/ctl/prefixed_lines.hpp"
#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using supervisor::fault;

TEST_CASE_METHOD(session, "tail shows the last bytes of a log", "[ctl]") {
    answers("readProcessStdoutLog", "out");
    answers("readProcessStderrLog", "err");
    answers("readLog", "main");
    CHECK(run("tail cat") == "out\n");
    CHECK(run("tail -7 cat") == "out\n");
    CHECK(run("tail cat STDERR") == "err\n");
    CHECK(run("tail -7 pair:a stdout") == "out\n");
    CHECK(run("maintail") == "main\n");
    CHECK(run("maintail -9") == "main\n");
    CHECK(calls() == "readProcessStdoutLog(cat,-1600,0) readProcessStdoutLog(cat,-7,0) "
                     "readProcessStderrLog(cat,-1600,0) readProcessStdoutLog(pair:a,-7,0) "
                     "readLog(-1600,0) readLog(-9,0)");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(session, "tail says why there is nothing to show", "[ctl]") {
    faults("readProcessStdoutLog(nolog,-1600,0)", fault::no_file);
    faults("readProcessStdoutLog(odd,-1600,0)", fault::failed);
    faults("readProcessStdoutLog(nosuch,-1600,0)", fault::bad_name);
    faults("readLog", fault::no_file);
    CHECK(run("tail nolog") == "nolog: ERROR (no log file)\n");
    CHECK(run("tail odd") == "odd: ERROR (unknown error reading log)\n");
    CHECK(run("tail nosuch") == "nosuch: ERROR (no such process name)\n");
    CHECK(run("maintail") == "supervisord: ERROR (no log file)\n");
    CHECK(exitstatus() == 1);
}

TEST_CASE_METHOD(session, "tail refuses what it does not understand", "[ctl]") {
    CHECK(run("tail").find("Error: too few arguments\ntail [-f] <name> [stdout|stderr]") == 0);
    CHECK(run("tail a b c d").find("Error: too many arguments\ntail [-f]") == 0);
    CHECK(run("tail -f") == "Error: tail requires process name\n");
    CHECK(run("tail cat It's") == "Error: bad channel \"it's\"\n");
    CHECK(run("tail -x cat") == "Error: bad argument -x\n");
    CHECK(run("maintail -x") == "Error: bad argument -x\n");
    CHECK(run("tail -2147483648 cat") ==
          "Error: bad argument -2147483648, at most 2147483647 bytes\n");
    CHECK(run("tail --99999999999 cat") ==
          "Error: bad argument --99999999999, at most 2147483647 bytes\n");
    CHECK(run("maintail -99999999999999999999999") ==
          "Error: bad argument -99999999999999999999999, at most 2147483647 bytes\n");
    CHECK(run("maintail x") == "Error: bad argument x\n");
    CHECK(run("maintail -f x").find("Error: too many arguments\nmaintail -f \tContinuous") == 0);
    CHECK(exitstatus() == 1);
    CHECK(calls() == "");
}

TEST_CASE_METHOD(session, "tail -f shows what comes until one of the two sides ends it", "[ctl]") {
    streams("/logtail/pair:a/stdout", {"tick\n", "to", "ck\n"}, true);
    streams("/logtail/cat/stderr", {"oops\n"}, false);
    streams("/mainlogtail", {"line\n"}, true);
    CHECK(run("tail -f pair:a") == "==> Press Ctrl-C to exit <==\ntick\ntock\n\n");
    CHECK(run("tail -f cat stderr") == "==> Press Ctrl-C to exit <==\noops\n");
    CHECK(run("maintail -f") == "==> Press Ctrl-C to exit <==\nline\n\n");
    CHECK(exitstatus() == 0);
    CHECK(errors() == "");
}

TEST_CASE_METHOD(session, "a tail -f that fails is told on stderr only", "[ctl]") {
    const std::string path = "/logtail/cat/stdout";
    SECTION("there is no such log") {
        stream_fails(path, [] { throw supervisor::http_status_error(404, "Not Found"); });
        CHECK(run("tail -f cat") == "==> Press Ctrl-C to exit <==\n");
        CHECK(errors() ==
              "http://localhost:9001/logtail/cat/stdout Cannot read, status code 404\n");
    }
    SECTION("supervisord has gone") {
        stream_fails(path, [] { throw supervisor::bad_reply("the reply ended in the middle"); });
        CHECK(run("tail -f cat") == "==> Press Ctrl-C to exit <==\n");
        CHECK(errors() == "");
    }
    CHECK(exitstatus() == 0);
}

namespace {

struct choir : session {
    choir() {
        answers("getAllProcessInfo", medusa::xmlrpc_array{info("cat", "cat", "RUNNING", ""),
                                                          info("web", "a", "RUNNING", ""),
                                                          info("web", "b", "RUNNING", "")});
        streams("/logtail/cat/stdout", {"o", "ne\ntw", "o\nhalf"}, false);
        streams("/logtail/web:a/stdout", {"A\n"}, false);
        streams("/logtail/web:b/stdout", {"\n"}, false);
        streams("/logtail/cat/stderr", {"E\n"}, false);
        streams("/logtail/web:a/stderr", {"F\n"}, false);
    }
};

const std::string greeting = "==> Press Ctrl-C to exit <==\n";

} // namespace

TEST_CASE_METHOD(choir, "tail -f of several puts the name of its program before each line",
                 "[ctl]") {
    CHECK(run("tail -f cat web:a") ==
          greeting + "cat   | one\ncat   | two\nweb:a | A\ncat   | half\n");
    CHECK(run("tail -f w*") == greeting + "web:a | A\nweb:b | \n");
    CHECK(run("tail -f web:*") == greeting + "web:a | A\nweb:b | \n");
    CHECK(run("tail -f web:a cat web:a STDERR") == greeting + "web:a | F\ncat   | E\n");
    interrupts();
    CHECK(run("tail -f web:a web:b") == greeting + "web:a | A\nweb:b | \n\n");
    CHECK(exitstatus() == 0);
}

TEST_CASE_METHOD(choir, "a log of several that fails is told, and the others go on", "[ctl]") {
    stream_fails("/logtail/web:a/stdout", [] { throw supervisor::http_status_error(404, "None"); });
    CHECK(run("tail -f web:*") == greeting + "web:b | \n");
    CHECK(errors() == "http://localhost:9001/logtail/web:a/stdout Cannot read, status code 404\n");
}

TEST_CASE_METHOD(choir, "tail -f of what is not there is refused as ever", "[ctl]") {
    CHECK(run("tail -f cat nosuch") == "Error: bad channel 'nosuch'\n");
    CHECK(run("tail -f cat web:a nosuch").find("Error: too many arguments\n") == 0);
    CHECK(run("tail -f cat") == greeting + "one\ntwo\nhalf");
    faults("getAllProcessInfo", fault::shutdown_state);
    CHECK(run("tail -f cat other") == "Error: bad channel 'other'\n");
}

TEST_CASE_METHOD(choir, "the ends of several logs have their names too", "[ctl]") {
    answers("readProcessStdoutLog(web:a,-9,0)", "one\ntwo\n");
    faults("readProcessStdoutLog(web:b,-9,0)", fault::no_file);
    CHECK(run("tail -9 web:*") == "web:a | one\nweb:a | two\nweb:b: ERROR (no log file)\n");
    CHECK(exitstatus() == 1);
    CHECK(run("tail -9 *a") == "one\ntwo\n\n");
}

TEST_CASE("lines are whole, however they come in pieces", "[ctl]") {
    using supervisor::ctl::prefixed_lines;
    const std::string all = "one\n\ntwo\nrest";
    for (std::size_t i = 0; i <= all.size(); ++i) {
        for (std::size_t j = i; j <= all.size(); ++j) {
            prefixed_lines lines("> ");
            auto shown = lines.add(all.substr(0, i));
            shown += lines.add(all.substr(i, j - i));
            shown += lines.add(all.substr(j));
            CHECK(shown + lines.rest() == "> one\n> \n> two\n> rest\n");
            CHECK(lines.rest().empty());
        }
    }
    prefixed_lines lines("> ");
    const std::string long_line(prefixed_lines::max_line, 'x');
    CHECK(lines.add(long_line + "y") == "> " + long_line + "\n");
    CHECK(lines.rest() == "> y\n");
}
