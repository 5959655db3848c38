#include "supervisor_demo/web/server_log.hpp"

#include "asyncore/address.hpp"
#include "asyncore/timer.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "supervisor_demo/config/config.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <algorithm>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace supervisor {

namespace {

std::string time_text(const char* pattern, bool local) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    local ? ::localtime_r(&now, &parts) : ::gmtime_r(&now, &parts);
    char text[64];
    const std::size_t size = std::strftime(text, sizeof text, pattern, &parts);
    return {text, size};
}

std::string host_name() {
    char name[256] = {};
    ::gethostname(name, sizeof name - 1);
    return name;
}

// The name that belongs to a host's address; the host itself when no one knows.
std::string name_of(const std::string& host, logger& log) {
    try {
        for (const asyncore::address& one : asyncore::address::resolve(host, 0)) {
            if (one.family() != AF_INET) continue;
            sockaddr_storage storage;
            const unsigned size = one.to_sockaddr(&storage);
            char name[NI_MAXHOST];
            if (::getnameinfo(reinterpret_cast<sockaddr*>(&storage), size, name, sizeof name,
                              nullptr, 0, NI_NAMEREQD) == 0)
                return name;
        }
    } catch (const std::runtime_error&) { // nothing is found
    }
    log.trace(host + ":Cannot do reverse lookup");
    return host;
}

bool says_error(std::string_view text) {
    constexpr std::string_view error = "error";
    return !std::ranges::search(text, error, [](char a, char b) {
                return (a | 0x20) == b;
            }).empty();
}

std::string hit_line(const medusa::http_request& request) {
    const medusa::request_head& head = request.head();
    const asyncore::address peer = request.peer();
    const bool is_unix = peer.host().empty();
    return format("{}:{} - - [{}] \"{} {} HTTP/{}.{}\" {} {}", is_unix ? "localhost" : peer.host(),
                  peer.port(), time_text("%d/%b/%Y:%H:%M:%S +0000", false), head.method(),
                  head.target(), head.version().major, head.version().minor, request.reply_code(),
                  request.answer_bytes());
}

// Supervisor's line comes when the answer has been sent, after what its call had to say.
class later_lines {
public:
    explicit later_lines(logger& log, asyncore::socket_map& map) : log_(log), map_(map) {}
    ~later_lines() { write(); }

    void add(log_level level, std::string line) {
        if (lines_.empty())
            due_ = asyncore::call_later(
                {}, [this] { write(); }, map_);
        lines_.emplace_back(level, std::move(line));
    }

private:
    void write() {
        for (const auto& [level, line] : std::exchange(lines_, {}))
            log_.log(level, line);
    }

    logger& log_;
    asyncore::socket_map& map_;
    std::vector<std::pair<log_level, std::string>> lines_;
    asyncore::timer due_;
};

} // namespace

void log_start(const server_config& server, logger& log) {
    if (!log.enabled(log_level::trace)) return;
    const std::string& who = server.is_unix ? server.file : server.host;
    std::string name = "<unix domain socket>";
    if (!server.is_unix && server.host.empty()) {
        log.trace(":Computing default hostname");
        name = name_of(host_name(), log);
    } else if (!server.is_unix) {
        name = name_of(server.host, log);
    }
    log.trace(format("{}:Medusa (V1.12) started at {}\n\tHostname: {}\n\tPort:{}", who,
                     time_text("%a %b %e %H:%M:%S %Y", true), name,
                     server.is_unix ? server.file : std::to_string(server.port)));
}

void log_hits(medusa::http_server& server, logger& log) {
    const auto lines = std::make_shared<later_lines>(log, server.map());
    server.on_finished([&log, lines](const medusa::http_request& request) {
        if (!request.complete() || request.made_up()) return;
        const bool error =
            says_error(request.head().target()) || says_error(request.head().method());
        const log_level level = error ? log_level::error : log_level::trace;
        if (log.enabled(level)) lines->add(level, hit_line(request));
    });
}

} // namespace supervisor
