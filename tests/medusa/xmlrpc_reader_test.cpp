#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace medusa;

namespace {

std::string call_with(const std::string& value) {
    return "<?xml version='1.0'?><methodCall><methodName>m</methodName><params><param>" + value +
           "</param></params></methodCall>";
}

// What `value`, the text of a <value>, is read as.
xmlrpc_value read(const std::string& value, xmlrpc_reader_options options = {}) {
    const xmlrpc_request request = xmlrpc_reader(options).read_request(call_with(value));
    REQUIRE(request.params.size() == 1);
    return request.params.front();
}

std::string refusal(const std::string& document) {
    xmlrpc_reader reader;
    try {
        reader.read_request(document);
    } catch (const xmlrpc_parse_error& error) {
        return error.what();
    }
    return "";
}

xmlrpc_value sample() {
    return xmlrpc_struct{
        {"int", 5},
        {"big", std::int64_t{1} << 40},
        {"real", -0.5},
        {"text", " a <b> & \xc3\xa9\n"},
        {"empty", ""},
        {"", xmlrpc_array{xmlrpc_value(), true, false, xmlrpc_array{}, xmlrpc_struct{}}},
        {"bytes", xmlrpc_value::base64(std::string("\0\xff\x10", 3) + std::string(100, 'x'))},
        {"time", xmlrpc_value::datetime("20240229T23:59:59")},
    };
}

} // namespace

TEST_CASE("a request is a method and its parameters") {
    xmlrpc_reader reader;
    const xmlrpc_request request = reader.read_request(
        "<?xml version='1.0'?>\n<methodCall>\n<methodName>supervisor.startProcess</methodName>\n"
        "<params>\n<param>\n<value><string>cat:*</string></value>\n</param>\n<param>\n"
        "<value><boolean>1</boolean></value>\n</param>\n</params>\n</methodCall>\n");
    CHECK(request.method == "supervisor.startProcess");
    CHECK(request.params == xmlrpc_array{"cat:*", true});
}

TEST_CASE("a request may lack parameters and even a method") {
    xmlrpc_reader reader;
    CHECK(
        reader.read_request("<methodCall><methodName>m</methodName></methodCall>").params.empty());
    CHECK(reader.read_request("<methodCall><methodName>m</methodName><params/></methodCall>")
              .method == "m");
    CHECK(reader.read_request("<methodCall><methodName/></methodCall>").method.empty());
    CHECK(reader.read_request("<methodCall/>").method.empty());
    CHECK(reader.read_request("<methodCall><methodName> m </methodName></methodCall>").method ==
          " m ");
}

TEST_CASE("each type is read") {
    CHECK(read("<value><int>5</int></value>") == 5);
    CHECK(read("<value><i4>\n -5 </i4></value>") == -5);
    CHECK(read("<value><int>+7</int></value>") == 7);
    CHECK(read("<value><i8>9223372036854775807</i8></value>") ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(read("<value><boolean>1</boolean></value>") == true);
    CHECK(read("<value><boolean>0</boolean></value>") == false);
    CHECK(read("<value><boolean>true</boolean></value>") == false); // as in Supervisor
    CHECK(read("<value><boolean/></value>") == false);
    CHECK(read("<value><double>-1.5e3</double></value>") == -1500.0);
    CHECK(read("<value><double> 3 </double></value>") == 3.0);
    CHECK(read("<value><string>a b</string></value>") == "a b");
    CHECK(read("<value><string/></value>") == "");
    CHECK(read("<value><dateTime.iso8601>19980717T14:08:55</dateTime.iso8601></value>") ==
          xmlrpc_value::datetime("19980717T14:08:55"));
    CHECK(read("<value><base64>\naGVs\r\n bG8=\n</base64></value>") ==
          xmlrpc_value::base64("hello"));
    CHECK(read("<value><nil/></value>").is_nil());
    CHECK(read("<value><ex:nil/></value>").is_nil());
    CHECK(read("<value><ex:i8>1</ex:i8></value>") == 1);
    CHECK(read("<value><array><data></data></array></value>") == xmlrpc_array{});
    CHECK(read("<value><struct/></value>") == xmlrpc_struct{});
}

TEST_CASE("a value without a type is a string") {
    CHECK(read("<value>text</value>") == "text");
    CHECK(read("<value> two words </value>") == " two words ");
    CHECK(read("<value></value>") == "");
    CHECK(read("<value/>") == "");
    CHECK(read("<value>a<!-- note -->b<![CDATA[<c>]]></value>") == "ab<c>");
}

TEST_CASE("an unknown type yields its text") {
    CHECK(read("<value><i2>5</i2></value>") == "5");
    CHECK(read("<value><whatever/></value>").is_nil());
}

TEST_CASE("text between elements is passed over") {
    CHECK(read("<value>noise<int>5</int> noise </value>") == 5);
    CHECK(read("<value><array>x<data>y<value>z</value></data></array></value>") ==
          xmlrpc_array{"z"});
}

TEST_CASE("entities and line ends are those of XML") {
    CHECK(read("<value>&lt;&amp;&gt;&quot;&apos;&#233;&#xe9;&#13;\r\n</value>") ==
          "<&>\"'\xc3\xa9\xc3\xa9\r\n");
    CHECK(read("<value>"
               "<string>caf\xc3\xa9</string></value>") == "caf\xc3\xa9");
}

TEST_CASE("a declared encoding is obeyed") {
    xmlrpc_reader reader;
    CHECK(
        reader
            .read_request("<?xml version='1.0' encoding='iso-8859-1'?><methodCall><methodName>\xe9"
                          "</methodName></methodCall>")
            .method == "\xc3\xa9");
}

TEST_CASE("a document in an encoding nobody knows is read as UTF-8") {
    const std::string call = "<methodCall><methodName>m\xc3\xa9</methodName></methodCall>";
    for (const char* declared : {"UTF8", "windows-1252", "no-such", "UTF-16"}) {
        CAPTURE(declared);
        xmlrpc_reader reader;
        const std::string head = "<?xml version='1.0' encoding='" + std::string(declared) + "'?>";
        CHECK(reader.read_request(head + call).method == "m\xc3\xa9");
        CHECK_THROWS_WITH(reader.read_request(head + call + "x"),
                          Catch::Contains("junk after document element"));
        CHECK(reader.read_request("<?xml version='1.0' encoding='iso-8859-1'?>" + call).method ==
              "m\xc3\x83\xc2\xa9"); // the one before left nothing behind
    }
}

TEST_CASE("members keep their order and the last of a name wins") {
    const xmlrpc_value value = read("<value><struct>"
                                    "<member><name>b</name><value>1</value></member>"
                                    "<member><name>a</name><value>2</value></member>"
                                    "<member><name>b</name><value>3</value></member>"
                                    "<member><name/><value><int>4</int></value></member>"
                                    "</struct></value>");
    CHECK(value == xmlrpc_struct{{"b", "3"}, {"a", "2"}, {"", 4}});
}

TEST_CASE("base64 is text when told so") {
    CHECK(read("<value><base64>aGVsbG8=</base64></value>", {.base64_is_text = true}) == "hello");
    CHECK_THROWS_AS(read("<value><base64>/w==</base64></value>", {.base64_is_text = true}),
                    xmlrpc_parse_error);
}

TEST_CASE("a scalar that is not of its type is refused") {
    const std::string value =
        GENERATE(as<std::string>{}, "<int/>", "<int> </int>", "<int>x</int>", "<int>5x</int>",
                 "<int>5 5</int>", "<int>0x5</int>", "<int>--5</int>", "<int>+-5</int>",
                 "<int>1.0</int>", "<i8>9223372036854775808</i8>", "<double/>",
                 "<double>x</double>", "<double>1,5</double>", "<double>+-1</double>",
                 "<dateTime.iso8601/>", "<dateTime.iso8601>1998-07-17T14:08:55</dateTime.iso8601>",
                 "<dateTime.iso8601>19980230T14:08:55</dateTime.iso8601>",
                 "<dateTime.iso8601>19980717T24:08:55</dateTime.iso8601>",
                 "<dateTime.iso8601>19980717T14:08:60</dateTime.iso8601>", "<base64>a</base64>",
                 "<base64>!</base64>");
    CAPTURE(value);
    CHECK_THROWS_AS(read("<value>" + value + "</value>"), xmlrpc_parse_error);
}

TEST_CASE("a document that is not XML-RPC is refused") {
    const std::string document = GENERATE(
        as<std::string>{}, "", " ", "text", "<html/>", "<methodResponse/>", "<methodCall>",
        "<methodCall/><methodCall/>", "<methodCall><params><value/></params></methodCall>",
        "<methodCall><methodCall/></methodCall>", "<methodCall><params/><params/></methodCall>",
        "<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>",
        "<methodCall><methodName><b>a</b></methodName></methodCall>",
        "<methodCall><params><param/></params></methodCall>", "<methodCall a=1/>",
        "<methodCall>&undefined;</methodCall>", "<methodCall>\xff</methodCall>",
        "<methodCall>\x1b</methodCall>");
    CAPTURE(document);
    CHECK_THAT(refusal(document), Catch::StartsWith("line 1, column "));
}

TEST_CASE("a value with elements out of place is refused") {
    const std::string value = GENERATE(
        as<std::string>{}, "<value><int>5</int><int>6</int></value>",
        "<value><string><b>x</b></string></value>", "<value><x><y/></x></value>",
        "<value/><value/>", "<int>5</int>", "<value><array/></value>",
        "<value><array><value/></array></value>", "<value><array><data/><data/></array></value>",
        "<value><array><data><int>5</int></data></array></value>",
        "<value><struct><value/></struct></value>", "<value><struct><member/></struct></value>",
        "<value><struct><member><name>a</name></member></struct></value>",
        "<value><struct><member><value/></member></struct></value>",
        "<value><struct><member><value/><name>a</name></member></struct></value>",
        "<value><struct><member><name>a</name><value/><value/></member></struct></value>",
        "<value><struct><member><name>a</name><name>b</name><value/></member></struct></value>");
    CAPTURE(value);
    CHECK_FALSE(refusal(call_with(value)).empty());
}

TEST_CASE("a refusal says where and what") {
    CHECK(refusal("<methodCall>\n <oops/></methodCall>") ==
          "line 2, column 2: <oops> is out of place");
    CHECK(refusal("<methodCall>\n</wrong>") == "line 2, column 3: mismatched tag");
    CHECK(refusal(call_with("<value><int>x</int></value>")).find("bad integer") !=
          std::string::npos);
}

TEST_CASE("a DOCTYPE is refused and so are the entities it would bring") {
    const std::string sentence = refusal("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
                                         "<methodCall><methodName>&b;</methodName></methodCall>");
    CHECK(sentence.find("DOCTYPE is not allowed") != std::string::npos);
}

TEST_CASE("nesting is bounded where it was told") {
    auto nested = [](std::size_t depth) {
        std::string value;
        for (std::size_t i = 1; i < depth; ++i)
            value += "<value><array><data>";
        value += "<value/>";
        for (std::size_t i = 1; i < depth; ++i)
            value += "</data></array></value>";
        return value;
    };
    CHECK_NOTHROW(read(nested(64)));
    CHECK_THROWS_AS(read(nested(65)), xmlrpc_parse_error);
    CHECK_NOTHROW(read(nested(3), {.max_depth = 3}));
    CHECK_THROWS_AS(read(nested(4), {.max_depth = 3}), xmlrpc_parse_error);
    CHECK_THROWS_AS(read(nested(100000)), xmlrpc_parse_error);
    std::string many = "<value><array><data>"; // beside each other, not within
    for (int i = 0; i < 100; ++i)
        many += "<value/>";
    CHECK(read(many + "</data></array></value>").as_array().size() == 100);
}

TEST_CASE("a reader reads on after a document it refused") {
    xmlrpc_reader reader;
    const std::string good = call_with("<value><int>5</int></value>");
    for (std::size_t size = 0; size < good.size(); ++size) {
        CHECK_THROWS_AS(reader.read_request(good.substr(0, size)), xmlrpc_parse_error);
        CHECK(reader.read_request(good).params == xmlrpc_array{5});
    }
}

TEST_CASE("what was written is read back") {
    xmlrpc_reader reader;
    const xmlrpc_request request =
        reader.read_request(write_xmlrpc_request("a.b<&>", {sample(), 1}));
    CHECK(request.method == "a.b<&>");
    CHECK(request.params == xmlrpc_array{sample(), 1});
    CHECK(std::get<xmlrpc_value>(reader.read_response(write_xmlrpc_response(sample()))) ==
          sample());
    CHECK(std::get<xmlrpc_value>(reader.read_response(write_xmlrpc_response(xmlrpc_value())))
              .is_nil());
}

TEST_CASE("a fault is read as a fault") {
    xmlrpc_reader reader;
    const auto response =
        reader.read_response(write_xmlrpc_response(xmlrpc_fault(70, "NOT_RUNNING: a")));
    REQUIRE(std::holds_alternative<xmlrpc_fault>(response));
    CHECK(std::get<xmlrpc_fault>(response).code() == 70);
    CHECK(std::get<xmlrpc_fault>(response).text() == "NOT_RUNNING: a");
}

TEST_CASE("a response that is neither one value nor a fault is refused") {
    const std::string inside =
        GENERATE(as<std::string>{}, "", "<params/>",
                 "<params><param><value/></param><param><value/></param></params>", "<fault/>",
                 "<fault><value/></fault>", "<fault><value><struct/></value></fault>",
                 "<fault><value><struct><member><name>faultCode</name><value>x</value></member></"
                 "struct></value></fault>",
                 "<params><param><value/></param></params><fault><value/></fault>",
                 "<methodName>m</methodName>");
    CAPTURE(inside);
    xmlrpc_reader reader;
    CHECK_THROWS_AS(reader.read_response("<methodResponse>" + inside + "</methodResponse>"),
                    xmlrpc_parse_error);
}

TEST_CASE("a response cut anywhere is refused") {
    xmlrpc_reader reader;
    const std::string whole = write_xmlrpc_response(sample());
    for (std::size_t size = 0; size + 1 < whole.size(); ++size) // the last byte is a line end
        CHECK_THROWS_AS(reader.read_response(whole.substr(0, size)), xmlrpc_parse_error);
}

TEST_CASE("no byte anywhere makes the reader fall") {
    xmlrpc_reader reader;
    const std::string whole =
        write_xmlrpc_request("m", {xmlrpc_struct{{"a", xmlrpc_array{1, true}}}});
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string document = whole;
            document[at] = static_cast<char>(byte);
            xmlrpc_request request;
            try {
                request = reader.read_request(document);
            } catch (const xmlrpc_parse_error&) { // as most are
            }
            CHECK(request.params.size() <= 1);
        }
    }
}
