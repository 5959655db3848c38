#include "medusa/xmlrpc_writer.hpp"

#include "medusa/base64.hpp"
#include "medusa/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace medusa {

namespace {

constexpr std::string_view xml_declaration = "<?xml version='1.0'?>\n";

void append_integer(std::string& out, std::int64_t value) {
    char digits[24];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    const bool fits = value >= std::numeric_limits<std::int32_t>::min() &&
                      value <= std::numeric_limits<std::int32_t>::max();
    out += fits ? "<value><int>" : "<value><i8>";
    out.append(digits, written.ptr);
    out += fits ? "</int></value>\n" : "</i8></value>\n";
}

// Python's repr: the shortest digits that read back the same, with an exponent below 1e-4 and from
// 1e16 on, and always a point or an exponent.
void append_repr(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "nan";
        return;
    }
    if (std::isinf(value)) {
        out += value < 0 ? "-inf" : "inf";
        return;
    }
    char text[400];
    const double size = std::fabs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
        const auto written =
            std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
        out.append(text, written.ptr);
        return;
    }
    const auto written = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
    const std::string_view digits(text, static_cast<std::size_t>(written.ptr - text));
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
}

void append_base64(std::string& out, std::string_view bytes) {
    constexpr std::size_t bytes_per_line = 57; // 76 digits, as MIME has it
    out += "<value><base64>\n";
    for (std::size_t at = 0; at < bytes.size(); at += bytes_per_line)
        out.append(base64_encode(bytes.substr(at, bytes_per_line))).append("\n");
    out += "</base64></value>\n";
}

void append_string(std::string& out, std::string_view text) {
    out += "<value><string>";
    append_xml_escaped(out, text);
    out += "</string></value>\n";
}

void append_member(std::string& out, std::string_view name, const xmlrpc_value& value) {
    out += "<member>\n<name>";
    append_xml_escaped(out, name);
    out += "</name>\n";
    append_xmlrpc_value(out, value);
    out += "</member>\n";
}

void append_struct(std::string& out, const xmlrpc_struct& members) {
    out += "<value><struct>\n";
    for (const auto& [name, value] : members)
        append_member(out, name, value);
    out += "</struct></value>\n";
}

constexpr std::size_t most_reserved = 256 * 1024;

void append_array(std::string& out, const xmlrpc_array& elements) {
    out += "<value><array><data>\n";
    const std::size_t begin = out.size();
    for (const xmlrpc_value& each : elements) {
        append_xmlrpc_value(out, each);
        // The others are likely as long as the first, or a little longer.
        if (&each == elements.data() && elements.size() > 2)
            out.reserve(begin +
                        std::min(most_reserved, (out.size() - begin + 16) * elements.size()));
    }
    out += "</data></array></value>\n";
}

} // namespace

void append_xmlrpc_value(std::string& out, const xmlrpc_value& value) {
    using kind = xmlrpc_value::kind;
    switch (value.type()) {
    case kind::nil:
        out += "<value><nil/></value>";
        return;
    case kind::boolean:
        out += value.as_bool() ? "<value><boolean>1</boolean></value>\n"
                               : "<value><boolean>0</boolean></value>\n";
        return;
    case kind::integer:
        return append_integer(out, value.as_int());
    case kind::real:
        out += "<value><double>";
        append_repr(out, value.as_double());
        out += "</double></value>\n";
        return;
    case kind::string:
        return append_string(out, value.as_string());
    case kind::base64:
        return append_base64(out, value.as_base64());
    case kind::datetime:
        out += "<value><dateTime.iso8601>";
        append_xml_escaped(out, value.as_datetime());
        out += "</dateTime.iso8601></value>\n";
        return;
    case kind::array:
        return append_array(out, value.as_array());
    case kind::structure:
        return append_struct(out, value.as_struct());
    case kind::written:
        out += value.as_written();
        return;
    }
}

std::string write_xmlrpc_response(const xmlrpc_value& result) {
    std::string out;
    out.reserve(512);
    out += xmlrpc_response_begin();
    append_xmlrpc_value(out, result);
    out += xmlrpc_response_end();
    return out;
}

std::string_view xmlrpc_response_begin() noexcept {
    return "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n";
}

std::string_view xmlrpc_response_end() noexcept {
    return "</param>\n</params>\n</methodResponse>\n";
}

std::string write_xmlrpc_response(const xmlrpc_fault& fault) {
    std::string out;
    out.reserve(512);
    out.append(xml_declaration).append("<methodResponse>\n<fault>\n");
    append_xmlrpc_value(out,
                        xmlrpc_struct{{"faultCode", fault.code()}, {"faultString", fault.text()}});
    out += "</fault>\n</methodResponse>\n";
    return out;
}

std::string write_xmlrpc_request(std::string_view method, const xmlrpc_array& params) {
    std::string out;
    out.reserve(512);
    out.append(xml_declaration).append("<methodCall>\n<methodName>");
    append_xml_escaped(out, method);
    out += "</methodName>\n<params>\n";
    for (const xmlrpc_value& each : params) {
        out += "<param>\n";
        append_xmlrpc_value(out, each);
        out += "</param>\n";
    }
    out += "</params>\n</methodCall>\n";
    return out;
}

} // namespace medusa
