#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/method_docs.hpp"
#include "tests/supervisor_demo/rpc/served_daemon.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

TEST_CASE("the daemon says who it is and how it is") {
    served_daemon d;
    d.config.supervisord.identifier = "house";
    CHECK(d.ask("supervisor.getAPIVersion") == "'3.0'");
    CHECK(d.ask("supervisor.getVersion") == "'3.0'");
    CHECK(d.ask("supervisor.getSupervisorVersion") == "'4.2.5'");
    CHECK(d.ask("supervisor.getIdentification") == "'house'");
    CHECK(d.ask("supervisor.getState") == "{'statecode': 1, 'statename': 'RUNNING'}");
    CHECK(d.ask("supervisor.getPID") == std::to_string(::getpid()));
    CHECK(d.ask("supervisor.sendRemoteCommEvent", {"type", "data"}) == "True");
}

TEST_CASE("sendRemoteCommEvent publishes what it was given, and while the daemon shuts down too") {
    struct recorder : supervisor::event_subscriber {
        std::string got;
        void accept(const std::shared_ptr<const supervisor::event>& happened) override {
            got.append(name_of(happened->type)).append("|" + happened->payload + "|");
        }
    } heard;
    served_daemon d;
    supervisor::event_type_set types;
    types.add(supervisor::event_type::remote_communication);
    d.daemon().events().subscribe(heard, types);
    CHECK(d.ask("supervisor.sendRemoteCommEvent", {"greeting", "hello\n"}) == "True");
    CHECK(d.ask("supervisor.sendRemoteCommEvent", {true, 5}) == "True");
    CHECK(d.ask("supervisor.sendRemoteCommEvent", {2.0, medusa::xmlrpc_array{"it's", {}, 1.5}}) ==
          "True");
    d.daemon().shutdown();
    CHECK(d.ask("supervisor.sendRemoteCommEvent", {"", ""}) == "True");
    CHECK(heard.got == "REMOTE_COMMUNICATION|type:greeting\nhello\n|"
                       "REMOTE_COMMUNICATION|type:True\n5|"
                       "REMOTE_COMMUNICATION|type:2.0\n[\"it's\", None, 1.5]|"
                       "REMOTE_COMMUNICATION|type:\n|");
    d.daemon().events().unsubscribe(heard);
}

TEST_CASE("a method that is not there is unknown whatever it looks like") {
    served_daemon d;
    for (const char* name : {"getState", "supervisor.nothing", "supervisor._update", "supervisor.",
                             ".getState", "supervisor.getState.x", "nobody.getState", ""})
        CHECK(d.ask(name) == "<Fault 1: 'UNKNOWN_METHOD'>");
}

TEST_CASE("a wrong number of parameters is refused before anything else") {
    served_daemon d;
    CHECK(d.ask("supervisor.getState", {1}) == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.startProcess") == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.startProcess", {"x", true, 1}) == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.stopAllProcesses", {true, true}) ==
          "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.readLog", {0}) == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.stopAllProcesses") == "[]");
}

TEST_CASE("a parameter of the wrong type is incorrect and not an error of the server") {
    served_daemon d;
    d.program("cat", "exec cat");
    for (const char* name :
         {"supervisor.startProcess", "supervisor.stopProcess", "supervisor.startProcessGroup",
          "supervisor.getProcessInfo", "supervisor.clearProcessLogs", "supervisor.addProcessGroup",
          "supervisor.removeProcessGroup", "system.multicall"}) {
        CAPTURE(name);
        CHECK(d.ask(name, {5}) == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    }
    CHECK(d.ask("system.methodHelp", {5}) == "<Fault 4: 'SIGNATURE_UNSUPPORTED'>");
    CHECK(d.ask("supervisor.readLog", {"x", 0}) == "<Fault 2: 'INCORRECT_PARAMETERS'>");
    CHECK(d.ask("supervisor.signalProcess", {"cat", medusa::xmlrpc_array{}}) ==
          "<Fault 2: 'INCORRECT_PARAMETERS'>");
}

TEST_CASE("once it is stopping every method but a few says so first") {
    const bool restarting = GENERATE(false, true);
    served_daemon d;
    CHECK(d.ask(restarting ? "supervisor.restart" : "supervisor.shutdown") == "True");
    CHECK(d.daemon().mood() == (restarting ? supervisor::supervisor_state::restarting
                                           : supervisor::supervisor_state::shutdown));
    for (const auto name : d.methods.names()) {
        const std::size_t wanted = d.methods.find_doc(name)->params();
        const medusa::xmlrpc_array params(wanted, "nobody");
        CAPTURE(name);
        if (name.starts_with("supervisor.") && name != "supervisor.sendRemoteCommEvent")
            CHECK(d.ask(std::string(name), params) == "<Fault 6: 'SHUTDOWN_STATE'>");
        else
            CHECK(d.ask(std::string(name), params) != "<Fault 6: 'SHUTDOWN_STATE'>");
    }
}

TEST_CASE("every fault has the number and the name that clients know") {
    CHECK(shown(medusa::xmlrpc_response(supervisor::rpc_fault(supervisor::fault::bad_name, "x"))) ==
          "<Fault 10: 'BAD_NAME: x'>");
    std::string all;
    for (const auto& [code, name] : supervisor::fault_names)
        all += std::to_string(static_cast<int>(code)) + " " + std::string(name) + ", ";
    CHECK(all == "1 UNKNOWN_METHOD, 2 INCORRECT_PARAMETERS, 3 BAD_ARGUMENTS, "
                 "4 SIGNATURE_UNSUPPORTED, 6 SHUTDOWN_STATE, 10 BAD_NAME, 11 BAD_SIGNAL, "
                 "20 NO_FILE, 21 NOT_EXECUTABLE, 30 FAILED, 40 ABNORMAL_TERMINATION, "
                 "50 SPAWN_ERROR, 60 ALREADY_STARTED, 70 NOT_RUNNING, 80 SUCCESS, "
                 "90 ALREADY_ADDED, 91 STILL_RUNNING, 92 CANT_REREAD, ");
}
