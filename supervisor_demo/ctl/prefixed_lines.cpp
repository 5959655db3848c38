#include "supervisor_demo/ctl/prefixed_lines.hpp"

#include <algorithm>

namespace supervisor::ctl {

std::string prefixed_lines::add(std::string_view piece) {
    std::string whole;
    while (!piece.empty()) {
        const auto size = std::min({piece.find('\n'), piece.size(), max_line - begun_.size()});
        begun_ += piece.substr(0, size);
        piece.remove_prefix(size);
        const bool ends = piece.starts_with('\n');
        if (ends) piece.remove_prefix(1);
        if (ends || begun_.size() == max_line) {
            whole.append(prefix_).append(begun_).append("\n");
            begun_.clear();
        }
    }
    return whole;
}

std::string prefixed_lines::rest() {
    return begun_.empty() ? std::string() : add("\n");
}

} // namespace supervisor::ctl
