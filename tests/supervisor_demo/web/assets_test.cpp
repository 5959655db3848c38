#include "supervisor_demo/web/assets.hpp"
#include "tests/supervisor_demo/web/web_daemon.hpp"

#include <catch2/catch.hpp>

#include <regex>

namespace {

std::string url_of(std::string_view name) {
    return "/assets/" + std::string(supervisor::assets_hash) + "/" + std::string(name);
}

std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

} // namespace

TEST_CASE("what the page loads may be kept for ever") {
    web_daemon d;
    const std::string answer = d.ask_web(url_of("page.css"));
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(contains(answer, "\r\nContent-Type: text/css;charset=utf-8\r\n"));
    CHECK(contains(answer, "\r\nCache-Control: public, max-age=31536000, immutable\r\n"));
    CHECK(contains(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
    CHECK(contains(answer, "\r\nVary: Accept-Encoding\r\n"));
    CHECK_FALSE(contains(answer, "\r\nContent-Encoding"));
    CHECK(body_of(answer) == supervisor::find_asset("page.css")->plain);
}

TEST_CASE("who takes gzip gets what was compressed when the program was built") {
    web_daemon d;
    const std::string answer = d.ask_web(url_of("page.js"), "Accept-Encoding: br, gzip\r\n");
    CHECK(contains(answer, "\r\nContent-Encoding: gzip\r\n"));
    CHECK(body_of(answer) == supervisor::find_asset("page.js")->gzip);
    CHECK_FALSE(contains(d.ask_web(url_of("page.js"), "Accept-Encoding: gzip;q=0\r\n"),
                         "\r\nContent-Encoding"));
}

TEST_CASE("what was compressed names no time so that two builds are equal") {
    for (const auto& one : supervisor::assets) {
        CAPTURE(one.name);
        if (one.gzip.empty()) continue;
        CHECK(one.gzip.size() < one.plain.size());
        CHECK(one.gzip.substr(0, 2) == "\x1f\x8b");
        CHECK(one.gzip.substr(4, 4) == std::string_view("\0\0\0\0", 4));
    }
}

TEST_CASE("another hash or another name is not there") {
    web_daemon d;
    for (const std::string& target :
         {std::string("/assets/"), std::string("/assets/0123456789abcdef/page.js"),
          std::string("/assets/page.js"), url_of("none.js"), url_of(""), url_of("../page.js"),
          url_of("embed.cmake")}) {
        CAPTURE(target);
        CHECK(d.status(target) == 404);
    }
    CHECK(d.status(url_of("page.js"), "", "POST", "x") == 405);
}

TEST_CASE("all that the page and its scripts name is there and on no other host") {
    web_daemon d;
    const std::string page = d.ask_web("/");
    const std::regex named(R"re((?:src|href)="(assets/[^"]+)")re");
    int count = 0;
    for (std::sregex_iterator one(page.begin(), page.end(), named), end; one != end; ++one) {
        ++count;
        CHECK(d.status("/" + (*one)[1].str()) == 200);
    }
    CHECK(count >= 5);
    const std::regex imported(R"re(from "\./([^"]+)")re");
    for (const auto& one : supervisor::assets) {
        CAPTURE(one.name);
        const std::string text(one.plain);
        for (std::sregex_iterator each(text.begin(), text.end(), imported), end; each != end;
             ++each)
            CHECK(supervisor::find_asset((*each)[1].str()) != nullptr);
        const std::string without =
            std::regex_replace(text, std::regex(R"(http://www\.w3\.org/2000/svg)"), "");
        CHECK_FALSE(contains(without, "://"));
        CHECK_FALSE(contains(text, "innerHTML"));
        CHECK_FALSE(contains(text, "style=\""));
    }
}
