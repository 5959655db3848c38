// xmlrpc_server PORT: XML-RPC at /RPC2 on 127.0.0.1, with methods that are functions.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/http_server.hpp"
#include "medusa/xmlrpc_methods.hpp"
#include "medusa/xmlrpc_text.hpp"

#include <chrono>
#include <memory>
#include <string>

using medusa::xmlrpc_array;
using medusa::xmlrpc_value;

namespace {

xmlrpc_value sum(const xmlrpc_array& params) {
    double total = 0;
    for (const xmlrpc_value& one : params[0].as_array())
        total += one.is_int() ? static_cast<double>(one.as_int()) : one.as_double();
    return total;
}

xmlrpc_value divide(const xmlrpc_array& params) {
    if (params[1].as_int() == 0) throw medusa::xmlrpc_fault(1, "division by zero");
    return params[0].as_int() / params[1].as_int();
}

xmlrpc_value reverse(const xmlrpc_array& params) {
    if (!params[0].is_string())
        return xmlrpc_array(params[0].as_array().rbegin(), params[0].as_array().rend());
    return std::string(params[0].as_string().rbegin(), params[0].as_string().rend());
}

xmlrpc_value rows(const xmlrpc_array& params) {
    medusa::xmlrpc_text text(64 * 1024); // written as they are made, for there may be many
    text.begin_array();
    for (int i = 0; i < 9999 && i < params[0].as_int(); ++i) {
        text.begin_struct();
        text.member("number", i);
        text.member("name", "row " + std::to_string(i));
        text.member("even", i % 2 == 0);
        text.member("half", i / 2.0);
        text.end_struct();
    }
    text.end_array();
    return std::move(text).take();
}

// Answers after as many milliseconds as it is told, and keeps no one else waiting.
void later(const std::shared_ptr<medusa::xmlrpc_call>& call) {
    const auto delay = std::chrono::milliseconds(call->params()[0].as_int());
    const auto timer = std::make_shared<asyncore::timer>();
    *timer = asyncore::call_later(delay, [call, timer] { call->answer("late"); });
}

std::shared_ptr<medusa::xmlrpc_methods> make_methods() {
    auto methods = std::make_shared<medusa::xmlrpc_methods>();
    methods->add("add", {"i8 i8 i8"}, "The sum of two integers.",
                 [](auto& params) { return params[0].as_int() + params[1].as_int(); });
    methods->add("sum", {"double array"}, "The sum of numbers.", sum);
    methods->add("divide", {"i8 i8 i8"}, "The quotient of two integers.", divide);
    methods->add("echo", {"any any"}, "What it is given.", [](auto& params) { return params[0]; });
    methods->add("rows", {"array int"}, "So many structs, each of a number.", rows);
    methods->add("reverse", {"string string", "array array"}, "It, backwards.", reverse);
    methods->add_deferred("later", {"string int"}, "Answers after so many milliseconds.", later);
    return methods;
}

} // namespace

int main(int count, char** arguments) {
    return serve(count, arguments, 0, "", [](const asyncore::address& local, char**) {
        const auto server = asyncore::make<medusa::http_server>(local);
        server->install_handler(make_methods());
        return server;
    });
}
