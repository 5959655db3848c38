#pragma once

#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_value.hpp"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace medusa {

struct xmlrpc_request {
    /// As it stood in the document; empty if there was none, which the caller refuses.
    std::string method;
    xmlrpc_array params;
};

using xmlrpc_response = std::variant<xmlrpc_value, xmlrpc_fault>;

/// Thrown for a document that is not XML-RPC: "line 3, column 7: mismatched tag".
class xmlrpc_parse_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct xmlrpc_reader_options {
    /// How many values may be nested; the size of a document is its sender's limit to keep.
    std::size_t max_depth = 64;
    /// Make a string of <base64>, as Supervisor does; what it holds must be UTF-8 then.
    bool base64_is_text = false;
    /// Refuse what Supervisor and Python let pass, see below.
    bool strict = false;
};

/// Reads XML-RPC documents, one after the other; it keeps its XML parser for the next.
///
/// Types: int, i4, i8, boolean, string, double, dateTime.iso8601, base64, array, struct, nil;
/// i8 and nil with the prefix "ex:", too. A <value> without a type is a string, and so is an
/// unknown type without elements in it (nil, if it is empty), both as in Supervisor. So are the
/// texts allowed: a boolean is true if it is "1" and otherwise false, numbers may have whitespace
/// around them. Text between elements is passed over. A DOCTYPE is refused, so there are no
/// entities to grow. The encoding is UTF-8, or what the document itself declares (ISO-8859-1,
/// US-ASCII) or has a byte order mark of (UTF-16); one that declares another is read as UTF-8, as
/// in Supervisor.
///
/// Always refused: numbers that are more than digits, a sign and, of a double, a point and an
/// exponent, or that do not fit 64 bits; base64 with a character that is none, or cut short; a time
/// of another form or of no calendar. Zeros in front, "+5" and "-0" are numbers. Strict, these are
/// refused as well: an int or i4 past 32 bits, a boolean but "0" and "1", a double that is not
/// finite, types that are unknown, text within <nil> and between elements, a member's name twice in
/// a struct, another encoding, and a method's name of other characters than letters, digits and
/// "_.:/".
class xmlrpc_reader {
public:
    explicit xmlrpc_reader(xmlrpc_reader_options options = {});
    ~xmlrpc_reader();
    xmlrpc_reader(const xmlrpc_reader&) = delete;
    xmlrpc_reader& operator=(const xmlrpc_reader&) = delete;

    /// Each throws xmlrpc_parse_error.
    xmlrpc_request read_request(std::string_view document);
    xmlrpc_response read_response(std::string_view document);

private:
    class parser;
    std::unique_ptr<parser> parser_;
};

} // namespace medusa
