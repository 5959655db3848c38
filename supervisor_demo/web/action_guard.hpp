#pragma once

namespace medusa {
class http_request;
}

namespace supervisor {

/// Whether a request to do something may be trusted to be meant: it comes from a client that is no
/// browser, or from a page of ours. A browser that cannot show where it was sent from may have been
/// sent by any page on the web, so a person must confirm.
///
/// Ours is what says Sec-Fetch-Site: same-origin, or names our own host as Origin or Referer. No
/// browser is what has neither of these, no Cookie and no other Sec-Fetch field, and no browser's
/// name as its User-Agent. Source: Fetch Metadata Request Headers.
bool is_trusted(const medusa::http_request& request);

/// Whether it is what the form sends that asked: a POST without a sign of coming from elsewhere. A
/// browser too old to name the page a form is on must be able to say yes.
bool is_confirmed(const medusa::http_request& request);

} // namespace supervisor
