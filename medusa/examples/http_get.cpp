// http_get METHOD URL CA: prints what is answered; standard input is the body of POST and PUT.
// URL: http://..., https://..., or unix:///run/x.sock; CA: whom to trust, or - for the system.

#include "asyncore/asyncore.hpp"
#include "medusa/http_client.hpp"
#include "medusa/tls/https_client.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <variant>

namespace {

void use_system_or(const std::string& ca, medusa::http_client& client) {
    asyncore::tls_client_settings settings;
    if (ca != "-") settings.ca_file = ca;
    settings.alpn = {"http/1.1"};
    medusa::use_tls(client, asyncore::tls_context::client(settings));
}

medusa::client_request request_for(const std::string& method, const std::string& url) {
    medusa::client_request request(method, url);
    request.max_redirects = 10;
    if (method == "POST" || method == "PUT") {
        request.set_body(std::string(std::istreambuf_iterator<char>(std::cin), {}));
        request.expect_continue = true;
    }
    request.on_head = [](const medusa::response_head& head) {
        std::fprintf(stderr, "%d %s\n", head.status(), std::string(head.reason()).c_str());
    };
    request.on_data = [](std::string_view data) {
        std::fwrite(data.data(), 1, data.size(), stdout);
    };
    return request;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fprintf(stderr, "usage: %s METHOD URL CA\n", arguments[0]);
        return 2;
    }
    try {
        medusa::http_client client;
        use_system_or(arguments[3], client);
        int status = 1;
        const auto call =
            client.send(request_for(arguments[1], arguments[2]), [&](medusa::http_answer answer) {
                if (const auto* error = std::get_if<medusa::client_error>(&answer))
                    std::fprintf(stderr, "%s\n", error->sentence.c_str());
                else
                    status = std::get<medusa::http_response>(answer).status() < 400 ? 0 : 3;
                client.close(); // nothing keeps the loop then
            });
        asyncore::loop();
        return status;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", arguments[0], error.what());
        return 1;
    }
}
