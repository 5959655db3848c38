#pragma once

namespace medusa {

class http_request;

/// True for a request that a browser sends on behalf of a page from elsewhere: its Origin is not
/// the host it asks, or Sec-Fetch-Site says cross-site. Clients that are no browser send neither
/// field.
///
/// A server on a loopback address is reached by every page its user visits; a page may post to it
/// without asking, as long as it looks like a form. Source: Fetch Metadata; RFC 6454 7.
bool is_foreign(const http_request& request);

} // namespace medusa
