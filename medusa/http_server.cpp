#include "medusa/http_server.hpp"

#include "medusa/http_channel.hpp"
#include "medusa/http_date.hpp"

#include <algorithm>
#include <utility>

namespace medusa {

http_server::http_server(const asyncore::address& local, asyncore::socket_map& map)
    : dispatcher(map) {
    create_socket(local.family());
    if (local.family() != AF_UNIX) set_reuse_addr();
    bind(local);
    listen();
}

http_server::http_server(asyncore::unique_fd listening, asyncore::socket_map& map)
    : dispatcher(std::move(listening), map) {}

void http_server::install_handler(std::shared_ptr<handler> one, bool back) {
    handlers_.insert(back ? handlers_.end() : handlers_.begin(), std::move(one));
}

void http_server::remove_handler(const std::shared_ptr<handler>& one) {
    handlers_.erase(std::remove(handlers_.begin(), handlers_.end(), one), handlers_.end());
}

std::shared_ptr<handler> http_server::find_handler(const http_request& request) const {
    for (const auto& one : handlers_)
        if (one->match(request)) return one;
    return nullptr;
}

std::string_view http_server::date() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (now != date_second_) {
        date_second_ = now;
        date_ = format_http_date(now);
    }
    return date_;
}

void http_server::handle_accepted(asyncore::unique_fd socket, const asyncore::address&) {
    asyncore::make<http_channel>(std::move(socket),
                                 std::static_pointer_cast<http_server>(shared_from_this()));
}

} // namespace medusa
