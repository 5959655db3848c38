// site_server PORT DIR LOG: the files of DIR on 127.0.0.1, and what a site has around them.
//
// User "ann" may put and delete files with password "secret", and sees /status and /metrics. /old
// redirects to /, /peer says who asks, host api.localhost answers {}. Requests are logged in LOG.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/access_log.hpp"
#include "medusa/auth_handler.hpp"
#include "medusa/callback_handler.hpp"
#include "medusa/counting_handler.hpp"
#include "medusa/default_handler.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/metrics_handler.hpp"
#include "medusa/put_handler.hpp"
#include "medusa/redirect_handler.hpp"
#include "medusa/status_handler.hpp"
#include "medusa/virtual_hosts.hpp"

#include <memory>
#include <string>

using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

std::shared_ptr<medusa::handler> for_ann(std::shared_ptr<medusa::handler> inner) {
    return std::make_shared<medusa::auth_handler>(std::move(inner), "ann", "secret", "site");
}

// Reads are free, writes are not.
struct writes_for_ann : medusa::auth_handler {
    explicit writes_for_ann(std::shared_ptr<handler> inner)
        : auth_handler(std::move(inner), "ann", "secret", "site") {}
    bool passes(medusa::http_request& request) override {
        return request.method() == "GET" || request.method() == "HEAD" ||
               auth_handler::passes(request);
    }
};

void say(const request_ptr& request, const char* type, const std::string& text) {
    request->reply().set("Content-Type", type);
    request->push(text);
    request->done();
}

} // namespace

int main(int count, char** arguments) {
    return serve(count, arguments, 2, " DIR LOG", [](const asyncore::address& local, char** more) {
        const auto server = asyncore::make<medusa::http_server>(local);
        const auto put = std::make_shared<medusa::put_handler>(
            "/", more[0],
            std::make_shared<medusa::default_handler>(medusa::os_filesystem(more[0])));
        put->allow_delete = true;
        const auto files = std::make_shared<medusa::counting_handler>(put);
        const auto sites = std::make_shared<medusa::virtual_hosts>();
        sites->add("api.localhost",
                   std::make_shared<medusa::callback_handler>(
                       "/*", [](const auto& r) { say(r, "application/json", "{}"); }));
        sites->add_default(std::make_shared<writes_for_ann>(files));
        server->install_handler(sites);

        const auto status = std::make_shared<medusa::status_handler>("/status");
        const auto metrics = std::make_shared<medusa::metrics_handler>("/metrics");
        status->watch(server, "site");
        metrics->watch(server);
        metrics->watch(files, {{"handler", "files"}});
        server->install_handler(for_ann(status));
        server->install_handler(for_ann(metrics));
        server->install_handler(std::make_shared<medusa::redirect_handler>("/old", "/"));
        server->install("/peer", [](const auto& r) { say(r, "text/plain", r->peer().host()); });

        const auto log = medusa::log_to(std::make_shared<medusa::log_file>(more[1]));
        medusa::install(std::make_shared<medusa::access_log>(log), *server);
        return server;
    });
}
