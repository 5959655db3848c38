#include "medusa/xmlrpc_writer.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>

using namespace medusa;

namespace {

std::string written(const xmlrpc_value& value) {
    std::string out;
    append_xmlrpc_value(out, value);
    return out;
}

} // namespace

// The expected texts of this file are what Python 3.11's xmlrpc.client.dumps printed.

TEST_CASE("a response is written as Python writes it") {
    CHECK(write_xmlrpc_response(xmlrpc_array{1, "a"}) ==
          "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"
          "<value><array><data>\n<value><int>1</int></value>\n<value><string>a</string></value>\n"
          "</data></array></value>\n"
          "</param>\n</params>\n</methodResponse>\n");
    CHECK(write_xmlrpc_response(xmlrpc_value()) ==
          "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"
          "<value><nil/></value></param>\n</params>\n</methodResponse>\n");
}

TEST_CASE("a fault is written as Python writes it") {
    CHECK(write_xmlrpc_response(xmlrpc_fault(10, "BAD_NAME: a")) ==
          "<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n"
          "<name>faultCode</name>\n<value><int>10</int></value>\n</member>\n<member>\n"
          "<name>faultString</name>\n<value><string>BAD_NAME: a</string></value>\n</member>\n"
          "</struct></value>\n</fault>\n</methodResponse>\n");
}

TEST_CASE("a request is written as Python writes it") {
    CHECK(write_xmlrpc_request("a.b", {}) ==
          "<?xml version='1.0'?>\n<methodCall>\n<methodName>a.b</methodName>\n<params>\n</params>\n"
          "</methodCall>\n");
    CHECK(write_xmlrpc_request("a.b", {1, "a"}) ==
          "<?xml version='1.0'?>\n<methodCall>\n<methodName>a.b</methodName>\n<params>\n<param>\n"
          "<value><int>1</int></value>\n</param>\n<param>\n<value><string>a</string></value>\n"
          "</param>\n</params>\n</methodCall>\n");
}

TEST_CASE("each type is written as Python writes it") {
    CHECK(written(true) == "<value><boolean>1</boolean></value>\n");
    CHECK(written(false) == "<value><boolean>0</boolean></value>\n");
    CHECK(written(0) == "<value><int>0</int></value>\n");
    CHECK(written(-2147483648) == "<value><int>-2147483648</int></value>\n");
    CHECK(written(2147483647) == "<value><int>2147483647</int></value>\n");
    CHECK(written("") == "<value><string></string></value>\n");
    CHECK(written("a<b>&\"'c") == "<value><string>a&lt;b&gt;&amp;\"'c</string></value>\n");
    CHECK(written("\xc3\xa9\n\r\t") == "<value><string>\xc3\xa9\n\r\t</string></value>\n");
    CHECK(written(xmlrpc_value::base64("hello")) ==
          "<value><base64>\naGVsbG8=\n</base64></value>\n");
    CHECK(written(xmlrpc_value::base64("")) == "<value><base64>\n</base64></value>\n");
    CHECK(written(xmlrpc_value::base64(std::string(60, 'x'))) ==
          "<value><base64>\n"
          "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"
          "eHh4\n</base64></value>\n");
    CHECK(written(xmlrpc_value::datetime("20240101T10:11:12")) ==
          "<value><dateTime.iso8601>20240101T10:11:12</dateTime.iso8601></value>\n");
    CHECK(written(xmlrpc_array{}) == "<value><array><data>\n</data></array></value>\n");
    CHECK(written(xmlrpc_struct{}) == "<value><struct>\n</struct></value>\n");
    CHECK(written(xmlrpc_struct{{"a", 1}, {"b<", "x"}}) ==
          "<value><struct>\n<member>\n<name>a</name>\n<value><int>1</int></value>\n</member>\n"
          "<member>\n<name>b&lt;</name>\n<value><string>x</string></value>\n</member>\n"
          "</struct></value>\n");
}

TEST_CASE("doubles are written as Python's repr") {
    const std::pair<double, std::string> rows[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {0.1, "0.1"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e+16"},
        {9999999999999998.0, "9999999999999998.0"},
        {123456789012345680.0, "1.2345678901234568e+17"},
        {1e-4, "0.0001"},
        {1e-5, "1e-05"},
        {1.5e300, "1.5e+300"},
        {-2.5e-308, "-2.5e-308"},
        {std::numeric_limits<double>::denorm_min(), "5e-324"},
        {std::numeric_limits<double>::infinity(), "inf"},
        {-std::numeric_limits<double>::infinity(), "-inf"},
        {std::numeric_limits<double>::quiet_NaN(), "nan"},
    };
    for (const auto& [value, text] : rows)
        CHECK(written(value) == "<value><double>" + text + "</double></value>\n");
}

TEST_CASE("a double of whole thousandths is written as any other") {
    const auto longhand = [](double value) {
        char text[32];
        const auto end =
            std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
        std::string digits(text, end);
        if (digits.find('.') == std::string::npos) digits += ".0";
        return "<value><double>" + digits + "</double></value>\n";
    };
    std::mt19937_64 random(1); // the same each time
    const auto check = [&](double value) {
        for (const double one : {value, std::nextafter(value, 1e300), std::nextafter(value, 0.001)})
            if (written(one) != longhand(one)) CHECK(written(one) == longhand(one));
    };
    for (int thousandths = 1; thousandths < 20'000; ++thousandths)
        check(thousandths / 1000.0);
    for (int bits = 10; bits < 53; ++bits)
        for (int i = 0; i < 1000; ++i)
            check(static_cast<double>(1 + (random() >> (64 - bits))) / 1000);
    CHECK(written(-12.05) == "<value><double>-12.05</double></value>\n");
}

TEST_CASE("an integer past 32 bits is an i8") {
    CHECK(written(2147483648) == "<value><i8>2147483648</i8></value>\n");
    CHECK(written(-2147483649) == "<value><i8>-2147483649</i8></value>\n");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) ==
          "<value><i8>-9223372036854775808</i8></value>\n");
}

TEST_CASE("text that XML forbids is replaced") {
    CHECK(written("\x1b[1mbold\xff") ==
          "<value><string>\xef\xbf\xbd[1mbold\xef\xbf\xbd</string></value>\n");
    CHECK(written(xmlrpc_struct{{std::string(1, '\0'), 1}}).find('\0') == std::string::npos);
}
