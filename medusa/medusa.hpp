#pragma once

/// HTTP/1.1 for a program that has something to say over it.
///
/// A server listens, and asks its handlers in order which of them a request is for; the first that
/// match()es gets it, and answers at once or after later events:
///
///     struct hello : medusa::handler {
///         bool match(const medusa::http_request& r) override { return r.path() == "/"; }
///         std::string_view methods(const medusa::http_request&) override { return "GET, HEAD"; }
///         void handle_request(const std::shared_ptr<medusa::http_request>& r) override {
///             r->reply().set("Content-Type", "text/plain");
///             r->push("Hello, world");
///             r->done();
///         }
///     };
///
///     int main() {
///         auto server = asyncore::make<medusa::http_server>(
///             asyncore::address::ip("127.0.0.1", 8080));
///         server->install_handler(std::make_shared<hello>());
///         asyncore::loop();
///     }
///
/// Handlers nest: an auth_handler is a handler that holds another, asks for a password, and passes
/// on who knows it. Producers nest: what is pushed may be text, a file, or anything that makes its
/// pieces when the client can take them, one inside the other, so a slow reader costs one piece and
/// not the whole. A handler need not know about either: whoever pushes a chunked_producer around a
/// file_producer inside an auth_handler has written no line of HTTP.
///
/// What is here to be installed, or to be wrapped around what is installed:
///
///     callback_handler      a function for a path: server->install("/time", ...)
///     default_handler       the files of a tree; put_handler: uploads into one
///     virtual_hosts         handlers by the host that is asked
///     redirect_handler      elsewhere; https_redirect: to HTTPS
///     auth_handler          a password; filter: whatever else decides who passes
///     event_stream          server-sent events
///     xmlrpc_methods        XML-RPC made of functions; xmlrpc_handler: of a class
///     status_handler        counters as a page; metrics_handler: for Prometheus
///     counting_handler      counters for one handler
///     access_log            a line for each request: file, syslog, function
///
/// A body is collected before a handler is called, unless the handler wants it as it arrives: see
/// collector.hpp.
///
/// What a request may look like is RFC 9110 and 9112 read strictly: where a server may be lenient
/// or refuse, this one refuses, since two readers that are lenient in different ways disagree about
/// where a request ends, and someone will hide a second one there. One framing, a length or chunks;
/// no folds, no space before a colon, no line that ends in LF alone. tests/medusa/raw has a table
/// of what is answered to what, beside what nginx answers.
///
/// What a client may cost is in limits.hpp, and what a foreign web page may do in origin_guard.hpp.
/// Both have defaults that a server on the open network can live with.
///
/// The other end is an http_client, which asks without blocking the loop.
///
/// HTTPS is an https_server in its place, from a library of its own: see tls/https_server.hpp
/// and tls/https_client.hpp.
///
/// Read on: handler.hpp, http_request.hpp, http_server.hpp, limits.hpp, origin_guard.hpp,
/// producers.hpp; for files default_handler.hpp, file_settings.hpp and filesystem.hpp; and for
/// XML-RPC xmlrpc_methods.hpp.

#include "medusa/access_log.hpp"
#include "medusa/auth_handler.hpp"
#include "medusa/callback_handler.hpp"
#include "medusa/collector.hpp"
#include "medusa/counting_handler.hpp"
#include "medusa/default_handler.hpp"
#include "medusa/event_stream.hpp"
#include "medusa/filter.hpp"
#include "medusa/handler.hpp"
#include "medusa/http_client.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/https_redirect.hpp"
#include "medusa/limits.hpp"
#include "medusa/log_file.hpp"
#include "medusa/metrics_handler.hpp"
#include "medusa/origin_guard.hpp"
#include "medusa/producers.hpp"
#include "medusa/put_handler.hpp"
#include "medusa/redirect_handler.hpp"
#include "medusa/server_counters.hpp"
#include "medusa/status_handler.hpp"
#include "medusa/syslog_socket.hpp"
#include "medusa/virtual_hosts.hpp"
#include "medusa/xmlrpc_handler.hpp"
#include "medusa/xmlrpc_methods.hpp"
#include "medusa/xmlrpc_value.hpp"
