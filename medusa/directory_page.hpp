#pragma once

#include "medusa/filesystem.hpp"

#include <string>
#include <string_view>

namespace medusa {

/// What is in a directory, as a page of HTML with a link to each name, its size and its time of
/// modification (UTC). `path` is decoded and ends in a slash. Every name is escaped, as text and as
/// part of a link; one that is no UTF-8 is shown with U+FFFD, and its link works.
std::string directory_page(std::string_view path, const directory_entries& entries);

} // namespace medusa
