#pragma once

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace medusa {

class xmlrpc_value;
using xmlrpc_array = std::vector<xmlrpc_value>;
/// Members in the order they were inserted; no name twice.
using xmlrpc_struct = std::vector<std::pair<std::string, xmlrpc_value>>;

/// Thrown where a value is asked for as what it is not: "expected string, got int".
class xmlrpc_type_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A value as XML-RPC knows it, with nil. Integers have 64 bits here, whatever the wire allows.
/// Conversions in are implicit, so that an answer reads as it is written:
///
///     xmlrpc_struct{{"statecode", 1}, {"statename", "RUNNING"}}
class xmlrpc_value {
public:
    enum class kind : unsigned char {
        nil,
        boolean,
        integer,
        real,
        string,
        base64,
        datetime,
        array,
        structure,
        written,
    };

    xmlrpc_value() noexcept = default; // nil
    // Templates, so that a pointer is not taken for a boolean nor a character for a number.
    template <std::same_as<bool> Boolean>
    xmlrpc_value(Boolean value) noexcept : data_(value) {}
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
        xmlrpc_value(Integer value)
    noexcept : data_(static_cast<std::int64_t>(value)) {}
    xmlrpc_value(double value) noexcept : data_(value) {}
    xmlrpc_value(std::string value) noexcept : data_(std::move(value)) {}
    xmlrpc_value(std::string_view value) : data_(std::string(value)) {}
    xmlrpc_value(const char* value) : data_(std::string(value)) {}
    xmlrpc_value(xmlrpc_array value) noexcept;
    xmlrpc_value(xmlrpc_struct value) noexcept;

    /// Bytes, sent in base64.
    static xmlrpc_value base64(std::string bytes);
    /// A time in the form of the wire, "19980717T14:08:55", in no time zone.
    static xmlrpc_value datetime(std::string text);

    /// A value that is XML already, as append_xmlrpc_value() would write it: see xmlrpc_text. It
    /// can be sent, alone or inside another, and nothing else.
    static xmlrpc_value written(std::string xml);

    kind type() const noexcept { return static_cast<kind>(data_.index()); }
    bool is_nil() const noexcept { return type() == kind::nil; }
    bool is_bool() const noexcept { return type() == kind::boolean; }
    bool is_int() const noexcept { return type() == kind::integer; }
    bool is_double() const noexcept { return type() == kind::real; }
    bool is_string() const noexcept { return type() == kind::string; }
    bool is_base64() const noexcept { return type() == kind::base64; }
    bool is_datetime() const noexcept { return type() == kind::datetime; }
    bool is_array() const noexcept { return type() == kind::array; }
    bool is_struct() const noexcept { return type() == kind::structure; }
    bool is_written() const noexcept { return type() == kind::written; }

    /// Each throws xmlrpc_type_error if the value is of another kind; nothing is converted.
    bool as_bool() const;
    std::int64_t as_int() const;
    double as_double() const;
    const std::string& as_string() const;
    const std::string& as_base64() const;
    const std::string& as_datetime() const;
    const xmlrpc_array& as_array() const;
    const xmlrpc_struct& as_struct() const;
    const std::string& as_written() const;
    std::string take_written() &&;

    /// The member of that name, or null if the struct has none. Throws xmlrpc_type_error if this
    /// is no struct.
    const xmlrpc_value* find(std::string_view name) const;
    /// The same, but a member that is missing is an xmlrpc_type_error.
    const xmlrpc_value& at(std::string_view name) const;

    bool operator==(const xmlrpc_value& other) const;

private:
    struct bytes {
        std::string value;
        bool operator==(const bytes&) const = default;
    };
    struct time_text {
        std::string value;
        bool operator==(const time_text&) const = default;
    };
    struct xml {
        std::string value;
        bool operator==(const xml&) const = default;
    };

    template <class T>
    const T& get(kind wanted) const;

    // In the order of kind.
    std::variant<std::monostate, bool, std::int64_t, double, std::string, bytes, time_text,
                 xmlrpc_array, xmlrpc_struct, xml>
        data_;
};

/// "nil", "boolean", "int", "double", "string", "base64", "dateTime.iso8601", "array", "struct",
/// "written".
std::string_view type_name(xmlrpc_value::kind type) noexcept;

} // namespace medusa
