#pragma once

#include "supervisor_demo/rpc/method_registry.hpp"

namespace supervisor {

/// Makes the calls of `elements`, structs of `methodName` and maybe `params`, one after the other:
/// each is answered before the next is made, however long it takes. The answer is the array of
/// their results; what fails has {faultCode, faultString} in its place.
///
/// Throws INCORRECT_PARAMETERS when an element is no struct; nothing has been called then. The
/// registry must outlive the call.
void start_multicall(const method_registry& methods, const rpc_call& call,
                     const medusa::xmlrpc_array& elements);

} // namespace supervisor
