#include "medusa/producers.hpp"

#include "medusa/percent.hpp"

#include <charconv>

namespace medusa {

namespace {

// About one segment of a local network: medusa's lines came fifty at a time.
constexpr std::size_t gathered_lines = 1400;

} // namespace

std::string lines_producer::more() {
    std::string piece;
    while (next_ < lines_.size() && piece.size() < gathered_lines) {
        piece.append(lines_[next_]).append("\r\n");
        lines_[next_++] = {};
    }
    return piece;
}

void composite_producer::add(std::string data) {
    if (!data.empty()) parts_.emplace_back(std::move(data));
}

void composite_producer::add(std::unique_ptr<asynchat::producer> source) {
    if (source) parts_.emplace_back(std::move(source));
}

asynchat::producer* composite_producer::source_in_front() noexcept {
    if (parts_.empty()) return nullptr;
    auto* source = std::get_if<std::unique_ptr<asynchat::producer>>(&parts_.front());
    return source ? source->get() : nullptr;
}

bool composite_producer::ready() {
    auto* source = source_in_front();
    return !source || source->ready();
}

asynchat::file_span composite_producer::span() {
    auto* source = source_in_front();
    return source ? source->span() : asynchat::file_span{};
}

void composite_producer::span_sent(std::size_t size) {
    source_in_front()->span_sent(size);
}

std::string composite_producer::more() {
    while (!parts_.empty()) {
        if (auto* text = std::get_if<std::string>(&parts_.front())) {
            std::string data = std::move(*text);
            parts_.pop_front();
            return data;
        }
        std::string data = std::get<std::unique_ptr<asynchat::producer>>(parts_.front())->more();
        if (!data.empty() || !ready()) return data;
        parts_.pop_front();
        if (!ready()) return {};
    }
    return {};
}

std::string chunked_producer::more() {
    if (!inner_) return {};
    const std::string data = inner_->more();
    if (data.empty()) {
        if (!inner_->ready()) return {};
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
    if (data.empty() && inner_->ready())
        if (const auto dry = std::exchange(dry_, nullptr)) dry(bytes_);
    return data;
}

void hooked_producer::span_sent(std::size_t size) {
    bytes_ += size;
    inner_->span_sent(size);
}

std::string escaping_producer::more() {
    return html_escape(inner_->more());
}

} // namespace medusa
