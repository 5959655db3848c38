#pragma once

#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_value.hpp"
#include "supervisor_demo/rpc/http_exchange.hpp"
#include "supervisor_demo/rpc/server_url.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace supervisor {

/// The server answered with another status than 200.
class http_status_error : public std::runtime_error {
public:
    http_status_error(int status, const std::string& reason)
        : std::runtime_error(std::to_string(status) + " " + reason), status_(status) {}
    int status() const noexcept { return status_; }

private:
    int status_;
};

/// Talks to a supervisord and waits for its answers, however long they take: for a command line,
/// not for a loop. Each call has a connection of its own.
///
/// What may go wrong, each with a type of its own: std::system_error when there is no one to talk
/// to (ECONNREFUSED: nobody listens; ENOENT: no such socket file), http_status_error (401: a
/// password is wanted), medusa::xmlrpc_fault when the method says no, bad_reply for what is no
/// XML-RPC.
class rpc_client {
public:
    /// The URL is one for read_server_url(), which also says what is thrown for others. Without a
    /// username no password is sent.
    explicit rpc_client(std::string serverurl, const std::string& username = {},
                        const std::string& password = {});

    const std::string& serverurl() const noexcept { return serverurl_; }

    /// Called before a connection is waited for, and when a signal came meanwhile, whose handler
    /// was installed without SA_RESTART; what it throws ends the wait.
    void check_while_connecting(std::function<void()> check) { check_ = std::move(check); }

    medusa::xmlrpc_value call(std::string_view method,
                              const medusa::xmlrpc_array& params = {}) const;

    /// Sends a call and does not wait for what comes of it; read_answer() does.
    http_exchange open_call(std::string_view method, const medusa::xmlrpc_array& params) const;

    /// GETs `path` ("/logtail/cat/stdout") and does not wait for the reply, whose head a log that
    /// says nothing may hold back; read_ok_head() reads it. A signal whose handler was installed
    /// without SA_RESTART ends the reply.
    http_exchange open_stream(std::string_view path) const;

    /// The same, and hands over the body as it arrives, until it ends, `on_data` returns false, or
    /// such a signal comes.
    void stream(std::string_view path,
                const std::function<bool(std::string_view piece)>& on_data) const;

private:
    asyncore::unique_fd connect() const;
    /// The request line and the fields every request has.
    std::string request_head(std::string_view method, std::string_view path) const;

    std::string serverurl_;
    server_place place_;
    std::string authorization_; // the whole field line, or empty
    std::function<void()> check_;
};

/// Waits for the answer of a call, and throws as rpc_client::call() does.
medusa::xmlrpc_value read_answer(http_exchange& exchange);

/// Reads the head of a reply that is to be 200, or throws http_status_error.
void read_ok_head(http_exchange& exchange);

} // namespace supervisor
