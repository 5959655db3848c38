#include "asyncore/asyncore.hpp"
#include "medusa/http_server.hpp"
#include "medusa/xmlrpc_writer.hpp"
#include "supervisor_demo/rpc/rpc_handler.hpp"
#include "tests/supervisor_demo/rpc/served_daemon.hpp"
#include "tests/support/peer.hpp"

#include <catch2/catch.hpp>

namespace {

// Over HTTP, as clients call.
struct called_daemon : served_daemon {
    std::shared_ptr<medusa::http_server> server =
        asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0), map);

    called_daemon() {
        // Its methods outlive the server, both being members.
        server->install_handler(std::make_shared<supervisor::rpc_handler>(
            std::shared_ptr<const supervisor::method_registry>(
                std::shared_ptr<supervisor::method_registry>(), &methods),
            log));
        daemon();
    }
    ~called_daemon() { map.close_all(); }

    std::string post(const std::string& method, const medusa::xmlrpc_array& params = {}) {
        const std::string body = medusa::write_xmlrpc_request(method, params);
        const auto client = asyncore::make<peer>(map);
        client->create_socket();
        client->connect(server->addr());
        client->say(
            "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
        client->hear_the_end();
        return client->received;
    }
};

std::string messages(const std::string& log) {
    std::string all;
    for (std::size_t at = 0; at < log.size();) {
        const auto end = log.find('\n', at);
        all += log.substr(at + 24, end - at - 24) + "\n"; // without the time
        at = end + 1;
    }
    return all;
}

} // namespace

TEST_CASE("a call over HTTP is answered in XML and traced") {
    called_daemon d;
    CHECK(d.post("supervisor.getVersion").find("<value><string>3.0</string></value>") !=
          std::string::npos);
    CHECK(messages(d.said()) == "TRAC XML-RPC method called: supervisor.getVersion()\n"
                                "TRAC XML-RPC method supervisor.getVersion() returned "
                                "successfully\n");
}

TEST_CASE("a call without a word of its length is refused") {
    called_daemon d;
    const auto client = asyncore::make<peer>(d.map);
    client->create_socket();
    client->connect(d.server->addr());
    client->say("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    client->hear_the_end();
    CHECK(client->received.find("HTTP/1.1 411 ") == 0);
}

TEST_CASE("a fault over HTTP is answered with 200 and traced") {
    called_daemon d;
    const std::string answer = d.post("supervisor.getProcessInfo", {"x"});
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.find("<string>BAD_NAME: x</string>") != std::string::npos);
    CHECK(messages(d.said()) == "TRAC XML-RPC method called: supervisor.getProcessInfo()\n"
                                "TRAC XML-RPC method supervisor.getProcessInfo() returned fault: "
                                "[10] BAD_NAME: x\n");
}

TEST_CASE("what a method throws that is no fault is a 500 and critical") {
    called_daemon d;
    d.methods.add("supervisor.getPID", [](const supervisor::rpc_params&) -> medusa::xmlrpc_value {
        throw std::runtime_error("the sky fell");
    });
    CHECK(d.post("supervisor.getPID").starts_with("HTTP/1.1 500 "));
    CHECK(messages(d.said()).find("CRIT Handling XML-RPC request for supervisor.getPID() raised an "
                                  "unexpected exception: the sky fell\n") != std::string::npos);
    CHECK(d.post("supervisor.getVersion").starts_with("HTTP/1.1 200 "));
}

TEST_CASE(
    "a start over HTTP is answered when the process runs and other requests are not held up") {
    called_daemon d;
    CHECK(d.post("supervisor.startProcess", {"a"}).find("BAD_NAME") != std::string::npos);
    auto& a = d.program("a", "exec sleep 1000");
    a.startsecs = std::chrono::seconds(1);
    a.autostart = false;
    d.ask("supervisor.reloadConfig");
    d.ask("supervisor.addProcessGroup", {"a"});
    const auto slow = asyncore::make<peer>(d.map);
    slow->create_socket();
    slow->connect(d.server->addr());
    const std::string body = medusa::write_xmlrpc_request("supervisor.startProcess", {"a"});
    slow->say("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
    d.wait_for("a", supervisor::process_state::starting);
    CHECK(d.post("supervisor.getState").find("RUNNING") != std::string::npos);
    CHECK(slow->received.empty());
    slow->hear("<value><boolean>1</boolean></value>");
    CHECK(d.process("a").state() == supervisor::process_state::running);
}

TEST_CASE("a client that leaves does not keep what it asked for from being done") {
    called_daemon d;
    auto& a = d.program("a", "exec sleep 1000");
    a.startsecs = std::chrono::seconds(1);
    a.autostart = false;
    d.ask("supervisor.reloadConfig");
    d.ask("supervisor.addProcessGroup", {"a"});
    const auto slow = asyncore::make<peer>(d.map);
    slow->create_socket();
    slow->connect(d.server->addr());
    const std::string body = medusa::write_xmlrpc_request("supervisor.startProcess", {"a"});
    slow->say("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
    d.wait_for("a", supervisor::process_state::starting);
    slow->close();
    d.wait_for("a", supervisor::process_state::running);
    CHECK(d.post("supervisor.getState").find("RUNNING") != std::string::npos);
}
