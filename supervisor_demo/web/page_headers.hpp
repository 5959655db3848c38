#pragma once

namespace medusa {
class reply_headers;
}

namespace supervisor {

/// What every page says to the browser: keep no copy, run no script, load no style and talk to no
/// server but ours, and let no other site show this in a frame, where it could be clicked unseen.
void set_page_headers(medusa::reply_headers& reply);

/// The same for what is no page: a browser that is led to it does nothing with it but show it.
void set_data_headers(medusa::reply_headers& reply);

} // namespace supervisor
