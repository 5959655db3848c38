#include "asyncore/log.hpp"

#include <string>
#include <utility>

#include <unistd.h>

namespace asyncore {

namespace {

log_sink& sink() {
    static log_sink current;
    return current;
}

std::string_view name(log_level level) {
    switch (level) {
    case log_level::info:
        return "info";
    case log_level::warning:
        return "warning";
    case log_level::error:
        return "error";
    }
    return "info";
}

} // namespace

void set_log_sink(log_sink to) {
    sink() = std::move(to);
}

void log(log_level level, std::string_view message) {
    if (sink()) {
        sink()(level, message);
        return;
    }
    std::string line(name(level));
    line.append(": ").append(message).append("\n");
    // A log that cannot be written is no reason to stop.
    if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

} // namespace asyncore
