#include "supervisor_demo/process/listener_protocol.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace supervisor {

namespace {

constexpr std::string_view ready_line = "READY\n";
constexpr std::string_view result_start = "RESULT ";
constexpr std::string_view good_result = "OK";

std::optional<std::int64_t> result_size(std::string_view line) {
    try {
        const auto size =
            datatypes::integer(line.substr(std::min(line.size(), result_start.size())));
        if (size >= 0) return size;
    } catch (const value_error&) { // NOLINT(bugprone-empty-catch): it is no number
    }
    return {};
}

} // namespace

std::string_view state_name(listener_state state) noexcept {
    switch (state) {
    case listener_state::ready:
        return "READY";
    case listener_state::busy:
        return "BUSY";
    case listener_state::acknowledged:
        return "ACKNOWLEDGED";
    case listener_state::unknown:
        break;
    }
    return "UNKNOWN";
}

void listener_protocol::feed(std::string_view data, const told& tell) {
    if (state_ == listener_state::unknown) return;
    unread_ += data;
    while (step(tell)) {
    }
}

bool listener_protocol::step(const told& tell) {
    switch (state_) {
    case listener_state::acknowledged:
        return read_ready(tell);
    case listener_state::ready:
        if (unread_.empty()) return false;
        move(listener_word::noise, {}, tell);
        return true;
    case listener_state::busy:
        return in_result_ ? read_result(tell) : read_result_line(tell);
    case listener_state::unknown:
        break;
    }
    unread_ = std::string();
    return false;
}

bool listener_protocol::read_ready(const told& tell) {
    if (unread_.size() < ready_line.size()) return false;
    const bool ready = unread_.starts_with(ready_line);
    unread_.erase(0, ready_line.size());
    move(ready ? listener_word::ready : listener_word::noise, {}, tell);
    return true;
}

bool listener_protocol::read_result_line(const told& tell) {
    const auto end = unread_.find('\n');
    if (end == std::string::npos && unread_.size() <= max_line) return false;
    const std::string line = unread_.substr(0, std::min(end, max_line));
    unread_.erase(0, line.size() + 1);
    const auto size = end == std::string::npos ? std::nullopt : result_size(line);
    if (!size) {
        move(listener_word::bad_result, line, tell);
        return true;
    }
    in_result_ = true;
    missing_ = *size;
    result_.clear();
    return true;
}

bool listener_protocol::read_result(const told& tell) {
    const auto got =
        static_cast<std::size_t>(std::min(missing_, static_cast<std::int64_t>(unread_.size())));
    // One byte more than a good result has tells it from a longer one.
    result_.append(unread_, 0, std::min(got, good_result.size() + 1 - result_.size()));
    unread_.erase(0, got);
    missing_ -= static_cast<std::int64_t>(got);
    if (missing_ > 0) return false;
    in_result_ = false;
    move(result_ == good_result ? listener_word::ok : listener_word::other_result, {}, tell);
    return true;
}

void listener_protocol::move(listener_word said, std::string_view line, const told& tell) {
    for (const listener_move& one : listener_moves) {
        if (one.from != state_ || one.said != said) continue;
        state_ = one.to;
        tell(one, line);
        return;
    }
    assert(false && "every word that is said has its row");
}

} // namespace supervisor
