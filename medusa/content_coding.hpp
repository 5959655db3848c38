#pragma once

#include "medusa/http_headers.hpp"

#include <optional>

namespace medusa {

/// How a representation is coded on its way. Source: RFC 9110 8.4.1.
enum class content_coding : unsigned char { identity, gzip };

/// The coding the Accept-Encoding fields of a request like best, of identity and, where it can be
/// had, gzip; where they like both as much, gzip. Without a field it is identity. Nothing when the
/// client takes neither: `identity;q=0`, or `*;q=0`, and no gzip. An element that breaks the
/// grammar is as if it were not there. Source: RFC 9110 12.4.2, 12.5.3.
std::optional<content_coding> choose_coding(const http_headers& fields, bool gzip_there);

} // namespace medusa
