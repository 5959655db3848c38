#include "supervisor_demo/rpc/rpc_client.hpp"

#include "asyncore/address.hpp"
#include "asyncore/errors.hpp"
#include "medusa/base64.hpp"
#include "medusa/percent.hpp"
#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <cerrno>
#include <utility>
#include <variant>

#include <poll.h>
#include <sys/socket.h>

namespace supervisor {

namespace {

// connect(2), finished also when signals came between, unless `check` throws. A Unix socket whose
// backlog is full makes it wait, since the socket blocks.
int connect_to(int socket, const asyncore::address& server, const std::function<void()>& check) {
    sockaddr_storage storage{};
    const socklen_t length = server.to_sockaddr(&storage);
    for (;;) {
        if (check) check();
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&storage), length) == 0) return 0;
        if (errno == EISCONN) return 0;
        if (errno == EALREADY || errno == EAGAIN) {
            pollfd wait{socket, POLLOUT, 0};
            ::poll(&wait, 1, 100);
        } else if (errno != EINTR) {
            return errno;
        }
    }
}

} // namespace

rpc_client::rpc_client(std::string serverurl, const std::string& username,
                       const std::string& password)
    : serverurl_(std::move(serverurl)), place_(read_server_url(serverurl_)) {
    if (!username.empty())
        authorization_ =
            "Authorization: Basic " + medusa::base64_encode(username + ":" + password) + "\r\n";
}

asyncore::unique_fd rpc_client::connect() const {
    const auto servers = place_.socket_path.empty()
                             ? asyncore::address::resolve(place_.host, place_.port)
                             : std::vector{asyncore::address::unix_path(place_.socket_path)};
    int error = ECONNREFUSED;
    for (const auto& server : servers) {
        asyncore::unique_fd socket(::socket(server.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!socket) asyncore::throw_errno("cannot make a socket");
        error = connect_to(socket.get(), server, check_);
        if (error == 0) return socket;
    }
    asyncore::throw_errno(error, "cannot connect to " + shown_url(serverurl_));
}

std::string rpc_client::request_head(std::string_view method, std::string_view path) const {
    std::string host = place_.host.empty() ? "localhost" : place_.host;
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    if (place_.socket_path.empty() && place_.port != 80)
        host.append(":").append(std::to_string(place_.port));
    std::string head(method);
    head.append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    head.append("\r\nUser-Agent: supervisorctl\r\n");
    return head.append(authorization_);
}

medusa::xmlrpc_value rpc_client::call(std::string_view method,
                                      const medusa::xmlrpc_array& params) const {
    http_exchange exchange = open_call(method, params);
    return read_answer(exchange);
}

http_exchange rpc_client::open_call(std::string_view method,
                                    const medusa::xmlrpc_array& params) const {
    const std::string body = medusa::write_xmlrpc_request(method, params);
    http_exchange exchange(connect());
    exchange.send(request_head("POST", "/RPC2")
                      .append("Connection: close\r\nContent-Type: text/xml\r\nContent-Length: ")
                      .append(std::to_string(body.size()))
                      .append("\r\n\r\n")
                      .append(body));
    return exchange;
}

http_exchange rpc_client::open_stream(std::string_view path) const {
    http_exchange exchange(connect());
    // Without "Connection: close": Supervisor 4 then sends no chunks, and gathers 64 kB first.
    exchange.send(request_head("GET", medusa::percent_encode(path, "/:?=&")).append("\r\n"));
    exchange.end_on_signal();
    return exchange;
}

void rpc_client::stream(std::string_view path,
                        const std::function<bool(std::string_view piece)>& on_data) const {
    http_exchange exchange = open_stream(path);
    read_ok_head(exchange);
    for (std::string piece = exchange.read_body(); !piece.empty(); piece = exchange.read_body())
        if (!on_data(piece)) return;
}

medusa::xmlrpc_value read_answer(http_exchange& exchange) {
    read_ok_head(exchange);
    std::string document;
    for (std::string piece = exchange.read_body(); !piece.empty(); piece = exchange.read_body())
        document += piece;
    medusa::xmlrpc_response response;
    try {
        response = medusa::xmlrpc_reader().read_response(document);
    } catch (const medusa::xmlrpc_parse_error& error) {
        throw bad_reply(std::string("the reply is not XML-RPC: ") + error.what());
    }
    if (const auto* fault = std::get_if<medusa::xmlrpc_fault>(&response)) throw *fault;
    return std::get<medusa::xmlrpc_value>(std::move(response));
}

void read_ok_head(http_exchange& exchange) {
    const reply_head head = exchange.read_head();
    if (head.status != 200) throw http_status_error(head.status, head.reason);
}

} // namespace supervisor
