#include "medusa/xmlrpc_methods.hpp"
#include "medusa/xmlrpc_writer.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <stdexcept>
#include <vector>

using namespace medusa;
using Catch::Contains;
using call_ptr = std::shared_ptr<xmlrpc_call>;

namespace {

// Methods called without a socket.
struct methods {
    std::shared_ptr<xmlrpc_methods> all = std::make_shared<xmlrpc_methods>();
    std::vector<call_ptr> waiting;
    std::string logged;

    methods() {
        asyncore::set_log_sink(
            [this](asyncore::log_level, std::string_view text) { logged.append(text); });
        all->add("add", {"int int int", "double double double"}, "The sum.",
                 [](const xmlrpc_array& of) -> xmlrpc_value {
                     if (of[0].is_int() && of[1].is_int()) return of[0].as_int() + of[1].as_int();
                     return 0.5;
                 });
        all->add("any", {}, "", [](const xmlrpc_array& of) { return xmlrpc_value(of); });
        all->add("fail", {"nil"}, "",
                 [](const xmlrpc_array&) -> xmlrpc_value { throw xmlrpc_fault(7, "as asked"); });
        all->add("throw", {"nil"}, "", [](const xmlrpc_array&) -> xmlrpc_value {
            throw std::runtime_error("the password is secret");
        });
        all->add("wrong", {"nil any"}, "",
                 [](const xmlrpc_array& of) { return xmlrpc_value(of[0].as_struct()); });
        all->add_deferred("later", {"any"}, "Waits.",
                          [this](const call_ptr& call) { waiting.push_back(call); });
        all->add_deferred("keep and throw", {"any"}, "", [this](const call_ptr& call) {
            waiting.push_back(call);
            throw xmlrpc_fault(8, "kept");
        });
        all->add_deferred("forget", {"any"}, "", [](const call_ptr&) {});
    }
    ~methods() { asyncore::set_log_sink({}); }

    std::optional<xmlrpc_response> answer;

    void start(const std::string& name, xmlrpc_array params = {}) {
        answer.reset();
        all->call(std::make_shared<xmlrpc_call>(
            name, std::move(params),
            [this](xmlrpc_response response) { answer = std::move(response); }));
    }
    xmlrpc_value result(const std::string& name, xmlrpc_array params = {}) {
        start(name, std::move(params));
        return std::get<xmlrpc_value>(answer.value());
    }
    int fault(const std::string& name, xmlrpc_array params = {}) {
        start(name, std::move(params));
        return std::get<xmlrpc_fault>(answer.value()).code();
    }
};

xmlrpc_value call_of(const char* name, xmlrpc_array params = {}) {
    return xmlrpc_struct{{"methodName", name}, {"params", std::move(params)}};
}

xmlrpc_value fault_of(int code, const char* text) {
    return xmlrpc_struct{{"faultCode", code}, {"faultString", text}};
}

} // namespace

TEST_CASE("parameters have to fit a signature", "[xmlrpc_methods]") {
    methods it;
    CHECK(it.result("add", {2, 40}) == 42);
    CHECK(it.result("add", {2, 0.5}) == 0.5);
    CHECK(it.fault("add", {2}) == xmlrpc_methods::bad_params);
    CHECK(it.fault("add", {2, 3, 4}) == xmlrpc_methods::bad_params);
    CHECK(it.fault("add", {2, "3"}) == xmlrpc_methods::bad_params);
    CHECK(it.result("any", {2, "3", xmlrpc_value()}) == xmlrpc_array{2, "3", xmlrpc_value()});
    CHECK(it.fault("none") == xmlrpc_methods::method_not_found);
    CHECK(it.fault("") == xmlrpc_methods::method_not_found);
}

TEST_CASE("what a method throws is the fault, and no secret", "[xmlrpc_methods]") {
    methods it;
    CHECK(it.fault("fail") == 7);
    CHECK(it.fault("wrong", {1}) == xmlrpc_methods::bad_params);
    CHECK(it.fault("throw") == xmlrpc_methods::internal_error);
    CHECK(std::get<xmlrpc_fault>(*it.answer).text() == "internal error");
    CHECK_THAT(it.logged, Contains("throw") && Contains("the password is secret"));
    CHECK(it.fault("keep and throw") == 8);
    CHECK(it.waiting[0]->answered());
}

TEST_CASE("a server tells what it can do", "[xmlrpc_methods]") {
    methods it;
    CHECK(it.result("system.listMethods") ==
          xmlrpc_array{"add", "any", "fail", "forget", "keep and throw", "later",
                       "system.listMethods", "system.methodHelp", "system.methodSignature",
                       "system.multicall", "throw", "wrong"});
    CHECK(it.result("system.methodHelp", {"add"}) == "The sum.");
    CHECK(it.result("system.methodSignature", {"add"}) ==
          xmlrpc_array{xmlrpc_array{"int", "int", "int"},
                       xmlrpc_array{"double", "double", "double"}});
    CHECK(it.result("system.methodSignature", {"any"}) == "undef");
    CHECK(it.result("system.methodSignature", {"system.listMethods"}) ==
          xmlrpc_array{xmlrpc_value(xmlrpc_array{"array"})});
    CHECK(it.fault("system.methodHelp", {"none"}) == xmlrpc_methods::method_not_found);
    CHECK(it.fault("system.methodHelp", {1}) == xmlrpc_methods::bad_params);
    CHECK(it.fault("system.listMethods", {1}) == xmlrpc_methods::bad_params);
}

TEST_CASE("each result of a multicall is an array of one, and each fault a struct",
          "[xmlrpc_methods]") {
    methods it;
    const xmlrpc_value all = it.result(
        "system.multicall",
        {xmlrpc_array{call_of("add", {1, 2}), call_of("fail"), call_of("none"),
                      call_of("system.multicall", {xmlrpc_array{}}), 5,
                      xmlrpc_struct{{"params", xmlrpc_array{}}},
                      xmlrpc_struct{{"methodName", "any"}}, xmlrpc_struct{{"methodName", 5}},
                      xmlrpc_struct{{"methodName", "any"}, {"params", 5}}}});
    CHECK(all == xmlrpc_array{xmlrpc_value(xmlrpc_array{3}), fault_of(7, "as asked"),
                              fault_of(-32601, "no method none"),
                              fault_of(-32600, "recursive system.multicall forbidden"),
                              fault_of(-32600, "not a call"), fault_of(-32600, "no methodName"),
                              xmlrpc_value(xmlrpc_array{xmlrpc_value(xmlrpc_array{})}),
                              fault_of(-32600, "not a call"), fault_of(-32600, "not a call")});
    CHECK(it.result("system.multicall", {xmlrpc_array{}}) == xmlrpc_array{});
    CHECK(it.fault("system.multicall", {5}) == xmlrpc_methods::bad_params);
    CHECK(it.fault("system.multicall") == xmlrpc_methods::bad_params);
}

TEST_CASE("a multicall waits for each of its calls before it makes the next", "[xmlrpc_methods]") {
    methods it;
    it.start("system.multicall",
             {xmlrpc_array{call_of("later"), call_of("later"), call_of("add", {1, 1})}});
    REQUIRE(it.waiting.size() == 1);
    it.waiting[0]->answer("first");
    REQUIRE(it.waiting.size() == 2);
    CHECK_FALSE(it.answer);
    it.waiting[1]->fault(9, "second");
    CHECK(std::get<xmlrpc_value>(it.answer.value()) ==
          xmlrpc_array{xmlrpc_value(xmlrpc_array{"first"}), fault_of(9, "second"),
                       xmlrpc_value(xmlrpc_array{2})});
    // Thousands of them do not pile up on the stack.
    const xmlrpc_array many(20'000, call_of("add", {1, 1}));
    CHECK(it.result("system.multicall", {many}).as_array().size() == many.size());
}

TEST_CASE("methods that cannot be are refused", "[xmlrpc_methods]") {
    xmlrpc_methods all;
    const auto nothing = [](const xmlrpc_array&) { return xmlrpc_value(); };
    all.add("a", {}, "", nothing);
    CHECK_THROWS_AS(all.add("a", {}, "", nothing), std::invalid_argument);
    CHECK_THROWS_AS(all.add("", {}, "", nothing), std::invalid_argument);
    CHECK_THROWS_AS(all.add("b", {}, "", nullptr), std::invalid_argument);
    CHECK_THROWS_AS(all.add("b", {"integer"}, "", nothing), std::invalid_argument);
    CHECK_THROWS_AS(all.add("b", {""}, "", nothing), std::invalid_argument);
    CHECK_THROWS_AS(all.add("b", {"int  int"}, "", nothing), std::invalid_argument);
    CHECK_THROWS_AS(all.add("system.multicall", {}, "", nothing), std::invalid_argument);
}

TEST_CASE("a call over HTTP has to be XML and well-formed", "[xmlrpc_methods]") {
    methods it;
    web server;
    server.server->install_handler(it.all);
    const auto post = [&](const std::string& body, const std::string& type) {
        return server.get("/RPC2", type.empty() ? "" : "Content-Type: " + type + "\r\n", "POST",
                          body);
    };
    const std::string call = write_xmlrpc_request("add", {2, 40});
    for (const char* type : {"text/xml", "application/xml", "TEXT/XML; charset=utf-8"}) {
        const std::string answer = post(call, type);
        CHECK(field_of(answer, "Content-Type") == "text/xml");
        CHECK_THAT(body_of(answer), Contains("<int>42</int>"));
    }
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "text/xmlx",
                             "multipart/form-data"}) {
        CAPTURE(type);
        const std::string answer = post(call, type);
        CHECK(status_of(answer) == 415);
        CHECK(field_of(answer, "Accept-Post") == "text/xml, application/xml");
    }
    CHECK(status_of(post("<methodCall/>", "text/xml")) == 400);
    CHECK(status_of(post("<!DOCTYPE x><methodCall><methodName>add</methodName></methodCall>",
                         "text/xml")) == 400);
    CHECK(status_of(server.get("/RPC2")) == 405);
    it.all->max_call = 100;
    CHECK(status_of(post(call, "text/xml")) == 413);
    it.all->max_call = 1'000'000;
    // Forgotten, alone or in a multicall.
    const xmlrpc_value many = xmlrpc_array{call_of("forget")};
    CHECK(status_of(post(write_xmlrpc_request("forget", {}), "text/xml")) == 500);
    CHECK(status_of(post(write_xmlrpc_request("system.multicall", {many}), "text/xml")) == 500);
    std::string deep = "<methodCall><methodName>any</methodName><params><param>";
    for (int i = 0; i < 65; ++i)
        deep += "<value><array><data>";
    CHECK(status_of(post(deep, "text/xml")) == 400);
    CHECK_THAT(it.logged, Contains("nested deeper than 64"));
}
