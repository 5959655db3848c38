#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace supervisor {
struct ctl_config;
}

namespace supervisor::ctl {

/// The supervisord that commands are for. Both calls wait, and throw what rpc_client throws.
class server {
public:
    virtual ~server() = default;

    /// `method` is the whole name, "supervisor.getState".
    virtual medusa::xmlrpc_value call(std::string_view method,
                                      const medusa::xmlrpc_array& params) = 0;

    /// Hands over what `path` ("/logtail/cat/stdout") sends, as it arrives, until the server ends
    /// it or Ctrl-C does. Returns whether it was Ctrl-C.
    virtual bool stream(std::string_view path,
                        const std::function<void(std::string_view piece)>& on_data) = 0;
};

/// Makes the server that a configuration names; nothing is sent yet. Throws std::invalid_argument
/// for a serverurl that is neither http:// nor unix://.
using connector = std::function<std::unique_ptr<server>(const ctl_config&)>;

} // namespace supervisor::ctl
