#include "supervisor_demo/ctl/json.hpp"
#include "tests/supervisor_demo/ctl/session.hpp"

#include <catch2/catch.hpp>

using medusa::xmlrpc_array;
using medusa::xmlrpc_struct;
using medusa::xmlrpc_value;
using supervisor::ctl::json;

TEST_CASE("JSON has every kind of value", "[ctl]") {
    CHECK(json(xmlrpc_value()) == "null");
    CHECK(json(true) == "true");
    CHECK(json(-7) == "-7");
    CHECK(json(0.5) == "0.5");
    CHECK(json(1.0 / 0.0) == "null");
    CHECK(json("naïve \"\\\n\t\33\x7f") == "\"naïve \\\"\\\\\\n\\t\\u001b\\u007f\"");
    CHECK(json(xmlrpc_value::base64("x")) == "\"x\"");
    CHECK(json(xmlrpc_value::datetime("19980717T14:08:55")) == "\"19980717T14:08:55\"");
    CHECK(json(xmlrpc_struct{{"a", xmlrpc_array{1, "b"}}, {"c", xmlrpc_struct{}}}) ==
          "{\"a\": [1, \"b\"], \"c\": {}}");
    CHECK(supervisor::ctl::json_lines({}) == "[]\n");
    CHECK(supervisor::ctl::json_lines({1, 2}) == "[\n1,\n2\n]\n");
}

TEST_CASE_METHOD(session, "status and avail can be had as JSON, complaints apart", "[ctl]") {
    answers("getAllProcessInfo", xmlrpc_array{info("pair", "a", "EXITED", "gone", 0)});
    answers("getAllConfigInfo", xmlrpc_array{xmlrpc_struct{{"name", "a"}, {"inuse", true}}});
    const std::string shown =
        "[\n{\"namespec\": \"pair:a\", \"group\": \"pair\", \"name\": \"a\", "
        "\"statename\": \"EXITED\", \"description\": \"gone\", \"pid\": 0}\n]\n";
    CHECK(run("status --json") == shown);
    CHECK(exitstatus() == 3);
    CHECK(run("status --json p*:a") == shown);
    CHECK(errors().empty());
    CHECK(run("status nosuch --json") == "[]\n");
    CHECK(errors() == "nosuch: ERROR (no such process)\n");
    streams("/status.json",
            {R"({"processes": [{"group": "pair", "name": "a", "statename": "RUNNING", )",
             R"("description": "other", "restarts": 3, "cpu": null}]})"},
            false);
    CHECK(run("status --json") ==
          shown.substr(0, shown.find('}')) + ", \"restarts\": 3, \"cpu\": null}\n]\n");
    CHECK(run("avail --json") == "[\n{\"name\": \"a\", \"inuse\": true}\n]\n");
    CHECK(run("avail --json x").find("Error: avail accepts no arguments\n") == 0);
    fails("getVersion", ECONNREFUSED);
    CHECK(run("status --json") == "");
    CHECK(exitstatus() == 4);
    CHECK(run("status") == "http://localhost:9001 refused connection\n");
}
