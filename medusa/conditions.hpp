#pragma once

#include "medusa/http_date.hpp"
#include "medusa/http_headers.hpp"

#include <optional>
#include <string_view>

namespace medusa {

/// What tells one state of a representation from another. Views, of whoever asks.
struct validators {
    std::string_view etag;             ///< quoted, with W/ in front where it is weak
    std::optional<http_time> modified; ///< nothing where it is not known
};

enum class precondition : unsigned char {
    holds,
    not_modified, ///< answer 304
    failed,       ///< answer 412
};

/// Looks at If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since of a request for
/// something that exists, in the order of RFC 9110 13.2.2. A date that is none, or that is sent
/// twice, is no condition; a list of tags that is broken matches what stands before the break.
precondition check_conditions(const http_headers& fields, std::string_view method,
                              const validators& of);

/// Whether a Range of the request is to be looked at: there is no If-Range, or it names this very
/// state, by a strong tag or by a date. A date counts only when `now` is past that second, for
/// until then the file may have two states in it (RFC 9110 8.8.2.2, 13.1.5).
bool if_range_holds(const http_headers& fields, const validators& of, http_time now);

} // namespace medusa
