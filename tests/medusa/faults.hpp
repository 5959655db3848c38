#pragma once

#include <cstddef>

/// What the kernel may do to a server, as switches that last as long as they live. Linked with
/// --wrap.
namespace faults {

/// send() and recv() move at most so many bytes.
struct few_bytes {
    explicit few_bytes(std::size_t most);
    ~few_bytes();
    few_bytes(const few_bytes&) = delete;
    few_bytes& operator=(const few_bytes&) = delete;
};

/// accept4() fails with EMFILE, for all but the connections that are dropped.
struct no_descriptors {
    no_descriptors();
    ~no_descriptors();
    no_descriptors(const no_descriptors&) = delete;
    no_descriptors& operator=(const no_descriptors&) = delete;
};

} // namespace faults
