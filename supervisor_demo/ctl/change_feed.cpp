#include "supervisor_demo/ctl/change_feed.hpp"

#include "supervisor_demo/rpc/rpc_client.hpp"

#include <algorithm>
#include <exception>

namespace supervisor::ctl {

void change_feed::open(server& from) {
    has_head_ = false;
    line_.clear();
    try {
        stream_.emplace(from.open("/events"));
    } catch (const std::exception&) {
        stream_.reset();
    }
}

bool change_feed::take() {
    bool is_news = false;
    try {
        if (!has_head_) {
            read_ok_head(*stream_);
            has_head_ = is_news = true;
            if (!stream_->holds_piece()) return true;
        }
        do {
            const auto piece = stream_->read_body();
            if (piece.empty()) {
                close();
                return true;
            }
            is_news = is_change(piece) || is_news;
        } while (stream_->holds_piece());
    } catch (const std::exception&) {
        is_news = has_head_;
        close();
    }
    return is_news;
}

// Whether it has the line of an event that is one. The data may be long, and only how a line begins
// is looked at.
bool change_feed::is_change(std::string_view piece) {
    constexpr std::size_t enough = 64;
    bool found = false;
    while (!piece.empty()) {
        const auto end = std::min(piece.find('\n'), piece.size());
        line_ += piece.substr(0, std::min(end, enough - std::min(enough, line_.size())));
        if (end == piece.size()) break;
        found = found || line_ == "event: changes" || line_ == "event: layout";
        line_.clear();
        piece.remove_prefix(end + 1);
    }
    return found;
}

} // namespace supervisor::ctl
