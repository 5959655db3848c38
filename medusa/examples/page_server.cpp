// page_server PORT FILE TOKEN: FILE as a page on 127.0.0.1, for who has the token.
//
// Made while it is sent, of producers that nest, and compressed for who takes that. A filter asks
// for "Authorization: Bearer TOKEN". How much was sent is printed.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/content_coding.hpp"
#include "medusa/filter.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/producers.hpp"
#include "medusa/secret.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace {

struct bearer_filter : medusa::filter {
    bearer_filter(std::shared_ptr<handler> inner, const std::string& token)
        : filter(std::move(inner)), expected("Bearer " + token) {}
    bool passes(medusa::http_request& request) override {
        if (medusa::secret_equal(request.get_header("Authorization"), expected)) return true;
        request.reply().set("WWW-Authenticate", "Bearer realm=\"page\"");
        request.error(401);
        return false;
    }
    std::string expected;
};

struct page_handler : medusa::handler {
    explicit page_handler(std::string file) : path(std::move(file)) {}
    bool match(const medusa::http_request& request) override { return request.path() == "/"; }
    std::string_view methods(const medusa::http_request&) override { return "GET, HEAD"; }
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        using namespace medusa;
        asyncore::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat is {};
        if (!file || ::fstat(file.get(), &is) < 0) return request->error(404);
        const auto coding = choose_coding(request->head().headers(), true);
        if (!coding) return request->error(406);

        auto page = std::make_unique<composite_producer>();
        page->add("<!DOCTYPE html>\n<title>A file</title>\n<pre>");
        page->add(std::make_unique<escaping_producer>(std::make_unique<file_producer>(
            std::move(file), static_cast<std::size_t>(is.st_size))));
        page->add("</pre>\n");
        std::unique_ptr<asynchat::producer> body = std::move(page);
        if (*coding == content_coding::gzip) {
            request->reply().set("Content-Encoding", "gzip");
            body = std::make_unique<compressing_producer>(std::move(body));
        }
        request->reply().set("Content-Type", "text/html; charset=utf-8");
        request->reply().set("Vary", "Accept-Encoding");
        request->push(std::make_unique<hooked_producer>(std::move(body), [](auto bytes) {
            std::printf("%zu bytes\n", static_cast<std::size_t>(bytes));
            std::fflush(stdout);
        }));
        request->done();
    }
    std::string path;
};

} // namespace

int main(int count, char** arguments) {
    return serve(count, arguments, 2, " FILE TOKEN", [](const auto& local, char** more) {
        const auto server = asyncore::make<medusa::http_server>(local);
        server->install_handler(
            std::make_shared<bearer_filter>(std::make_shared<page_handler>(more[0]), more[1]));
        return server;
    });
}
