#pragma once

#include "medusa/xmlrpc_handler.hpp"

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// XML-RPC methods made of functions, with the introspection of system.*:
///
///     auto methods = std::make_shared<medusa::xmlrpc_methods>();
///     methods->add("add", {"int int int"}, "The sum of two numbers.",
///                  [](const medusa::xmlrpc_array& of) { return of[0].as_int() + of[1].as_int();
///                  });
///     server->install_handler(methods);
///
/// Parameters are checked against the signatures before a function is called, which may so take
/// them as they are. system.listMethods, methodHelp, methodSignature and multicall are there from
/// the start. What a function throws is the fault: an xmlrpc_fault as it is, an xmlrpc_type_error
/// is bad_params, and any other exception is logged and becomes internal_error, without its text.
///
/// Documents are read strictly (xmlrpc_reader_options::strict), and the Content-Type has to be
/// XML's: others get 415, since those are what web pages may post to foreign servers unasked.
/// Source: http://xmlrpc.com/spec.md; the XML-RPC introspection convention; "Specification for
/// Fault Code Interoperability".
class xmlrpc_methods : public xmlrpc_handler {
public:
    /// Fault codes of the server itself. A document that cannot be read has no fault: it gets 400.
    static constexpr int method_not_found = -32601;
    static constexpr int bad_params = -32602;
    static constexpr int internal_error = -32603;

    explicit xmlrpc_methods(std::string prefix = "/RPC2");

    /// The words of each signature are the types of the result and of each parameter: "int", "i8"
    /// (either is any integer), "boolean", "string", "double" (an integer will do), "base64",
    /// "dateTime.iso8601", "array", "struct", "nil", or "any". A call has to fit one of them.
    /// Without signatures anything goes, and methodSignature says "undef".
    using signatures = std::vector<std::string>;
    using immediate = std::function<xmlrpc_value(const xmlrpc_array& params)>;
    /// Throws std::invalid_argument for a signature that is none, without function, and for a name
    /// that is empty or there already.
    void add(std::string name, const signatures& types, std::string help, immediate function);

    /// A method that keeps the call, and answers it now or after later events. An exception it
    /// throws before that is the answer.
    using deferred = std::function<void(const std::shared_ptr<xmlrpc_call>& call)>;
    void add_deferred(std::string name, const signatures& types, std::string help,
                      deferred function);

    /// Makes a call, from wherever it comes. Answers it, or sees to it that it will be.
    void call(const std::shared_ptr<xmlrpc_call>& call) override;

private:
    struct method {
        std::vector<std::vector<std::string>> signatures; // in words
        std::string help;
        deferred function;
    };

    const method& find(const xmlrpc_array& params) const;
    void add_system_methods();

    std::map<std::string, method, std::less<>> methods_;
};

} // namespace medusa
