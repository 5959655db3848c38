#pragma once

namespace supervisor {

/// What `supervisord --build-info` prints: our version, the commit that was built and whether it
/// was changed, and whose behaviour it takes over.
const char* build_info() noexcept;

} // namespace supervisor
