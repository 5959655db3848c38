#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

/// A picture as it is sent.
struct page_image {
    std::string_view type; // "image/gif"
    std::string bytes;
};

/// The pictures that Supervisor has beside its page, for pages of others that show them: drawn
/// anew, each at its path, in its format and of its size. Our own page needs none of them.
std::optional<page_image> find_page_image(std::string_view path);

} // namespace supervisor
