#pragma once

#include "supervisor_demo/config/config_error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace supervisor {

/// Collects what is wrong while a configuration is read to its end. The readers go through it in
/// the order Supervisor does, so the first sentence that comes in is the one Supervisor stops with.
class findings {
public:
    /// A finding that is known already, as from a program that two groups list, is not repeated.
    void add(const std::string& original, finding found);

    bool empty() const { return !original_.has_value(); }

    /// Throws config_error when there is anything to report.
    void throw_if_any() const;

private:
    std::optional<std::string> original_;
    std::vector<finding> all_;
};

} // namespace supervisor
