// https_server CERT KEY: answers by HTTPS, on a port of 127.0.0.1 that it prints.

#include "medusa/tls/https_server.hpp"

#include "asyncore/asyncore.hpp"
#include "medusa/http_request.hpp"

#include <cstdio>
#include <memory>

struct hello : medusa::handler {
    bool match(const medusa::http_request&) override { return true; }
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        request->push(request->is_secure() ? "safe" : "not safe");
        request->done();
    }
};

int main(int count, char** arguments) {
    if (count != 3) return 2;
    const auto server = asyncore::make<medusa::https_server>(
        asyncore::address::ip("127.0.0.1", 0),
        medusa::https_context({{{arguments[1], arguments[2]}}}));
    server->install_handler(std::make_shared<hello>());
    std::printf("%u\n", server->addr().port());
    std::fflush(stdout);
    asyncore::loop();
}
