// static_server PORT DIR: the files under DIR, on 127.0.0.1.

#include "asyncore/asyncore.hpp"
#include "medusa/default_handler.hpp"
#include "medusa/http_server.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>

int main(int count, char** arguments) {
    const int port = count == 3 ? std::atoi(arguments[1]) : 0;
    if (port <= 0 || port > 65535) {
        std::fprintf(stderr, "usage: %s PORT DIR\n", arguments[0]);
        return 2;
    }
    try {
        medusa::os_filesystem files(arguments[2]);
        const auto server = asyncore::make<medusa::http_server>(
            asyncore::address::ip("127.0.0.1", static_cast<std::uint16_t>(port)));
        server->install_handler(std::make_shared<medusa::default_handler>(std::move(files)));
        asyncore::loop();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
