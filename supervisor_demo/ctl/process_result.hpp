#pragma once

#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_value.hpp"
#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/rpc/faults.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// What became of one process a method was called for: success, or the fault.
struct process_result {
    std::string name; // the namespec
    fault status = fault::success;
    std::string description;

    /// "cat: ERROR (no such process)"
    std::string error(std::string_view what) const;
};

/// The answer of a method for many: {group, name, status, description} of each.
std::vector<process_result> read_results(const medusa::xmlrpc_value& answer);

/// The fault of a method for the one process `who` names.
process_result fault_result(const namespec& who, const medusa::xmlrpc_fault& fault);

/// A status no command expects. Throws std::runtime_error.
[[noreturn]] void unknown_result(const process_result& result);

} // namespace supervisor::ctl
