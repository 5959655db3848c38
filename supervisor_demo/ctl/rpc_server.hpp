#pragma once

#include "supervisor_demo/ctl/server.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

namespace supervisor::ctl {

/// A supervisord behind a socket.
class rpc_server : public server {
public:
    explicit rpc_server(const ctl_config& config);

    medusa::xmlrpc_value call(std::string_view method, const medusa::xmlrpc_array& params) override;
    void call_all(
        const std::vector<rpc_call>& calls,
        const std::function<void(std::size_t index, rpc_outcome outcome)>& on_outcome) override;
    http_exchange open(std::string_view path) override;
    std::string get(std::string_view path) override;
    bool stream(std::string_view path,
                const std::function<void(std::string_view piece)>& on_data) override;
    bool converse(const conversation& about) override;

private:
    rpc_client client_;
};

} // namespace supervisor::ctl
