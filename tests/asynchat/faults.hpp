#pragma once

#include <cstddef>

/// Switches for what the kernel may do to a channel's send() and recv(). Linked with --wrap.
struct faults {
    /// The most one send() or sendfile() takes; 0 for no limit.
    static std::size_t most_sent;
    /// So many sends from now, one in two fails with EAGAIN.
    static int sends_refused;
    /// sendfile() knows no such files.
    static bool no_sendfile;
    /// What every send() or recv() of this descriptor fails with.
    static int broken_fd;
    static int send_error;
    static int recv_error;

    /// Off again at the end of a test.
    faults() = default;
    ~faults();
    faults(const faults&) = delete;
    faults& operator=(const faults&) = delete;
};
