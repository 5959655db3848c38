#include "medusa/turned_away.hpp"

#include "medusa/http_server.hpp"

#include <chrono>
#include <utility>

#include <sys/socket.h>

namespace medusa {

namespace {

constexpr std::chrono::seconds longest{1};

} // namespace

turned_away::turned_away(asyncore::unique_fd socket, std::shared_ptr<http_server> server,
                         connection_count::place place)
    : dispatcher(std::move(socket), server->map()),
      server_(std::move(server)),
      place_(std::move(place)) {
    ::shutdown(fileno(), SHUT_WR);
    limit_ = asyncore::call_later(
        longest, [this] { guarded([this] { close(); }); }, map());
}

void turned_away::handle_read() {
    asyncore::scratch_buffer dropped(map());
    recv(dropped.data(), dropped.size());
}

} // namespace medusa
