#pragma once

namespace medusa {
class reply_headers;
}

namespace supervisor {

/// What every page says to the browser: keep no copy, run no script, and let no other site show
/// this in a frame, where it could be clicked unseen.
void set_page_headers(medusa::reply_headers& reply);

} // namespace supervisor
