#include "asyncore/descriptor_limit.hpp"

#include <sys/resource.h>

namespace asyncore {

std::size_t raise_descriptor_limit() noexcept {
    rlimit now{};
    if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return 0;
    const rlimit raised{now.rlim_max, now.rlim_max};
    if (now.rlim_cur < now.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) now = raised;
    return static_cast<std::size_t>(now.rlim_cur);
}

} // namespace asyncore
