#include "supervisor_demo/web/page_headers.hpp"

#include "medusa/reply_headers.hpp"

namespace supervisor {

void set_page_headers(medusa::reply_headers& reply) {
    reply.set("Pragma", "no-cache");
    reply.set("Cache-Control", "no-cache");
    reply.set("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
    reply.set("Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
              "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
              "require-trusted-types-for 'script'");
    reply.set("X-Frame-Options", "DENY");
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("Cross-Origin-Resource-Policy", "same-origin");
    // A form's Origin is "null" without it, and would be taken for a foreign one.
    reply.set("Referrer-Policy", "same-origin");
}

void set_data_headers(medusa::reply_headers& reply) {
    reply.set("Cache-Control", "no-store");
    reply.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    reply.set("X-Frame-Options", "DENY");
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("Cross-Origin-Resource-Policy", "same-origin");
}

} // namespace supervisor
