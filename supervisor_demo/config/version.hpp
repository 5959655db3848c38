#pragma once

namespace supervisor {

/// The Supervisor whose contract this daemon keeps; what `supervisord -v` and getSupervisorVersion
/// answer.
inline constexpr const char* version = "4.2.5";

} // namespace supervisor
