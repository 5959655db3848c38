// A document as a request and as a response; what was read must be written and read back the same,
// and what is read strictly is read leniently, too, as the same. A plain call is what the XML
// parser says it is, which a comment behind it has it asked.

#include "medusa/xmlrpc_plain_call.hpp"
#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <cstdlib>

namespace {

std::string written(const medusa::xmlrpc_request& request) {
    return medusa::write_xmlrpc_request(request.method, request.params);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    static medusa::xmlrpc_reader reader;
    const std::string_view document(reinterpret_cast<const char*>(data), size);
    if (const auto call = medusa::read_plain_call(document)) {
        static medusa::xmlrpc_reader parser({.strict = true});
        const auto parsed = parser.read_request(std::string(document) + "<!---->");
        if (parsed.method != call->method || parsed.params != call->params) std::abort();
    }
    try {
        reader.read_response(document);
    } catch (const medusa::xmlrpc_parse_error&) {
    }
    std::string strictly;
    try {
        static medusa::xmlrpc_reader strict({.strict = true});
        strictly = written(strict.read_request(document));
    } catch (const medusa::xmlrpc_parse_error&) {
    }
    std::string once;
    try {
        once = written(reader.read_request(document));
    } catch (const medusa::xmlrpc_parse_error&) {
        if (!strictly.empty()) std::abort();
        return 0;
    }
    // A boolean may have space around it only where it is read strictly.
    if (!strictly.empty() && strictly != once && strictly.find("<boolean>1") == std::string::npos)
        std::abort();
    // A carriage return, which Python writes as it is, reads back as a line end.
    const std::string twice = written(reader.read_request(once));
    if (once.find('\r') == std::string::npos && once != twice) std::abort();
    return 0;
}
