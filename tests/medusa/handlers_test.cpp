#include "medusa/base64.hpp"
#include "medusa/medusa.hpp"
#include "medusa/xmlrpc_writer.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using Catch::Contains;
using namespace std::chrono_literals;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

std::string basic(const std::string& credentials) {
    return "Authorization: Basic " + medusa::base64_encode(credentials) + "\r\n";
}

void write_file(const std::string& path, std::string_view text) {
    const asyncore::unique_fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644));
    REQUIRE(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

std::string field(const std::string& answer, const std::string& name) {
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

} // namespace

TEST_CASE("only those who know the password pass", "[auth_handler]") {
    web it;
    int bodies = 0;
    const auto inner = std::make_shared<function_handler>("/", [&](const request_ptr& request) {
        bodies += request->body().empty() ? 0 : 1;
        request->push("hello " + request->user());
        request->done();
    });
    const auto plain = std::make_shared<medusa::auth_handler>(inner, "user", "pass:word");
    it.server->install_handler(plain);
    const std::string refused = it.get("/");
    CHECK(status_of(refused) == 401);
    CHECK(field(refused, "WWW-Authenticate") == "Basic realm=\"default\"");
    CHECK(body_of(it.get("/", basic("user:pass:word"))) == "hello user");
    CHECK(status_of(it.get("/", basic("user:pass"))) == 401);
    CHECK(status_of(it.get("/", basic("User:pass:word"))) == 401);
    CHECK(status_of(it.get("/", basic("user:"))) == 401);
    CHECK(status_of(it.get("/", "Authorization: Bearer abc\r\n")) == 401);
    CHECK(status_of(it.get("/", "Authorization: Basic ?!\r\n")) == 400);
    CHECK(status_of(it.get("/", basic("no colon"))) == 400);
    CHECK(status_of(it.get("/", basic("user:wrong"), "POST", "body")) == 401);
    CHECK(bodies == 0);
    CHECK(status_of(it.get("/", basic("user:pass:word"), "POST", "body")) == 200);
    CHECK(bodies == 1);

    it.server->remove_handler(plain);
    // echo -n secret | sha1sum
    it.server->install_handler(std::make_shared<medusa::auth_handler>(
        inner, "user", "{SHA}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"));
    CHECK(status_of(it.get("/", basic("user:secret"))) == 200);
    CHECK(status_of(it.get("/", basic("user:{SHA}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"))) ==
          401);
}

TEST_CASE("files are served from a tree that cannot be left", "[default_handler]") {
    const temp_dir dir;
    const std::string root = dir.path() + "/root";
    ::mkdir(root.c_str(), 0755);
    ::mkdir((root + "/sub").c_str(), 0755);
    ::mkdir((root + "/empty").c_str(), 0755);
    write_file(dir.path() + "/secret", "secret");
    write_file(root + "/a b.txt", "a file");
    write_file(root + "/sub/index.html", "<p>index");
    write_file(root + "/large", std::string(3'000'000, 'L'));
    std::filesystem::create_symlink("../secret", root + "/out");
    std::filesystem::create_symlink("sub/index.html", root + "/within");
    ::mkfifo((root + "/fifo").c_str(), 0644);
    web it;
    it.server->install_handler(
        std::make_shared<medusa::default_handler>(medusa::os_filesystem(root)));

    const std::string answer = it.get("/a%20b.txt");
    CHECK(body_of(answer) == "a file");
    CHECK_THAT(field(answer, "Content-Type"), Catch::StartsWith("text/plain"));
    CHECK(field(answer, "Content-Length") == "6");
    CHECK(body_of(it.get("/large")) == std::string(3'000'000, 'L'));
    CHECK(body_of(it.get("/sub/")) == "<p>index");
    CHECK(body_of(it.get("/within")) == "<p>index");
    CHECK(field(it.get("/sub"), "Location") == "/sub/");
    CHECK(field(it.get("//sub"), "Location") == "/sub/");
    const std::string head = it.get("/a%20b.txt", "", "HEAD");
    CHECK(field(head, "Content-Length") == "6");
    CHECK(body_of(head).empty());
    for (const char* target :
         {"/out", "/../secret", "/%2e%2e/secret", "/..%2fsecret", "/sub/../../secret", "/none",
          "/a%20b.txt/", "/empty/", "/fifo", "/sub/%2e%2e/%2e%2e/secret"}) {
        CAPTURE(target);
        CHECK(status_of(it.get(target)) == 404);
    }
    CHECK(status_of(it.get("/a%00b")) == 400);
    const std::string posted = it.get("/a%20b.txt", "", "POST", "x");
    CHECK(status_of(posted) == 405);
    CHECK(field(posted, "Allow") == "GET, HEAD");
}

TEST_CASE("a file the client has already is not sent again", "[default_handler]") {
    const temp_dir dir;
    write_file(dir.path() + "/f", "one");
    web it;
    it.server->install_handler(
        std::make_shared<medusa::default_handler>(medusa::os_filesystem(dir.path())));
    const std::string answer = it.get("/f");
    const std::string etag = field(answer, "ETag");
    const std::string modified = field(answer, "Last-Modified");
    REQUIRE_FALSE(etag.empty());
    CHECK(status_of(it.get("/f", "If-None-Match: \"x\", W/" + etag + "\r\n")) == 304);
    CHECK(status_of(it.get("/f", "If-None-Match: *\r\n")) == 304);
    CHECK(status_of(it.get("/f", "If-None-Match: \"x\"\r\n")) == 200);
    CHECK(status_of(it.get("/f", "If-Modified-Since: " + modified + "\r\n")) == 304);
    CHECK(status_of(it.get("/f", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) == 200);
    // The entity tag decides where both are there.
    CHECK(status_of(it.get("/f", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + modified +
                                     "\r\n")) == 200);
    write_file(dir.path() + "/f", "longer");
    CHECK(status_of(it.get("/f", "If-None-Match: " + etag + "\r\n")) == 200);
}

namespace {

struct calculator : medusa::xmlrpc_handler {
    std::vector<std::shared_ptr<medusa::xmlrpc_call>> waiting;

    void call(const std::shared_ptr<medusa::xmlrpc_call>& call) override {
        if (call->method() == "add")
            call->answer(call->params().at(0).as_int() + call->params().at(1).as_int());
        else if (call->method() == "fail")
            throw medusa::xmlrpc_fault(7, "as asked");
        else if (call->method() == "later")
            waiting.push_back(call);
        else if (call->method() == "forget")
            return;
        else
            throw std::runtime_error("unexpected");
    }
};

std::string call_text(const std::string& method, medusa::xmlrpc_array params = {}) {
    return medusa::write_xmlrpc_request(method, params);
}

} // namespace

TEST_CASE("a call over HTTP is answered now or later or with a fault", "[xmlrpc_handler]") {
    std::string logged;
    asyncore::set_log_sink([&](asyncore::log_level, std::string_view text) { logged += text; });
    web it;
    const auto methods = std::make_shared<calculator>();
    it.server->install_handler(methods);
    const auto post = [&](const std::string& body) { return it.get("/RPC2", "", "POST", body); };

    const std::string sum = post(call_text("add", {2, 40}));
    CHECK(field(sum, "Content-Type") == "text/xml");
    CHECK_THAT(body_of(sum), Contains("<int>42</int>"));
    CHECK_THAT(body_of(post(call_text("fail"))), Contains("<int>7</int>") && Contains("as asked"));
    CHECK(status_of(post(call_text("what"))) == 500);
    CHECK(status_of(post(call_text("forget"))) == 500);
    CHECK(status_of(post("<nonsense")) == 400);
    CHECK(status_of(post("<!DOCTYPE a><methodCall><methodName>add</methodName></methodCall>")) ==
          400);
    CHECK(status_of(post("<methodCall></methodCall>")) == 400);
    const std::string got = it.get("/RPC2");
    CHECK(status_of(got) == 405);
    CHECK(field(got, "Allow") == "POST");
    CHECK_THAT(logged, Contains("unmarshallable") && Contains("no method name"));

    const auto client = it.client();
    const std::string body = call_text("later");
    client->say("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
    wait_until([&] { return methods->waiting.size() == 1; }, 5s, "the call arrived", it.map);
    CHECK(client->received.empty());
    methods->waiting[0]->answer("done");
    client->hear("<string>done</string>");
    asyncore::set_log_sink({});
}
