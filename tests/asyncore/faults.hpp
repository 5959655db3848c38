#pragma once

#include <functional>
#include <string>

/// Switches for what the kernel refuses. Linked with --wrap.
struct faults {
    /// So many times accept4() fails with EMFILE.
    static int accepts_without_descriptor;
    /// Times accept4() was called.
    static int accepts;
    /// pidfd_open() is not there, as in Linux before 5.3.
    static bool no_pidfd;
    /// Stands for the name servers, in whatever thread asks: returns an error of getaddrinfo(), or
    /// 0 for "127.0.0.1".
    static std::function<int(const std::string& name)> names;
    /// Waits until no thread asks for a name any more: only then may `names` change.
    static void await_lookups();
};
