#pragma once

#include <cstddef>
#include <string_view>

namespace supervisor {

/// What the API says of one of its methods.
struct method_doc {
    std::string_view name;      // "supervisor.startProcess"
    std::string_view signature; // types of the result and of each parameter: "boolean string"
    std::size_t optional;       // how many of the last parameters may be left out
    std::string_view help;

    /// How many parameters it takes at most.
    std::size_t params() const noexcept;
};

/// The documentation of a method, or null. The texts are those of Supervisor 4.2.5, which clients
/// show to people: system.methodHelp is part of the interface.
const method_doc* find_method_doc(std::string_view name) noexcept;

} // namespace supervisor
