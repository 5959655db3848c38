#pragma once

#include <iterator>
#include <span>
#include <string_view>

namespace supervisor {

/// A file of the folder assets/, as it was when the program was built.
struct asset {
    std::string_view name;
    std::string_view type; // for Content-Type
    std::string_view plain;
    std::string_view gzip; // empty when it would not be shorter
};
using asset_list = std::span<const asset>;

/// All of them; they lie in the program's read-only data, of which only what is asked for takes
/// memory.
extern const asset_list assets;

/// Hex digits that are others when any of the files is: part of their URLs, so that a browser may
/// keep them for ever.
extern const char* const assets_hash;

/// Null when there is none of that name.
const asset* find_asset(std::string_view name);

} // namespace supervisor
