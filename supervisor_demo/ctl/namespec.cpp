#include "supervisor_demo/ctl/namespec.hpp"

namespace supervisor::ctl {

namespec split_namespec(std::string_view spec) {
    const auto colon = spec.find(':');
    if (colon == spec.npos) return {std::string(spec), std::string(spec)};
    const auto process = spec.substr(colon + 1);
    if (process.empty() || process == "*") return {std::string(spec.substr(0, colon)), {}};
    return {std::string(spec.substr(0, colon)), std::string(process)};
}

std::string make_namespec(std::string_view group, std::string_view process) {
    if (group == process) return std::string(process);
    return std::string(group).append(":").append(process);
}

} // namespace supervisor::ctl
