// CPython 3.11's test_asyncore.BaseTestAPI, case by case, for its three families of sockets. Python
// runs each twice, over select() and over poll(); here there is one wait.

#include "asyncore/asyncore.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/wait_until.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>

using namespace std::chrono_literals;
using asyncore::address;
using asyncore::dispatcher;
using asyncore::socket_map;
using asyncore::unique_fd;

namespace {

// What handlers raised: each is a failure of the test.
std::vector<std::string> raised;

void note_raised() {
    try {
        throw;
    } catch (const std::exception& error) {
        raised.emplace_back(error.what());
    }
}

// A channel most of whose hooks are not supposed to be called.
struct base_test_handler : dispatcher {
    using dispatcher::dispatcher;
    bool flag = false;

    [[noreturn]] static void not_supposed(const std::string& hook) {
        throw std::logic_error(hook + " not supposed to be called");
    }
    void handle_accept() override { not_supposed("handle_accept"); }
    void handle_accepted(unique_fd, const address&) override { not_supposed("handle_accepted"); }
    void handle_connect() override { not_supposed("handle_connect"); }
    void handle_expt() override { not_supposed("handle_expt"); }
    void handle_close() override { not_supposed("handle_close"); }
    void handle_error() override { note_raised(); }
};

// Listens, and makes a handler of each connection.
template <class Handler = base_test_handler>
struct base_server : dispatcher {
    base_server(const address& local, socket_map& map) : dispatcher(map) {
        create_socket(local.family());
        set_reuse_addr();
        bind(local);
        listen(5);
    }
    void handle_accepted(unique_fd socket, const address&) override {
        asyncore::make<Handler>(std::move(socket), map());
    }
    void handle_error() override { note_raised(); }
};

struct base_client : base_test_handler {
    using base_test_handler::base_test_handler;
    void handle_connect() override {}
};

struct TestAPI_UseIPv4Sockets {
    static constexpr int family = AF_INET;
    address addr = address::ip("127.0.0.1", 0);
};

struct TestAPI_UseIPv6Sockets {
    static constexpr int family = AF_INET6;
    address addr = address::ip("::1", 0);
};

struct TestAPI_UseUnixSockets {
    static constexpr int family = AF_UNIX;
    temp_dir dir;
    address addr = address::unix_path(dir / "socket");
};

template <class Family>
struct api : Family {
    socket_map map;

    api() {
        raised.clear();
        asyncore::set_log_sink([](asyncore::log_level, std::string_view) {});
    }
    ~api() {
        asyncore::close_all(map);
        asyncore::set_log_sink({});
        CHECK(raised == std::vector<std::string>());
    }
    api(const api&) = delete;
    api& operator=(const api&) = delete;

    template <class Handler = base_test_handler>
    std::shared_ptr<base_server<Handler>> serve() {
        return asyncore::make<base_server<Handler>>(this->addr, map);
    }

    template <class Listener>
    std::shared_ptr<Listener> listen() {
        const auto listener = asyncore::make<Listener>(map);
        listener->create_socket(Family::family);
        listener->bind(this->addr);
        listener->listen(5);
        return listener;
    }

    template <class Client = base_client>
    std::shared_ptr<Client> connect_to(const dispatcher& server) {
        const auto client = asyncore::make<Client>(map);
        client->create_socket(Family::family);
        client->connect(server.addr());
        return client;
    }

    void loop_waiting_for_flag(const base_test_handler& channel) {
        wait_until([&] { return channel.flag || !raised.empty(); }, 10s, "the flag is set", map);
        CHECK(channel.flag);
    }
};

int option(int fd, int name) {
    int value = -1;
    socklen_t length = sizeof value;
    REQUIRE(::getsockopt(fd, SOL_SOCKET, name, &value, &length) == 0);
    return value;
}

} // namespace

#define IP_FAMILIES TestAPI_UseIPv4Sockets, TestAPI_UseIPv6Sockets
#define FAMILIES IP_FAMILIES, TestAPI_UseUnixSockets

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_connect", "[cpython]", FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_connect() override { flag = true; }
    };
    api<TestType> it;
    const auto server = it.serve();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_accept", "[cpython]", FAMILIES) {
    struct test_listener : base_test_handler {
        using base_test_handler::base_test_handler;
        void handle_accept() override { flag = true; }
    };
    api<TestType> it;
    const auto server = it.template listen<test_listener>();
    const auto client = it.connect_to(*server);
    it.loop_waiting_for_flag(*server);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_accepted", "[cpython]", FAMILIES) {
    struct test_listener : base_test_handler {
        using base_test_handler::base_test_handler;
        void handle_accept() override { dispatcher::handle_accept(); }
        void handle_accepted(unique_fd socket, const address&) override {
            CHECK(socket);
            socket.reset();
            flag = true;
        }
    };
    struct test_client : base_client { // what Python's would only hear in a later turn
        using base_client::base_client;
        void handle_close() override { close(); }
    };
    api<TestType> it;
    const auto server = it.template listen<test_listener>();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*server);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_read", "[cpython]", FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_read() override { flag = true; }
    };
    struct test_handler : base_test_handler {
        test_handler(unique_fd socket, socket_map& map)
            : base_test_handler(std::move(socket), map) {
            CHECK(send(std::string(1024, 'x')) == 1024);
        }
    };
    api<TestType> it;
    const auto server = it.template serve<test_handler>();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_write", "[cpython]", FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_write() override { flag = true; }
    };
    api<TestType> it;
    const auto server = it.serve();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_close", "[cpython]", FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_read() override {
            char buffer[1024];
            CHECK(recv(buffer, sizeof buffer) == 0);
        }
        void handle_close() override {
            flag = true;
            close();
        }
    };
    struct test_handler : base_test_handler {
        test_handler(unique_fd socket, socket_map& map)
            : base_test_handler(std::move(socket), map) {
            dispatcher::close();
        }
    };
    api<TestType> it;
    const auto server = it.template serve<test_handler>();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_close_after_conn_broken", "[cpython]", FAMILIES) {
    static constexpr std::size_t size = 128;
    struct test_client : base_client {
        using base_client::base_client;
        void handle_write() override { send(std::string(size, '\0')); }
        void handle_close() override {
            flag = true;
            close();
        }
        void handle_expt() override {
            flag = true;
            close();
        }
    };
    struct test_handler : base_test_handler {
        using base_test_handler::base_test_handler;
        void handle_read() override {
            char buffer[size];
            recv(buffer, sizeof buffer);
            close();
        }
        bool writable() override { return false; }
    };
    api<TestType> it;
    const auto server = it.template serve<test_handler>();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

// Skipped for Unix sockets by the original.
TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_expt", "[cpython]", IP_FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_expt() override {
            char buffer[1024];
            CHECK(::recv(fileno(), buffer, sizeof buffer, MSG_OOB) == 1);
            CHECK(buffer[0] == '\xf4');
            flag = true;
        }
    };
    struct test_handler : base_test_handler {
        test_handler(unique_fd socket, socket_map& map)
            : base_test_handler(std::move(socket), map) {
            CHECK(::send(fileno(), "\xf4", 1, MSG_OOB) == 1);
        }
    };
    api<TestType> it;
    const auto server = it.template serve<test_handler>();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_handle_error", "[cpython]", FAMILIES) {
    struct test_client : base_client {
        using base_client::base_client;
        void handle_write() override { throw std::domain_error("division by zero"); }
        void handle_error() override {
            flag = true;
            CHECK_THROWS_AS(std::rethrow_exception(std::current_exception()), std::domain_error);
        }
    };
    api<TestType> it;
    const auto server = it.serve();
    const auto client = it.template connect_to<test_client>(*server);
    it.loop_waiting_for_flag(*client);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_connection_attributes", "[cpython]", FAMILIES) {
    api<TestType> it;
    const auto server = it.serve();
    const auto client = it.connect_to(*server);
    CHECK_FALSE(server->connected());
    CHECK(server->accepting());
    CHECK_FALSE(client->accepting());

    asyncore::loop(10ms, it.map, 100);
    CHECK_FALSE(server->connected());
    CHECK(server->accepting());
    CHECK(client->connected());
    CHECK_FALSE(client->accepting());

    client->close();
    CHECK_FALSE(server->connected());
    CHECK(server->accepting());
    CHECK_FALSE(client->connected());
    CHECK_FALSE(client->accepting());

    server->close();
    CHECK_FALSE(server->connected());
    CHECK_FALSE(server->accepting());
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_create_socket", "[cpython]", FAMILIES) {
    api<TestType> it;
    const auto channel = asyncore::make<dispatcher>(it.map);
    channel->create_socket(TestType::family);
    CHECK(option(channel->fileno(), SO_TYPE) == SOCK_STREAM);
    CHECK(option(channel->fileno(), SO_DOMAIN) == TestType::family);
    CHECK((::fcntl(channel->fileno(), F_GETFL) & O_NONBLOCK) != 0);
    CHECK((::fcntl(channel->fileno(), F_GETFD) & FD_CLOEXEC) != 0);
}

// The next three are skipped for Unix sockets by the original.
TEMPLATE_TEST_CASE("BaseTestAPI.test_bind", "[cpython]", IP_FAMILIES) {
    api<TestType> it;
    const auto first = asyncore::make<dispatcher>(it.map);
    first->create_socket(TestType::family);
    first->bind(it.addr);
    first->listen(5);
    const auto port = first->addr().port();
    CHECK(port != 0);

    const auto second = asyncore::make<dispatcher>(it.map);
    second->create_socket(TestType::family);
    CHECK_THROWS_WITH(second->bind(address::ip(it.addr.host(), port)),
                      Catch::Contains(std::strerror(EADDRINUSE)));
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_set_reuse_addr", "[cpython]", IP_FAMILIES) {
    api<TestType> it;
    unique_fd plain(::socket(TestType::family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(plain);
    const auto channel = asyncore::make<dispatcher>(std::move(plain), it.map);
    CHECK(option(channel->fileno(), SO_REUSEADDR) == 0);
    channel->close();
    channel->create_socket(TestType::family);
    channel->set_reuse_addr();
    CHECK(option(channel->fileno(), SO_REUSEADDR) != 0);
}

TEMPLATE_TEST_CASE("BaseTestAPI.test_quick_connect", "[cpython]", IP_FAMILIES) {
    api<TestType> it;
    const auto server = it.serve();
    const address where = server->addr();
    std::exception_ptr thrown;
    std::thread loop([&] {
        try {
            asyncore::loop(100ms, it.map, 5);
        } catch (...) {
            thrown = std::current_exception();
        }
    });
    {
        const unique_fd quick(::socket(TestType::family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const linger at_once{1, 0}; // closing resets the connection
        CHECK(::setsockopt(quick.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
        sockaddr_storage to{};
        const unsigned length = where.to_sockaddr(&to);
        CHECK(::connect(quick.get(), reinterpret_cast<sockaddr*>(&to), length) == 0);
    }
    loop.join();
    CHECK_FALSE(thrown);
    CHECK(server->accepting());
}
