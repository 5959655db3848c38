#include "medusa/xmlrpc_methods.hpp"

#include "asyncore/log.hpp"
#include "medusa/xmlrpc_multicall.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace medusa {

namespace {

using words = std::vector<std::string>;

struct type_row {
    std::string_view name;
    xmlrpc_value::kind kind;
};

constexpr std::array<type_row, 11> types = {{{"int", xmlrpc_value::kind::integer},
                                             {"i4", xmlrpc_value::kind::integer},
                                             {"i8", xmlrpc_value::kind::integer},
                                             {"boolean", xmlrpc_value::kind::boolean},
                                             {"string", xmlrpc_value::kind::string},
                                             {"double", xmlrpc_value::kind::real},
                                             {"base64", xmlrpc_value::kind::base64},
                                             {"dateTime.iso8601", xmlrpc_value::kind::datetime},
                                             {"array", xmlrpc_value::kind::array},
                                             {"struct", xmlrpc_value::kind::structure},
                                             {"nil", xmlrpc_value::kind::nil}}};

const type_row* find_type(std::string_view name) {
    const auto found = std::find_if(types.begin(), types.end(),
                                    [name](const type_row& one) { return one.name == name; });
    return found == types.end() ? nullptr : found;
}

words words_of(std::string_view signature) {
    words all;
    while (!signature.empty()) {
        const std::size_t space = std::min(signature.find(' '), signature.size());
        const std::string_view word = signature.substr(0, space);
        if (word != "any" && !find_type(word))
            throw std::invalid_argument("not a type: " + std::string(word));
        all.emplace_back(word);
        signature.remove_prefix(std::min(space + 1, signature.size()));
    }
    if (all.empty()) throw std::invalid_argument("a signature without a result");
    return all;
}

bool fits(const xmlrpc_value& value, std::string_view type) {
    if (type == "any" || (type == "double" && value.is_int())) return true;
    return find_type(type)->kind == value.type();
}

bool fits(const xmlrpc_array& params, const words& signature) {
    if (params.size() + 1 != signature.size()) return false;
    for (std::size_t i = 0; i < params.size(); ++i)
        if (!fits(params[i], signature[i + 1])) return false;
    return true;
}

xmlrpc_fault fault_of(const std::string& method, const std::exception& error) {
    if (const auto* wrong = dynamic_cast<const xmlrpc_type_error*>(&error))
        return {xmlrpc_methods::bad_params, wrong->what()};
    asyncore::log(asyncore::log_level::error,
                  "uncaptured exception in XML-RPC method " + method + ": " + error.what());
    return {xmlrpc_methods::internal_error, "internal error"};
}

} // namespace

xmlrpc_methods::xmlrpc_methods(std::string prefix)
    : xmlrpc_handler(std::move(prefix), {.strict = true}) {
    xml_only = true;
    add_system_methods();
}

void xmlrpc_methods::add(std::string name, const signatures& of, std::string help,
                         immediate function) {
    if (!function) throw std::invalid_argument("no function for " + name);
    add_deferred(std::move(name), of, std::move(help),
                 [function = std::move(function)](const std::shared_ptr<xmlrpc_call>& call) {
                     call->answer(function(call->params()));
                 });
}

void xmlrpc_methods::add_deferred(std::string name, const signatures& of, std::string help,
                                  deferred function) {
    if (!function) throw std::invalid_argument("no function for " + name);
    method made{{}, std::move(help), std::move(function)};
    for (const std::string& one : of)
        made.signatures.push_back(words_of(one));
    if (name.empty()) throw std::invalid_argument("a method without a name");
    if (!methods_.try_emplace(name, std::move(made)).second)
        throw std::invalid_argument("there is a method " + name + " already");
}

void xmlrpc_methods::call(const std::shared_ptr<xmlrpc_call>& call) {
    const auto found = methods_.find(call->method());
    if (found == methods_.end()) {
        call->fault(method_not_found, "no method " + call->method());
        return;
    }
    const method& called = found->second;
    const auto taken = [&](const words& signature) { return fits(call->params(), signature); };
    if (!called.signatures.empty() &&
        std::none_of(called.signatures.begin(), called.signatures.end(), taken)) {
        call->fault(bad_params, "the parameters fit no signature of " + call->method());
        return;
    }
    try {
        called.function(call);
    } catch (const xmlrpc_fault& fault) {
        if (!call->answered()) call->fault(fault);
    } catch (const std::exception& error) {
        const xmlrpc_fault fault = fault_of(call->method(), error);
        if (!call->answered()) call->fault(fault);
    }
}

// Of the method that is asked about.
const xmlrpc_methods::method& xmlrpc_methods::find(const xmlrpc_array& params) const {
    const auto found = methods_.find(params[0].as_string());
    if (found == methods_.end())
        throw xmlrpc_fault(method_not_found, "no method " + params[0].as_string());
    return found->second;
}

void xmlrpc_methods::add_system_methods() {
    add("system.listMethods", {"array"}, "The names of all methods.", [this](const xmlrpc_array&) {
        xmlrpc_array names;
        for (const auto& [name, one] : methods_)
            names.emplace_back(name);
        return xmlrpc_value(std::move(names));
    });
    add("system.methodHelp", {"string string"}, "What a method does.",
        [this](const xmlrpc_array& params) { return xmlrpc_value(find(params).help); });
    add("system.methodSignature", {"any string"},
        "The types of a method's result and parameters: an array of arrays, or \"undef\".",
        [this](const xmlrpc_array& params) -> xmlrpc_value {
            const method& of = find(params);
            if (of.signatures.empty()) return "undef";
            xmlrpc_array all;
            for (const words& signature : of.signatures)
                all.emplace_back(xmlrpc_array(signature.begin(), signature.end()));
            return all;
        });
    add_deferred(
        "system.multicall", {"array array"},
        "Makes many calls in one: an array of structs of methodName and params. The result "
        "is an array: of an array of one for each result, and a struct of faultCode and "
        "faultString for each fault.",
        [this](const std::shared_ptr<xmlrpc_call>& many) {
            multicall_rules rules;
            rules.dispatch = [this](const auto& one) { this->call(one); };
            rules.of_exception = [](const std::exception& error) {
                return fault_of("system.multicall", error);
            };
            start_multicall(std::move(rules), many, many->params()[0].as_array());
        });
}

} // namespace medusa
