// tls_client PORT: starts TLS with whoever listens on 127.0.0.1, and prints how that ended.

#include "asyncore/asyncore.hpp"
#include "asyncore/tls/tls.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>

struct tls_client : asyncore::dispatcher {
    explicit tls_client(std::uint16_t port) {
        create_socket();
        connect(asyncore::address::ip("127.0.0.1", port));
        asyncore::start_tls(*this, asyncore::tls_context::client(), "localhost");
    }
    void handle_connect() override { std::printf("connected\n"); }
    void handle_error() override {
        try {
            throw;
        } catch (const asyncore::tls_error& error) {
            std::printf("tls_error\n");
        }
        close();
    }
};

int main(int count, char** arguments) {
    if (count != 2) return 2;
    asyncore::make<tls_client>(static_cast<std::uint16_t>(std::atoi(arguments[1])));
    asyncore::loop();
}
