#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/file_settings.hpp"
#include "medusa/static_file.hpp"

#include <memory>

namespace medusa {

class http_request;

/// Answers a GET or HEAD with a file, or with what its conditions, ranges and codings make of it:
/// 200, 206, 304, 406, 412 or 416.
void answer_with_file(http_request& request, const std::shared_ptr<const static_file>& file,
                      const file_settings& set);

} // namespace medusa
