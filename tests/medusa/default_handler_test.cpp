// Static files over HTTP: what a client asks, and what it gets.

#include "medusa/compressing_producer.hpp"
#include "tests/medusa/site.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("a file has its validators and its type", "[default_handler]") {
    site it;
    it.put("page.html", "<p>");
    it.put("data.xyz", "?");
    it.put("own.Foo", "!");
    it.serve({.types = {{"foo", "text/x-foo"}}, .cache_control = "max-age=60"});
    const std::string page = it.get("/page.html");
    CHECK(status_of(page) == 200);
    CHECK(field(page, "Content-Type") == "text/html; charset=utf-8");
    CHECK(field(page, "Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(field(page, "Accept-Ranges") == "bytes");
    CHECK(field(page, "Cache-Control") == "max-age=60");
    CHECK(field(page, "X-Content-Type-Options") == "nosniff");
    CHECK(field(page, "ETag").front() == '"');
    CHECK(field(page, "Vary").empty());
    CHECK(field(it.get("/data.xyz"), "Content-Type") == "application/octet-stream");
    CHECK(field(it.get("/own.Foo"), "Content-Type") == "text/x-foo; charset=utf-8");
}

TEST_CASE("a file whose time is no date or lies ahead has no Last-Modified", "[default_handler]") {
    site it;
    it.put("ahead", "x");
    touch(it.dir / "ahead", 4'000'000'000);
    it.put("before", "x");
    touch(it.dir / "before", -1'000'000);
    it.serve();
    for (const char* target : {"/ahead", "/before"}) {
        const std::string answer = it.get(target);
        CHECK(status_of(answer) == 200);
        CHECK(field(answer, "Last-Modified").empty());
        CHECK(status_of(it.get(target, "If-None-Match: " + field(answer, "ETag") + "\r\n")) == 304);
    }
}

TEST_CASE("conditions are answered with 304 and 412 and their fields", "[default_handler]") {
    for (const std::size_t size : sizes) {
        site it;
        it.put("f.txt", letters(size));
        it.serve({.cache_control = "no-cache"});
        const std::string whole = it.get("/f.txt");
        const std::string etag = field(whole, "ETag");
        const std::string same = it.get("/f.txt", "If-None-Match: " + etag + "\r\n");
        CHECK(status_of(same) == 304);
        CHECK(field(same, "ETag") == etag);
        CHECK(field(same, "Cache-Control") == "no-cache");
        CHECK(field(same, "Last-Modified") == field(whole, "Last-Modified"));
        CHECK_FALSE(field(same, "Date").empty());
        CHECK(field(same, "Content-Length").empty());
        CHECK(field(same, "Content-Type").empty());
        CHECK(body_of(same).empty());
        CHECK(status_of(it.get("/f.txt", "If-None-Match: " + etag + "\r\n", "HEAD")) == 304);
        const std::string failed = it.get("/f.txt", "If-Match: \"other\"\r\n");
        CHECK(status_of(failed) == 412);
        CHECK(field(failed, "ETag").empty());
        CHECK(status_of(it.get("/f.txt", "If-Match: " + etag + "\r\n")) == 200);
        CHECK(status_of(it.get("/f.txt",
                               "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n")) == 412);
        // Before ranges are looked at.
        CHECK(status_of(it.get("/f.txt", "If-None-Match: " + etag + "\r\nRange: bytes=0-1\r\n")) ==
              304);
    }
    site it;
    it.serve();
    CHECK(status_of(it.get("/none", "If-Match: *\r\n")) == 404);
}

TEST_CASE("a range is that part of the file", "[default_handler]") {
    for (const std::size_t size : sizes) {
        CAPTURE(size);
        const std::string text = letters(size);
        const std::string of = "/" + std::to_string(size);
        site it;
        it.put("f.txt", text);
        it.serve();
        const auto ask = [&](const std::string& range, const std::string& more = "",
                             std::string_view method = "GET") {
            return it.get("/f.txt", "Range: " + range + "\r\n" + more, method);
        };
        const std::string whole = it.get("/f.txt");
        CHECK(body_of(whole) == text);
        const std::string first = ask("bytes=0-9");
        CHECK(status_of(first) == 206);
        CHECK(body_of(first) == text.substr(0, 10));
        CHECK(field(first, "Content-Range") == "bytes 0-9" + of);
        CHECK(field(first, "Content-Length") == "10");
        CHECK(field(first, "Content-Type") == "text/plain; charset=utf-8");
        CHECK(field(first, "ETag") == field(whole, "ETag"));
        CHECK(body_of(ask("bytes=-10")) == text.substr(size - 10));
        CHECK(body_of(ask("bytes=500-")) == text.substr(500));
        CHECK(body_of(ask("bytes=0-0,-1,1-")) == text); // joined into one
        CHECK(status_of(ask("bytes=0-0,-1,2-")) == 206);
        const std::string past = ask("bytes=" + std::to_string(size) + "-");
        CHECK(status_of(past) == 416);
        CHECK(field(past, "Content-Range") == "bytes *" + of);
        for (const std::string ignored : {"bytes=x", "lines=1-2", "bytes=2-1"}) {
            CHECK(status_of(ask(ignored)) == 200);
            CHECK(body_of(ask(ignored)) == text);
        }
        CHECK(status_of(ask("bytes=0-1", "Range: bytes=2-3\r\n")) == 200);
        const std::string head = ask("bytes=0-9", "", "HEAD");
        CHECK(status_of(head) == 200);
        CHECK(field(head, "Content-Length") == std::to_string(size));

        const std::string etag = field(whole, "ETag");
        CHECK(status_of(ask("bytes=0-9", "If-Range: " + etag + "\r\n")) == 206);
        CHECK(status_of(ask("bytes=0-9", "If-Range: \"x\"\r\n")) == 200);
        CHECK(status_of(ask("bytes=0-9", "If-Range: W/" + etag + "\r\n")) == 200);
        CHECK(status_of(ask("bytes=0-9", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) == 206);
        CHECK(status_of(ask("bytes=0-9", "If-Range: Sun, 06 Nov 1994 08:49:38 GMT\r\n")) == 200);
        CHECK(status_of(ask("bytes=" + std::to_string(size) + "-", "If-Range: \"x\"\r\n")) == 200);
    }
}

TEST_CASE("several ranges are the parts of one answer", "[default_handler]") {
    for (const std::size_t size : sizes) {
        CAPTURE(size);
        const std::string text = letters(size);
        const std::string of = "/" + std::to_string(size);
        site it;
        it.put("f.txt", text);
        it.serve();
        const std::string answer = it.get("/f.txt", "Range: bytes=500-599, 0-9, -5\r\n");
        CHECK(status_of(answer) == 206);
        CHECK(field(answer, "Content-Range").empty());
        const std::string type = field(answer, "Content-Type");
        REQUIRE_THAT(type, StartsWith("multipart/byteranges; boundary="));
        const std::string boundary = type.substr(type.find('=') + 1);
        CHECK(boundary.size() == 32);
        const auto part = [&](const std::string& range, const std::string& data) {
            return "\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\n" +
                   "Content-Range: bytes " + range + of + "\r\n\r\n" + data;
        };
        const std::string last = std::to_string(size - 5) + "-" + std::to_string(size - 1);
        CHECK(body_of(answer) ==
              part("500-599", text.substr(500, 100)) + part("0-9", text.substr(0, 10)) +
                  part(last, text.substr(size - 5)) + "\r\n--" + boundary + "--\r\n");
        CHECK(field(answer, "Content-Length") == std::to_string(body_of(answer).size()));
        CHECK(field(it.get("/f.txt", "Range: bytes=500-599, 0-9, -5\r\n"), "Content-Type") != type);
        std::string many = "Range: bytes=0-0";
        for (int i = 0; i < 16; ++i)
            many += ",0-0";
        CHECK(status_of(it.get("/f.txt", many + "\r\n")) == 200);
    }
}

TEST_CASE("without ranges none are offered or taken", "[default_handler]") {
    site it;
    it.put("f", letters(1000));
    it.serve({.max_ranges = 0});
    const std::string answer = it.get("/f", "Range: bytes=0-1\r\n");
    CHECK(status_of(answer) == 200);
    CHECK(field(answer, "Accept-Ranges").empty());
}

TEST_CASE("a compressed file beside it goes to who takes gzip", "[default_handler]") {
    for (const std::size_t size : {2000U, 40'000U}) {
        site it;
        const std::string text = letters(size);
        const std::string coded(size / 2, 'z'); // whatever it is
        it.put("p.html", text);
        it.put("p.html.gz", coded);
        it.serve();
        const std::string accept = "Accept-Encoding: gzip\r\n";
        const std::string plain = it.get("/p.html");
        CHECK(body_of(plain) == text);
        CHECK(field(plain, "Vary") == "Accept-Encoding");
        CHECK(field(plain, "Content-Encoding").empty());
        const std::string gzip = it.get("/p.html", accept);
        CHECK(body_of(gzip) == coded);
        CHECK(field(gzip, "Content-Encoding") == "gzip");
        CHECK(field(gzip, "Vary") == "Accept-Encoding");
        CHECK(field(gzip, "Content-Type") == "text/html; charset=utf-8");
        CHECK(field(gzip, "ETag") != field(plain, "ETag"));
        CHECK(field(gzip, "ETag").front() == '"');
        CHECK(head_of(it.get("/p.html", accept, "HEAD")) == head_of(gzip));
        const std::string part = it.get("/p.html", accept + "Range: bytes=0-4\r\n");
        CHECK(status_of(part) == 206);
        CHECK(body_of(part) == "zzzzz");
        CHECK(field(part, "Content-Encoding") == "gzip");
        CHECK(field(part, "Content-Range") == "bytes 0-4/" + std::to_string(size / 2));
        const std::string tag = "If-None-Match: " + field(gzip, "ETag") + "\r\n";
        const std::string same = it.get("/p.html", accept + tag);
        CHECK(status_of(same) == 304);
        CHECK(field(same, "Vary") == "Accept-Encoding");
        CHECK(status_of(it.get("/p.html", tag)) == 200);
        CHECK(body_of(it.get("/p.html", "Accept-Encoding: gzip;q=0, identity;q=0.5\r\n")) == text);
        CHECK(body_of(it.get("/p.html", "Accept-Encoding: gzip, identity;q=0\r\n")) == coded);
        const std::string none = it.get("/p.html", "Accept-Encoding: identity;q=0\r\n");
        CHECK(status_of(none) == 406);
        CHECK(field(none, "Vary") == "Accept-Encoding");
    }
    site it;
    it.put("old.txt", "new");
    it.put("old.txt.gz", "outdated");
    touch(it.dir / "old.txt.gz", 784111776);
    it.put("dir.txt", "dir");
    std::filesystem::create_directory(it.dir / "dir.txt.gz");
    it.put("off.txt", "off");
    it.serve();
    for (const char* target : {"/old.txt", "/dir.txt", "/off.txt"}) {
        const std::string answer = it.get(target, "Accept-Encoding: gzip\r\n");
        CHECK(body_of(answer).size() == 3);
        CHECK(field(answer, "Vary").empty());
    }
    site other;
    other.put("p", "plain");
    other.put("p.gz", "gz");
    other.serve({.precompressed = false});
    CHECK(body_of(other.get("/p", "Accept-Encoding: gzip\r\n")) == "plain");
}

TEST_CASE("files of compressible types are compressed where that is asked for",
          "[default_handler]") {
    const std::string accept = "Accept-Encoding: gzip\r\n";
    site it;
    const std::string small = letters(3000);
    it.put("small.css", small);
    it.put("large.json", letters(200'000));
    it.put("tiny.css", "a{}");
    it.put("picture.png", letters(3000));
    it.serve({.compress = true});
    const std::string plain = it.get("/small.css");
    CHECK(body_of(plain) == small);
    CHECK(field(plain, "Vary") == "Accept-Encoding");
    const std::string gzip = it.get("/small.css", accept + "Range: bytes=0-1\r\n");
    CHECK(status_of(gzip) == 200);
    CHECK(body_of(gzip) == medusa::gzip(small));
    CHECK(field(gzip, "Content-Length") == std::to_string(body_of(gzip).size()));
    CHECK_THAT(field(gzip, "ETag"), StartsWith("W/\""));
    CHECK(field(gzip, "Accept-Ranges").empty());
    CHECK(head_of(it.get("/small.css", accept, "HEAD")) == head_of(gzip));
    CHECK(status_of(it.get("/small.css",
                           accept + "If-None-Match: " + field(gzip, "ETag") + "\r\n")) == 304);
    const std::string large = it.get("/large.json", accept);
    CHECK(field(large, "Transfer-Encoding") == "chunked");
    CHECK(field(large, "Content-Encoding") == "gzip");
    CHECK(field(large, "Content-Length").empty());
    CHECK(large.size() < 150'000);
    CHECK(head_of(it.get("/large.json", accept, "HEAD")) == head_of(large));
    CHECK(status_of(it.get("/large.json", "Range: bytes=0-1\r\n")) == 206);
    for (const char* target : {"/tiny.css", "/picture.png"})
        CHECK(field(it.get(target, accept), "Content-Encoding").empty());
    site off;
    off.put("small.css", small);
    off.serve();
    CHECK(body_of(off.get("/small.css", accept)) == small);
    CHECK(status_of(off.get("/small.css", "Accept-Encoding: gzip, identity;q=0\r\n")) == 406);
}

TEST_CASE("a directory has an index or a page or nothing", "[default_handler]") {
    const auto fill = [](const site& it) {
        for (const char* name : {"first", "second", "bare", "a b"})
            std::filesystem::create_directory(it.dir / name);
        it.put("first/index.html", "one");
        it.put("first/index.htm", "two");
        it.put("second/index.htm", "two");
        it.put("bare/<x>.txt", "x");
        it.put("bare/.hidden", "x");
    };
    site it;
    fill(it);
    it.serve({.index_files = {"index.html", "index.htm"}});
    CHECK(body_of(it.get("/first/")) == "one");
    CHECK(body_of(it.get("/second/")) == "two");
    CHECK(field(it.get("/second/"), "Content-Type") == "text/html; charset=utf-8");
    CHECK(status_of(it.get("/bare/")) == 404);
    CHECK(status_of(it.get("/none/")) == 404);
    CHECK(status_of(it.get("/first/index.html/")) == 404);
    const std::string moved = it.get("/first?a=b&c");
    CHECK(status_of(moved) == 301);
    CHECK(field(moved, "Location") == "/first/?a=b&c");
    CHECK(field(it.get("//first"), "Location") == "/first/");
    CHECK(field(it.get("/a%20b"), "Location") == "/a%20b/");
    site listing;
    fill(listing);
    listing.serve({.directory_pages = true});
    CHECK(body_of(listing.get("/first/")) == "one");
    const std::string page = listing.get("/bare/");
    CHECK(status_of(page) == 200);
    CHECK(field(page, "Content-Type") == "text/html; charset=utf-8");
    CHECK_THAT(body_of(page), Contains("./%3Cx%3E.txt") && !Contains("<x>") && !Contains("hidden"));
    CHECK(head_of(listing.get("/bare/", "", "HEAD")) == head_of(page));
    CHECK_THAT(body_of(listing.get("/")), Contains("\"./first/\""));
    CHECK(status_of(listing.get("/none/")) == 404);
    CHECK(status_of(listing.get("/../")) == 404);
}
