#pragma once

#include "supervisor_demo/ctl/server.hpp"
#include "supervisor_demo/rpc/http_exchange.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace supervisor::ctl {

/// Tells when processes have changed, as a daemon does that serves /events. What they have changed
/// to is asked for.
class change_feed {
public:
    /// Begins to listen. A daemon that does not want to be listened to is no error.
    void open(server& from);
    void close() noexcept { stream_.reset(); }
    bool is_open() const noexcept { return stream_.has_value(); }

    /// To be waited for; -1 while it is closed.
    int fileno() const noexcept { return stream_ ? stream_->fileno() : -1; }

    /// Reads what has come. Returns whether it is worth to look: something changed, or from now on
    /// is told, or the daemon is going, with which it is closed.
    bool take();

private:
    bool is_change(std::string_view piece);

    std::optional<http_exchange> stream_;
    bool has_head_ = false;
    std::string line_; // the beginning of the one that is not whole yet
};

} // namespace supervisor::ctl
