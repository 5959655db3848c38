#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace supervisor;

namespace {

template <class Convert>
std::string complaint(Convert convert, const std::string& value) {
    try {
        convert(value);
    } catch (const value_error& error) {
        return error.what();
    }
    return "accepted";
}

std::string dirpath(const std::string& value) {
    return datatypes::existing_dirpath(value, "/");
}
std::string directory(const std::string& value) {
    return datatypes::existing_directory(value, "/");
}
logfile_name logfile(const std::string& value) {
    return datatypes::logfile_name(value, "/");
}

} // namespace

TEST_CASE("an integer is what int of Python takes", "[config]") {
    CHECK(datatypes::integer(" +1_000 ") == 1000);
    CHECK(datatypes::integer("-007") == -7);
    for (const std::string bad : {"", "x", "1.5", "1__0", "_1", "1_", "0x10", "1 0", "--1"})
        CHECK(complaint(datatypes::integer, bad) ==
              "invalid literal for int() with base 10: '" + bad + "'");
    CHECK(complaint(datatypes::integer, "it's") ==
          "invalid literal for int() with base 10: \"it's\"");
}

TEST_CASE("an integer that is too large becomes the largest", "[config]") {
    CHECK(datatypes::integer("99999999999999999999") == std::numeric_limits<std::int64_t>::max());
    CHECK(datatypes::small_integer("99999999999") == std::numeric_limits<int>::max());
    CHECK(datatypes::byte_size("99999999999999GB") == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a boolean is one of eight words", "[config]") {
    for (const std::string word : {"yes", "True", "ON", "1"})
        CHECK(datatypes::boolean(word));
    for (const std::string word : {"no", "False", "OFF", "0"})
        CHECK_FALSE(datatypes::boolean(word));
    CHECK(complaint(datatypes::boolean, "") == "not a valid boolean value: ''");
    CHECK(complaint(datatypes::boolean, "Maybe") == "not a valid boolean value: 'Maybe'");
}

TEST_CASE("a byte size may have a unit of two letters", "[config]") {
    CHECK(datatypes::byte_size("100") == 100);
    CHECK(datatypes::byte_size("1 KB") == 1024);
    CHECK(datatypes::byte_size("2mb") == 2 * 1024 * 1024);
    CHECK(datatypes::byte_size("3Gb") == std::int64_t{3} * 1024 * 1024 * 1024);
    CHECK(datatypes::byte_size("-1KB") == -1024);
    CHECK(complaint(datatypes::byte_size, "1TB") ==
          "invalid literal for int() with base 10: '1tb'");
    CHECK(complaint(datatypes::byte_size, "1.5MB") ==
          "invalid literal for int() with base 10: '1.5'");
}

TEST_CASE("permissions are octal", "[config]") {
    CHECK(datatypes::octal("022") == 022);
    CHECK(datatypes::octal("0o700") == 0700);
    CHECK(complaint(datatypes::octal, "9") == "9 can not be converted to an octal type");
}

TEST_CASE("a signal has a name or a number", "[config]") {
    CHECK(datatypes::signal_number("TERM") == SIGTERM);
    CHECK(datatypes::signal_number("sigusr1") == SIGUSR1);
    CHECK(datatypes::signal_number("9") == 9);
    CHECK(datatypes::signal_number("RTMIN") == 34);
    CHECK(complaint(datatypes::signal_number, "NOPE") == "value 'NOPE' is not a valid signal name");
    CHECK(complaint(datatypes::signal_number, "33") == "value '33' is not a valid signal number");
}

TEST_CASE("exit codes lie between 0 and 255", "[config]") {
    CHECK(datatypes::exitcodes("0, 2") == std::vector<int>{0, 2});
    CHECK(datatypes::exitcodes("").empty());
    for (const std::string bad : {"256", "-1", "x", "0,"})
        CHECK(complaint(datatypes::exitcodes, bad) ==
              "not a valid list of exit codes: '" + bad + "'");
}

TEST_CASE("autorestart has three answers", "[config]") {
    CHECK(datatypes::autorestart("TRUE") == autorestart::always);
    CHECK(datatypes::autorestart("off") == autorestart::never);
    CHECK(datatypes::autorestart("Unexpected") == autorestart::unexpected);
    CHECK(complaint(datatypes::autorestart, "Often") == "invalid 'autorestart' value 'often'");
}

TEST_CASE("a log level has a name", "[config]") {
    CHECK(datatypes::loglevel("WARN") == log_level::warn);
    CHECK(datatypes::loglevel("blather") == log_level::blather);
    CHECK(complaint(datatypes::loglevel, "warning") == "bad logging level name 'warning'");
}

TEST_CASE("a name has no space and no colon and no slash", "[config]") {
    CHECK(datatypes::process_or_group_name(" cat ") == "cat");
    CHECK(datatypes::process_or_group_name("").empty());
    CHECK(complaint(datatypes::process_or_group_name, "a b") ==
          "Invalid name: 'a b' because of character: ' '");
    CHECK(complaint(datatypes::process_or_group_name, "a:b") ==
          "Invalid name: 'a:b' because of character: ':'");
    CHECK(complaint(datatypes::process_or_group_name, "a/b") ==
          "Invalid name: 'a/b' because of character: '/'");
}

TEST_CASE("an inet address is a port with or without a host", "[config]") {
    const auto host = [](const std::string& s) { return datatypes::parse_inet_address(s).host; };
    const auto port = [](const std::string& s) { return datatypes::parse_inet_address(s).port; };
    CHECK(host("9001").empty());
    CHECK(host(":9001").empty());
    CHECK(host("*:9001").empty());
    CHECK(host("LocalHost:9001") == "localhost");
    CHECK(port("127.0.0.1:9001") == 9001);
    CHECK(complaint(datatypes::parse_inet_address, "x") == "not a valid port number: 'x' ");
    CHECK(complaint(datatypes::parse_inet_address, "h:") == "no port number specified in ''");
    CHECK(complaint(datatypes::parse_inet_address, "h:70000") ==
          "70000 is above upper bound (65535)");
    CHECK(complaint(datatypes::parse_inet_address, "h:0") == "0 is below lower bound (1)");
}

TEST_CASE("a url has a scheme and something behind it", "[config]") {
    CHECK(datatypes::url("unix:///run/s.sock") == "unix:///run/s.sock");
    CHECK(datatypes::url("http://localhost:9001") == "http://localhost:9001");
    for (const std::string bad : {"localhost", "http:", "http://", "", "/run/s.sock"})
        CHECK(complaint(datatypes::url, bad) == "value '" + bad + "' is not a URL");
}

TEST_CASE("a path must lead somewhere", "[config]") {
    CHECK(directory("~") == "/");
    CHECK(complaint(directory, "/no/such") == "/no/such is not an existing directory");
    CHECK(dirpath("x.log") == "x.log");
    CHECK(dirpath("~/x.log") == "/x.log");
    CHECK(complaint(dirpath, "/no/such/x.log") ==
          "The directory named as part of the path /no/such/x.log does not exist");
}

TEST_CASE("a log file may be a word", "[config]") {
    using kind = logfile_name::kind;
    CHECK(logfile("NONE").type == kind::none);
    CHECK(logfile("off").type == kind::none);
    CHECK(logfile("Auto").type == kind::automatic);
    CHECK(logfile("syslog").type == kind::syslog);
    CHECK(logfile("/x.log") == logfile_name{kind::file, "/x.log"});
}

TEST_CASE("users and groups are looked up", "[config]") {
    CHECK(datatypes::name_to_uid("root") == 0);
    CHECK(datatypes::name_to_uid("0") == 0);
    CHECK(datatypes::user_and_group("root:root").gid == gid_t{0});
    CHECK_FALSE(datatypes::user_and_group("root").gid);
    CHECK(complaint(datatypes::name_to_uid, "no-such-user") == "Invalid user name no-such-user");
    CHECK(complaint(datatypes::name_to_uid, "4000000001") == "Invalid user id 4000000001");
    CHECK(complaint(datatypes::name_to_gid, "no-such-group") == "Invalid group name no-such-group");
    CHECK(complaint(datatypes::user_and_group, "root:no-such-group") ==
          "Invalid user:group definition root:no-such-group");
}
