#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

TEST_CASE("included files are read in the order of patterns and names", "[config]") {
    config_folder folder(
        "[supervisord]\nminfds=1\n[include]\nfiles=d/*.conf\n  none/*.conf b.ini\n");
    folder.write("d/2.conf", "[supervisord]\nminfds=2\nminprocs=2\n");
    folder.write("d/1.conf", "[supervisord]\nminfds=3\nminprocs=3\n");
    folder.write("b.ini", "[supervisord]\nminfds=4\n");
    const auto loaded = folder.load();
    CHECK(loaded.supervisord.minfds == 4);
    CHECK(loaded.supervisord.minprocs == 2);
    const auto at = [&](const std::string& name) { return folder.path() + "/" + name; };
    const std::vector<parse_message> expected{
        {log_level::warn, "No file matches via include \"" + at("none/*.conf") + "\""},
        {log_level::info, "Included extra file \"" + at("d/1.conf") + "\" during parsing"},
        {log_level::info, "Included extra file \"" + at("d/2.conf") + "\" during parsing"},
        {log_level::info, "Included extra file \"" + at("b.ini") + "\" during parsing"}};
    CHECK(loaded.messages == expected);
}

TEST_CASE("here is the folder of the file it stands in", "[config]") {
    config_folder folder("[supervisord]\n[include]\nfiles=%(here)s/d/*.conf\n"
                         "[program:m]\ncommand=%(here)s/m\n");
    folder.write("d/a.conf", "[program:a]\ncommand=%(here)s/a\n");
    const auto loaded = folder.load();
    CHECK(loaded.groups.at(0).processes.at(0).command == folder.path() + "/d/a");
    CHECK(loaded.groups.at(1).processes.at(0).command == folder.path() + "/m");
}

TEST_CASE("an include in an included file is not followed", "[config]") {
    config_folder folder("[supervisord]\n[include]\nfiles=a.ini\n");
    folder.write("a.ini", "[include]\nfiles=b.ini\n");
    folder.write("b.ini", "nonsense");
    CHECK(folder.load().messages.size() == 1);
}

TEST_CASE("an error in an included file names that file", "[config]") {
    config_folder folder("[supervisord]\n[include]\nfiles=a.ini\n");
    folder.write("a.ini", "[program:a]\n\nstartsecs=x\n");
    CHECK(folder.refusal().what() ==
          "invalid literal for int() with base 10: 'x' in section 'program:a' (file: '" +
              folder.path() + "/a.ini')");
    CHECK(folder.findings() ==
          std::vector<std::string>{"a.ini:3: [program:a] startsecs = x: is not a whole number",
                                   "a.ini:1: [program:a] command: is missing"});
}

TEST_CASE("an include needs files", "[config]") {
    CHECK(refusal_of("[supervisord]\n[include]\n") ==
          ".ini file has [include] section, but no files setting");
}
