#include "supervisor_demo/web/refusal_page.hpp"

#include "medusa/http_headers.hpp"
#include "medusa/http_request.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/web/page_frame.hpp"
#include "supervisor_demo/web/page_headers.hpp"

#include <string_view>

namespace supervisor {

namespace {

// Whoever changes a letter changes the hash: printf %s "$style" | openssl sha256 -binary | base64
constexpr std::string_view style =
    ":root{color-scheme:light dark}"
    "body{max-width:34rem;margin:4rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;"
    "overflow-wrap:anywhere}"
    "h1{font-size:1.25rem}";
constexpr std::string_view policy =
    "default-src 'none'; style-src 'sha256-MzAup2Vixly+Ux0+8ZHNiW9rWbR2Fx38Fx+JCo2bL/s='; "
    "base-uri 'none'; frame-ancestors 'none'";

// "?" leads to the same path without a query.
constexpr std::string_view from_elsewhere =
    R"(<h1>A page of another site led here</h1>
<p>Nothing was done and nothing is shown, for such a page could act in your name. <a href="?">Go on to this page</a> if you meant to come here.</p>
)";

std::string by_another_name(std::string_view host) {
    return format(R"(<h1>This server does not answer to “{}”</h1>
<p>It listens on a loopback address, where a name that is not known could be a trick of another site. The names that are known stand in <code>allowed_hosts</code> of <code>[inet_http_server]</code>.</p>
)",
                  page_text(host));
}

bool is_navigation(const medusa::http_request& request) {
    return medusa::iequals(request.get_header("Sec-Fetch-Mode"), "navigate") &&
           medusa::iequals(request.get_header("Sec-Fetch-Dest"), "document");
}

} // namespace

void answer_refused(medusa::http_request& request, medusa::refusal why) {
    if (!is_navigation(request)) {
        request.error(403);
        return;
    }
    set_page_headers(request.reply());
    request.reply().set("Content-Security-Policy", policy);
    request.reply().set("Content-Type", "text/html;charset=utf-8");
    request.push(format(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Supervisor: refused</title>
<style>{}</style>
</head>
<body>
<main>
{}</main>
</body>
</html>
)",
                        style,
                        why == medusa::refusal::foreign_site
                            ? std::string(from_elsewhere)
                            : by_another_name(request.head().host())));
    request.done();
}

} // namespace supervisor
