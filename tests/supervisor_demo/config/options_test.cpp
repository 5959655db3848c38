#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/config/getopt.hpp"
#include "supervisor_demo/config/options.hpp"
#include "supervisor_demo/config/search_path.hpp"
#include "supervisor_demo/config/version.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using arguments = std::vector<std::string>;

namespace {

options parse(arguments line) {
    line.insert(line.begin(), {"-c", "/etc/s.conf"});
    return parse_options(line, "supervisord", "/");
}

std::string refusal_of(const arguments& line) {
    try {
        parse(line);
    } catch (const config_error& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("our own options are read whole and leave Supervisor's their prefixes", "[config]") {
    CHECK(parse({"--validate"}).validate);
    CHECK(parse({"--build-info"}).build_info);
    CHECK_FALSE(parse({"-n"}).validate);
    CHECK(parse({"--v"}).answer);
    CHECK(refusal_of({"--va"}) == "option --va not recognized");
    CHECK(refusal_of({"--build"}) == "option --build not recognized");
    CHECK(refusal_of({"--validate=yes"}) == "option --validate must not have an argument");
}

TEST_CASE("every option is read by its letter and its word", "[config]") {
    const auto by_letter =
        parse({"-nskt", "-u",  "me", "-m077", "-d", "/",     "-l",         "a.log",
               "-y",    "1KB", "-z", "3",     "-e", "debug", "-j",         "a.pid",
               "-i",    "id",  "-q", "/tmp",  "-a", "9",     "--minprocs", "8"});
    const auto by_word =
        parse({"--nodaemon", "--silent", "--nocleanup", "--strip_ansi", "--user=me", "--umask=077",
               "--directory=/", "--logfile=a.log", "--logfile_maxbytes=1KB", "--logfile_backups=3",
               "--loglevel=debug", "--pidfile=a.pid", "--identifier=id", "--childlogdir=/tmp",
               "--minfds=9", "--minprocs=8"});
    for (const auto* o : {&by_letter, &by_word}) {
        CHECK(o->configfile == "/etc/s.conf");
        CHECK(o->nodaemon == true);
        CHECK(o->silent == true);
        CHECK(o->nocleanup == true);
        CHECK(o->strip_ansi == true);
        CHECK(o->user == "me");
        CHECK(o->umask == mode_t{077});
        CHECK(o->directory == "/");
        CHECK(o->logfile == "a.log");
        CHECK(o->logfile_maxbytes == 1024);
        CHECK(o->logfile_backups == 3);
        CHECK(o->loglevel == log_level::debug);
        CHECK(o->pidfile == "a.pid");
        CHECK(o->identifier == "id");
        CHECK(o->childlogdir == "/tmp");
        CHECK(o->minfds == 9);
        CHECK(o->minprocs == 8);
        CHECK_FALSE(o->answer);
    }
}

TEST_CASE("a word may be cut while it is the only one", "[config]") {
    CHECK(parse({"--nodaem"}).nodaemon == true);
    CHECK(refusal_of({"--log", "x"}) == "option --log not a unique prefix");
    CHECK(parse({"--logfile", "x"}).logfile == "x");
}

TEST_CASE("a command line that is wrong is refused in the words of Supervisor", "[config]") {
    CHECK(refusal_of({"-x"}) == "option -x not recognized");
    CHECK(refusal_of({"--nope"}) == "option --nope not recognized");
    CHECK(refusal_of({"-z"}) == "option -z requires argument");
    CHECK(refusal_of({"--minprocs"}) == "option --minprocs requires argument");
    CHECK(refusal_of({"--nodaemon=1"}) == "option --nodaemon must not have an argument");
    CHECK(refusal_of({"foo", "-n"}) == "positional arguments are not supported: ['foo', '-n']");
    CHECK(refusal_of({"-n", "-n"}) == "conflicting command line option '-n'");
    CHECK(refusal_of({"-y", "abc"}) ==
          "invalid value for -y 'abc': invalid literal for int() with base 10: 'abc'");
    CHECK(refusal_of({"--umask", "9"}) ==
          "invalid value for --umask '9': 9 can not be converted to an octal type");
    CHECK(refusal_of({"-d", "/no/such"}) ==
          "invalid value for -d '/no/such': /no/such is not an existing directory");
}

TEST_CASE("help and version are answers", "[config]") {
    CHECK(parse({"-v"}).answer == std::string(version) + "\n");
    for (const std::string help : {"-h", "-?", "--help"}) {
        const auto text = parse({help}).answer.value();
        CHECK(text.starts_with("supervisord -- run a set of applications as daemons.\n\n"
                               "Usage: supervisord [options]\n"));
        CHECK(text.ends_with("'cumulative,callers')\n\n"));
    }
}

TEST_CASE("without a name the file is looked for in six places", "[config]") {
    CHECK(default_config_paths("/opt/s/bin/supervisord") ==
          arguments{"/opt/s/etc/supervisord.conf", "/opt/s/supervisord.conf", "supervisord.conf",
                    "etc/supervisord.conf", "/etc/supervisord.conf",
                    "/etc/supervisor/supervisord.conf"});
    CHECK(default_config_paths("supervisord").front() == "etc/supervisord.conf");
}

TEST_CASE("the options of a command end with its first argument", "[config]") {
    const auto parsed = getopt({"-c", "f", "start", "-x"}, {{'c', "configuration", true}});
    REQUIRE(parsed.options.size() == 1);
    CHECK(parsed.options.front().name == "-c");
    CHECK(parsed.options.front().value == "f");
    CHECK(parsed.arguments == arguments{"start", "-x"});
    CHECK(getopt({"--", "-c"}, {{'c', {}, true}}).arguments == arguments{"-c"});
}
