#include "medusa/file_answer.hpp"

#include "medusa/byte_ranges.hpp"
#include "medusa/compressing_producer.hpp"
#include "medusa/content_coding.hpp"
#include "medusa/file_producer.hpp"
#include "medusa/http_request.hpp"

#include <chrono>
#include <random>
#include <string>
#include <utility>

namespace medusa {

namespace {

void push_range(http_request& request, const representation& one, const byte_range& range) {
    if (one.held) {
        request.push(std::string_view(one.content)
                         .substr(static_cast<std::size_t>(range.first),
                                 static_cast<std::size_t>(range.size())));
    } else {
        request.push(std::make_unique<file_producer>(one.fd, range.first, range.size()));
    }
}

void push_all(http_request& request, const representation& one, int level) {
    if (one.held) {
        request.push(one.content);
        return;
    }
    std::unique_ptr<asynchat::producer> body = std::make_unique<file_producer>(one.fd, 0, one.size);
    if (one.made_by_us) body = std::make_unique<compressing_producer>(std::move(body), level);
    request.push(std::move(body));
}

// Long enough that no file has it in it by chance, and by intent none can.
std::string make_boundary() {
    std::random_device random;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string boundary;
    for (int i = 0; i < 4; ++i)
        for (unsigned bits = random(), n = 0; n < 8; ++n, bits >>= 4)
            boundary += digits[bits & 15];
    return boundary;
}

// RFC 9110 14.6.
void answer_with_parts(http_request& request, const representation& one, const std::string& type,
                       const std::vector<byte_range>& ranges) {
    const std::string boundary = make_boundary();
    std::vector<std::string> heads;
    std::uint64_t length = 0;
    for (const byte_range& range : ranges) {
        std::string& head = heads.emplace_back("\r\n--" + boundary + "\r\nContent-Type: ");
        head.append(type).append("\r\nContent-Range: ");
        head.append(content_range(range, one.size)).append("\r\n\r\n");
        length += head.size() + range.size();
    }
    const std::string end = "\r\n--" + boundary + "--\r\n";
    request.reply().set("Content-Type", "multipart/byteranges; boundary=" + boundary);
    request.reply().set("Content-Length", std::to_string(length + end.size()));
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        request.push(std::move(heads[i]));
        push_range(request, one, ranges[i]);
    }
    request.push(end);
    request.done();
}

byte_ranges asked_ranges(const http_request& request, const representation& one,
                         const file_settings& set) {
    const http_headers& fields = request.head().headers();
    if (one.made_by_us || request.method() != "GET" || fields.count("Range") != 1) return {};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (!if_range_holds(fields, one.valid_by(), now)) return {};
    return parse_byte_ranges(fields.get("Range"), one.size, set.max_ranges);
}

void answer_with(http_request& request, const representation& one, const std::string& type,
                 const file_settings& set) {
    const byte_ranges asked = asked_ranges(request, one, set);
    reply_headers& reply = request.reply();
    if (asked.asked == byte_ranges::kind::unsatisfiable) {
        reply.set("Content-Range", "bytes */" + std::to_string(one.size));
        request.error(416);
        return;
    }
    reply.set(one.fields);
    if (asked.asked == byte_ranges::kind::all) {
        push_all(request, one, set.compress_level);
        request.done();
        return;
    }
    request.reply_code(206);
    if (asked.ranges.size() > 1) {
        answer_with_parts(request, one, type, asked.ranges);
        return;
    }
    const byte_range& range = asked.ranges.front();
    reply.set("Content-Range", content_range(range, one.size));
    reply.set("Content-Length", std::to_string(range.size()));
    push_range(request, one, range);
    request.done();
}

} // namespace

void answer_with_file(http_request& request, const std::shared_ptr<const static_file>& file,
                      const file_settings& set) {
    const http_headers& fields = request.head().headers();
    const auto coding = choose_coding(fields, file->gzip.has_value());
    if (!coding) {
        request.reply().set("Vary", "Accept-Encoding");
        request.error(406);
        return;
    }
    const bool coded = *coding == content_coding::gzip;
    const representation& one = coded ? *file->gzip : file->plain;
    switch (check_conditions(fields, request.method(), one.valid_by())) {
    case precondition::not_modified:
        request.reply().set(one.validating);
        request.reply_code(304);
        request.done();
        return;
    case precondition::failed:
        request.error(412);
        return;
    case precondition::holds:
        answer_with(request, one, file->type, set);
        return;
    }
}

} // namespace medusa
