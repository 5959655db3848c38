#include "supervisor_demo/process/output_capture.hpp"

#include <algorithm>

namespace supervisor {

output_capture::part output_capture::next(std::string_view data) const {
    const std::string_view token = capturing_ ? end_token : begin_token;
    const auto at = data.find(token);
    if (at != std::string_view::npos) return {data.substr(0, at), true};
    std::size_t size = std::min(data.size(), token.size() - 1);
    while (size > 0 && !data.ends_with(token.substr(0, size)))
        --size;
    return {data.substr(0, data.size() - size), false};
}

void output_capture::keep(std::string_view piece) {
    if (static_cast<std::int64_t>(captured_.size() + piece.size()) > maxbytes_)
        captured_.erase(0, piece.size());
    captured_ += piece;
}

} // namespace supervisor
