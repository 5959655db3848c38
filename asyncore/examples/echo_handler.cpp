// echo_handler PORT: sends back every byte it gets, on 127.0.0.1.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"

// As in the manual of Python's asyncore; but a peer that does not read is not read from either.
struct echo_handler : asyncore::dispatcher_with_send {
    using dispatcher_with_send::dispatcher_with_send;

    bool readable() override { return out_buffer().size() < 64 * 1024; }

    void handle_read() override {
        char data[8192];
        const std::size_t size = recv(data, sizeof data);
        if (size > 0) send({data, size});
    }

    void handle_close() override { close(); }
};

int main(int count, char** arguments) {
    return serve_channels<echo_handler>(count, arguments);
}
