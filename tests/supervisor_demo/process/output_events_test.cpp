#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

namespace {

// A process whose events are kept: "PROCESS_LOG_STDOUT|payload" a line, pids as N.
struct listened : supervised, event_subscriber {
    std::string events;

    explicit listened(const std::string& script, event_type asked)
        : supervised(script, log_level::debug) {
        event_type_set types;
        types.add(asked);
        shared.events.subscribe(*this, types);
    }
    ~listened() override { shared.events.unsubscribe(*this); }
    void accept(const std::shared_ptr<const event>& happened) override {
        events.append(name_of(happened->type)).append("|").append(happened->payload) += "\n";
    }
    std::string told() const {
        return std::regex_replace(events, std::regex(R"(pid:\d+)"), "pid:N");
    }
    void run() {
        start();
        wait_for(state::exited);
    }
};

const std::string of_p = "processname:p groupname:g ";
const std::string begin = "<!--XSUPERVISOR:BEGIN-->";
const std::string end_ = "<!--XSUPERVISOR:END-->";

} // namespace

TEST_CASE("every move of a process is an event") {
    listened it("exit 3", event_type::event);
    it.run();
    CHECK(it.told() == "PROCESS_STATE_STARTING|" + of_p + "from_state:STOPPED tries:0\n" +
                           "PROCESS_STATE_RUNNING|" + of_p + "from_state:STARTING pid:N\n" +
                           "PROCESS_STATE_EXITED|" + of_p +
                           "from_state:RUNNING expected:0 pid:N\n");
}

TEST_CASE("a program that fails is told of with its tries") {
    listened it("exit 0", event_type::process_state);
    it.config.startsecs = 1s;
    it.config.startretries = 1;
    it.start();
    it.wait_for(state::fatal);
    CHECK(it.told() == "PROCESS_STATE_STARTING|" + of_p + "from_state:STOPPED tries:0\n" +
                           "PROCESS_STATE_BACKOFF|" + of_p + "from_state:STARTING tries:1\n" +
                           "PROCESS_STATE_STARTING|" + of_p + "from_state:BACKOFF tries:1\n" +
                           "PROCESS_STATE_BACKOFF|" + of_p + "from_state:STARTING tries:2\n" +
                           "PROCESS_STATE_FATAL|" + of_p + "from_state:BACKOFF\n");
}

TEST_CASE("output is an event where its channel has events enabled") {
    listened it("echo out; echo err >&2", event_type::process_log);
    it.config.stderr_stream.events_enabled = true;
    it.run();
    CHECK(it.told() == "PROCESS_LOG_STDERR|" + of_p + "pid:N channel:stderr\nerr\n\n");
    CHECK(it.out() == "out\n");
    CHECK(it.err() == "err\n");
}

TEST_CASE("captured output is a communication and in no log") {
    listened it("printf \"before " + begin + "secret" + end_ + " after\"; printf \"" + begin +
                    "two" + end_ + "\" >&2",
                event_type::process_communication);
    it.config.stdout_stream.capture_maxbytes = 100;
    it.config.stderr_stream.capture_maxbytes = 100;
    it.run();
    CHECK(it.out() == "before  after");
    CHECK(it.err().empty());
    CHECK(it.told().find("PROCESS_COMMUNICATION_STDOUT|" + of_p + "pid:N\nsecret\n") !=
          std::string::npos);
    CHECK(it.told().find("PROCESS_COMMUNICATION_STDERR|" + of_p + "pid:N\ntwo\n") !=
          std::string::npos);
    CHECK(it.said().find("DEBG 'p' stdout emitted a comm event\n") != std::string::npos);
}

TEST_CASE("captured output is told as a log event too") {
    listened it("printf \"a" + begin + "b" + end_ + "c\"", event_type::event);
    it.config.stdout_stream.capture_maxbytes = 100;
    it.config.stdout_stream.events_enabled = true;
    it.run();
    const std::string log = "PROCESS_LOG_STDOUT|" + of_p + "pid:N channel:stdout\n";
    CHECK(it.told().find(log + "a\n" + log + "b\nPROCESS_COMMUNICATION_STDOUT|" + of_p +
                         "pid:N\nb\n" + log + "c\n") != std::string::npos);
    CHECK(it.out() == "ac");
}

TEST_CASE("with capture on the last short line is logged when it is written and at the end") {
    listened it("printf short; printf \"<!--X\"", event_type::event);
    it.config.stdout_stream.capture_maxbytes = 100;
    it.run();
    CHECK(it.out() == "short<!--X");
}

TEST_CASE("what capture holds back is logged though a grandchild keeps the pipe open") {
    listened it("printf \"<!--X\"; sleep 5 & exit 0", event_type::event);
    it.config.stdout_stream.capture_maxbytes = 100;
    it.run();
    CHECK(it.out() == "<!--X");
}

TEST_CASE("without capture the tokens are output like any other") {
    listened it("printf \"" + begin + "x" + end_ + "\"", event_type::process_communication);
    it.run();
    CHECK(it.out() == begin + "x" + end_);
    CHECK(it.told().empty());
}

TEST_CASE("bytes that are no text are told as such") {
    listened it("printf \"\\377\"", event_type::process_log);
    it.config.stdout_stream.events_enabled = true;
    it.run();
    CHECK(it.told() ==
          "PROCESS_LOG_STDOUT|" + of_p + "pid:N channel:stdout\nUndecodable: b'\\xff'\n");
}

TEST_CASE("escape sequences are taken out of events and captures where they are stripped") {
    listened it("printf \"\\033[1mx" + begin + "\\033[1my" + end_ + "\"", event_type::event);
    it.shared.strip_ansi = true;
    it.config.stdout_stream.capture_maxbytes = 100;
    it.config.stdout_stream.events_enabled = true;
    it.run();
    CHECK(it.told().find("channel:stdout\nx\n") != std::string::npos);
    CHECK(it.told().find("PROCESS_COMMUNICATION_STDOUT|" + of_p + "pid:N\ny\n") !=
          std::string::npos);
}
