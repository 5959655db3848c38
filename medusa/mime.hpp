#pragma once

#include <string_view>

namespace medusa {

/// The media type of a file by the extension of its name, in any case; empty if it is not known.
std::string_view mime_type(std::string_view file_name) noexcept;

/// Whether something of that type gets much smaller by gzip: text, and what is text beneath (JSON,
/// XML, SVG, scripts), WebAssembly and fonts that are not compressed already. `type` may have
/// parameters.
bool is_compressible(std::string_view type) noexcept;

} // namespace medusa
