// smtp_sink PORT: takes mail by SMTP on 127.0.0.1, delivers it nowhere, and prints it.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"

#include <cstdio>
#include <string>
#include <utility>

#include <strings.h>

// RFC 5321, as far as a sink needs it. Of pipelined commands (RFC 2920) it need know nothing.
struct smtp_channel : asynchat::async_chat {
    smtp_channel(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\r\n");
        push("220 smtp_sink\r\n");
    }

    void collect_incoming_data(std::string_view data) override {
        const std::size_t room = longest_line - line_.size();
        too_long_ = too_long_ || data.size() > room;
        line_.append(data.substr(0, room));
    }

    void found_terminator() override {
        const std::string line = std::exchange(line_, {});
        if (mail_.in_text && line != ".") {
            if (!too_long_) mail_.text += line.substr(line.starts_with('.') ? 1 : 0) + "\n";
            too_long_ = too_long_ || mail_.text.size() > longest_text;
        } else if (std::exchange(too_long_, false)) {
            mail_ = {};
            push("552 too long\r\n");
        } else {
            const std::string said = answer(line);
            push(said + "\r\n");
            if (said.starts_with("221")) close_when_done();
        }
    }

private:
    std::string answer(const std::string& line) {
        if (mail_.in_text) {
            std::printf("%s\n%s.\n", mail_.envelope.c_str(), mail_.text.c_str());
            std::fflush(stdout);
            mail_ = {};
            return "250 OK";
        }
        const std::string verb = line.substr(0, line.find(' '));
        const auto is = [&](const char* v) { return strcasecmp(verb.c_str(), v) == 0; };
        if (is("MAIL") || is("RCPT")) {
            const std::size_t at = line.find('<'), end = line.find('>', at);
            if (end == std::string::npos) return "501 no <address>";
            if (is("MAIL") != mail_.envelope.empty()) return "503 not now";
            mail_.envelope += (is("MAIL") ? "from " : "to ") + line.substr(at, end + 1 - at) + "\n";
            mail_.has_recipient = is("RCPT");
        }
        if (is("DATA")) mail_.in_text = mail_.has_recipient;
        if (is("DATA")) return mail_.in_text ? "354 end with a dot" : "503 for whom?";
        if (is("EHLO") || is("HELO") || is("RSET")) mail_ = {};
        if (is("EHLO")) return "250-smtp_sink\r\n250-PIPELINING\r\n250 8BITMIME";
        if (is("QUIT")) return "221 bye";
        const bool known = is("MAIL") || is("RCPT") || is("HELO") || is("RSET") || is("NOOP");
        return known ? "250 OK" : "502 no such command";
    }

    static constexpr std::size_t longest_line = 4096, longest_text = 32 * 1024 * 1024;
    struct {
        std::string envelope, text;
        bool has_recipient = false, in_text = false;
    } mail_;
    std::string line_;
    bool too_long_ = false;
};

int main(int count, char** arguments) {
    return serve_channels<smtp_channel>(count, arguments);
}
