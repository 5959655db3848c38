#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using medusa::xmlrpc_array;
using medusa::xmlrpc_struct;
using supervisor::process_state;

namespace {

xmlrpc_struct element(const char* method, xmlrpc_array params = {}) {
    return {{"methodName", method}, {"params", std::move(params)}};
}

} // namespace

TEST_CASE("the methods are those of Supervisor in the order of their names") {
    served_daemon d;
    CHECK(d.ask("system.listMethods") ==
          "['supervisor.addProcessGroup', 'supervisor.clearAllProcessLogs', "
          "'supervisor.clearLog', 'supervisor.clearProcessLog', 'supervisor.clearProcessLogs', "
          "'supervisor.getAPIVersion', 'supervisor.getAllConfigInfo', "
          "'supervisor.getAllProcessInfo', 'supervisor.getIdentification', 'supervisor.getPID', "
          "'supervisor.getProcessInfo', 'supervisor.getState', "
          "'supervisor.getSupervisorVersion', 'supervisor.getVersion', 'supervisor.readLog', "
          "'supervisor.readMainLog', 'supervisor.readProcessLog', "
          "'supervisor.readProcessStderrLog', 'supervisor.readProcessStdoutLog', "
          "'supervisor.reloadConfig', 'supervisor.removeProcessGroup', 'supervisor.restart', "
          "'supervisor.sendProcessStdin', 'supervisor.sendRemoteCommEvent', "
          "'supervisor.shutdown', 'supervisor.signalAllProcesses', 'supervisor.signalProcess', "
          "'supervisor.signalProcessGroup', 'supervisor.startAllProcesses', "
          "'supervisor.startProcess', 'supervisor.startProcessGroup', "
          "'supervisor.stopAllProcesses', 'supervisor.stopProcess', "
          "'supervisor.stopProcessGroup', 'supervisor.tailProcessLog', "
          "'supervisor.tailProcessStderrLog', 'supervisor.tailProcessStdoutLog', "
          "'system.listMethods', 'system.methodHelp', 'system.methodSignature', "
          "'system.multicall']");
}

TEST_CASE("the help of a method is that of Supervisor with its white space") {
    served_daemon d;
    CHECK(d.ask("system.methodHelp", {"supervisor.getState"}) ==
          "' Return current state of supervisord as a struct\n\n"
          "        @return struct A struct with keys int statecode, string statename\n        '");
    CHECK(d.ask("system.methodHelp", {"supervisor.getVersion"}) ==
          d.ask("system.methodHelp", {"supervisor.getAPIVersion"}));
    CHECK(d.ask("system.methodHelp", {"nothing"}) == "<Fault 4: 'SIGNATURE_UNSUPPORTED'>");
}

TEST_CASE("the signature of a method is its result and its parameters") {
    served_daemon d;
    const auto signature = [&](const char* name) {
        return d.ask("system.methodSignature", {name});
    };
    CHECK(signature("supervisor.getState") == "['struct']");
    CHECK(signature("supervisor.startProcess") == "['boolean', 'string', 'boolean']");
    CHECK(signature("supervisor.signalProcess") == "['boolean', 'string', 'string']");
    CHECK(signature("supervisor.readProcessLog") == "['string', 'string', 'int', 'int']");
    CHECK(signature("system.multicall") == "['array', 'array']");
    CHECK(signature("nothing") == "<Fault 4: 'SIGNATURE_UNSUPPORTED'>");
}

TEST_CASE("a multicall answers raw values and faults in their places") {
    served_daemon d;
    CHECK(d.ask("system.multicall", {xmlrpc_array{}}) == "[]");
    const xmlrpc_struct nameless{{"params", xmlrpc_array{}}};
    const xmlrpc_struct paramless{{"methodName", "supervisor.getVersion"}};
    const xmlrpc_struct scalar_params{{"methodName", "supervisor.getVersion"}, {"params", 5}};
    CHECK(d.ask("system.multicall",
                {xmlrpc_array{element("supervisor.getAPIVersion"), paramless,
                              element("supervisor.getState"), nameless, scalar_params,
                              element("system.multicall", {xmlrpc_array{}}), element("nothing"),
                              element("supervisor.getProcessInfo", {"b"}),
                              element("supervisor.getIdentification")}}) ==
          "['3.0', '3.0', {'statecode': 1, 'statename': 'RUNNING'}, "
          "{'faultCode': 2, 'faultString': 'INCORRECT_PARAMETERS: No methodName'}, "
          "{'faultCode': 2, 'faultString': 'INCORRECT_PARAMETERS'}, "
          "{'faultCode': 2, 'faultString': 'INCORRECT_PARAMETERS: Recursive system.multicall "
          "forbidden'}, "
          "{'faultCode': 1, 'faultString': 'UNKNOWN_METHOD'}, "
          "{'faultCode': 10, 'faultString': 'BAD_NAME: b'}, "
          "'supervisor']");
}

TEST_CASE("a multicall with an element that is no struct calls nothing") {
    served_daemon d;
    CHECK(d.ask("system.multicall", {xmlrpc_array{element("supervisor.shutdown"), 5}}) ==
          "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.daemon().mood() == supervisor::supervisor_state::running);
}

TEST_CASE("a multicall makes the next call when the one before has its answer") {
    served_daemon d;
    d.program("a", "exec sleep 1000");
    d.program("b", "exec sleep 1000").startsecs = 1s;
    d.ask("supervisor.startProcess", {"a"});
    const auto both =
        d.begin("system.multicall", {xmlrpc_array{element("supervisor.stopProcess", {"a"}),
                                                  element("supervisor.getProcessInfo", {"b"}),
                                                  element("supervisor.startProcess", {"b"}),
                                                  element("supervisor.startProcess", {"a"})}});
    CHECK_FALSE(both->answered());
    d.wait_for("a", process_state::stopped);
    CHECK(d.process("b").state() == process_state::starting);
    d.wait_for(*both);
    const auto& results = std::get<medusa::xmlrpc_value>(*both->response).as_array();
    REQUIRE(results.size() == 4);
    CHECK(shown(results[0]) == "True");
    CHECK(results[1].at("statename").as_string() == "STOPPED");
    CHECK(shown(results[2]) == "True");
    CHECK(shown(results[3]) == "True");
    CHECK(d.process("a").state() == process_state::running);
}

TEST_CASE("what a method throws in a multicall is a fault in its place") {
    served_daemon d;
    d.daemon();
    d.methods.add("supervisor.getPID", [](const supervisor::rpc_params&) -> medusa::xmlrpc_value {
        throw std::runtime_error("the sky fell");
    });
    CHECK(d.ask("system.multicall",
                {xmlrpc_array{element("supervisor.getPID"), element("supervisor.getVersion")}}) ==
          "[{'faultCode': 30, 'faultString': 'FAILED: the sky fell'}, '3.0']");
}
