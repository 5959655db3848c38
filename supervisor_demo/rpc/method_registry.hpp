#pragma once

#include "medusa/xmlrpc_handler.hpp"
#include "medusa/xmlrpc_value.hpp"
#include "supervisor_demo/rpc/rpc_params.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

struct method_doc;
using rpc_call = std::shared_ptr<medusa::xmlrpc_call>;

/// The methods of the API by their full name, `namespace.method`, and what calls them: a request,
/// an element of a multicall, the status page.
///
/// A method throws an xmlrpc_fault to say no. Each must be documented in method_docs.cpp, from
/// where the number of its parameters comes; in another namespace than those there it is documented
/// as the one of the same name in `supervisor`.
class method_registry {
public:
    method_registry() = default;
    method_registry(const method_registry&) = delete;
    method_registry& operator=(const method_registry&) = delete;

    /// A method that answers at once.
    using immediate = std::function<medusa::xmlrpc_value(const rpc_params&)>;
    void add(std::string_view name, immediate function);

    /// A method that keeps the call and answers it now or later. It throws only before that.
    using deferred = std::function<void(const rpc_call&, const rpc_params&)>;
    void add_deferred(std::string_view name, deferred function);

    /// Answers the call, or sees to it that it will be. Throws xmlrpc_fault UNKNOWN_METHOD,
    /// INCORRECT_PARAMETERS for a wrong number of them, and what the method throws.
    void dispatch(const rpc_call& call) const;

    /// All names, sorted; they live as long as the registry is not added to.
    std::vector<std::string_view> names() const;
    /// Null for a name that is not here.
    const method_doc* find_doc(std::string_view name) const noexcept;

private:
    struct method {
        const method_doc* doc;
        immediate answer; // one of the two
        deferred keep;
    };
    method& insert(std::string_view name);

    std::map<std::string, method, std::less<>> methods_;
};

} // namespace supervisor
