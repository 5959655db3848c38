#pragma once

#include "supervisor_demo/ctl/server.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

namespace supervisor::ctl {

/// A supervisord behind a socket.
class rpc_server : public server {
public:
    explicit rpc_server(const ctl_config& config);

    medusa::xmlrpc_value call(std::string_view method, const medusa::xmlrpc_array& params) override;
    bool stream(std::string_view path,
                const std::function<void(std::string_view piece)>& on_data) override;
    void converse(const conversation& about) override;

private:
    rpc_client client_;
};

} // namespace supervisor::ctl
