#include "supervisor_demo/web/fixed_pages.hpp"

#include "medusa/conditions.hpp"
#include "medusa/http_request.hpp"
#include "supervisor_demo/web/assets.hpp"
#include "supervisor_demo/web/method_check.hpp"
#include "supervisor_demo/web/page_images.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

namespace {

struct fixed_page {
    std::string_view path;
    std::string_view type;
    std::string_view body;
};

// Supervisor has the template of its page there.
constexpr std::string_view status_html = R"html(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Supervisor Status</title><meta http-equiv="refresh" content="0; url=/"></head>
<body><p><a href="/">Supervisor Status</a></p></body>
</html>
)html";

std::optional<page_image> find_page(std::string_view path) {
    const fixed_page pages[] = {
        {"/stylesheets/supervisor.css", "text/css", find_asset("page.css")->plain},
        {"/images/icon.svg", "image/svg+xml", find_asset("icon.svg")->plain},
        {"/status.html", "text/html", status_html},
    };
    const auto found = std::ranges::find(pages, path, &fixed_page::path);
    if (found == std::end(pages)) return find_page_image(path);
    return page_image{found->type, std::string(found->body)};
}

} // namespace

bool fixed_pages::match(const medusa::http_request& request) {
    return request.path() != "*"; // OPTIONS * is about the server
}

void fixed_pages::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    const std::string& path = request->path();
    if (path == "/images" || path == "/stylesheets") {
        request->reply().set("Location", path + "/");
        request->error(301);
        return;
    }
    const bool ok = path == "/ok.html";
    auto page = ok ? page_image{"text/plain", "OK"} : find_page(path);
    if (!page) {
        request->error(404);
        return;
    }
    if (!check_method(*request, "GET, HEAD")) return;
    request->reply().set("Content-Type", page->type);
    request->reply().set("Cache-Control", ok ? "no-cache" : "max-age=60");
    request->reply().set("X-Content-Type-Options", "nosniff");
    if (!ok) {
        request->reply().set("Last-Modified", medusa::format_http_date(modified_));
        const auto& fields = request->head().headers();
        switch (medusa::check_conditions(fields, request->method(), {{}, modified_})) {
        case medusa::precondition::holds:
            break;
        case medusa::precondition::not_modified:
            request->reply_code(304);
            request->done();
            return;
        case medusa::precondition::failed:
            request->error(412);
            return;
        }
    }
    request->push(std::move(page->bytes));
    request->done();
}

} // namespace supervisor
