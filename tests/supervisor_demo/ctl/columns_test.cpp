#include "supervisor_demo/ctl/columns.hpp"

#include <catch2/catch.hpp>

using supervisor::ctl::columns;

TEST_CASE("words are laid out in columns as cmd.Cmd does", "[ctl]") {
    CHECK(columns({"add",    "avail", "clear",  "exit",   "fg",     "maintail", "open",
                   "pid",    "quit",  "reload", "remove", "reread", "restart",  "shutdown",
                   "signal", "start", "status", "stop",   "tail",   "update",   "version"},
                  79) == "add    exit      open  reload  restart   start   tail   \n"
                         "avail  fg        pid   remove  shutdown  status  update \n"
                         "clear  maintail  quit  reread  signal    stop    version\n");
}

TEST_CASE("a lone word and words too wide for two columns are a plain list", "[ctl]") {
    CHECK(columns({}, 79).empty());
    CHECK(columns({"one"}, 79) == "one\n");
    CHECK(columns({"a", "longer", "b"}, 8) == "a\nlonger\nb\n");
    CHECK(columns({"a", "longer", "b"}, 9) == "a       b\nlonger\n");
}
