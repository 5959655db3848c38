#pragma once

namespace supervisor {

class method_registry;

/// Adds system.listMethods, methodHelp, methodSignature and multicall, about and for the methods of
/// `methods` itself.
void add_system_methods(method_registry& methods);

} // namespace supervisor
