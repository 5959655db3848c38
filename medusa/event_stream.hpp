#pragma once

#include "asyncore/socket_map.hpp"
#include "asyncore/timer.hpp"
#include "medusa/handler.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace medusa {

/// What is told to those who listen to an event_stream.
struct server_event {
    /// May have many lines, ended by LF, CR or CRLF; the listener gets them ended by LF. UTF-8.
    std::string data;
    /// The type a listener asks for with addEventListener(); empty: "message".
    std::string event;
    /// What a listener that comes back names as the last it has heard. Empty: it has none.
    std::string id;
    /// How long a listener waits before it comes back.
    std::optional<std::chrono::milliseconds> retry;
};

/// The bytes of an event as text/event-stream has them. Throws std::invalid_argument for a type or
/// an id that holds CR, LF or NUL: it would become a line, or an event, of its own.
std::string format_event(const server_event& event);

/// Server-sent events: a page opens `new EventSource("/events")`, and is told what is send() from
/// then on. One stream is one topic; each listener is a request that never ends.
///
/// Cost: an event is formatted once and its bytes are shared by all who still have to read it. A
/// listener with nothing to hear costs nothing and never times out; a comment is sent to all when
/// for `keep_alive` there was no event, since proxies between may be less patient.
///
/// A listener that does not read is let go: when more than `max_waiting` bytes wait for it, it is
/// sent no more, what waits is forgotten, and its stream ends. A browser comes back by itself and
/// says which event it heard last; it gets those of the last `max_kept` events that came after that
/// one, or all of them if that one is not kept any more. Who comes for the first time gets none.
///
/// Put it in front of a server by install_handler(). When it is destroyed, or close()d, its streams
/// end. It belongs to the thread of its map. Source: WHATWG HTML, 9.2 "Server-sent events".
class event_stream : public handler {
public:
    explicit event_stream(std::string path,
                          asyncore::socket_map& map = asyncore::default_socket_map());
    ~event_stream() override;

    /// Zero: never.
    std::chrono::milliseconds keep_alive{15'000};
    /// In bytes, for each listener, beyond what its channel has taken.
    std::size_t max_waiting = 1024 * 1024;
    /// How many events, and how many bytes of them, are kept for those who come back. Only events
    /// with an id are. Zero events: none.
    std::size_t max_kept = 100;
    std::size_t max_kept_bytes = 1024 * 1024;
    /// Listeners at a time; one more gets 503. Zero: no limit.
    std::size_t max_listeners = 0;

    /// Tells all who listen. A listener that is let go for it may be closed before this returns.
    /// Throws as format_event() does; nothing is told then.
    void send(const server_event& event);
    void send(std::string data) { send(server_event{std::move(data), {}, {}, {}}); }

    /// Ends every stream. Whoever comes now gets 204, which tells a browser not to come back.
    void close();

    std::size_t listeners() const noexcept;
    /// Listeners that were let go because they did not read.
    std::size_t dropped() const noexcept;

    bool match(const http_request& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::string_view methods(const http_request&) override { return "GET, HEAD"; }

private:
    using bytes = std::shared_ptr<const std::string>;
    struct kept_event {
        std::string id;
        bytes text;
    };
    class listener;
    struct listener_list;

    void tell_all(const bytes& text);
    void keep(std::string id, const bytes& text);
    void replay(listener& to, std::string_view last_id);
    void watch_silence();
    void end_streams();

    std::string path_;
    asyncore::socket_map& map_;
    std::shared_ptr<listener_list> listeners_;
    std::deque<kept_event> kept_;
    std::size_t kept_bytes_ = 0;
    asyncore::timer silence_;
    bool spoken_ = false; // since the timer was set
    bool closed_ = false;
};

} // namespace medusa
