// http_server PORT: answers each HTTP request on 127.0.0.1 with what was asked, and closes.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"

#include <charconv>
#include <string>

#include <strings.h>

// As in the manual of Python's asynchat: the head ends in a blank line, the body after so many
// bytes. What such a server lacks (chunks, ranges, several requests), medusa has.
struct http_request_handler : asynchat::async_chat {
    http_request_handler(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\r\n\r\n");
    }

    void collect_incoming_data(std::string_view data) override {
        if (answered_) return;
        ibuffer_.append(data);
        if (reading_head_ && ibuffer_.size() > longest_head) answer("431 Too Large", "");
    }

    void found_terminator() override {
        if (answered_) return;
        if (!reading_head_) return answer("200 OK", request_ + "\n" + ibuffer_);
        reading_head_ = false;
        const std::size_t length = content_length();
        request_ = ibuffer_.substr(0, ibuffer_.find("\r\n"));
        ibuffer_.clear();
        if (length > longest_body) return answer("413 Too Large", "");
        if (length == 0) return answer("200 OK", request_ + "\n");
        set_terminator(length);
    }

private:
    void answer(const std::string& status, const std::string& body) {
        answered_ = true;
        set_terminator(0); // browsers sometimes send too much: it is collected, and dropped
        push("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nConnection: close\r\n" +
             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        close_when_done();
    }

    // Of the field in the head; 0 when there is none, and too much when it is no number.
    std::size_t content_length() const {
        static constexpr std::string_view name = "\r\nContent-Length:";
        for (std::size_t at = 0; (at = ibuffer_.find("\r\n", at)) != std::string::npos; at += 2) {
            if (strncasecmp(ibuffer_.c_str() + at, name.data(), name.size()) != 0) continue;
            const char* value = ibuffer_.c_str() + at + name.size();
            while (*value == ' ')
                ++value;
            std::size_t length = 0;
            const auto read = std::from_chars(value, ibuffer_.c_str() + ibuffer_.size(), length);
            return read.ec == std::errc() ? length : longest_body + 1;
        }
        return 0;
    }

    static constexpr std::size_t longest_head = 64 * 1024;
    static constexpr std::size_t longest_body = 1024 * 1024;
    std::string ibuffer_;
    std::string request_;
    bool reading_head_ = true;
    bool answered_ = false;
};

int main(int count, char** arguments) {
    return serve_channels<http_request_handler>(count, arguments);
}
