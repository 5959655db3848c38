// The head of a request, then the rest of the input as a chunk line and a trailer line.

#include "medusa/chunk_parser.hpp"
#include "medusa/http_parser.hpp"

#include <cstdlib>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const medusa::request_head& head) {
    const auto& headers = head.headers();
    for (std::size_t i = 0; i < headers.size(); ++i) {
        require(!headers.name(i).empty());
        require(headers.value(i).find_first_of(std::string_view("\0\r\n", 3)) ==
                std::string_view::npos);
        require(headers.has(headers.name(i)));
    }
    require(!head.method().empty() && !head.path().empty());
    require(head.path().front() == '/' || head.path() == "*");
    require(head.path().find('\0') == std::string::npos);
    require(head.version().minor == 0 || headers.count("Host") == 1);
    // One framing, and the very one that the fields name.
    const bool length = headers.count("Content-Length") == 1;
    const bool chunked = headers.count("Transfer-Encoding") == 1;
    require(!(length && chunked));
    require((head.framing() == medusa::body_framing::length) == length);
    require((head.framing() == medusa::body_framing::chunked) == chunked);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    auto result = medusa::parse_request_head(std::string(input));
    if (const auto* head = std::get_if<medusa::request_head>(&result))
        check(*head);
    else
        require(!std::get<medusa::http_error>(result).reason.empty());

    if (auto chunk = medusa::parse_chunk_size(input))
        require(input.find_first_of("\r\n") == std::string_view::npos && *chunk >> 63 == 0);
    medusa::trailer_lines trailer;
    if (!trailer.add(input)) require(input.find_first_of("\r\n") == std::string_view::npos);
    return 0;
}
