#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "asyncore/dispatcher.hpp"
#include "asyncore/timer.hpp"
#include "medusa/connection_count.hpp"

#include <memory>

namespace medusa {

class http_server;

/// The connection of a client that was told there is no room. It hears that this side has ended;
/// what it still sends, most likely its request, is dropped until it has ended, too, or for a
/// second: to close before would be a reset, which may take the answer from it.
///
/// Ownership: by the socket map; holds the server.
class turned_away : public asyncore::dispatcher {
public:
    turned_away(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
                connection_count::place place);

    bool writable() override { return false; }
    void handle_read() override;
    void handle_close() override { close(); }

private:
    std::shared_ptr<http_server> server_;
    connection_count::place place_; // the server's
    asyncore::timer limit_;
};

} // namespace medusa
