#include "supervisor_demo/config/namespec.hpp"

namespace supervisor {

namespec split_namespec(std::string_view spec) {
    const auto colon = spec.find(':');
    if (colon == spec.npos) return {std::string(spec), std::string(spec)};
    const auto process = spec.substr(colon + 1);
    return {std::string(spec.substr(0, colon)),
            process == "*" ? std::string() : std::string(process)};
}

std::string make_namespec(std::string_view group, std::string_view process) {
    if (group == process) return std::string(process);
    return std::string(group).append(":").append(process);
}

} // namespace supervisor
