#pragma once

#include <string_view>

namespace medusa {

/// The media type of a file by the extension of its name, in any case; empty if it is not known.
std::string_view mime_type(std::string_view file_name) noexcept;

} // namespace medusa
