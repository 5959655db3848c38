#include "supervisor_demo/process/command_line.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace supervisor;

namespace {

// The words, each in brackets; or what is wrong.
std::string split(const std::string& command) {
    try {
        std::string all;
        for (const auto& word : split_command(command))
            all += "[" + word + "]";
        return all;
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

std::string refusal(const std::string& command, const std::string& path = "/bin") {
    try {
        find_command(command, path);
        return "found";
    } catch (const command_error& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("a command is split like a shell line") {
    CHECK(split("") == "");
    CHECK(split("  a \t b\n c ") == "[a][b][c]");
    CHECK(split("a '' \"\"") == "[a][][]");
    CHECK(split("'a b'c\"d e\"") == "[a bcd e]");
    CHECK(split(R"(a\ b \'c)") == "[a b]['c]");
    CHECK(split(R"("a\"b" "c\\d" "e\nf")") == "[a\"b][c\\d][e\\nf]");
    CHECK(split(R"('a\b')") == "[a\\b]");
    CHECK(split("a # b $HOME *") == "[a][#][b][$HOME][*]");
    CHECK(split("a 'b") == "No closing quotation");
    CHECK(split("a \"b") == "No closing quotation");
    CHECK(split("a \\") == "No escaped character");
}

TEST_CASE("a command without a slash is looked up in the path") {
    CHECK(find_command("sh -c true", "/nowhere:/bin:/usr/bin").file == "/bin/sh");
    CHECK(find_command("sh -c true", "/nowhere:/bin").argv ==
          std::vector<std::string>{"sh", "-c", "true"});
    CHECK(find_command("/bin/sh", "").file == "/bin/sh");
}

TEST_CASE("a command that cannot be run is refused in Supervisor's words") {
    temp_dir dir;
    const auto plain = dir.put("plain", "x");
    std::filesystem::create_directory(dir / "folder");
    CHECK(refusal("") == "command is empty");
    CHECK(refusal("a 'b") == "can't parse command \"a 'b\": No closing quotation");
    CHECK(refusal("no-such-thing") == "can't find command 'no-such-thing'");
    CHECK(refusal("/no/such/thing x") == "can't find command '/no/such/thing'");
    CHECK(refusal(plain) == "command at '" + plain + "' is not executable");
    CHECK(refusal("plain", "/nowhere:" + dir.path()) ==
          "command at '" + plain + "' is not executable");
    CHECK(refusal(dir / "folder") == "command at '" + (dir / "folder") + "' is a directory");
}

TEST_CASE("a refusal says which fault it is") {
    temp_dir dir;
    const auto because = [](const std::string& command) {
        try {
            find_command(command, "/bin");
        } catch (const command_error& error) {
            return error.because();
        }
        throw std::logic_error("found");
    };
    CHECK(because("x 'y") == command_error::reason::bad_command);
    CHECK(because("/no/such") == command_error::reason::not_found);
    CHECK(because(dir.path()) == command_error::reason::not_executable);
}
