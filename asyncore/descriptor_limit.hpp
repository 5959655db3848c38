#pragma once

#include <cstddef>

namespace asyncore {

/// Raises the number of descriptors this process may have open to what it is allowed to raise it
/// to (the soft RLIMIT_NOFILE to the hard one), and returns what there is now. For a server's
/// start-up: the usual soft limit of 1,024 is for programs that use select(2), which this library
/// does not. Never lowers it, never throws. A child inherits the limit; one that uses select(2)
/// wants it lowered again before exec.
std::size_t raise_descriptor_limit() noexcept;

} // namespace asyncore
