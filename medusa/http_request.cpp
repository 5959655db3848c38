#include "medusa/http_request.hpp"

#include "medusa/http_channel.hpp"
#include "medusa/http_server.hpp"
#include "medusa/http_status.hpp"
#include "medusa/producers.hpp"

#include <cassert>
#include <charconv>
#include <string_view>
#include <utility>

namespace medusa {

namespace {

// A string up to this size is put to the one before it; a longer one is copied only once.
constexpr std::size_t copied_size = 4096;

// Up to this size a body is copied behind its head, so that both leave in one send.
constexpr std::size_t small_text = 16 * 1024;

// Its digits, in place.
class number {
public:
    explicit number(std::size_t value) noexcept
        : end_(std::to_chars(digits_, digits_ + sizeof digits_, value).ptr) {}
    operator std::string_view() const noexcept {
        return {digits_, static_cast<std::size_t>(end_ - digits_)};
    }

private:
    char digits_[20];
    char* end_;
};

bool has_no_body(int code) {
    return code < 200 || code == 204 || code == 304;
}

} // namespace

http_request::http_request(http_channel& channel)
    : channel_(&channel), secure_(channel.encrypted()) {}

std::optional<http_error> http_request::read_head(std::string text, const head_limits& limits) {
    auto wrong = read_request_head(head_, std::move(text), limits);
    keep_alive_ = !wrong && head_.keep_alive();
    return wrong;
}

// Counts what it gives for the request it answers.
class http_request::answer_body : public composite_producer {
public:
    explicit answer_body(std::shared_ptr<http_request> request) : request_(std::move(request)) {}
    std::string more() override {
        std::string piece = composite_producer::more();
        request_->body_bytes_ += piece.size();
        return piece;
    }
    void span_sent(std::size_t size) override {
        composite_producer::span_sent(size);
        request_->body_bytes_ += size;
    }

private:
    std::shared_ptr<http_request> request_;
};

// Counts for it what the chunks' lines add.
class http_request::answer_chunks : public chunked_producer {
public:
    explicit answer_chunks(std::unique_ptr<answer_body> body, http_request& request)
        : chunked_producer(std::move(body)), request_(request.shared_from_this()) {}
    std::string more() override {
        const std::uint64_t before = request_->body_bytes_;
        std::string chunk = chunked_producer::more();
        request_->chunk_line_bytes_ += chunk.size() - (request_->body_bytes_ - before);
        return chunk;
    }

private:
    std::shared_ptr<http_request> request_;
};

asyncore::address http_request::peer() const {
    return channel_ ? channel_->peer() : asyncore::address{};
}

void http_request::collect(std::string_view data) {
    collected_ += data.size();
    if (collector_)
        collector_->collect(data);
    else
        body_.append(data);
}

void http_request::push(std::string_view data) {
    if (data.empty()) return;
    auto* last = pieces_.empty() ? &text_ : std::get_if<std::string>(&pieces_.back());
    if (last)
        last->append(data);
    else
        pieces_.emplace_back(std::in_place_type<std::string>, data);
}

void http_request::push(std::string&& data) {
    if (pieces_.empty() && text_.empty())
        text_ = std::move(data);
    else if (data.size() <= copied_size)
        push(std::string_view(data));
    else
        pieces_.emplace_back(std::move(data));
}

void http_request::push(std::unique_ptr<asynchat::producer> source) {
    if (source) pieces_.emplace_back(std::move(source));
}

void http_request::append_head(std::string& to, bool keep_alive) const {
    http_server& server = channel_->server();
    to.append(server.head_begin(reply_code_));
    server.every_reply.append_to(to, reply_);
    reply_.append_to(to);
    if (!keep_alive)
        to.append("Connection: close\r\n");
    else if (head_.version() < http_version{1, 1})
        to.append("Connection: keep-alive\r\n");
    to.append("\r\n");
}

bool http_request::all_text() const noexcept {
    for (const auto& one : pieces_)
        if (!std::holds_alternative<std::string>(one)) return false;
    return true;
}

// REQUIRES: all_text().
std::size_t http_request::text_size() const {
    std::size_t size = text_.size();
    for (const auto& one : pieces_)
        size += std::get<std::string>(one).size();
    return size;
}

// The head is put together where the one before it was, and a small body behind it; the string that
// is most of a large one is not copied.
void http_request::send_text(bool keep_alive) {
    std::string& answer = channel_->server().answer_text();
    answer.clear();
    append_head(answer, keep_alive);
    head_bytes_ = static_cast<std::uint32_t>(answer.size());
    body_bytes_ = text_size();
    std::string text = std::exchange(text_, {});
    if (body_bytes_ <= small_text) {
        answer.append(text);
        for (const auto& one : std::exchange(pieces_, {}))
            answer.append(std::get<std::string>(one));
        channel_->respond(answer, std::string(), keep_alive);
        return;
    }
    for (auto& one : std::exchange(pieces_, {})) {
        auto& next = std::get<std::string>(one);
        if (text.size() <= copied_size) {
            answer.append(text);
            text = std::move(next);
        } else {
            text.append(next);
        }
    }
    channel_->respond(answer, std::move(text), keep_alive);
}

std::unique_ptr<asynchat::producer> http_request::take_body(bool chunked) {
    auto body = std::make_unique<answer_body>(shared_from_this());
    body->add(std::exchange(text_, {}));
    for (auto& one : std::exchange(pieces_, {})) {
        if (auto* data = std::get_if<std::string>(&one))
            body->add(std::move(*data));
        else
            body->add(std::move(std::get<std::unique_ptr<asynchat::producer>>(one)));
    }
    if (!chunked) return body;
    return std::make_unique<answer_chunks>(std::move(body), *this);
}

void http_request::done() {
    assert(!answered_);
    if (answered_) return;
    answered_ = true;
    if (!channel_) return;
    channel_->server().counters.count_answer(reply_code_);
    if (counters_) counters_->count_answer(reply_code_);
    const bool asked_for_body = method() != "HEAD" && !has_no_body(reply_code_);
    bool keep_alive = keep_alive_ && !channel_->must_close();
    bool chunked = false;
    if (reply_code_ == 205) { // no content either, but a length (RFC 9110 15.3.6)
        drop_body();
        reply_.set("Content-Length", "0");
    } else if (has_no_body(reply_code_)) {
        if (reply_code_ != 304) reply_.remove("Content-Length");
    } else if (reply_.has("Content-Length")) {
        // The handler knows how much its producer gives.
    } else if (all_text()) {
        reply_.add_content_length(text_size());
    } else if (head_.version() >= http_version{1, 1}) {
        reply_.set("Transfer-Encoding", "chunked");
        chunked = true;
    } else {
        keep_alive = false; // its end is the end of the connection
    }
    if (!asked_for_body) drop_body();
    if (all_text()) {
        send_text(keep_alive);
        return;
    }
    std::string head;
    append_head(head, keep_alive);
    head_bytes_ = static_cast<std::uint32_t>(head.size());
    channel_->respond(head, take_body(chunked), keep_alive);
}

void http_request::drop_body() noexcept {
    text_.clear();
    pieces_.clear();
}

void http_request::error(int code) {
    reply_code_ = code;
    drop_body();
    reply_.remove("Content-Length");
    if (!has_no_body(code)) {
        const number digits(static_cast<std::size_t>(code));
        std::string page = "<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n"
                           "<h1>Error response</h1>\r\n<p>Error code ";
        page.append(digits).append(".\r\n<p>Message: ").append(reason_phrase(code));
        page.append(".\r\n</body>\r\n");
        reply_.set("Content-Length", number(page.size()));
        reply_.set("Content-Type", "text/html");
        push(std::move(page));
    }
    done();
}

void http_request::close_after_answer() noexcept {
    if (channel_) channel_->take_no_more();
}

void http_request::resume_output() {
    if (!channel_) return;
    channel_->resume_output();
    if (channel_) channel_->wait_changed(); // sending may have been the end
}

void http_request::detach() noexcept {
    channel_ = nullptr;
    on_close_ = nullptr;
}

void http_request::channel_closed() {
    if (!channel_) return;
    channel_ = nullptr;
    drop_body();
    if (const auto call = std::exchange(on_close_, nullptr)) call();
}

} // namespace medusa
