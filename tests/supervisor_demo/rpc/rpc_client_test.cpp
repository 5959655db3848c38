#include "asyncore/asyncore.hpp"
#include "medusa/auth_handler.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/xmlrpc_handler.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <system_error>
#include <thread>

#include <sys/socket.h>

using supervisor::http_exchange;
using supervisor::rpc_client;

namespace {

/// Reads a reply that arrives in these pieces. A packet socket keeps them apart.
std::string read_reply(std::initializer_list<std::string_view> pieces) {
    int fds[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds) == 0);
    http_exchange exchange{asyncore::unique_fd(fds[0])};
    {
        const asyncore::unique_fd server(fds[1]);
        for (const auto piece : pieces)
            if (!piece.empty()) REQUIRE(::send(server.get(), piece.data(), piece.size(), 0) > 0);
    }
    const auto head = exchange.read_head();
    std::string text = std::to_string(head.status) + " " + head.reason + "|";
    for (std::string piece = exchange.read_body(); !piece.empty(); piece = exchange.read_body())
        text += piece;
    return text;
}

struct echo_methods : medusa::xmlrpc_handler {
    void call(const std::shared_ptr<medusa::xmlrpc_call>& call) override {
        if (call->method() == "refuse") throw medusa::xmlrpc_fault(10, "BAD_NAME: x");
        call->answer(call->params());
    }
};

struct three_pieces : medusa::handler {
    bool match(const medusa::http_request& request) override {
        return request.path() == "/logtail/caf\xc3\xa9";
    }
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        struct counting : asynchat::producer {
            int left = 3;
            std::string more() override { return left-- > 0 ? "piece;" : ""; }
        };
        request->push(std::make_unique<counting>());
        request->done();
    }
};

struct quit_handler : medusa::handler {
    std::weak_ptr<medusa::http_server> server;
    bool match(const medusa::http_request& request) override { return request.path() == "/quit"; }
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
        request->done();
        if (const auto one = server.lock()) one->close();
    }
};

/// A server in a thread of its own, as the client blocks; it ends when it is asked to.
class served {
public:
    explicit served(const asyncore::address& at, const std::string& password = "") {
        auto server = asyncore::make<medusa::http_server>(at, map_);
        port = server->addr().port();
        std::shared_ptr<medusa::handler> methods = std::make_shared<echo_methods>();
        if (!password.empty())
            methods = std::make_shared<medusa::auth_handler>(methods, "user", password);
        server->install_handler(methods);
        server->install_handler(std::make_shared<three_pieces>());
        const auto quit = std::make_shared<quit_handler>();
        quit->server = server;
        server->install_handler(quit);
        at_ = at.family() == AF_UNIX ? "unix://" + at.path()
                                     : "http://127.0.0.1:" + std::to_string(port);
        server.reset();
        thread_ = std::thread([this] { asyncore::loop({}, map_); });
    }
    ~served() {
        rpc_client(at_).stream("/quit", [](std::string_view) { return true; });
        thread_.join();
    }

    const std::string& url() const { return at_; }
    std::uint16_t port = 0;

private:
    asyncore::socket_map map_;
    std::string at_;
    std::thread thread_;
};

} // namespace

TEST_CASE("a reply is read however it is cut into pieces") {
    const auto [reply, read] = GENERATE(values<std::pair<const char*, const char*>>({
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 OK|hello"},
        {"HTTP/1.1 200 OK\r\ncontent-length:  5\t\r\nX:y\r\n\r\nhellothere", "200 OK|hello"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: "
         "chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
         "200 OK|hello"},
        {"HTTP/1.0 200 OK\r\n\r\nhello", "200 OK|hello"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
         "404 Not Found|"},
    }));
    const std::string_view whole = reply;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        CAPTURE(cut);
        CHECK(read_reply({whole.substr(0, cut), whole.substr(cut)}) == read);
    }
}

TEST_CASE("a reply that is none is told apart from one that ends too early") {
    CHECK_THROWS_WITH(read_reply({"SSH-2.0-x\r\n\r\n"}), "the reply is not HTTP");
    CHECK_THROWS_WITH(read_reply({}), "the server closed the connection without a reply");
    CHECK_THROWS_WITH(read_reply({"HTTP/1.1 200 OK\r\n"}),
                      "the reply ended in the middle of its head");
    CHECK_THROWS_WITH(read_reply({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}),
                      "the reply ended in the middle");
    CHECK_THROWS_WITH(read_reply({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"}),
                      "the reply ended in the middle");
    CHECK_THROWS_WITH(read_reply({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"}),
                      "the reply has a bad chunk");
    CHECK_THROWS_WITH(read_reply({"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n"}),
                      "the reply has no sensible length");
}

TEST_CASE("a method is called over a Unix socket and over TCP") {
    const bool unix_socket = GENERATE(true, false);
    temp_dir dir;
    served server(unix_socket ? asyncore::address::unix_path(dir / "s.sock")
                              : asyncore::address::ip("127.0.0.1", 0));
    const rpc_client client(server.url());
    CHECK(client.call("echo", {"x", 5}) == medusa::xmlrpc_array{"x", 5});
    try {
        client.call("refuse");
        FAIL("it was not refused");
    } catch (const medusa::xmlrpc_fault& fault) {
        CHECK(fault.code() == 10);
        CHECK(fault.text() == "BAD_NAME: x");
    }
}

TEST_CASE("a password opens the door and a wrong one is a 401") {
    served server(asyncore::address::ip("127.0.0.1", 0), "secret");
    CHECK(rpc_client(server.url(), "user", "secret").call("echo") == medusa::xmlrpc_array{});
    for (const auto& client : {rpc_client(server.url()), rpc_client(server.url(), "user", "x")}) {
        try {
            client.call("echo");
            FAIL("it was let in");
        } catch (const supervisor::http_status_error& error) {
            CHECK(error.status() == 401);
        }
    }
}

TEST_CASE("nobody there is another thing than no socket") {
    const auto error_of = [](const std::string& url) {
        try {
            rpc_client(url).call("echo");
        } catch (const std::system_error& error) {
            return error.code().value();
        }
        return 0;
    };
    temp_dir dir;
    CHECK(error_of("unix://" + (dir / "none")) == ENOENT);
    std::uint16_t port = 0;
    {
        asyncore::socket_map map;
        medusa::http_server server(asyncore::address::ip("127.0.0.1", 0), map);
        port = server.addr().port();
        medusa::http_server bound(asyncore::address::unix_path(dir / "left.sock"), map);
    }
    CHECK(error_of("http://127.0.0.1:" + std::to_string(port)) == ECONNREFUSED);
    CHECK(error_of("unix://" + (dir / "left.sock")) == ECONNREFUSED);
    CHECK_THROWS_WITH(rpc_client("ftp://x"), "Unknown protocol for serverurl ftp://x");
}

TEST_CASE("a stream is handed over until it ends or enough is enough") {
    served server(asyncore::address::ip("127.0.0.1", 0));
    const rpc_client client(server.url());
    std::string heard;
    client.stream("/logtail/caf\xc3\xa9", [&](std::string_view piece) {
        heard += piece;
        return true;
    });
    CHECK(heard == "piece;piece;piece;");
    int pieces = 0;
    client.stream("/logtail/caf\xc3\xa9", [&](std::string_view) { return ++pieces < 1; });
    CHECK(pieces == 1);
    CHECK_THROWS_AS(client.stream("/none", [](std::string_view) { return true; }),
                    supervisor::http_status_error);
}
