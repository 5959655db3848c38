#pragma once

#include "asynchat/producer.hpp"
#include "asyncore/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace medusa {

/// `length` bytes of an open file from `offset` on. The file's own position does not count and does
/// not move, so that many producers may share one descriptor.
///
/// Where the channel can have the kernel send them (sendfile(2)) they are never read; else a piece
/// at a time is. A file that ends early, and reading errors, are thrown: what was promised with a
/// Content-Length cannot be kept, and the connection has to end.
class file_producer : public asynchat::producer {
public:
    /// REQUIRES: a file that can be read at an offset, which a pipe cannot.
    file_producer(std::shared_ptr<const asyncore::unique_fd> file, std::uint64_t offset,
                  std::uint64_t length) noexcept
        : file_(std::move(file)), offset_(offset), left_(length) {}
    file_producer(asyncore::unique_fd file, std::uint64_t length)
        : file_producer(std::make_shared<const asyncore::unique_fd>(std::move(file)), 0, length) {}

    std::string more() override;
    asynchat::file_span span() override;
    void span_sent(std::size_t size) override;

private:
    static constexpr std::size_t piece_size = 64 * 1024;

    std::shared_ptr<const asyncore::unique_fd> file_;
    std::uint64_t offset_;
    std::uint64_t left_;
};

} // namespace medusa
