#include "medusa/access_log.hpp"

#include "asyncore/log.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/syslog_socket.hpp"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <utility>

namespace medusa {

namespace {

constexpr int client_left = 499;

void append_number(std::string& out, std::uint64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_escaped(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append(1, '\\').append(1, c);
        } else if (byte < 0x20 || byte > 0x7e) {
            out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
        } else {
            out += c;
        }
    }
}

// Of a field that is not quoted, a space would be the end.
void append_word(std::string& out, std::string_view text) {
    if (text.empty()) out += '-';
    for (char c : text) {
        if (c == ' ')
            out += "\\x20";
        else
            append_escaped(out, {&c, 1});
    }
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text.empty() ? "-" : text);
    out += '"';
}

} // namespace

void access_log::append_time() {
    const std::time_t now = std::time(nullptr);
    if (now != time_second_) {
        constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        char text[64];
        std::snprintf(text, sizeof text, " [%02d/%s/%d:%02d:%02d:%02d +0000] ", parts.tm_mday,
                      months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                      parts.tm_sec);
        time_ = text;
        time_second_ = now;
    }
    line_ += time_;
}

void access_log::log(const http_request& request) {
    const request_head& head = request.head();
    line_.clear();
    append_word(line_, request.peer().host());
    line_ += " - ";
    append_word(line_, request.user());
    append_time();
    if (request.made_up()) {
        line_ += "\"-\"";
    } else {
        line_ += '"';
        append_escaped(line_, head.method());
        line_ += ' ';
        append_escaped(line_, head.target());
        line_ += " HTTP/";
        append_number(line_, static_cast<std::uint64_t>(head.version().major));
        line_ += '.';
        append_number(line_, static_cast<std::uint64_t>(head.version().minor));
        line_ += '"';
    }
    line_ += ' ';
    append_number(
        line_, static_cast<std::uint64_t>(request.answered() ? request.reply_code() : client_left));
    line_ += ' ';
    if (request.body_bytes() > 0)
        append_number(line_, request.body_bytes());
    else
        line_ += '-';
    if (format_ == format::combined) {
        const bool real = !request.made_up();
        append_quoted(line_ += ' ', real ? request.get_header("Referer") : std::string_view());
        append_quoted(line_ += ' ', real ? request.get_header("User-Agent") : std::string_view());
    }
    sink_(line_);
}

void install(const std::shared_ptr<access_log>& log, http_server& server) {
    server.on_finished([log](const http_request& request) { log->log(request); });
}

access_log::sink log_to(std::shared_ptr<log_file> file) {
    return [file = std::move(file), text = std::string()](std::string_view line) mutable {
        text.assign(line).append("\n");
        if (const auto wrong = file->write(text))
            asyncore::log(asyncore::log_level::error,
                          "access log " + file->path() + ": " + wrong.message());
    };
}

access_log::sink log_to(std::shared_ptr<syslog_socket> log) {
    return [log = std::move(log)](std::string_view line) { log->write(line); };
}

} // namespace medusa
