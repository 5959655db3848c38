#pragma once

#include "asyncore/address.hpp"
#include "asyncore/socket_map.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace asyncore {

/// What resolve() calls: no error and at least one address, or an error and none. The error's
/// message() is the resolver's sentence, as "Name or service not known".
using resolved = std::function<void(std::error_code, std::vector<address>)>;

/// A lookup under way. Owns the question: destroying or assigning to it cancels the call. May be
/// cancelled, destroyed or replaced from within its own function.
class resolution {
public:
    resolution() noexcept;
    resolution(resolution&&) noexcept;
    resolution& operator=(resolution&&) noexcept;
    ~resolution();

    void cancel() noexcept;
    /// True until the function has been called, the lookup cancelled, or the map closed.
    bool pending() const noexcept;

private:
    friend resolution resolve(std::string_view, std::uint16_t, resolved, socket_map&);
    struct question;
    std::shared_ptr<question> question_;
};

/// Asks the system's resolver without blocking the loop, and calls `function` from the loop of
/// `map`, never before this returns. A numeric host, with the scope of an IPv6 address if it has
/// one, is answered without a thread. What the function throws is logged; exit_now leaves the loop.
///
/// While the answer is awaited the map is not empty, so that loop() turns; stop() and close_all()
/// cancel. A resolution may outlive its map, which cancels it, too. Costs a descriptor while it is
/// pending; throws std::system_error when there is none.
///
/// The names are looked up by at most four threads of the process, whatever the number of maps.
/// They are started when there is something to ask and end when there is not: a program that
/// resolves nothing, or only numbers, has one thread. At most 1,000 questions wait for a thread;
/// the next is answered with EAGAIN. A question that is cancelled before its turn is not asked; one
/// that is being asked holds its thread until the name servers answer or time out, and nobody
/// listens.
///
/// fork(): a child has none of these threads, and gets its own when it asks. Who forks without exec
/// does so while nothing is pending, as getaddrinfo() may hold a lock just then that the child
/// would wait for in vain; for fork and exec it makes no difference.
[[nodiscard]] resolution resolve(std::string_view host, std::uint16_t port, resolved function,
                                 socket_map& map = default_socket_map());

} // namespace asyncore
