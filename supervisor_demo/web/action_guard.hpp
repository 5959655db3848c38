#pragma once

namespace medusa {
class http_request;
}

namespace supervisor {

/// Whether it is no browser that asks, but a script, which does what its author wants: it has no
/// Origin, Referer, Cookie or Sec-Fetch field, and no browser's name as its User-Agent.
bool is_no_browser(const medusa::http_request& request);

/// Whether a browser says that a page of ours led to the request: it says Sec-Fetch-Site:
/// same-origin or, one that does not know that field, names our own host as Origin or Referer. No
/// page of another site can make it say so. Source: Fetch Metadata Request Headers.
bool is_from_our_page(const medusa::http_request& request);

} // namespace supervisor
