#pragma once

#include <string>
#include <string_view>

namespace supervisor {

/// Text for a page: UTF-8 whatever the bytes were, and nothing in it is markup.
std::string page_text(std::string_view bytes);

/// A whole page around `body`: assets/page.html, with its title, the URLs of what it loads and, for
/// the scripts, the token for its own requests. The body is markup, the rest is text. Without a
/// token the page runs no script.
std::string page_html(std::string_view title, std::string_view token, std::string_view body);

} // namespace supervisor
