#include "asyncore/signal_handler.hpp"

#include "asyncore/compact_traceback.hpp"
#include "asyncore/errors.hpp"
#include "asyncore/log.hpp"
#include "asyncore/reactor.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <string>
#include <utility>

namespace asyncore {

struct signal_handler::watch : std::enable_shared_from_this<watch> {
    watch(asio::io_context& context, std::function<void(int)> call)
        : set(context), function(std::move(call)) {}

    void wait() {
        set.async_wait([weak = weak_from_this()](const std::error_code& error, int signum) {
            const auto self = weak.lock();
            if (!self || error) return;
            self->wait(); // first, so that a function that throws exit_now leaves it armed
            self->call(signum);
        });
    }

    void call(int signum) {
        try {
            function(signum);
        } catch (const exit_now&) {
            throw;
        } catch (...) {
            log(log_level::error,
                "uncaptured exception in a signal handler (" + compact_traceback() + ")");
        }
    }

    asio::signal_set set;
    std::function<void(int)> function;
};

signal_handler::signal_handler(std::initializer_list<int> signals,
                               std::function<void(int)> function, socket_map& map)
    : watch_(std::make_shared<watch>(map.wait().context(), std::move(function))) {
    for (const int signum : signals)
        watch_->set.add(signum);
    watch_->wait();
}

signal_handler::~signal_handler() {
    std::error_code ignored;
    watch_->set.cancel(ignored);
}

} // namespace asyncore
