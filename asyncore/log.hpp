#pragma once

#include <functional>
#include <string_view>

namespace asyncore {

enum class log_level { info, warning, error };

/// Where dispatcher::log_info() and the funnel report. Default: a line on stderr, "level: message".
using log_sink = std::function<void(log_level, std::string_view message)>;

/// Replaces the sink for the whole process; an empty one restores the default.
void set_log_sink(log_sink sink);

/// Hands one message, without a newline, to the sink.
void log(log_level level, std::string_view message);

} // namespace asyncore
