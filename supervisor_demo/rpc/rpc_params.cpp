#include "supervisor_demo/rpc/rpc_params.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/faults.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace supervisor {

using kind = medusa::xmlrpc_value::kind;

namespace {

std::string real_text(double number) {
    const std::string digits = format("{}", number);
    return digits.find_first_not_of("-0123456789") == std::string::npos ? digits + ".0" : digits;
}

std::string repr(const medusa::xmlrpc_value& value) {
    std::string out;
    switch (value.type()) {
    case kind::nil:
        return "None";
    case kind::boolean:
        return value.as_bool() ? "True" : "False";
    case kind::integer:
        return format("{}", value.as_int());
    case kind::real:
        return real_text(value.as_double());
    case kind::string:
        return text::repr(value.as_string());
    case kind::base64:
        return text::repr(value.as_base64());
    case kind::datetime:
        return value.as_datetime();
    case kind::array:
        for (const auto& one : value.as_array())
            out.append(out.empty() ? "" : ", ").append(repr(one));
        return "[" + out + "]";
    case kind::structure:
        for (const auto& [name, one] : value.as_struct())
            out.append(out.empty() ? "" : ", ").append(text::repr(name) + ": " + repr(one));
        return "{" + out + "}";
    case kind::written: // a result, never a parameter
        break;
    }
    return out;
}

} // namespace

const medusa::xmlrpc_value& rpc_params::operator[](std::size_t at) const {
    if (at >= values_.size()) throw rpc_fault(fault::incorrect_parameters);
    return values_[at];
}

const std::string& rpc_params::text(std::size_t at) const {
    const medusa::xmlrpc_value& value = (*this)[at];
    if (!value.is_string()) throw rpc_fault(fault::incorrect_parameters);
    return value.as_string();
}

const medusa::xmlrpc_array& rpc_params::array(std::size_t at) const {
    const medusa::xmlrpc_value& value = (*this)[at];
    if (!value.is_array()) throw rpc_fault(fault::incorrect_parameters);
    return value.as_array();
}

std::string rpc_params::any_text(std::size_t at) const {
    const medusa::xmlrpc_value& value = (*this)[at];
    return value.is_string() ? value.as_string() : repr(value);
}

std::int64_t rpc_params::number(std::size_t at) const {
    const medusa::xmlrpc_value& value = (*this)[at];
    switch (value.type()) {
    case kind::boolean:
        return value.as_bool() ? 1 : 0;
    case kind::integer:
        return value.as_int();
    case kind::real:
        if (std::abs(value.as_double()) < 9e18) return static_cast<std::int64_t>(value.as_double());
        break;
    case kind::string:
        try {
            return datatypes::integer(value.as_string());
        } catch (const value_error&) {
            break;
        }
    default:
        break;
    }
    throw rpc_fault(fault::incorrect_parameters);
}

bool rpc_params::truth(std::size_t at, bool otherwise) const {
    if (at >= values_.size()) return otherwise;
    const medusa::xmlrpc_value& value = values_[at];
    switch (value.type()) {
    case kind::nil:
        return false;
    case kind::boolean:
        return value.as_bool();
    case kind::integer:
        return value.as_int() != 0;
    case kind::real:
        return value.as_double() != 0;
    case kind::string:
        return !value.as_string().empty();
    case kind::base64:
        return !value.as_base64().empty();
    case kind::datetime:
    case kind::written:
        return true;
    case kind::array:
        return !value.as_array().empty();
    case kind::structure:
        return !value.as_struct().empty();
    }
    return otherwise;
}

std::int64_t capped_int(std::int64_t number) noexcept {
    return std::clamp<std::int64_t>(number, std::numeric_limits<std::int32_t>::min(),
                                    std::numeric_limits<std::int32_t>::max());
}

} // namespace supervisor
