// https_server PORT CERT KEY: "Hello" by HTTPS, and at /echo what was posted, on 127.0.0.1.
// The line before "listening" says where plain HTTP is sent on to it. SIGHUP reads the certificate
// again.

#include "medusa/tls/https_server.hpp"

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/http_request.hpp"
#include "medusa/https_redirect.hpp"

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

struct hello_handler : medusa::handler {
    bool match(const medusa::http_request& request) override { return request.path() == "/"; }

    std::string_view methods(const medusa::http_request&) override { return "GET, HEAD"; }

    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        request->reply().set("Content-Type", "text/plain");
        request->push("Hello, world");
        request->done();
    }
};

struct echo_handler : medusa::handler {
    bool match(const medusa::http_request& request) override { return request.path() == "/echo"; }

    std::string_view methods(const medusa::http_request&) override { return "POST"; }

    std::size_t max_body(const medusa::http_request&) override { return 64 * 1024 * 1024; }

    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        request->reply().set("Content-Type", "application/octet-stream");
        request->push(request->body());
        request->done();
    }
};

int main(int count, char** arguments) {
    std::optional<asyncore::signal_handler> renewed;
    return serve(
        count, arguments, 2, " CERT KEY", [&](const asyncore::address& local, char** more) {
            const auto server = asyncore::make<medusa::https_server>(
                local, medusa::https_context({{{more[0], more[1]}}}));
            server->install_handler(std::make_shared<echo_handler>());
            server->install_handler(std::make_shared<hello_handler>());
            server->set_hsts(std::chrono::hours(24));

            const auto plain =
                asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0));
            plain->install_handler(std::make_shared<medusa::https_redirect>(server->addr().port()));

            renewed.emplace(std::initializer_list<int>{SIGHUP}, [tls = server->tls()](int) mutable {
                try {
                    tls.reload();
                } catch (const asyncore::tls_error& error) {
                    std::fprintf(stderr, "%s; going on with the old one\n", error.what());
                }
            });
            std::printf("redirecting on %s\n", plain->addr().to_string().c_str());
            return server;
        });
}
