#include "supervisor_demo/ctl/process_result.hpp"

#include "supervisor_demo/format.hpp"

#include <stdexcept>

namespace supervisor::ctl {

std::string process_result::error(std::string_view what) const {
    return format("{}: ERROR ({})", name, what);
}

std::vector<process_result> read_results(const medusa::xmlrpc_value& answer) {
    std::vector<process_result> results;
    for (const auto& one : answer.as_array())
        results.push_back({make_namespec(one.at("group").as_string(), one.at("name").as_string()),
                           static_cast<fault>(one.at("status").as_int()),
                           one.at("description").as_string()});
    return results;
}

process_result fault_result(const namespec& who, const medusa::xmlrpc_fault& fault) {
    // Commands for one process only are refused "group:*" as "group:None" by the original.
    return {make_namespec(who.group, who.whole_group() ? "None" : who.process),
            static_cast<supervisor::fault>(fault.code()), fault.text()};
}

void unknown_result(const process_result& result) {
    if (result.status == fault::shutdown_state)
        throw std::runtime_error(format("{}: supervisord is shutting down", result.name));
    throw std::runtime_error(
        format("Unknown result code {} for {}", static_cast<int>(result.status), result.name));
}

} // namespace supervisor::ctl
