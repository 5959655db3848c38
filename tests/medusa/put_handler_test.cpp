#include "medusa/default_handler.hpp"
#include "medusa/put_handler.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <system_error>

#include <sys/resource.h>
#include <sys/stat.h>

using Catch::Contains;
using namespace std::chrono_literals;

namespace {

struct uploads : web {
    temp_dir dir;
    std::string root = dir / "root";
    std::shared_ptr<medusa::put_handler> put;

    uploads() {
        std::filesystem::create_directories(root + "/sub");
        put = std::make_shared<medusa::put_handler>("/up/", root);
        server->install_handler(put);
    }
    int send(const std::string& target, const std::string& body, const std::string& fields = "") {
        last = get(target, fields, "PUT", body);
        return status_of(last);
    }
    // Names of what lies in the tree but for its folders.
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& one : std::filesystem::recursive_directory_iterator(root))
            if (!one.is_directory()) names.push_back(one.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::string last;
};

using names = std::vector<std::string>;

} // namespace

TEST_CASE("a file is put where there was none, and replaced where there was one", "[put_handler]") {
    uploads it;
    CHECK(it.send("/up/a%20b.txt", "one") == 201);
    CHECK(read_whole(it.root + "/a b.txt") == "one");
    const std::string etag = field_of(it.last, "ETag");
    CHECK_FALSE(etag.empty());
    CHECK(it.send("/up/a%20b.txt", "longer") == 204);
    CHECK(field_of(it.last, "ETag") != etag);
    CHECK(read_whole(it.root + "/a b.txt") == "longer");
    CHECK(it.send("/up/sub/c", "") == 201);
    CHECK(read_whole(it.root + "/sub/c").empty());
    CHECK(it.send("/up/sub/c", "d", "Content-Type: text/plain\r\n") == 204);
    CHECK(it.files() == names{"a b.txt", "c"});
    it.put->to_disk = true;
    CHECK(it.send("/up/d", "d") == 201);
}

TEST_CASE("a body in chunks goes to the file as it arrives, and appears when it is whole",
          "[put_handler]") {
    uploads it;
    const auto client = it.client();
    client->say("PUT /up/f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                "Expect: 100-continue\r\n\r\n");
    client->hear("100 Continue");
    client->say("3\r\nabc\r\n");
    const auto written = [&] {
        const names all = it.files();
        return all.size() == 1 && read_whole(it.root + "/" + all[0]) == "abc";
    };
    wait_until(written, 5s, "a piece is in the file", it.map);
    CHECK_FALSE(std::filesystem::exists(it.root + "/f"));
    client->say("4\r\ndefg\r\n0\r\n\r\n");
    client->hear("201 Created");
    CHECK(read_whole(it.root + "/f") == "abcdefg");
    CHECK(it.files() == names{"f"});
    // The connection is good for more.
    client->say("PUT /up/g HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");
    wait_until([&] { return it.files().size() == 2; }, 5s, "another file", it.map);
}

TEST_CASE("an upload that breaks off leaves nothing behind", "[put_handler]") {
    uploads it;
    REQUIRE(it.send("/up/f", "old") == 201);
    const auto client = it.client();
    client->say("PUT /up/f HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nnew");
    wait_until([&] { return it.files().size() == 2; }, 5s, "the upload has begun", it.map);
    client->close();
    wait_until([&] { return it.files().size() == 1; }, 5s, "it is gone", it.map);
    CHECK(read_whole(it.root + "/f") == "old");
    CHECK(status_of(it.ask("PUT /up/f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nnew\r\nzz\r\n")) == 400);
    CHECK(it.files() == names{"f"});
    CHECK(read_whole(it.root + "/f") == "old");
}

TEST_CASE("a large upload is not held in memory", "[put_handler]") {
    uploads it;
    it.put->max_file = std::size_t{1} << 40;
    it.server->limits.max_body = std::size_t{1} << 40;
    constexpr std::size_t size = 200 * 1024 * 1024;
    const auto client = it.client();
    client->say("PUT /up/large HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
                "\r\n\r\n");
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    const std::string piece(1024 * 1024, 'x');
    for (std::size_t sent = 0; sent < size; sent += piece.size()) {
        client->say(piece);
        wait_until([&] { return !client->writable(); }, 20s, "a piece is sent", it.map);
    }
    client->hear("201 Created");
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
    CHECK(std::filesystem::file_size(it.root + "/large") == size);
    CHECK(after.ru_maxrss - before.ru_maxrss < 64 * 1024); // in KB
}

TEST_CASE("no upload leaves the tree", "[put_handler]") {
    uploads it;
    std::filesystem::create_directory(it.dir / "outside");
    it.dir.put("secret", "secret");
    std::filesystem::create_symlink("../outside", it.root + "/out");
    std::filesystem::create_symlink("../secret", it.root + "/link");
    std::filesystem::create_symlink("sub", it.root + "/within");
    it.put->allow_delete = true;
    for (const char* target :
         {"/up/../secret", "/up/%2e%2e/secret", "/up/..%2fsecret", "/up/sub/../../secret",
          "/up/out/x", "/up/..", "/up/.", "/up/sub/.", "/up/.upload-0", "/up/sub/.upload-x"}) {
        CAPTURE(target);
        CHECK(it.send(target, "evil") == 403);
        CHECK(status_of(it.get(target, "", "DELETE")) == 403);
    }
    CHECK(it.send("/up/a%00b", "evil") == 400);
    CHECK(read_whole(it.dir / "secret") == "secret");
    CHECK(std::filesystem::is_empty(it.dir / "outside"));
    // The link itself is replaced, and what it points to is left alone.
    CHECK(it.send("/up/link", "mine") == 204);
    CHECK(read_whole(it.dir / "secret") == "secret");
    CHECK(read_whole(it.root + "/link") == "mine");
    CHECK_FALSE(std::filesystem::is_symlink(it.root + "/link"));
    // A link that stays inside may be passed through.
    CHECK(it.send("/up/within/x", "x") == 201);
    CHECK(read_whole(it.root + "/sub/x") == "x");
    CHECK(it.send("/up//etc/x", "x") == 409);
    CHECK(status_of(it.get("/up/out", "", "DELETE")) == 204);
    CHECK(std::filesystem::is_directory(it.dir / "outside"));
}

TEST_CASE("a folder is not put, and one that is missing is not made", "[put_handler]") {
    uploads it;
    it.put->allow_delete = true;
    CHECK(it.send("/up/none/x", "x") == 409);
    CHECK(it.send("/up/sub", "x") == 409);
    CHECK(it.send("/up/sub/", "x") == 409);
    CHECK(it.send("/up/", "x") == 409);
    CHECK(it.send("/up", "x") == 404);
    CHECK(status_of(it.get("/up/sub", "", "DELETE")) == 409);
    CHECK(std::filesystem::is_directory(it.root + "/sub"));
    CHECK(it.files().empty());
    CHECK(it.send("/up/" + std::string(300, 'x'), "x") == 414);
    CHECK_THROWS_AS(medusa::put_handler("/x", it.dir / "none"), std::system_error);
}

TEST_CASE("conditions are looked at before the body is read", "[put_handler]") {
    uploads it;
    CHECK(it.send("/up/f", "x", "If-Match: *\r\n") == 412);
    CHECK(it.send("/up/f", "x", "If-Match: \"a\"\r\n") == 412);
    CHECK(it.send("/up/f", "one", "If-None-Match: *\r\n") == 201);
    const std::string etag = field_of(it.last, "ETag");
    CHECK(it.send("/up/f", "x", "If-None-Match: *\r\n") == 412);
    CHECK(it.send("/up/sub", "x", "If-None-Match: *\r\n") == 412);
    CHECK(it.send("/up/f", "x", "If-None-Match: \"a\", W/" + etag + "\r\n") == 412);
    CHECK(it.send("/up/f", "x", "If-Match: W/" + etag + "\r\n") == 412);
    CHECK(it.send("/up/f", "x", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == 412);
    CHECK(read_whole(it.root + "/f") == "one");
    CHECK(it.send("/up/f", "two!", "If-Match: \"a\", " + etag + "\r\n") == 204);
    CHECK(it.send("/up/f", "x", "If-Match: " + etag + "\r\n") == 412); // as it was replaced
    CHECK(it.send("/up/f", "3", "If-Match: *\r\n") == 204);
    CHECK(it.send("/up/f", "4", "If-None-Match: \"a\"\r\n") == 204);
    CHECK(it.send("/up/f", "x", "Content-Range: bytes 0-0/1\r\n") == 400);
    const std::string refused = it.ask("PUT /up/f HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n"
                                       "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    CHECK(status_of(refused) == 412);
    CHECK(it.files() == names{"f"});
}

TEST_CASE("of many that create the same file one alone has made it", "[put_handler]") {
    uploads it;
    std::vector<std::shared_ptr<peer>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(it.client());
        clients.back()->say("PUT /up/lock HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n"
                            "Connection: close\r\nContent-Length: 2\r\n\r\n" +
                            std::to_string(i));
    }
    wait_until([&] { return it.files().size() == 8; }, 5s, "all are under way", it.map);
    for (const auto& one : clients)
        one->say("!");
    int made = 0;
    std::string winner;
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i]->hear_the_end();
        const int status = status_of(clients[i]->received);
        CHECK((status == 201 || status == 412));
        if (status == 201) winner = std::to_string(i) + "!";
        made += status == 201 ? 1 : 0;
    }
    CHECK(made == 1);
    CHECK(read_whole(it.root + "/lock") == winner);
    CHECK(it.files() == names{"lock"});
}

TEST_CASE("a file past the limit is refused, said beforehand or not", "[put_handler]") {
    uploads it;
    it.put->max_file = 4;
    CHECK(it.send("/up/f", "four") == 201);
    CHECK(it.send("/up/g", "fives") == 413);
    CHECK(status_of(it.ask("PUT /up/g HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) == 413);
    CHECK(it.files() == names{"f"});
}

TEST_CASE("a disk that takes no more is told to the client", "[put_handler]") {
    uploads it;
    // The kernel answers a write past this with SIGXFSZ and EFBIG.
    rlimit old{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
    const auto old_action = ::signal(SIGXFSZ, SIG_IGN);
    rlimit small = old;
    small.rlim_cur = 1000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const int status = it.send("/up/f", std::string(5000, 'x'));
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
    ::signal(SIGXFSZ, old_action);
    CHECK(status == 413);
    CHECK(field_of(it.last, "Connection") == "close");
    CHECK(it.files().empty());
}

TEST_CASE("a file is deleted where that is allowed", "[put_handler]") {
    uploads it;
    REQUIRE(it.send("/up/f", "x") == 201);
    const std::string etag = field_of(it.last, "ETag");
    const std::string refused = it.get("/up/f", "", "DELETE");
    CHECK(status_of(refused) == 405);
    CHECK(field_of(refused, "Allow") == "PUT");
    it.put->allow_delete = true;
    CHECK(status_of(it.get("/up/f", "If-Match: \"other\"\r\n", "DELETE")) == 412);
    CHECK(status_of(it.get("/up/f", "If-Match: " + etag + "\r\n", "DELETE")) == 204);
    CHECK(it.files().empty());
    CHECK(status_of(it.get("/up/f", "", "DELETE")) == 404);
    CHECK(status_of(it.get("/up/none/f", "", "DELETE")) == 404);
}

TEST_CASE("what was put is fetched where it was put", "[put_handler]") {
    web it;
    const temp_dir dir;
    medusa::file_settings fresh;
    fresh.cache_valid = 0ms;
    const auto put = std::make_shared<medusa::put_handler>(
        "/", dir.path(),
        std::make_shared<medusa::default_handler>(medusa::os_filesystem(dir.path()), fresh));
    it.server->install_handler(put);
    CHECK(status_of(it.get("/f", "", "PUT", "hello")) == 201);
    const std::string got = it.get("/f");
    CHECK(body_of(got) == "hello");
    CHECK(field_of(it.get("/f", "", "POST", "x"), "Allow") == "PUT, GET, HEAD");
    CHECK(status_of(it.get("/f", "If-Match: " + field_of(got, "ETag") + "\r\n", "PUT", "new")) ==
          204);
    CHECK(body_of(it.get("/f")) == "new");
}

TEST_CASE("a collector that throws ends the request and not the server", "[collector]") {
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    struct throwing : medusa::collector {
        void collect(std::string_view) override { throw std::runtime_error("no more"); }
    };
    struct bad : medusa::handler {
        bool match(const medusa::http_request&) override { return true; }
        void handle_head(const std::shared_ptr<medusa::http_request>& request) override {
            request->set_collector(std::make_unique<throwing>());
        }
        void handle_request(const std::shared_ptr<medusa::http_request>& request) override {
            request->done();
        }
    };
    web it;
    it.server->install_handler(std::make_shared<bad>());
    const std::string answer = it.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
    CHECK(status_of(answer) == 500);
    CHECK(field_of(answer, "Connection") == "close");
    CHECK_THAT(logged, Contains("no more"));
    CHECK(status_of(it.get("/")) == 200);
    asyncore::set_log_sink({});
}
