#include "medusa/tls/https_channel.hpp"

#include "asyncore/timer.hpp"
#include "asyncore/tls/tls.hpp"
#include "medusa/http_server.hpp"

#include <memory>
#include <string>
#include <utility>

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace medusa {

namespace {

// Drops what a client still sends, until it has read its answer: to close with input unread would
// reset the connection, and the answer with it.
class unheard : public asyncore::dispatcher {
public:
    unheard(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
            connection_count::place place)
        : dispatcher(std::move(socket), server->map()),
          server_(std::move(server)),
          place_(std::move(place)) {}

    void end_after_a_while() {
        const auto most = server_->limits.linger_time;
        if (most.count() <= 0) return;
        const auto end = [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->close();
        };
        end_ = asyncore::call_later(most, end, map());
    }
    bool writable() override { return false; }
    void handle_read() override {
        asyncore::scratch_buffer buffer(map());
        recv(buffer.data(), buffer.size());
    }
    void close() override {
        end_.cancel();
        place_.give_up();
        dispatcher::close();
    }

private:
    std::shared_ptr<http_server> server_;
    connection_count::place place_;
    asyncore::timer end_;
};

} // namespace

void https_channel::start(const asyncore::tls_context& with) {
    guarded([&] { asyncore::start_tls(*this, with); });
}

void https_channel::handle_error() {
    const bool shaking_hands = connecting();
    try {
        throw;
    } catch (const asyncore::tls_error& error) {
        // In OpenSSL's words: the first bytes were a method of HTTP's.
        if (shaking_hands && error.reason() == "http request") answer_plain_text();
        log_info(error.what());
        handle_close();
    } catch (...) {
        http_channel::handle_error();
    }
}

void https_channel::answer_plain_text() {
    const std::string page = "<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n"
                             "<h1>Error response</h1>\r\n<p>Error code 400.\r\n"
                             "<p>Message: Plain HTTP was sent to a port of HTTPS.\r\n</body>\r\n";
    std::string answer = "HTTP/1.1 400 Bad Request\r\nServer: " + server().server_ident;
    answer.append("\r\nDate: ").append(server().date());
    answer.append("\r\nContent-Type: text/html\r\nContent-Length: ");
    answer.append(std::to_string(page.size())).append("\r\nConnection: close\r\n\r\n").append(page);
    // Beneath TLS, which has not begun. A new socket takes so little at once.
    if (::send(fileno(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
    ::shutdown(fileno(), SHUT_WR);
    asyncore::unique_fd again(::fcntl(fileno(), F_DUPFD_CLOEXEC, 0));
    if (!again) return;
    asyncore::make<unheard>(std::move(again), shared_server(), give_place())->end_after_a_while();
}

// In bytes of TLS, as what is encrypted but not yet with the kernel counts as not sent above.
std::uint64_t https_channel::acknowledged() const {
    tcp_info told{};
    socklen_t size = sizeof told;
    if (::getsockopt(fileno(), IPPROTO_TCP, TCP_INFO, &told, &size) != 0 ||
        size < offsetof(tcp_info, tcpi_bytes_acked) + sizeof told.tcpi_bytes_acked)
        return http_channel::acknowledged(); // a Unix socket
    return told.tcpi_bytes_acked;
}

} // namespace medusa
