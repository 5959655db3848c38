#include "medusa/producers.hpp"

#include "asyncore/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <unistd.h>

namespace medusa {

std::string file_producer::more() {
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_size)), '\0');
    ssize_t got = 0;
    do {
        got = piece.empty() ? 0 : ::read(file_.get(), piece.data(), piece.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) asyncore::throw_errno("read");
    piece.resize(static_cast<std::size_t>(got));
    left_ -= piece.size();
    return piece;
}

void composite_producer::add(std::string data) {
    if (!data.empty()) parts_.emplace_back(std::move(data));
}

void composite_producer::add(std::unique_ptr<asynchat::producer> source) {
    if (source) parts_.emplace_back(std::move(source));
}

bool composite_producer::ready() {
    if (parts_.empty()) return true;
    auto* source = std::get_if<std::unique_ptr<asynchat::producer>>(&parts_.front());
    return !source || (*source)->ready();
}

std::string composite_producer::more() {
    while (!parts_.empty()) {
        if (auto* text = std::get_if<std::string>(&parts_.front())) {
            std::string data = std::move(*text);
            parts_.pop_front();
            return data;
        }
        std::string data = std::get<std::unique_ptr<asynchat::producer>>(parts_.front())->more();
        if (!data.empty()) return data;
        parts_.pop_front();
    }
    return {};
}

std::string chunked_producer::more() {
    if (!inner_) return {};
    const std::string data = inner_->more();
    if (data.empty()) {
        inner_.reset();
        return "0\r\n\r\n";
    }
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, data.size(), 16).ptr;
    std::string chunk;
    chunk.reserve(data.size() + 20);
    chunk.append(digits, end).append("\r\n").append(data).append("\r\n");
    return chunk;
}

std::string hooked_producer::more() {
    std::string data = inner_->more();
    bytes_ += data.size();
    if (data.empty())
        if (const auto dry = std::exchange(dry_, nullptr)) dry(bytes_);
    return data;
}

} // namespace medusa
