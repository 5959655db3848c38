// hello_server PORT: "Hello, world" at /, and at /echo what was posted, on 127.0.0.1.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"

#include <memory>
#include <string_view>

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

    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        request->reply().set("Content-Type", "application/octet-stream");
        request->push(request->body());
        request->done();
    }
};

int main(int count, char** arguments) {
    return serve(count, arguments, 0, "", [](const asyncore::address& local, char**) {
        const auto server = asyncore::make<medusa::http_server>(local);
        server->install_handler(std::make_shared<echo_handler>());
        server->install_handler(std::make_shared<hello_handler>());
        return server;
    });
}
