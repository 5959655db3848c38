#pragma once

#include "asyncore/unique_fd.hpp"

namespace supervisor {

/// A pipe, close-on-exec at both ends.
struct pipe_ends {
    asyncore::unique_fd read;
    asyncore::unique_fd write;

    /// Throws std::system_error.
    static pipe_ends open();
};

} // namespace supervisor
