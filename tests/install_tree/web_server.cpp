// web_server: XML-RPC behind a password; sum() adds integers. Prints the port it listens on.

#include "asyncore/asyncore.hpp"
#include "medusa/auth_handler.hpp"
#include "medusa/http_server.hpp"
#include "medusa/xmlrpc_handler.hpp"

#include <cstdint>
#include <cstdio>
#include <memory>

struct sums : medusa::xmlrpc_handler {
    void call(const std::shared_ptr<medusa::xmlrpc_call>& call) override {
        if (call->method() != "sum") throw medusa::xmlrpc_fault(1, "UNKNOWN_METHOD");
        std::int64_t sum = 0;
        for (const auto& number : call->params())
            sum += number.as_int();
        call->answer(sum);
    }
};

int main() {
    const auto server = asyncore::make<medusa::http_server>(asyncore::address::ip("127.0.0.1", 0));
    server->install_handler(
        std::make_shared<medusa::auth_handler>(std::make_shared<sums>(), "ann", "secret"));
    std::printf("%u\n", server->addr().port());
    std::fflush(stdout);
    asyncore::loop();
}
