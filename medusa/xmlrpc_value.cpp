#include "medusa/xmlrpc_value.hpp"

#include <array>

namespace medusa {

xmlrpc_value::xmlrpc_value(xmlrpc_array value) noexcept : data_(std::move(value)) {}

xmlrpc_value::xmlrpc_value(xmlrpc_struct value) noexcept : data_(std::move(value)) {}

xmlrpc_value xmlrpc_value::base64(std::string bytes_in) {
    xmlrpc_value value;
    value.data_ = bytes{std::move(bytes_in)};
    return value;
}

xmlrpc_value xmlrpc_value::datetime(std::string text) {
    xmlrpc_value value;
    value.data_ = time_text{std::move(text)};
    return value;
}

xmlrpc_value xmlrpc_value::written(std::string xml_in) {
    xmlrpc_value value;
    value.data_ = xml{std::move(xml_in)};
    return value;
}

template <class T>
const T& xmlrpc_value::get(kind wanted) const {
    if (const T* value = std::get_if<T>(&data_)) return *value;
    throw xmlrpc_type_error("expected " + std::string(type_name(wanted)) + ", got " +
                            std::string(type_name(type())));
}

bool xmlrpc_value::as_bool() const {
    return get<bool>(kind::boolean);
}

std::int64_t xmlrpc_value::as_int() const {
    return get<std::int64_t>(kind::integer);
}

double xmlrpc_value::as_double() const {
    return get<double>(kind::real);
}

const std::string& xmlrpc_value::as_string() const {
    return get<std::string>(kind::string);
}

const std::string& xmlrpc_value::as_base64() const {
    return get<bytes>(kind::base64).value;
}

const std::string& xmlrpc_value::as_datetime() const {
    return get<time_text>(kind::datetime).value;
}

const xmlrpc_array& xmlrpc_value::as_array() const {
    return get<xmlrpc_array>(kind::array);
}

const xmlrpc_struct& xmlrpc_value::as_struct() const {
    return get<xmlrpc_struct>(kind::structure);
}

const std::string& xmlrpc_value::as_written() const {
    return get<xml>(kind::written).value;
}

std::string xmlrpc_value::take_written() && {
    get<xml>(kind::written); // throws
    return std::move(std::get<xml>(data_).value);
}

const xmlrpc_value* xmlrpc_value::find(std::string_view name) const {
    for (const auto& [key, value] : as_struct())
        if (key == name) return &value;
    return nullptr;
}

const xmlrpc_value& xmlrpc_value::at(std::string_view name) const {
    if (const xmlrpc_value* found = find(name)) return *found;
    throw xmlrpc_type_error("struct has no member " + std::string(name));
}

bool xmlrpc_value::operator==(const xmlrpc_value& other) const {
    return data_ == other.data_;
}

std::string_view type_name(xmlrpc_value::kind type) noexcept {
    constexpr std::array<std::string_view, 10> names = {
        "nil",    "boolean",          "int",   "double", "string",
        "base64", "dateTime.iso8601", "array", "struct", "written"};
    return names[static_cast<std::size_t>(type)];
}

} // namespace medusa
