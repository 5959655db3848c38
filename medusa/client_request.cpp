#include "medusa/client_request.hpp"

#include "medusa/base64.hpp"
#include "medusa/http_chars.hpp"
#include "medusa/producers.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace medusa {

namespace {

constexpr std::size_t piece_size = 64 * 1024;

// A body that may have to be sent again.
class shared_text_producer : public asynchat::producer {
public:
    explicit shared_text_producer(std::shared_ptr<const std::string> text) noexcept
        : text_(std::move(text)) {}
    std::string more() override {
        std::string piece = text_->substr(offset_, piece_size);
        offset_ += piece.size();
        return piece;
    }

private:
    std::shared_ptr<const std::string> text_;
    std::size_t offset_ = 0;
};

// A byte too many would be read as the next request.
class measured_producer : public asynchat::producer {
public:
    measured_producer(std::unique_ptr<asynchat::producer> inner, std::uint64_t length) noexcept
        : inner_(std::move(inner)), left_(length) {}
    std::string more() override {
        std::string piece = inner_->more();
        if (piece.size() > left_)
            throw std::runtime_error("the body of the request is longer than was said");
        if (piece.empty() && left_ > 0)
            throw std::runtime_error("the body of the request is shorter than was said");
        left_ -= piece.size();
        return piece;
    }
    bool ready() override { return inner_->ready(); }

private:
    std::unique_ptr<asynchat::producer> inner_;
    std::uint64_t left_;
};

constexpr std::array<std::string_view, 6> idempotent = {"GET",    "HEAD",    "PUT",
                                                        "DELETE", "OPTIONS", "TRACE"};

} // namespace

client_request::client_request(std::string_view method, std::string_view url)
    : client_request(method, http_url(url)) {}

client_request::client_request(std::string_view method, http_url url)
    : method_(method), url_(std::move(url)) {
    if (method.empty() || !http_chars::all(method, http_chars::token))
        throw std::invalid_argument("no method: " + method_);
    if (method == "CONNECT") throw std::invalid_argument("CONNECT is for proxies");
}

void client_request::set_basic_auth(std::string_view name, std::string_view password) {
    if (name.find(':') != std::string_view::npos)
        throw std::invalid_argument("set_basic_auth: a colon in the name");
    headers_.set("Authorization",
                 "Basic " + base64_encode(std::string(name) + ":" + std::string(password)));
}

void client_request::set_body(std::string body) {
    text_ = std::make_shared<std::string>(std::move(body));
    producer_.reset();
    streamed_ = false;
}

void client_request::set_body(std::unique_ptr<asynchat::producer> body,
                              std::optional<std::uint64_t> length) {
    text_ = std::make_shared<std::string>();
    producer_ = std::move(body);
    length_ = length;
    streamed_ = producer_ != nullptr;
}

void client_request::check() const {
    for (const char* const name :
         {"Content-Length", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "TE"})
        if (headers_.has(name))
            throw std::invalid_argument(std::string(name) + " is the client's business");
}

std::string client_request::head_text(std::string_view user_agent) const {
    std::string text = method_ + " " + url_.target() + " HTTP/1.1\r\n";
    if (!headers_.has("Host")) text.append("Host: ").append(url_.authority()).append("\r\n");
    if (!user_agent.empty() && !headers_.has("User-Agent"))
        text.append("User-Agent: ").append(user_agent).append("\r\n");
    headers_.append_to(text);
    const bool wants_body = method_ == "POST" || method_ == "PUT" || method_ == "PATCH";
    if (producer_ && !length_)
        text.append("Transfer-Encoding: chunked\r\n");
    else if (has_body() || wants_body) // RFC 9110 8.6
        text.append("Content-Length: ")
            .append(std::to_string(producer_ ? *length_ : text_->size()))
            .append("\r\n");
    if (expect_continue && has_body()) text.append("Expect: 100-continue\r\n");
    return text.append("\r\n");
}

bool client_request::is_idempotent() const noexcept {
    return std::find(idempotent.begin(), idempotent.end(), method_) != idempotent.end();
}

std::unique_ptr<asynchat::producer> client_request::take_body() {
    if (!producer_) return std::make_unique<shared_text_producer>(text_);
    if (length_) return std::make_unique<measured_producer>(std::move(producer_), *length_);
    return std::make_unique<chunked_producer>(std::move(producer_));
}

void client_request::redirect(http_url to, bool get) {
    if (to.origin() != url_.origin())
        for (const char* const name : {"Authorization", "Cookie", "Host"})
            headers_.remove(name);
    url_ = std::move(to);
    if (!get) return;
    if (method_ != "HEAD") method_ = "GET";
    set_body(std::string());
    for (const char* const name : {"Content-Type", "Content-Encoding", "Content-Language"})
        headers_.remove(name);
}

} // namespace medusa
