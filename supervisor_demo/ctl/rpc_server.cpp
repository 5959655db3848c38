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

// As many as a daemon with Supervisor's own limit of descriptors has to spare.
constexpr std::size_t max_calls_at_once = 64;

constexpr std::size_t max_document = 64 << 20;

struct pending_call {
    std::size_t index;
    http_exchange exchange;
};

// An answer comes in one go: once it has begun the rest of it is waited for.
rpc_outcome outcome_of(http_exchange& exchange) {
    try {
        return read_answer(exchange);
    } catch (const std::exception&) {
        return std::current_exception();
    }
}

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
            about.on_data(stream.path, piece);
        } while (stream.reply.holds_piece());
        return true;
    } catch (const std::exception&) {
        about.on_error(stream.path, std::current_exception());
        return false;
    }
}

} // namespace

rpc_server::rpc_server(const ctl_config& config)
    : client_(config.serverurl, config.username, config.password) {
    client_.check_while_connecting(check_interrupt);
}

medusa::xmlrpc_value rpc_server::call(std::string_view method, const medusa::xmlrpc_array& params) {
    http_exchange exchange = client_.open_call(method, params);
    std::vector<pollfd> waiting{{exchange.fileno(), POLLIN, 0}};
    wait_or_interrupt(waiting);
    return read_answer(exchange);
}

void rpc_server::call_all(
    const std::vector<rpc_call>& calls,
    const std::function<void(std::size_t index, rpc_outcome outcome)>& on_outcome) {
    std::list<pending_call> under_way;
    std::size_t next = 0;
    while (next < calls.size() || !under_way.empty()) {
        while (next < calls.size() && under_way.size() < max_calls_at_once) {
            const auto index = next++;
            try {
                under_way.push_back(
                    {index, client_.open_call(calls[index].method, calls[index].params)});
            } catch (const interrupted_error&) {
                throw;
            } catch (const std::exception&) {
                on_outcome(index, std::current_exception());
            }
        }
        std::vector<pollfd> waiting;
        for (const auto& one : under_way)
            waiting.push_back({one.exchange.fileno(), POLLIN, 0});
        if (!waiting.empty()) wait_or_interrupt(waiting);
        auto ready = waiting.begin();
        for (auto one = under_way.begin(); one != under_way.end(); ++ready) {
            if (ready->revents == 0) {
                ++one;
                continue;
            }
            on_outcome(one->index, outcome_of(one->exchange));
            one = under_way.erase(one);
        }
    }
}

http_exchange rpc_server::open(std::string_view path) {
    return client_.open_stream(path);
}

std::string rpc_server::get(std::string_view path) {
    http_exchange exchange = client_.open_stream(path);
    std::vector<pollfd> waiting{{exchange.fileno(), POLLIN, 0}};
    wait_or_interrupt(waiting);
    read_ok_head(exchange);
    std::string body;
    for (auto piece = exchange.read_body(); !piece.empty(); piece = exchange.read_body()) {
        if (body.size() + piece.size() > max_document) throw bad_reply("the reply is too long");
        body += piece;
    }
    return body;
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

bool rpc_server::converse(const conversation& about) {
    const interrupt_watch watch;
    std::list<followed> streams;
    for (const auto& path : about.paths) {
        try {
            streams.push_back({path, client_.open_stream(path)});
        } catch (const std::exception&) {
            about.on_error(path, std::current_exception());
        }
    }
    while (about.input >= 0 || !streams.empty()) {
        std::vector<pollfd> waiting{{about.input, POLLIN, 0}};
        for (const auto& stream : streams)
            waiting.push_back({stream.reply.fileno(), POLLIN, 0});
        if (!watch.wait(waiting)) return true;
        auto ready = waiting.begin() + 1;
        for (auto stream = streams.begin(); stream != streams.end(); ++ready) {
            const bool ended = ready->revents != 0 && !hand_over(*stream, about);
            stream = ended ? streams.erase(stream) : std::next(stream);
        }
        if (waiting.front().revents != 0 && !about.on_input()) return false;
    }
    return false;
}

} // namespace supervisor::ctl
