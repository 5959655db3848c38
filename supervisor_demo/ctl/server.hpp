#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace supervisor {
class http_exchange;
struct ctl_config;
} // namespace supervisor

namespace supervisor::ctl {

/// A program in the foreground: what it writes is shown while what is typed goes to it.
struct conversation {
    /// The streams to follow, and who is shown what they bring.
    std::vector<std::string> paths;
    std::function<void(const std::string& path, std::string_view piece)> on_data;
    /// A stream could not be followed, or not to its end. The others go on.
    std::function<void(const std::string& path, std::exception_ptr why)> on_error;
    /// The descriptor that what is typed is read from, and who reads it: called when there is
    /// something, or its end; returns false to end the conversation. Without one the conversation
    /// ends when all streams have.
    int input = -1;
    std::function<bool()> on_input;
};

/// One of several calls that are made at once.
struct rpc_call {
    std::string method; // the whole name
    medusa::xmlrpc_array params;
};

/// What came of it: the result, or what call() would have thrown.
using rpc_outcome = std::variant<medusa::xmlrpc_value, std::exception_ptr>;

/// The supervisord that commands are for. All calls wait, and throw what rpc_client throws.
class server {
public:
    virtual ~server() = default;

    /// `method` is the whole name, "supervisor.getState".
    virtual medusa::xmlrpc_value call(std::string_view method,
                                      const medusa::xmlrpc_array& params) = 0;

    /// Makes all calls, begun in this order but not waiting for each other, and hands over what
    /// came of each as it comes. How many are under way at once has a bound.
    virtual void
    call_all(const std::vector<rpc_call>& calls,
             const std::function<void(std::size_t index, rpc_outcome outcome)>& on_outcome) = 0;

    /// Sends GET of `path` and does not wait for what comes of it.
    virtual http_exchange open(std::string_view path) = 0;

    /// The whole of what GET of `path` answers, up to a bound far beyond any of ours.
    virtual std::string get(std::string_view path) = 0;

    /// Hands over what `path` ("/logtail/cat/stdout") sends, as it arrives, until the server ends
    /// it or Ctrl-C does. Returns whether it was Ctrl-C.
    virtual bool stream(std::string_view path,
                        const std::function<void(std::string_view piece)>& on_data) = 0;

    /// Goes on until Ctrl-C or `on_input` ends it; that the streams end does not, as long as there
    /// is input. Throws what `on_input` throws. Returns whether it was Ctrl-C.
    virtual bool converse(const conversation& about) = 0;
};

/// Makes the server that a configuration names; nothing is sent yet. Throws std::invalid_argument
/// for a serverurl that is neither http:// nor unix://.
using connector = std::function<std::unique_ptr<server>(const ctl_config&)>;

} // namespace supervisor::ctl
