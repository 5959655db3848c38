// static_server PORT DIR: the files under DIR, on 127.0.0.1.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/default_handler.hpp"
#include "medusa/http_server.hpp"

#include <memory>

int main(int count, char** arguments) {
    return serve(count, arguments, 1, " DIR", [](const asyncore::address& local, char** more) {
        medusa::file_settings set;
        set.index_files = {"index.html", "index.htm"};
        set.directory_pages = true;
        set.compress = true;
        const auto server = asyncore::make<medusa::http_server>(local);
        server->install_handler(
            std::make_shared<medusa::default_handler>(medusa::os_filesystem(more[0]), set));
        return server;
    });
}
