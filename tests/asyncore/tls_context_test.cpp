#include "asyncore/asyncore.hpp"
#include "asyncore/tls/tls_context.hpp"
#include "tests/support/certificates.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using asyncore::tls_context;
using asyncore::tls_error;

TEST_CASE("a file that cannot be used is named with the reason", "[tls]") {
    const authority ca;
    const auto good = ca.issue("good");
    const auto other = ca.issue("other");
    const std::string nonsense = ca.folder().put("nonsense.pem", "no certificate\n");
    const std::string gone = ca.folder() / "gone.pem";

    CHECK_THROWS_WITH(tls_context::server({{{gone, good.key_file}}}),
                      "certificate " + gone + ": No such file or directory");
    CHECK_THROWS_WITH(tls_context::server({{{nonsense, good.key_file}}}),
                      "certificate " + nonsense + ": no start line");
    CHECK_THROWS_WITH(tls_context::server({{{good.chain_file, gone}}}),
                      "private key " + gone + ": No such file or directory");
    CHECK_THROWS_WITH(tls_context::server({{{good.chain_file, other.key_file}}}),
                      "private key " + other.key_file + ": key values mismatch");
    CHECK_THROWS_WITH(tls_context::client({.ca_file = gone}),
                      Catch::Contains("authority " + gone) && Catch::Contains("No such file"));
    CHECK_THROWS_WITH(tls_context::server({.certificates = {good}, .client_ca_file = nonsense}),
                      Catch::Contains("authority " + nonsense));
}

TEST_CASE("a key with a passphrase is refused and no one is asked", "[tls]") {
    const authority ca;
    const auto good = ca.issue("good");
    const std::string locked = ca.folder() / "locked.key";
    const std::string command = "openssl ec -in " + good.key_file + " -out " + locked +
                                " -aes128 -passout pass:secret 2>/dev/null </dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK_THROWS_WITH(tls_context::server({{{good.chain_file, locked}}}),
                      Catch::Contains("private key " + locked));
}

TEST_CASE("settings that make no sense are refused", "[tls]") {
    const authority ca;
    const auto good = ca.issue("good");
    CHECK_THROWS_AS(tls_context::server({}), std::invalid_argument);
    CHECK_THROWS_AS(tls_context::server({.certificates = {good}, .alpn = {"h2", ""}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(tls_context::client({.alpn = {std::string(256, 'x')}}), std::invalid_argument);
}

TEST_CASE("a client that verifies nothing says so in the log", "[tls]") {
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level level, std::string_view text) {
        if (level == asyncore::log_level::warning) logged = text;
    });
    tls_context::client();
    CHECK(logged.empty());
    tls_context::insecure_client();
    asyncore::set_log_sink({});
    CHECK_THAT(logged, Catch::Contains("without verification"));
}
