#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/xmlrpc_reader.hpp"

#include <optional>
#include <string_view>

namespace medusa {

/// A call that is written plainly, as programs write it: an XML declaration of version 1.0 or none,
/// the elements in their order, white space between them, and nothing else; its parameters, if it
/// has any, integers of 32 bits, booleans, and strings of ASCII without markup or control
/// characters. Nothing for any other document, which may be as good: an XML parser is to say.
///
/// Why: this is what asks for a state again and again, and an XML parser's beginning and end cost
/// more than all else of such a call. Whatever is taken here means the same to the parser.
std::optional<xmlrpc_request> read_plain_call(std::string_view document);

} // namespace medusa
