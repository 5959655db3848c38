#include "supervisor_demo/ctl/rpc_server.hpp"

#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/ctl/interrupt.hpp"

#include <list>
#include <system_error>
#include <utility>
#include <vector>

#include <poll.h>

namespace supervisor::ctl {
namespace {

// One path of a conversation.
struct followed {
    const std::string& path;
    http_exchange reply;
    bool has_head = false;
};

// Hands over what has come; false once there is no more of it.
bool hand_over(followed& stream, const conversation& about) {
    try {
        if (!stream.has_head) {
            read_ok_head(stream.reply);
            stream.has_head = true;
            if (!stream.reply.holds_piece()) return true;
        }
        do {
            const auto piece = stream.reply.read_body();
            if (piece.empty()) return false;
            about.on_data(piece);
        } while (stream.reply.holds_piece());
        return true;
    } catch (const std::exception&) {
        about.on_error(stream.path, std::current_exception());
        return false;
    }
}

} // namespace

rpc_server::rpc_server(const ctl_config& config)
    : client_(config.serverurl, config.username, config.password) {}

medusa::xmlrpc_value rpc_server::call(std::string_view method, const medusa::xmlrpc_array& params) {
    return client_.call(method, params);
}

bool rpc_server::stream(std::string_view path,
                        const std::function<void(std::string_view piece)>& on_data) {
    const interrupt_watch watch;
    try {
        client_.stream(path, [&](std::string_view piece) {
            on_data(piece);
            return !watch.interrupted();
        });
    } catch (const std::exception&) {
        // A wait for the head that Ctrl-C ended is told as an error.
        if (!watch.interrupted()) throw;
    }
    return watch.interrupted();
}

void rpc_server::converse(const conversation& about) {
    const interrupt_watch watch;
    std::list<followed> streams;
    for (const auto& path : about.paths) {
        try {
            streams.push_back({path, client_.open_stream(path)});
        } catch (const std::exception&) {
            about.on_error(path, std::current_exception());
        }
    }
    for (;;) {
        std::vector<pollfd> waiting{{about.input, POLLIN, 0}};
        for (const auto& stream : streams)
            waiting.push_back({stream.reply.fileno(), POLLIN, 0});
        if (!watch.wait(waiting)) return;
        auto ready = waiting.begin() + 1;
        for (auto stream = streams.begin(); stream != streams.end(); ++ready) {
            const bool ended = ready->revents != 0 && !hand_over(*stream, about);
            stream = ended ? streams.erase(stream) : std::next(stream);
        }
        if (waiting.front().revents != 0 && !about.on_input()) return;
    }
}

} // namespace supervisor::ctl
