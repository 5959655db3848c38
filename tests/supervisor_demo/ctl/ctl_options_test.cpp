#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/ctl/ctl_options.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

namespace {

ctl::ctl_options parse(const std::vector<std::string>& arguments) {
    return ctl::parse_ctl_options(arguments, "supervisorctl", {});
}

} // namespace

TEST_CASE("the command line wins over the file", "[ctl]") {
    const temp_dir folder;
    const auto file = folder.put("s.conf", "[supervisorctl]\nserverurl=http://a:1\nusername=u\n"
                                           "password=p\nprompt=mine\n");
    const auto plain = parse({"-c", file});
    CHECK(plain.config.serverurl == "http://a:1");
    CHECK(plain.config.username == "u");
    CHECK(plain.config.prompt == "mine");
    const auto given = parse({"--config", file, "-s", "unix:///s", "-uU", "--password=P", "pid"});
    CHECK(given.config.serverurl == "unix:///s");
    CHECK(given.config.username == "U");
    CHECK(given.config.password == "P");
}

TEST_CASE("name and password may stand in the URL, which keeps neither", "[ctl]") {
    const temp_dir folder;
    const auto as = [&](const std::string& section, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(),
                         {"-c", folder.put("s.conf", "[supervisorctl]\n" + section)});
        const auto config = parse(arguments).config;
        return config.username + " " + config.password + " " + config.serverurl;
    };
    const std::string in_file = "serverurl=http://file:1@a\n";
    const std::string keys = "username=key\npassword=2\n";
    CHECK(as(in_file, {}) == "file 1 http://a");
    CHECK(as(in_file + keys, {}) == "key 2 http://a");
    CHECK(as(in_file + keys, {"-s", "http://b"}) == "key 2 http://b");
    CHECK(as(in_file + keys, {"-s", "http://line:3@b"}) == "line 3 http://b");
    CHECK(as(in_file + keys, {"-s", "http://line@b"}) == "line  http://b");
    CHECK(as(in_file + keys, {"-s", "http://key@b"}) == "key 2 http://b");
    CHECK(as(keys, {"-s", "http://line@b", "-p", "4"}) == "line 4 http://b");
    CHECK(as(keys, {"-uother", "-p4", "-s", "http://line:3@b"}) == "other 4 http://b");
}

TEST_CASE("without an action supervisorctl is a shell", "[ctl]") {
    const temp_dir folder;
    const auto file = folder.put("s.conf", "[supervisorctl]\n");
    CHECK(parse({"-c", file}).interactive);
    CHECK_FALSE(parse({"-c", file, "tail", "-f", "cat"}).interactive);
    CHECK(parse({"-c", file, "tail", "-f", "cat"}).action ==
          std::vector<std::string>{"tail", "-f", "cat"});
    CHECK(parse({"-c", file, "-i", "pid"}).interactive);
}

TEST_CASE("help ends the reading of the command line", "[ctl]") {
    const auto answer = parse({"-h", "-c", "/no/such.conf"}).answer;
    REQUIRE(answer);
    CHECK(answer->find("\nUsage: supervisorctl [options] [action [arguments]]\n") !=
          std::string::npos);
    CHECK(parse({"-?"}).answer == answer);
}

TEST_CASE("a command line that cannot be used is told in the words of Supervisor", "[ctl]") {
    CHECK_THROWS_WITH(parse({"-x"}), "option -x not recognized");
    CHECK_THROWS_WITH(parse({"-v"}), "option -v not recognized");
    CHECK_THROWS_WITH(parse({"-s"}), "option -s requires argument");
    CHECK_THROWS_WITH(parse({"-s", "nonsense"}),
                      "invalid value for -s 'nonsense': value 'nonsense' is not a URL");
    CHECK_THROWS_WITH(parse({"-s", "my_name:s3cret@host"}),
                      "invalid value for -s '***@host': value '***@host' is not a URL");
    CHECK_THROWS_WITH(parse({"-i", "--interactive"}),
                      "conflicting command line option '--interactive'");
    CHECK_THROWS_WITH(parse({"-c", "/no/such.conf"}), "could not find config file /no/such.conf");
    CHECK_THROWS_AS(parse({"-c", "/no/such.conf"}), config_error);
}
