#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace supervisor {

/// The parameters of one call, by position. What is missing or of another type than the method
/// wants is the fault INCORRECT_PARAMETERS, thrown.
class rpc_params {
public:
    explicit rpc_params(const medusa::xmlrpc_array& values) noexcept : values_(values) {}

    std::size_t size() const noexcept { return values_.size(); }
    const medusa::xmlrpc_value& operator[](std::size_t at) const;

    const std::string& text(std::size_t at) const;
    const medusa::xmlrpc_array& array(std::size_t at) const;
    /// A text, or what Python's str() makes of another value: "1", "True", "None", "['a', 2.5]".
    std::string any_text(std::size_t at) const;
    /// As Python's int(): a string of digits is a number, too.
    std::int64_t number(std::size_t at) const;
    /// As Python's bool(): 0, the empty string and nil are false. One that was left out is
    /// `otherwise`.
    bool truth(std::size_t at, bool otherwise) const;

private:
    const medusa::xmlrpc_array& values_;
};

/// The nearest number that XML-RPC's int of 32 bits can hold.
std::int64_t capped_int(std::int64_t number) noexcept;

} // namespace supervisor
