#include "supervisor_demo/process/output_capture.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace supervisor;

namespace {

const std::string begin(output_capture::begin_token);
const std::string end_(output_capture::end_token);

struct heard {
    output_capture capture;
    std::string text;
    std::string captured;
    std::string communications; // "[one][two]"

    explicit heard(std::int64_t maxbytes = 1024) : capture(maxbytes) {}

    void feed(std::string_view data) {
        capture.feed(data, [this](auto what, std::string_view part) { take(what, part); });
    }
    void end() {
        capture.end([this](auto what, std::string_view part) { take(what, part); });
    }
    void take(output_capture::found what, std::string_view part) {
        if (what == output_capture::found::text) text += part;
        if (what == output_capture::found::captured) captured += part;
        if (what == output_capture::found::communication)
            communications.append("[").append(part).append("]");
    }
    bool operator==(const heard& other) const {
        return text == other.text && captured == other.captured &&
               communications == other.communications;
    }
};

} // namespace

TEST_CASE("what stands between the tokens is captured however the output is cut") {
    const std::string output = "a<" + begin + "one" + end_ + "b" + begin + end_ + "c<!--X" + begin +
                               "<!--XSUPERVISOR:" + begin + "two" + end_ + "<!--XSUPER";
    heard whole;
    whole.feed(output);
    whole.end();
    CHECK(whole.text == "a<bc<!--X<!--XSUPER");
    CHECK(whole.captured == "one<!--XSUPERVISOR:" + begin + "two");
    CHECK(whole.communications == "[one][][<!--XSUPERVISOR:" + begin + "two]");
    for (std::size_t i = 0; i <= output.size(); ++i) {
        for (std::size_t j = i; j <= output.size(); ++j) {
            heard cut;
            cut.feed(std::string_view(output).substr(0, i));
            cut.feed(std::string_view(output).substr(i, j - i));
            cut.feed(std::string_view(output).substr(j));
            cut.end();
            if (!(cut == whole)) FAIL("cut at " << i << " and " << j << ": " << cut.text);
        }
    }
    heard bytes;
    for (const char c : output)
        bytes.feed({&c, 1});
    bytes.end();
    CHECK(bytes == whole);
}

TEST_CASE("only what may become a token is held back") {
    heard it;
    it.feed("short\n");
    CHECK(it.text == "short\n");
    it.feed("more <!--XSUP");
    CHECK(it.text == "short\nmore ");
    it.feed("PER");
    CHECK(it.text == "short\nmore <!--XSUPPER");
}

TEST_CASE("the end of the output brings what was held back") {
    heard it;
    it.feed("last <!--XSUPERVISOR:BEGIN--");
    it.end();
    CHECK(it.text == "last <!--XSUPERVISOR:BEGIN--");
    heard inside;
    inside.feed(begin + "x<!--");
    inside.end();
    CHECK(inside.captured == "x<!--");
    CHECK(inside.communications.empty());
}

TEST_CASE("a capture that is too long loses as much at the front as each piece brings") {
    heard it(10);
    it.feed(begin + "0123456789");
    it.feed("abc");
    it.feed("de");
    it.feed(end_);
    CHECK(it.communications == "[56789abcde]");
    it.feed(begin + "12345678");
    it.feed("abcdefghijklmnop");
    it.feed(end_);
    CHECK(it.communications == "[56789abcde][abcdefghijklmnop]");
}
