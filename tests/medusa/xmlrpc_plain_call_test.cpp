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
const std::string with_parameters =
    write_xmlrpc_request("m", {"a:b", -12, true, false, "", 2147483647});

constexpr std::string_view plain_calls[] = {
    "<methodCall><methodName>m</methodName></methodCall>",
    "<?xml version='1.0'?><methodCall><methodName>m</methodName><params></params></methodCall>",
    "<?xml version=\"1.0\"?>\n<methodCall><methodName>a.B_9</methodName><params/></methodCall>\n",
    " \t\r\n<methodCall> <methodName>m</methodName> <params> </params> </methodCall> \n",
};

std::string with_value(std::string_view value) {
    std::string call = "<methodCall><methodName>m</methodName><params> <param> <value>";
    return call.append(value).append("</value> </param> </params></methodCall>");
}

struct outcome {
    std::string method;
    xmlrpc_array params;
    bool operator==(const outcome&) const = default;
};

std::optional<outcome> plain(std::string_view document) {
    auto call = read_plain_call(document);
    if (!call) return std::nullopt;
    return outcome{call->method, call->params};
}

// What the XML parser makes of it, of which a comment behind it makes a document that is not plain.
std::optional<outcome> parsed(std::string_view document, xmlrpc_reader& reader) {
    const std::string with_comment = std::string(document) + "<!---->";
    REQUIRE_FALSE(plain(with_comment));
    try {
        const xmlrpc_request request = reader.read_request(with_comment);
        return outcome{request.method, request.params};
    } catch (const xmlrpc_parse_error&) {
        return std::nullopt;
    }
}

// That it is taken for what the parser takes it for, if it is taken.
void check(std::string_view document, xmlrpc_reader& reader) {
    const auto call = plain(document);
    if (!call || parsed(document, reader) == call) return;
    INFO(document);
    CHECK(parsed(document, reader) == call);
}

} // namespace

TEST_CASE("a call without parameters is read as it is usually written") {
    CHECK(plain(as_python_writes_it) == outcome{"supervisor.getState", {}});
    CHECK(plain(plain_calls[0]) == outcome{"m", {}});
    CHECK(plain(plain_calls[1]) == outcome{"m", {}});
    CHECK(plain(plain_calls[2]) == outcome{"a.B_9", {}});
    CHECK(plain(plain_calls[3]) == outcome{"m", {}});
}

TEST_CASE("a call with plain parameters is read as it is usually written") {
    CHECK(plain(with_parameters) == outcome{"m", {"a:b", -12, true, false, "", 2147483647}});
    CHECK(plain(with_value("<string> a b </string>")) == outcome{"m", {" a b "}});
    CHECK(plain(with_value("<i4>007</i4>")) == outcome{"m", {7}});
    CHECK(plain(with_value("<int>-2147483648</int>\n")) == outcome{"m", {-2147483647 - 1}});
}

TEST_CASE("a parameter that is not written plainly is left to the XML parser") {
    for (const std::string_view value : {"",
                                         "text",
                                         " <int>1</int>",
                                         "<int></int>",
                                         "<int>-</int>",
                                         "<int>+1</int>",
                                         "<int> 1</int>",
                                         "<int>1 </int>",
                                         "<int>1.0</int>",
                                         "<int>2147483648</int>",
                                         "<int>-2147483649</int>",
                                         "<int>99999999999999999999</int>",
                                         "<int>1</i4>",
                                         "<boolean>2</boolean>",
                                         "<boolean></boolean>",
                                         "<string>a&amp;b</string>",
                                         "<string>]]></string>",
                                         "<string>\xc3\xa4</string>",
                                         "<string>a\rb</string>",
                                         "<string>\x7f</string>",
                                         "<string><b/></string>",
                                         "<string/>",
                                         "<i8>1</i8>",
                                         "<double>1</double>",
                                         "<nil/>",
                                         "<int>1</int><int>1</int>",
                                         "<int>1</int>x",
                                         "<array><data/></array>"}) {
        INFO(value);
        CHECK_FALSE(plain(with_value(value)));
    }
    CHECK_FALSE(plain("<methodCall><methodName>m</methodName><params><param></param></params>"
                      "</methodCall>"));
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
             write_xmlrpc_request("m", {1.5}),
         }) {
        INFO(document);
        CHECK_FALSE(plain(document));
    }
}

TEST_CASE("a plain call means what the XML parser says also when a byte of it is another") {
    xmlrpc_reader reader({.strict = GENERATE(true, false)});
    for (const std::string_view one : plain_calls)
        check(one, reader);
    for (const std::string& whole : {as_python_writes_it, with_parameters}) {
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string other = whole;
            check(other.substr(0, i), reader);
            check(other.erase(i, 1), reader);
            for (int byte = 0; byte < 256; ++byte) {
                other = whole;
                other[i] = static_cast<char>(byte);
                check(other, reader);
                other = whole;
                check(other.insert(i, 1, static_cast<char>(byte)), reader);
            }
        }
    }
}
