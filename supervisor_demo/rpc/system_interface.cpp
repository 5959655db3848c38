#include "supervisor_demo/rpc/system_interface.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/method_docs.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/rpc/multicall.hpp"

namespace supervisor {

namespace {

// What is no name is the name of no method.
const method_doc& doc_of(const method_registry& methods, const rpc_params& params) {
    const auto& name = params[0];
    const method_doc* doc = name.is_string() ? methods.find_doc(name.as_string()) : nullptr;
    if (!doc) throw rpc_fault(fault::signature_unsupported);
    return *doc;
}

} // namespace

void add_system_methods(method_registry& methods) {
    methods.add("system.listMethods", [&methods](const rpc_params&) -> medusa::xmlrpc_value {
        medusa::xmlrpc_array names;
        for (const auto name : methods.names())
            names.emplace_back(name);
        return names;
    });
    methods.add("system.methodHelp", [&methods](const rpc_params& params) {
        return medusa::xmlrpc_value(doc_of(methods, params).help);
    });
    methods.add("system.methodSignature",
                [&methods](const rpc_params& params) -> medusa::xmlrpc_value {
                    medusa::xmlrpc_array types;
                    for (const auto type : text::split(doc_of(methods, params).signature, ' '))
                        types.emplace_back(type);
                    return types;
                });
    methods.add_deferred("system.multicall",
                         [&methods](const rpc_call& call, const rpc_params& params) {
                             start_multicall(methods, call, params.array(0));
                         });
}

} // namespace supervisor
