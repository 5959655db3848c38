#include "supervisor_demo/web/fixed_pages.hpp"

#include "medusa/http_request.hpp"
#include "supervisor_demo/web/method_check.hpp"
#include "supervisor_demo/web/page_files.hpp"

#include <algorithm>
#include <string_view>

namespace supervisor {

namespace {

struct fixed_page {
    std::string_view path;
    std::string_view type;
    std::string_view cached;
    std::string_view body;
};

} // namespace

bool fixed_pages::match(const medusa::http_request& request) {
    return request.path() != "*"; // OPTIONS * is about the server
}

void fixed_pages::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    const fixed_page pages[] = {
        {"/ok.html", "text/plain", "no-cache", "OK"},
        {"/stylesheets/supervisor.css", "text/css;charset=utf-8", "max-age=60", style_sheet},
        {"/images/icon.svg", "image/svg+xml", "max-age=60", icon_svg},
    };
    const auto found = std::ranges::find(pages, request->path(), &fixed_page::path);
    if (found == std::end(pages)) {
        request->error(404);
        return;
    }
    if (!check_method(*request, "GET, HEAD")) return;
    request->reply().set("Content-Type", found->type);
    request->reply().set("Cache-Control", found->cached);
    request->reply().set("X-Content-Type-Options", "nosniff");
    request->push(found->body);
    request->done();
}

} // namespace supervisor
