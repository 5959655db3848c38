#include "medusa/xmlrpc_plain_call.hpp"
#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace medusa;

namespace {

const std::string as_python_writes_it = write_xmlrpc_request("supervisor.getState", {});

constexpr std::string_view plain_calls[] = {
    "<methodCall><methodName>m</methodName></methodCall>",
    "<?xml version='1.0'?><methodCall><methodName>m</methodName><params></params></methodCall>",
    "<?xml version=\"1.0\"?>\n<methodCall><methodName>a.B_9</methodName><params/></methodCall>\n",
    " \t\r\n<methodCall> <methodName>m</methodName> <params> </params> </methodCall> \n",
};

// What the XML parser makes of it, of which a comment behind it makes a document that is not plain.
std::optional<std::string> parsed(std::string_view document, xmlrpc_reader& reader) {
    const std::string with_comment = std::string(document) + "<!---->";
    REQUIRE_FALSE(read_plain_call(with_comment));
    try {
        const xmlrpc_request request = reader.read_request(with_comment);
        if (request.params.empty()) return request.method;
    } catch (const xmlrpc_parse_error&) {
    }
    return std::nullopt;
}

// That it is taken for what the parser takes it for, if it is taken.
void check(std::string_view document, xmlrpc_reader& reader) {
    const auto plain = read_plain_call(document);
    if (!plain) return;
    INFO(document);
    CHECK(parsed(document, reader) == *plain);
}

} // namespace

TEST_CASE("a call without parameters is read as it is usually written") {
    CHECK(read_plain_call(as_python_writes_it) == "supervisor.getState");
    CHECK(read_plain_call(plain_calls[0]) == "m");
    CHECK(read_plain_call(plain_calls[1]) == "m");
    CHECK(read_plain_call(plain_calls[2]) == "a.B_9");
    CHECK(read_plain_call(plain_calls[3]) == "m");
}

TEST_CASE("a call that is not written plainly is left to the XML parser") {
    const std::string call = "<methodCall><methodName>m</methodName></methodCall>";
    for (const std::string& document : {
             std::string(),
             " <?xml version='1.0'?>" + call,
             "<?xml version='1.1'?>" + call,
             "<?xml version='1.0' encoding='ISO-8859-1'?>" + call,
             "<!DOCTYPE a>" + call,
             "\xef\xbb\xbf" + call,
             call + "x",
             call + call,
             call + std::string(1, '\0'),
             std::string("<methodCall><methodName></methodName></methodCall>"),
             std::string("<methodCall><methodName> m</methodName></methodCall>"),
             std::string("<methodCall><methodName>m </methodName></methodCall>"),
             std::string("<methodCall><methodName>a-b</methodName></methodCall>"),
             std::string("<methodCall><methodName>a&amp;b</methodName></methodCall>"),
             std::string("<methodCall><methodName>m</methodName>x</methodCall>"),
             std::string("<methodCall><params/><methodName>m</methodName></methodCall>"),
             std::string("<methodCall><methodName>m</methodName><params></methodCall>"),
             std::string("<methodCall><methodName>m</methodName><params /></methodCall>"),
             std::string("<methodCall><methodName>m</methodName><params/><params/></methodCall>"),
             write_xmlrpc_request("m", {1}),
         }) {
        INFO(document);
        CHECK_FALSE(read_plain_call(document));
    }
}

TEST_CASE("a plain call means what the XML parser says also when a byte of it is another") {
    xmlrpc_reader reader({.strict = GENERATE(true, false)});
    for (const std::string_view one : plain_calls)
        check(one, reader);
    for (std::size_t i = 0; i < as_python_writes_it.size(); ++i) {
        std::string other = as_python_writes_it;
        check(other.substr(0, i), reader);
        check(other.erase(i, 1), reader);
        for (int byte = 0; byte < 256; ++byte) {
            other = as_python_writes_it;
            other[i] = static_cast<char>(byte);
            check(other, reader);
            other = as_python_writes_it;
            check(other.insert(i, 1, static_cast<char>(byte)), reader);
        }
    }
}
