#pragma once
// Internal: not included outside medusa/tls/, and by no public header.

#include "asyncore/tls/tls_context.hpp"
#include "medusa/http_channel.hpp"

#include <cstdint>

namespace medusa {

/// One client of an https_server.
class https_channel final : public http_channel {
public:
    using http_channel::http_channel;

    /// Starts TLS; what goes wrong ends this channel and not the listener that called.
    void start(const asyncore::tls_context& with);

    void handle_error() override;

private:
    std::uint64_t acknowledged() const override;
    void answer_plain_text();
};

} // namespace medusa
