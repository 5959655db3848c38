#pragma once

#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_handler.hpp"
#include "medusa/xmlrpc_value.hpp"

#include <exception>
#include <functional>
#include <memory>

namespace medusa {

/// What a system.multicall does where servers differ.
struct multicall_rules {
    /// Makes one call: answers it, keeps it, or throws.
    std::function<void(const std::shared_ptr<xmlrpc_call>&)> dispatch;
    /// Whether each result stands in an array of its own, by which it is told from a fault.
    bool results_in_arrays = true;
    /// For an element that is no struct with a method name and, maybe, an array of params.
    xmlrpc_fault bad_element{-32600, "not a call"};
    xmlrpc_fault no_method{-32600, "no methodName"};
    xmlrpc_fault recursive{-32600, "recursive system.multicall forbidden"};
    /// The fault that stands for what a method throws that is none.
    std::function<xmlrpc_fault(const std::exception&)> of_exception;
};

/// Makes the calls of `elements`, structs of `methodName` and maybe `params`, one after the other:
/// each is answered before the next is made, however long it takes. Then `call` is answered with
/// the array of their results; what fails has {faultCode, faultString} in its place.
///
/// The call keeps the rules, and what they hold, alive. When it is dropped unanswered, so are those
/// it has not made. Source: Kohring's and Mott's "system.multicall", the convention all follow.
void start_multicall(multicall_rules rules, const std::shared_ptr<xmlrpc_call>& call,
                     const xmlrpc_array& elements);

} // namespace medusa
