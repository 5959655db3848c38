#include "medusa/xmlrpc_writer.hpp"

#include "medusa/base64.hpp"
#include "medusa/utf8.hpp"
#include "medusa/xmlrpc_scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace medusa {

namespace {

constexpr std::string_view xml_declaration = "<?xml version='1.0'?>\n";

// Text made in place and appended a piece at a time: most of what an answer with many values costs
// is appends.
class gathered_text {
public:
    explicit gathered_text(std::string& out) noexcept : out_(out) {}

    template <std::size_t Size>
    void add(const char (&literal)[Size]) {
        room_for(Size - 1);
        std::memcpy(text_ + size_, literal, Size - 1);
        size_ += Size - 1;
    }
    void add(std::string_view text) {
        if (text.size() > most_copied) {
            flush();
            out_.append(text);
            return;
        }
        room_for(text.size());
        std::memcpy(text_ + size_, text.data(), text.size());
        size_ += text.size();
    }
    void add_escaped(std::string_view text) {
        if (is_plain_markup(text)) {
            add(text);
            return;
        }
        flush();
        append_xml_escaped(out_, text);
    }
    void add_integer(std::int64_t number) {
        room_for(most_of_an_integer);
        const auto written = std::to_chars(text_ + size_, text_ + sizeof text_, number);
        size_ = static_cast<std::size_t>(written.ptr - text_);
    }
    void add_double(double number) {
        room_for(most_of_a_double);
        size_ = static_cast<std::size_t>(write_xmlrpc_double(text_ + size_, number) - text_);
    }

    std::size_t size() const noexcept { return out_.size() + size_; }
    void flush() {
        out_.append(text_, size_);
        size_ = 0;
    }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

private:
    static constexpr std::size_t most_copied = 1024;
    static constexpr std::size_t most_of_an_integer = 20;

    void room_for(std::size_t bytes) {
        if (sizeof text_ - size_ < bytes) flush();
    }

    std::string& out_;
    std::size_t size_ = 0;
    char text_[4096];
};

void add_value(gathered_text& out, const xmlrpc_value& value);

void add_integer(gathered_text& out, std::int64_t value) {
    const bool fits = value >= std::numeric_limits<std::int32_t>::min() &&
                      value <= std::numeric_limits<std::int32_t>::max();
    if (fits) {
        out.add("<value><int>");
        out.add_integer(value);
        out.add("</int></value>\n");
    } else {
        out.add("<value><i8>");
        out.add_integer(value);
        out.add("</i8></value>\n");
    }
}

void add_base64(gathered_text& out, std::string_view bytes) {
    constexpr std::size_t bytes_per_line = 57; // 76 digits, as MIME has it
    out.add("<value><base64>\n");
    for (std::size_t at = 0; at < bytes.size(); at += bytes_per_line) {
        out.add(base64_encode(bytes.substr(at, bytes_per_line)));
        out.add("\n");
    }
    out.add("</base64></value>\n");
}

void add_struct(gathered_text& out, const xmlrpc_struct& members) {
    out.add("<value><struct>\n");
    for (const auto& [name, value] : members) {
        out.add("<member>\n<name>");
        out.add_escaped(name);
        if (value.is_string()) { // what most members are, in fewer pieces
            out.add("</name>\n<value><string>");
            out.add_escaped(value.as_string());
            out.add("</string></value>\n</member>\n");
        } else {
            out.add("</name>\n");
            add_value(out, value);
            out.add("</member>\n");
        }
    }
    out.add("</struct></value>\n");
}

constexpr std::size_t most_reserved = 256 * 1024;

void add_array(gathered_text& out, const xmlrpc_array& elements) {
    out.add("<value><array><data>\n");
    const std::size_t begin = out.size();
    for (const xmlrpc_value& each : elements) {
        add_value(out, each);
        // The others are likely as long as the first, or a little longer.
        if (&each == elements.data() && elements.size() > 2)
            out.reserve(begin +
                        std::min(most_reserved, (out.size() - begin + 16) * elements.size()));
    }
    out.add("</data></array></value>\n");
}

void add_value(gathered_text& out, const xmlrpc_value& value) {
    using kind = xmlrpc_value::kind;
    switch (value.type()) {
    case kind::nil:
        out.add("<value><nil/></value>");
        return;
    case kind::boolean:
        if (value.as_bool())
            out.add("<value><boolean>1</boolean></value>\n");
        else
            out.add("<value><boolean>0</boolean></value>\n");
        return;
    case kind::integer:
        return add_integer(out, value.as_int());
    case kind::real:
        out.add("<value><double>");
        out.add_double(value.as_double());
        out.add("</double></value>\n");
        return;
    case kind::string:
        out.add("<value><string>");
        out.add_escaped(value.as_string());
        out.add("</string></value>\n");
        return;
    case kind::base64:
        return add_base64(out, value.as_base64());
    case kind::datetime:
        out.add("<value><dateTime.iso8601>");
        out.add_escaped(value.as_datetime());
        out.add("</dateTime.iso8601></value>\n");
        return;
    case kind::array:
        return add_array(out, value.as_array());
    case kind::structure:
        return add_struct(out, value.as_struct());
    case kind::written:
        out.add(value.as_written());
        return;
    }
}

} // namespace

void append_xmlrpc_value(std::string& to, const xmlrpc_value& value) {
    gathered_text out(to);
    add_value(out, value);
    out.flush();
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
