#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "asyncore/unique_fd.hpp"
#include "medusa/filesystem.hpp"

#include <string>

namespace medusa {

/// Opens `path`, which has no "..", relative to the directory `root`, with openat2(2) where there
/// is one. Empty, with errno, when that cannot be done.
asyncore::unique_fd open_beneath(int root, const std::string& path, int flags,
                                 os_filesystem::links follow);

/// The same without openat2: step by step, and through no link at all.
asyncore::unique_fd walk_beneath(int root, std::string_view path, int flags);

} // namespace medusa
