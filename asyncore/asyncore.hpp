#pragma once

/// Sockets that wait together.
///
/// There are two ways to do more than one thing at a time on one processor: threads, or one loop
/// that is told by the kernel which socket can go on, and dispatchers that each remember where they
/// were. This is the second. It suits programs that mostly wait for others; work that keeps a
/// processor busy wants a thread or a process of its own, for while a hook runs nothing else does.
///
/// A dispatcher is a socket with hooks. A socket_map owns dispatchers. loop() asks the kernel what
/// is ready and calls the hooks:
///
///     struct discard : asyncore::dispatcher {
///         using dispatcher::dispatcher;
///         bool writable() override { return false; }
///         void handle_read() override { char b[4096]; recv(b, sizeof b); }
///         void handle_close() override { close(); }
///     };
///
///     struct server : asyncore::dispatcher {
///         server() {
///             create_socket();
///             set_reuse_addr();
///             bind(asyncore::address::ip("127.0.0.1", 9000));
///             listen();
///         }
///         void handle_accepted(asyncore::unique_fd s, const asyncore::address&) override {
///             asyncore::make<discard>(std::move(s), map());
///         }
///     };
///
///     int main() { asyncore::make<server>(); asyncore::loop(); }
///
/// Read on: dispatcher.hpp, socket_map.hpp, loop.hpp, stop.hpp; what else a loop can wait for:
/// timer.hpp, signal_handler.hpp, child_handler.hpp, resolver.hpp, trigger.hpp (other threads),
/// file_dispatcher.hpp; and for simple clients dispatcher_with_send.hpp. What passes between them:
/// address.hpp, unique_fd.hpp, errors.hpp. Where reports go, and what they say of an exception:
/// log.hpp, compact_traceback.hpp. For a server's start-up: descriptor_limit.hpp; for loops that
/// ask the kernel themselves: readwrite.hpp. For TLS on both ends, a library of its own:
/// tls/tls.hpp.

#include "asyncore/address.hpp"
#include "asyncore/child_handler.hpp"
#include "asyncore/compact_traceback.hpp"
#include "asyncore/descriptor_limit.hpp"
#include "asyncore/dispatcher.hpp"
#include "asyncore/dispatcher_with_send.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/file_dispatcher.hpp"
#include "asyncore/log.hpp"
#include "asyncore/loop.hpp"
#include "asyncore/readwrite.hpp"
#include "asyncore/resolver.hpp"
#include "asyncore/signal_handler.hpp"
#include "asyncore/socket_map.hpp"
#include "asyncore/stop.hpp"
#include "asyncore/timer.hpp"
#include "asyncore/trigger.hpp"
#include "asyncore/unique_fd.hpp"
