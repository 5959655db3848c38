#include "medusa/xmlrpc_reader.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <string>

using namespace medusa;

namespace {

xmlrpc_request read(const std::string& document) {
    xmlrpc_reader reader({.strict = true});
    return reader.read_request(document);
}

xmlrpc_value value_of(const std::string& value) {
    return read("<methodCall><methodName>m</methodName><params><param>" + value +
                "</param></params></methodCall>")
        .params.at(0);
}

std::string utf16(const std::string& ascii, bool big_endian) {
    std::string text = big_endian ? "\xfe\xff" : "\xff\xfe";
    for (char c : ascii)
        text.append(big_endian ? std::string{'\0', c} : std::string{c, '\0'});
    return text;
}

} // namespace

TEST_CASE("strict or not, what the specification has is read", "[xmlrpc_strict]") {
    CHECK(value_of("<value><int>\n 5 </int></value>") == 5);
    CHECK(value_of("<value><i4>-2147483648</i4></value>") == -2147483648LL);
    CHECK(value_of("<value><int>2147483647</int></value>") == 2147483647);
    CHECK(value_of("<value><i8>-9223372036854775808</i8></value>") ==
          std::numeric_limits<std::int64_t>::min());
    CHECK(value_of("<value><int>+5</int></value>") == 5);
    CHECK(value_of("<value><int>007</int></value>") == 7);
    CHECK(value_of("<value><int>-0</int></value>") == 0);
    CHECK(value_of("<value><boolean> 1 </boolean></value>") == true);
    CHECK(value_of("<value><boolean>0</boolean></value>") == false);
    CHECK(value_of("<value><double>-12.25</double></value>") == -12.25);
    CHECK(value_of("<value><double>+1e-5</double></value>") == 1e-5);
    CHECK(value_of("<value><dateTime.iso8601>19980717T14:08:55</dateTime.iso8601></value>") ==
          xmlrpc_value::datetime("19980717T14:08:55"));
    CHECK(value_of("<value><base64>AP8=</base64></value>") ==
          xmlrpc_value::base64(std::string("\0\xff", 2)));
    CHECK(value_of("<value><nil/></value>").is_nil());
    CHECK(value_of("<value><nil> </nil></value>").is_nil());
    CHECK(value_of("<value> two  spaces </value>") == " two  spaces ");
    CHECK(value_of("<value/>") == "");
    CHECK(value_of("\n<value>\n <array>\n <data>\n <value>a</value>\n </data>\n </array>\n"
                   " </value>\n") == xmlrpc_array{"a"});
    CHECK(value_of("<value>\n<struct>\n<member>\n<name>a b</name>\n<value>1</value>\n</member>\n"
                   "</struct>\n</value>") == xmlrpc_struct{{"a b", "1"}});
    CHECK(read("<methodCall><methodName>a.b_C:9/d</methodName><params/></methodCall>")
              .params.empty());
    CHECK(read("<methodCall><methodName>m</methodName></methodCall>").params.empty());
}

TEST_CASE("strict, what is no value of its type is refused", "[xmlrpc_strict]") {
    const std::string value =
        GENERATE(as<std::string>{}, "<int>2147483648</int>", "<i4>-2147483649</i4>",
                 "<i8>9223372036854775808</i8>", "<i8>99999999999999999999999999999999</i8>",
                 "<int>1 2</int>", "<int>0x10</int>", "<int>1e3</int>", "<int>5.</int>",
                 "<int>+ 5</int>", "<int></int>", "<boolean>true</boolean>", "<boolean>2</boolean>",
                 "<boolean/>", "<boolean>01</boolean>", "<double>nan</double>",
                 "<double>inf</double>", "<double>-infinity</double>", "<double>1e999</double>",
                 "<double>1,5</double>", "<double>0x1p3</double>", "<double/>",
                 "<dateTime.iso8601> 19980717T14:08:55</dateTime.iso8601>",
                 "<dateTime.iso8601>19980717T14:08:55Z</dateTime.iso8601>",
                 "<dateTime.iso8601>19980717 14:08:55</dateTime.iso8601>",
                 "<dateTime.iso8601>19980229T14:08:55</dateTime.iso8601>", "<base64>AP8</base64>",
                 "<base64>A-_=</base64>", "<base64>====</base64>", "<nil>x</nil>", "<i2>5</i2>",
                 "<whatever/>", "<float>1</float>", "<Int>5</Int>");
    CAPTURE(value);
    CHECK_THROWS_AS(value_of("<value>" + value + "</value>"), xmlrpc_parse_error);
}

TEST_CASE("strict, text out of place is refused", "[xmlrpc_strict]") {
    for (const char* value :
         {"x<value/>", "<value/>x", "<value>x<int>5</int></value>", "<value><int>5</int>x</value>",
          "<value><array>x<data/></array></value>", "<value><array><data>x</data></array></value>",
          "<value><array><data/>x</array></value>", "<value><struct>x</struct></value>",
          "<value><struct><member>x<name>a</name><value/></member></struct></value>",
          "<value><struct><member><name>a</name>x<value/></member></struct></value>",
          "<value><struct><member><name>a</name><value/></member>x</struct></value>"}) {
        CAPTURE(value);
        CHECK_THROWS_AS(value_of(value), xmlrpc_parse_error);
    }
    CHECK_THROWS_AS(read("<methodCall>x<methodName>m</methodName></methodCall>"),
                    xmlrpc_parse_error);
    CHECK_THROWS_AS(read("<methodCall><methodName>m</methodName>x</methodCall>"),
                    xmlrpc_parse_error);
    CHECK_THROWS_AS(read("<methodCall><methodName>m</methodName><params>x</params></methodCall>"),
                    xmlrpc_parse_error);
}

TEST_CASE("strict, a member twice and a method's name with a space are refused",
          "[xmlrpc_strict]") {
    CHECK_THROWS_AS(value_of("<value><struct><member><name>a</name><value>1</value></member>"
                             "<member><name>a</name><value>1</value></member></struct></value>"),
                    xmlrpc_parse_error);
    for (const char* name : {" m", "m ", "a b", "a-b", "\xc3\xa9", "a\nb", "a()"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(
            read("<methodCall><methodName>" + std::string(name) + "</methodName></methodCall>"),
            xmlrpc_parse_error);
    }
}

TEST_CASE("comments, instructions, CDATA and references are those of XML", "[xmlrpc_strict]") {
    CHECK(value_of("<value><!-- a --><int>1<!-- b -->2</int><?pi x?></value>") == 12);
    CHECK(value_of("<value><string>a<?pi x?>b</string></value>") == "ab");
    CHECK(value_of("<value><string><![CDATA[<&>]]]]><![CDATA[>]]></string></value>") == "<&>]]>");
    CHECK(value_of("<value>&#65;&#x42;&#x1F600;&lt;</value>") == "AB\xf0\x9f\x98\x80<");
    for (const char* value : {"&#0;", "&#xD800;", "&#x110000;", "&#27;", "&eacute;", "&", "\xff",
                              "\xc3", "\xed\xa0\x80", "\xc0\xaf", "]]>"}) {
        CAPTURE(value);
        CHECK_THROWS_AS(value_of("<value>" + std::string(value) + "</value>"), xmlrpc_parse_error);
    }
}

TEST_CASE("a document may be in Latin-1 or UTF-16, and in nothing that is not known",
          "[xmlrpc_strict]") {
    const std::string call = "<methodCall><methodName>m</methodName><params><param><value>";
    const std::string end = "</value></param></params></methodCall>";
    CHECK(read("<?xml version='1.0' encoding='ISO-8859-1'?>" + call + "\xe9" + end).params[0] ==
          "\xc3\xa9");
    CHECK(read("\xef\xbb\xbf" + call + "\xc3\xa9" + end).params[0] == "\xc3\xa9");
    for (const bool big_endian : {false, true}) {
        CHECK(read(utf16(call + "hi" + end, big_endian)).params[0] == "hi");
        CHECK(read(utf16("<?xml version='1.0' encoding='UTF-16'?>" + call + "hi" + end, big_endian))
                  .params[0] == "hi");
        CHECK_THROWS_AS(read(utf16(call + "hi" + end, big_endian) + "x"), xmlrpc_parse_error);
    }
    CHECK_THROWS_AS(read("<?xml version='1.0' encoding='EBCDIC-XX'?>" + call + end),
                    xmlrpc_parse_error);
    CHECK_THROWS_AS(read("<?xml version='1.0' encoding='US-ASCII'?>" + call + "\xe9" + end),
                    xmlrpc_parse_error);
    CHECK_THROWS_AS(read("<?xml version='1.0' encoding='UTF-16'?>" + call + end),
                    xmlrpc_parse_error);
}
