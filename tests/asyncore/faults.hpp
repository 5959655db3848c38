#pragma once

/// Switches for what the kernel refuses. Linked with --wrap.
struct faults {
    /// So many times accept4() fails with EMFILE.
    static int accepts_without_descriptor;
};
