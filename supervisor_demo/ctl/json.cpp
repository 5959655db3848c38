#include "supervisor_demo/ctl/json.hpp"

#include "supervisor_demo/format.hpp"

#include <cmath>

namespace supervisor::ctl {
namespace {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result.append(1, '\\').append(1, c);
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            result += format("\\u{:04x}", static_cast<int>(c));
        else
            result += c;
    }
    return result + '"';
}

std::string joined(const auto& items, auto one) {
    std::string result;
    for (const auto& item : items)
        result.append(result.empty() ? "" : ", ").append(one(item));
    return result;
}

} // namespace

std::string json(const medusa::xmlrpc_value& value) {
    using kind = medusa::xmlrpc_value::kind;
    switch (value.type()) {
    case kind::nil:
        return "null";
    case kind::boolean:
        return value.as_bool() ? "true" : "false";
    case kind::integer:
        return std::to_string(value.as_int());
    case kind::real:
        return std::isfinite(value.as_double()) ? format("{}", value.as_double()) : "null";
    case kind::string:
        return quoted(value.as_string());
    case kind::base64:
        return quoted(value.as_base64());
    case kind::datetime:
        return quoted(value.as_datetime());
    case kind::written:
        break; // is only ever sent
    case kind::array:
        return "[" + joined(value.as_array(), json) + "]";
    case kind::structure:
        return "{" +
               joined(value.as_struct(),
                      [](const auto& member) {
                          return quoted(member.first) + ": " + json(member.second);
                      }) +
               "}";
    }
    throw medusa::xmlrpc_type_error("a value that is XML already has no JSON");
}

std::string json_lines(const medusa::xmlrpc_array& values) {
    std::string text = "[";
    for (const auto& one : values)
        text.append(text.size() == 1 ? "\n" : ",\n").append(json(one));
    return text + (values.empty() ? "]\n" : "\n]\n");
}

} // namespace supervisor::ctl
