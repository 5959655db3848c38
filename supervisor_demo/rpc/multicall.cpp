#include "supervisor_demo/rpc/multicall.hpp"

#include "medusa/xmlrpc_multicall.hpp"
#include "supervisor_demo/rpc/faults.hpp"

#include <exception>
#include <utility>

namespace supervisor {

void start_multicall(const method_registry& methods, const rpc_call& call,
                     const medusa::xmlrpc_array& elements) {
    for (const auto& element : elements)
        if (!element.is_struct()) throw rpc_fault(fault::incorrect_parameters);
    medusa::start_multicall(
        {.dispatch = [&methods](const rpc_call& one) { methods.dispatch(one); },
         .results_in_arrays = false,
         .bad_element = rpc_fault(fault::incorrect_parameters),
         .no_method = rpc_fault(fault::incorrect_parameters, "No methodName"),
         .recursive =
             rpc_fault(fault::incorrect_parameters, "Recursive system.multicall forbidden"),
         .of_exception =
             [](const std::exception& error) { return rpc_fault(fault::failed, error.what()); }},
        call, elements);
}

} // namespace supervisor
