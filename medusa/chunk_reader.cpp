#include "medusa/chunk_reader.hpp"

#include "medusa/line_breaks.hpp"

#include <algorithm>
#include <utility>

namespace medusa {

asynchat::terminator chunk_reader::next() const {
    if (at_ == piece::data) return asynchat::terminator(static_cast<std::size_t>(size_));
    if (at_ == piece::data_end) return asynchat::terminator(std::size_t{2});
    return asynchat::terminator(std::string("\r\n"));
}

std::optional<http_error> chunk_reader::collect(std::string_view data) {
    line_.append(data);
    if (at_ == piece::data_end) return std::nullopt;
    // A break on its own would be refused at the line's end, which may never come.
    if (line_.size() > max_chunk_line || has_bare_break(data))
        return http_error{400, "bad line between chunks"};
    return std::nullopt;
}

std::optional<http_error> chunk_reader::found() {
    switch (at_) {
    case piece::size_line:
        return found_size();
    case piece::data:
        at_ = piece::data_end;
        break;
    case piece::data_end:
        if (std::exchange(line_, {}) != "\r\n")
            return http_error{400, "a chunk is longer than was said"};
        at_ = piece::size_line;
        break;
    case piece::trailer:
        return found_trailer();
    case piece::nothing:
        break;
    }
    return std::nullopt;
}

std::optional<http_error> chunk_reader::found_size() {
    const std::string line = std::exchange(line_, {});
    const auto size = parse_chunk_size(line);
    const std::size_t extensions = line.size() - std::min(line.find(';'), line.size());
    if (!size || extensions > extensions_left_) return http_error{400, "malformed size of a chunk"};
    if (*size > body_left_) return http_error{413, "the body is too large"};
    extensions_left_ -= extensions;
    body_left_ -= *size;
    size_ = *size;
    at_ = size_ == 0 ? piece::trailer : piece::data;
    return std::nullopt;
}

std::optional<http_error> chunk_reader::found_trailer() {
    const std::string line = std::exchange(line_, {});
    if (!line.empty()) return trailer_.add(line);
    at_ = piece::nothing;
    return std::nullopt;
}

} // namespace medusa
