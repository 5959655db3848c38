// What a dispatcher does where a subclass has nothing of its own to say.
#include "asyncore/compact_traceback.hpp"
#include "asyncore/dispatcher.hpp"
#include "asyncore/reactor.hpp"

#include <iterator>
#include <utility>

namespace asyncore {

namespace {

constexpr int accepts_per_event = 64;

// In the order of dispatcher::handling.
constexpr std::string_view event_names[] = {"",
                                            " [handle_accept]",
                                            " [handle_connect_event]",
                                            " [handle_read]",
                                            " [handle_write]",
                                            " [handle_expt]",
                                            " [handle_close]"};

unsigned bit(log_level level) {
    return 1U << static_cast<unsigned>(level);
}

} // namespace

void dispatcher::handle_error() {
    static_assert(std::size(event_names) == static_cast<std::size_t>(handling::close) + 1);
    log_info("uncaptured exception, closing channel " + repr() + " (" + compact_traceback() +
                 std::string(event_names[static_cast<std::size_t>(at_)]) + ")",
             log_level::error);
    try {
        handle_close();
    } catch (...) {
        close();
    }
}

void dispatcher::handle_accept() {
    for (int i = 0; i < accepts_per_event && accepting_; ++i) {
        auto next = accept();
        if (!next) return;
        handle_accepted(std::move(next->socket), next->addr);
    }
}

void dispatcher::handle_accepted(unique_fd, const address&) {
    log_info("unhandled accepted event", log_level::warning);
}

void dispatcher::handle_read() {
    log_info("unhandled read event", log_level::warning);
}
void dispatcher::handle_write() {
    log_info("unhandled write event", log_level::warning);
}
void dispatcher::handle_connect() {
    log_info("unhandled connect event", log_level::warning);
}
void dispatcher::handle_expt() {
    log_info("unhandled incoming priority event", log_level::warning);
}
void dispatcher::handle_eof() {
    handle_close();
}

void dispatcher::handle_close() {
    log_info("unhandled close event", log_level::warning);
    close();
}

void dispatcher::log(std::string_view message) {
    asyncore::log(log_level::info, message);
}

void dispatcher::log_info(std::string_view message, log_level level) {
    if (!(ignore_log_types_ & bit(level))) asyncore::log(level, message);
}

void dispatcher::set_ignore_log_types(std::initializer_list<log_level> types) noexcept {
    ignore_log_types_ = 0;
    for (const log_level type : types)
        ignore_log_types_ = static_cast<std::uint8_t>(ignore_log_types_ | bit(type));
}

std::string dispatcher::repr() const {
    std::string text = "<" + type_name(typeid(*this));
    if (accepting_) text += " listening";
    if (connected_) text += " connected";
    const address where = addr();
    if (!where.empty()) text += " " + where.to_string();
    return text + ">";
}

} // namespace asyncore
