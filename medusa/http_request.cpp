#include "medusa/http_request.hpp"

#include "medusa/http_channel.hpp"
#include "medusa/http_server.hpp"
#include "medusa/http_status.hpp"
#include "medusa/producers.hpp"

#include <cassert>
#include <utility>

namespace medusa {

namespace {

// A string up to this size is put to the one before it; a longer one is copied only once.
constexpr std::size_t copied_size = 4096;

bool has_no_body(int code) {
    return code < 200 || code == 204 || code == 304;
}

} // namespace

http_request::http_request(request_head head, http_channel& channel)
    : head_(std::move(head)),
      channel_(&channel),
      keep_alive_(head_.keep_alive()),
      secure_(channel.encrypted()) {}

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
    if (!pieces_.empty()) {
        if (auto* text = std::get_if<std::string>(&pieces_.back())) {
            text->append(data);
            return;
        }
    }
    pieces_.emplace_back(std::in_place_type<std::string>, data);
}

void http_request::push(std::string&& data) {
    if (!pieces_.empty() && data.size() <= copied_size)
        push(std::string_view(data));
    else if (!data.empty())
        pieces_.emplace_back(std::move(data));
}

void http_request::push(std::unique_ptr<asynchat::producer> source) {
    if (source) pieces_.emplace_back(std::move(source));
}

bool http_request::all_text() const noexcept {
    for (const auto& one : pieces_)
        if (!std::holds_alternative<std::string>(one)) return false;
    return true;
}

std::string http_request::head_text(bool keep_alive) const {
    http_server& server = channel_->server();
    std::string text;
    text.reserve(256);
    text.append("HTTP/1.1 ").append(std::to_string(reply_code_)).append(" ");
    text.append(reason_phrase(reply_code_)).append("\r\nServer: ").append(server.server_ident);
    text.append("\r\nDate: ").append(server.date()).append("\r\n");
    server.every_reply.append_to(text, reply_);
    reply_.append_to(text);
    if (!keep_alive)
        text.append("Connection: close\r\n");
    else if (head_.version() < http_version{1, 1})
        text.append("Connection: keep-alive\r\n");
    return text.append("\r\n");
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
        pieces_.clear();
        reply_.set("Content-Length", "0");
    } else if (has_no_body(reply_code_)) {
        if (reply_code_ != 304) reply_.remove("Content-Length");
    } else if (reply_.has("Content-Length")) {
        // The handler knows how much its producer gives.
    } else if (all_text()) {
        std::size_t size = 0;
        for (const auto& one : pieces_)
            size += std::get<std::string>(one).size();
        reply_.set("Content-Length", std::to_string(size));
    } else if (head_.version() >= http_version{1, 1}) {
        reply_.set("Transfer-Encoding", "chunked");
        chunked = true;
    } else {
        keep_alive = false; // its end is the end of the connection
    }
    std::string text = head_text(keep_alive);
    head_bytes_ = static_cast<std::uint32_t>(text.size());
    if (!asked_for_body) pieces_.clear();
    if (all_text()) {
        for (auto& one : pieces_)
            text.append(std::get<std::string>(one));
        body_bytes_ = text.size() - head_bytes_;
        pieces_.clear();
        channel_->respond(std::move(text), nullptr, keep_alive);
        return;
    }
    auto body = std::make_unique<answer_body>(shared_from_this());
    for (auto& one : std::exchange(pieces_, {})) {
        if (auto* data = std::get_if<std::string>(&one))
            body->add(std::move(*data));
        else
            body->add(std::move(std::get<std::unique_ptr<asynchat::producer>>(one)));
    }
    std::unique_ptr<asynchat::producer> source;
    if (chunked)
        source = std::make_unique<answer_chunks>(std::move(body), *this);
    else
        source = std::move(body);
    channel_->respond(std::move(text), std::move(source), keep_alive);
}

void http_request::error(int code) {
    reply_code_ = code;
    pieces_.clear();
    reply_.remove("Content-Length");
    if (!has_no_body(code)) {
        const std::string number = std::to_string(code);
        std::string page = "<head>\r\n<title>Error response</title>\r\n</head>\r\n<body>\r\n"
                           "<h1>Error response</h1>\r\n<p>Error code ";
        page.append(number).append(".\r\n<p>Message: ").append(reason_phrase(code));
        page.append(".\r\n</body>\r\n");
        reply_.set("Content-Length", std::to_string(page.size()));
        reply_.set("Content-Type", "text/html");
        push(std::move(page));
    }
    done();
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
    pieces_.clear();
    if (const auto call = std::exchange(on_close_, nullptr)) call();
}

} // namespace medusa
