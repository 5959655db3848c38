#include "medusa/file_producer.hpp"

#include "asyncore/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <stdexcept>

#include <unistd.h>

namespace medusa {

std::string file_producer::more() {
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_size)), '\0');
    if (piece.empty()) return piece;
    ssize_t got = 0;
    do {
        got = ::pread(file_->get(), piece.data(), piece.size(), static_cast<off_t>(offset_));
    } while (got < 0 && errno == EINTR);
    if (got < 0) asyncore::throw_errno("read");
    if (got == 0) throw std::runtime_error("the file has become shorter while it was sent");
    piece.resize(static_cast<std::size_t>(got));
    span_sent(piece.size());
    return piece;
}

asynchat::file_span file_producer::span() {
    constexpr std::uint64_t most = std::numeric_limits<std::size_t>::max();
    return {file_->get(), offset_, static_cast<std::size_t>(std::min(left_, most))};
}

void file_producer::span_sent(std::size_t size) {
    offset_ += size;
    left_ -= size;
}

} // namespace medusa
