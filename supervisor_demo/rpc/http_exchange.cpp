#include "supervisor_demo/rpc/http_exchange.hpp"

#include "asyncore/errors.hpp"
#include "medusa/chunk_parser.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include <sys/socket.h>

namespace supervisor {

namespace {

constexpr std::size_t max_line = 64 * 1024; // of a head, too

template <class Number>
bool read_number(std::string_view text, Number& to) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    return error == std::errc{} && end == text.data() + text.size();
}

// "HTTP/1.1 200 OK" and the lines of fields after it.
reply_head parse_head(std::string text) {
    reply_head head;
    const std::string_view all = text;
    const auto line = all.substr(0, all.find("\r\n"));
    const auto code = line.substr(0, 9) == "HTTP/1.1 " || line.substr(0, 9) == "HTTP/1.0 "
                          ? line.substr(9, 3)
                          : std::string_view();
    if (!read_number(code, head.status)) throw bad_reply("the reply is not HTTP");
    if (line.size() > 13) head.reason = line.substr(13);
    medusa::http_headers fields(text);
    std::size_t at = line.size() + 2;
    while (at < text.size()) {
        const auto end = std::min(text.find("\r\n", at), text.size());
        const auto field = std::string_view(text).substr(at, end - at);
        const auto colon = field.find(':');
        if (colon != std::string_view::npos) {
            const auto value = field.find_first_not_of(" \t", colon + 1);
            const auto begin = value == std::string_view::npos ? field.size() : value;
            fields.add({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(colon)},
                       {static_cast<std::uint32_t>(at + begin),
                        static_cast<std::uint32_t>(field.find_last_not_of(" \t") + 1 - begin)});
        }
        at = end + 2;
    }
    head.headers = std::move(fields);
    return head;
}

} // namespace

void http_exchange::send(std::string_view request) {
    while (!request.empty()) {
        const auto sent = ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        // A server that refuses the body answers before it has all of it: look at what it says.
        if (sent < 0 && errno == EPIPE) return;
        if (sent < 0) asyncore::throw_errno("cannot send to the server");
        request.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool http_exchange::fill() {
    constexpr std::size_t piece = 16 * 1024;
    const std::size_t held = buffer_.size();
    buffer_.resize(held + piece);
    ssize_t got = 0;
    do {
        got = ::recv(socket_.get(), buffer_.data() + held, piece, 0);
        interrupted_ = got < 0 && errno == EINTR && end_on_signal_;
    } while (got < 0 && errno == EINTR && !interrupted_);
    const int error = errno;
    buffer_.resize(held + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && !interrupted_)
        asyncore::throw_errno(error, "cannot read the reply of the server");
    return got > 0;
}

bool http_exchange::fill_line(std::string_view end) {
    while (buffer_.find(end) == std::string::npos) {
        if (buffer_.size() > max_line) throw bad_reply("a line of the reply is too long");
        if (!fill()) return false;
    }
    return true;
}

std::string http_exchange::take_line(std::string_view end) {
    const auto at = buffer_.find(end);
    std::string line = buffer_.substr(0, at);
    buffer_.erase(0, at + end.size());
    return line;
}

std::string http_exchange::take(std::uint64_t most) {
    if (most >= buffer_.size()) return std::exchange(buffer_, {});
    std::string piece = buffer_.substr(0, most);
    buffer_.erase(0, most);
    return piece;
}

reply_head http_exchange::read_head() {
    reply_head head;
    do {
        if (!fill_line("\r\n\r\n")) {
            if (interrupted_) throw std::system_error(EINTR, std::generic_category());
            throw bad_reply(buffer_.empty() ? "the server closed the connection without a reply"
                                            : "the reply ended in the middle of its head");
        }
        head = parse_head(take_line("\r\n\r\n"));
    } while (head.status >= 100 && head.status < 200);
    if (head.headers.list_contains("Transfer-Encoding", "chunked")) {
        framing_ = framing::chunked;
    } else if (const auto length = head.headers.find("Content-Length")) {
        framing_ = framing::length;
        if (!read_number(*length, left_)) throw bad_reply("the reply has no sensible length");
    }
    return head;
}

bool http_exchange::next_chunk() {
    if (std::exchange(in_chunk_, false)) {
        if (!fill_line("\r\n") || !take_line("\r\n").empty()) return false;
    }
    if (!fill_line("\r\n")) return false;
    const auto size = medusa::parse_chunk_size(take_line("\r\n"));
    if (!size) throw bad_reply("the reply has a bad chunk");
    left_ = *size;
    in_chunk_ = true;
    if (left_ == 0) finished_ = true;
    return true;
}

bool http_exchange::holds_piece() const noexcept {
    if (framing_ != framing::chunked || left_ > 0) return !buffer_.empty();
    const auto end = buffer_.find("\r\n", in_chunk_ ? 2 : 0); // of the chunk's line
    return end != std::string::npos && end + 2 < buffer_.size();
}

std::string http_exchange::read_body() {
    if (finished_) return {};
    if (framing_ == framing::chunked && left_ == 0) {
        if (!next_chunk()) {
            finished_ = true;
            if (interrupted_) return {};
            throw bad_reply("the reply ended in the middle");
        }
        if (finished_) return {};
    }
    if (framing_ == framing::length && left_ == 0) finished_ = true;
    if (finished_) return {};
    if (buffer_.empty() && !fill()) {
        finished_ = true;
        if (framing_ == framing::until_close || interrupted_) return {};
        throw bad_reply("the reply ended in the middle");
    }
    if (framing_ == framing::until_close) return take(buffer_.size());
    std::string piece = take(left_);
    left_ -= piece.size();
    return piece;
}

} // namespace supervisor
