#pragma once

#include "asyncore/address.hpp"
#include "asyncore/log.hpp"
#include "asyncore/socket_map.hpp"
#include "asyncore/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/socket.h>

namespace asyncore {

class transport;

/// What accept() returns: a connected socket, non-blocking and close-on-exec, and who is at its
/// end.
struct accepted {
    unique_fd socket;
    address addr;
};

/// What recvfrom() returns.
struct datagram {
    std::size_t size;  // in the buffer
    std::size_t whole; // as it was sent; larger than `size` when the buffer was too small
    address from;      // empty for a Unix socket that is bound to nothing
};

/// A socket in the socket map. Derive, and override the hooks you need.
///
/// Two tiers of names, never mixed: handle_read_event() is what the loop calls and decides what the
/// event means; handle_read() is what a subclass overrides.
///
/// Ownership: the map owns the dispatcher (socket_map.hpp); the dispatcher owns its descriptor.
/// Make one with asyncore::make<T>(...), which puts it in the map once it is whole.
///
/// Predicates: readable() and writable() say what the dispatcher waits for. They are asked after
/// each of its own events and whenever interest_changed() is called, not once a turn as in Python:
/// a predicate that changes for a reason outside the dispatcher must be followed by
/// interest_changed().
///
/// Errors: a hook may throw anything. The funnel that called it turns the errors of disconnected()
/// into handle_close(), lets exit_now through, and calls handle_error() for the rest, inside the
/// catch block, so that handle_error() may rethrow to look. The other channels are untouched. What
/// readable() and writable() throw goes through it, too, after an event. What handle_error() itself
/// throws leaves the loop, as in Python, where a test raises again what must not happen.
///
/// Re-entrancy: a hook may close its own or any other channel, and may add channels.
/// Source: CPython 3.11's asyncore.dispatcher.
class dispatcher : public std::enable_shared_from_this<dispatcher> {
public:
    /// With no socket yet; create_socket() or set_socket() gives it one.
    explicit dispatcher(socket_map& map = default_socket_map());

    /// Takes a socket that is already connected, as handle_accepted() gets it.
    explicit dispatcher(unique_fd socket, socket_map& map = default_socket_map());

    virtual ~dispatcher();
    dispatcher(const dispatcher&) = delete;
    dispatcher& operator=(const dispatcher&) = delete;

    socket_map& map() const noexcept { return *map_; }
    int fileno() const noexcept { return fd_.get(); }

    bool connected() const noexcept { return connected_; }
    bool accepting() const noexcept { return accepting_; }
    bool connecting() const noexcept { return connecting_; }
    /// True from close() on.
    bool closing() const noexcept { return closing_; }

    /// The peer, for a connected or connecting socket; the own address for a bound one.
    address addr() const;

    /// As given to create_socket(). Throws std::system_error without a socket.
    std::pair<int, int> family_and_type() const;

    /// Puts the dispatcher into its map. Done by make(), create_socket() and set_socket(); does
    /// nothing without a socket, when already there, or before a shared_ptr owns the dispatcher.
    void add_channel();
    /// Takes it out; the descriptor stays open and the dispatcher's. The map's reference is gone.
    void del_channel();

    /// A new socket: AF_INET, AF_INET6 or AF_UNIX; SOCK_STREAM or SOCK_DGRAM. Throws system_error,
    /// and std::logic_error when it has one already: close() comes before another.
    void create_socket(int family = AF_INET, int type = SOCK_STREAM);
    /// Takes over an open socket; makes it non-blocking. Throws as create_socket() does.
    void set_socket(unique_fd socket);
    /// Binds although connections of a predecessor linger. Throws std::system_error (Python's does
    /// not; a server that could not be started again should say so).
    void set_reuse_addr();
    /// Whether an AF_INET6 socket takes no IPv4 (as ::ffff:1.2.3.4). REQUIRES: not yet bound.
    void set_v6only(bool only = true);

    /// These throw std::system_error, with the address in the sentence; bind() and connect()
    /// std::invalid_argument for an empty address.
    void bind(const address& local);
    void listen(int backlog = SOMAXCONN);

    /// Starts connecting; handle_connect() follows, at once or later. A connect that fails later
    /// arrives in handle_error() as the std::system_error, with the address in the sentence, and
    /// then in handle_close(), as Python does it.
    ///
    /// A datagram socket is connected at once; it then hears from this peer alone. That nobody is
    /// there is learnt from later events: ECONNREFUSED arrives in handle_error(), which closes
    /// unless overridden, or is thrown by send(). The socket is good for more in either case.
    void connect(const address& peer);

    /// Connects to the first of `peers` that takes the connection, in their order, each with a
    /// stream socket of its own; handle_connect() follows, and addr() says which it is. What is
    /// left of them is tried where one fails, at once or later: there is an error, as above, only
    /// when none is left. Each has as long as the kernel tries; who will not wait closes.
    /// Throws std::logic_error when there is a socket already.
    void connect(std::vector<address> peers);

    /// The same with what resolve() finds for `host`, without blocking the loop: connecting() from
    /// here on, though without a socket. A name that is not found arrives in handle_error() as a
    /// std::system_error. Until then the map's wait owns the channel; close() cancels, close_all()
    /// closes it, and stop() tells it with handle_close(). TLS is started in handle_connect(),
    /// which is called again once its handshake is done, or over a socket that connects already.
    /// REQUIRES: a shared_ptr owns it, as one from make() does.
    void connect(std::string_view host, std::uint16_t port);

    /// The next waiting connection, or nothing when none waits (any more). Out of descriptors, the
    /// waiting connection is accepted and dropped, so that the loop does not spin on it; where even
    /// that fails, the listener rests for a tenth of a second. It is logged once, and then with a
    /// count, at most every ten seconds.
    std::optional<accepted> accept();

    /// Sends what fits now and returns how much; 0 when nothing does, or when the peer is gone,
    /// which handle_close() has then been told.
    virtual std::size_t send(std::string_view data);

    /// Sends what fits now of `first`, and then of `second`, and returns how much of both, as
    /// send() does. As it is, each is given to send(); one who has not overridden that, or minds
    /// both, may have it done by send_in_one_call().
    virtual std::size_t send_both(std::string_view first, std::string_view second);

    /// Sends up to `size` bytes of the file `fd` from `offset` on, without their coming into this
    /// process (sendfile(2)); the file's own position stays. Returns as send() does; nothing when
    /// they have to be read and given to send() instead: over TLS, past the end of the file, and
    /// where the kernel knows no such way. The process ignores SIGPIPE from the first call on,
    /// unless the program handles it.
    virtual std::optional<std::size_t> send_file(int fd, std::uint64_t offset, std::size_t size);

    /// Reads at most `size` bytes. 0 when there is nothing now, when the peer has finished, which
    /// handle_eof() has then been told, or when it is gone (handle_close()). Of a datagram socket 0
    /// may also be a datagram of 0 bytes; recvfrom() tells.
    virtual std::size_t recv(char* buffer, std::size_t size);

    /// Sends one datagram. False when there is no room for it now: handle_write() will say when.
    /// Throws std::system_error, with the address in the sentence.
    bool sendto(std::string_view data, const address& to);

    /// Receives one datagram, or nothing when none is there. One of 0 bytes is a datagram, and no
    /// end of file. Throws std::system_error: ECONNREFUSED and its like, for one sent before.
    std::optional<datagram> recvfrom(char* buffer, std::size_t size);

    /// Says that no more will be sent: the peer's input ends here, while its output is still read.
    /// Over TLS the peer is told by a close_notify first. Returns false when that has to wait for
    /// the peer to take what was sent before; to be called again from handle_write() then.
    bool shutdown_write();

    /// Leaves the map and closes the descriptor. Over TLS a close_notify goes out first, if the
    /// kernel takes it at once. Doing it twice is harmless.
    virtual void close();

    /// True once start_tls() was called for the socket at hand; see tls/tls.hpp.
    bool encrypted() const noexcept { return transport_ != nullptr; }

    virtual bool readable() { return true; }
    virtual bool writable() { return true; }

    /// Asks the predicates again and tells the kernel, if the answer is a new one. Cheap when not.
    void interest_changed();

    // The hooks.
    virtual void handle_read();
    virtual void handle_write();
    virtual void handle_connect();
    /// The peer will send no more. Calls handle_close(); a protocol that still owes an answer to a
    /// peer that half-closed overrides it, and stops being readable().
    virtual void handle_eof();
    virtual void handle_close();
    /// Accepts what waits, up to a bound, and calls handle_accepted() for each.
    virtual void handle_accept();
    virtual void handle_accepted(unique_fd socket, const address& peer);
    /// Out-of-band data of a stream: take it with recv(2) and MSG_OOB; what is not taken is
    /// dropped.
    virtual void handle_expt();
    /// stop() was called: close when nothing more is owed to the peer, soon. Closes at once unless
    /// overridden. A dispatcher that is accepting() is closed without being asked.
    virtual void handle_stop();
    /// Called in the catch block of an exception no one took. Logs one line, with what
    /// compact_traceback() says and the event that was being handled, and calls handle_close().
    virtual void handle_error();

    /// Called by start_tls() before anything else happens. A dispatcher that gathers overrides it
    /// to send what was meant to go in plain text, and throws when it still holds plain text: input
    /// from before must not be taken for input that TLS protects.
    virtual void handle_start_tls() {}

    // What the loop calls.
    virtual void handle_read_event();
    virtual void handle_write_event();
    virtual void handle_expt_event();
    virtual void handle_connect_event();
    virtual void handle_stop_event();

    /// For the log of hits, where a server keeps one; override it. Goes to the sink as info.
    virtual void log(std::string_view message);
    /// For information, warnings and errors, unless of a level that is ignored.
    virtual void log_info(std::string_view message, log_level level = log_level::info);
    /// The levels log_info() ignores: warnings at first, which are the hooks nobody wrote.
    void set_ignore_log_types(std::initializer_list<log_level> types) noexcept;
    /// A subclass says more when it is set; dispatcher_with_send does.
    bool debug() const noexcept { return debug_; }
    void set_debug(bool debug) noexcept { debug_ = debug; }

    /// "<http_channel listening 127.0.0.1:80>", for log lines.
    std::string repr() const;

    /// Internal: used by start_tls(). From here on send() and recv() go through `between`, and the
    /// dispatcher is connecting() until that has shaken hands. REQUIRES: connected or connecting.
    void set_transport(std::unique_ptr<transport> between);
    /// Internal: null when the socket is spoken to directly.
    const transport* through() const noexcept { return transport_.get(); }

protected:
    /// Runs `event` in the funnel: for work that starts outside the loop's own events, such as a
    /// timer of this channel. Afterwards interest_changed() has been seen to.
    template <class Event>
    void guarded(Event&& event);

    /// Runs `function` in the loop's next turn, in the funnel, if the dispatcher still lives then.
    void call_soon(std::function<void()> function);

    /// Tells the peer that no more will come, where the transport has a way to say so (TLS), and
    /// whether that, and all before it, is with the kernel. Always true without one.
    bool end_output() { return !transport_ || end_transport(); }

    /// send_both() without send(): one call to the kernel (sendmsg(2)), where nothing lies between.
    std::size_t send_in_one_call(std::string_view first, std::string_view second);

    /// What it means that a call for send() or recv() failed, by errno: true where a signal came
    /// between. False where there is nothing to do now, or the peer is gone, which handle_close()
    /// has then been told. Throws std::system_error for the rest.
    bool is_to_be_repeated(const char* failed_call);

    /// Output that send() did not take will not be offered again.
    void forget_unsent() noexcept;

    void set_connected(bool connected) noexcept { connected_ = connected; }
    /// A dispatcher on a descriptor that epoll refuses, or that is no socket; see file_dispatcher.
    unique_fd& descriptor() noexcept { return fd_; }
    void adopt(unique_fd fd);

private:
    friend class socket_map;
    friend void readwrite(dispatcher& channel, unsigned flags);

    enum class handling : std::uint8_t { none, accept, connect, read, write, expt, close };
    /// What an event of an edge-triggered socket may leave, for which no other event will come.
    enum class input_left : std::uint8_t { nothing, maybe, surely };

    /// The funnel's tail: to be called in a catch block. Then interest_changed() has been seen to.
    void handle_exception();
    void tell_exception();
    /// Begins to connect: 0 when it is connected, EINPROGRESS, or why not.
    int start_connecting(const address& peer);
    /// Begins with the last of `peers` that lets it; why none does, or 0.
    int set_out(std::vector<address> peers);
    /// Whether the connection stands, which handle_connect() has been told if it is new.
    bool reached();
    /// The loop's entry: epoll bits -> handle_*_event, all in the funnel.
    void readwrite(std::uint32_t events);
    void handle_hang_up();
    void rest();
    std::uint32_t wanted();
    std::uint32_t transport_wanted();
    std::size_t transport_send(std::string_view data);
    std::size_t transport_recv(char* buffer, std::size_t size);
    void transport_read_on();
    bool end_transport();

    socket_map* map_;
    unique_fd fd_;
    std::unique_ptr<transport> transport_; // null: the socket is spoken to directly
    bool connected_ = false;
    bool accepting_ = false;
    bool connecting_ = false;
    bool closing_ = false;
    bool in_map_ = false;
    bool stream_ = false; // a SOCK_STREAM socket
    bool debug_ = false;
    bool resting_ = false;         // a listener that waits for descriptors
    handling at_ = handling::none; // what is being handled
    input_left left_ = input_left::nothing;
    std::uint8_t ignore_log_types_ = 1U << static_cast<unsigned>(log_level::warning);

protected:
    /// When it waits for nothing it is not watched at all, not even for a hang-up. For pipes whose
    /// reader pauses: the writer's end going away must not look like an event.
    bool unwatched_when_idle_ = false;

    /// Has the kernel tell of input when it comes, and not as long as it is there (EPOLLET), while
    /// nothing else is waited for: an event costs one look at the socket less. What a hook leaves
    /// unread is told again, as ever, at the price of an epoll_ctl. REQUIRES: TCP, where a recv()
    /// that gives less than was asked for has taken all there is.
    /// Source: epoll(7), "Questions and answers".
    bool edge_triggered_ = false;
};

template <class Event>
void dispatcher::guarded(Event&& event) {
    const auto keep = weak_from_this().lock();
    try {
        std::forward<Event>(event)();
        interest_changed();
    } catch (...) {
        handle_exception();
    }
}

/// Makes a dispatcher and puts it into the map it was constructed with.
template <class Channel, class... Arguments>
std::shared_ptr<Channel> make(Arguments&&... arguments) {
    auto channel = std::make_shared<Channel>(std::forward<Arguments>(arguments)...);
    channel->add_channel();
    return channel;
}

} // namespace asyncore
