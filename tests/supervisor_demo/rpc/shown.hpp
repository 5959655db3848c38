#pragma once

#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_value.hpp"

#include <string>
#include <variant>

/// A value as Python prints it, so that an answer can be compared with what the original gives.
inline std::string shown(const medusa::xmlrpc_value& value) {
    using kind = medusa::xmlrpc_value::kind;
    switch (value.type()) {
    case kind::boolean:
        return value.as_bool() ? "True" : "False";
    case kind::integer:
        return std::to_string(value.as_int());
    case kind::string:
        return "'" + value.as_string() + "'";
    case kind::array: {
        std::string text;
        for (const auto& one : value.as_array())
            text += (text.empty() ? "" : ", ") + shown(one);
        return "[" + text + "]";
    }
    case kind::structure: {
        std::string text;
        for (const auto& [name, one] : value.as_struct())
            text += (text.empty() ? "'" : ", '") + name + "': " + shown(one);
        return "{" + text + "}";
    }
    default:
        return std::string(medusa::type_name(value.type()));
    }
}

/// An answer; a fault as "<Fault 10: 'BAD_NAME: cat'>".
inline std::string shown(const medusa::xmlrpc_response& response) {
    if (const auto* fault = std::get_if<medusa::xmlrpc_fault>(&response))
        return "<Fault " + std::to_string(fault->code()) + ": '" + fault->text() + "'>";
    return shown(std::get<medusa::xmlrpc_value>(response));
}
