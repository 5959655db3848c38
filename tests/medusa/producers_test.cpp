// Producers, nested, without a channel.

#include "asynchat/simple_producer.hpp"
#include "medusa/producers.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <zlib.h>

#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using asynchat::producer;
using asynchat::simple_producer;

namespace {

std::unique_ptr<producer> text(std::string data, std::size_t piece = 512) {
    return std::make_unique<simple_producer>(std::move(data), piece);
}

// All that comes until the end; "..." for each time it is not ready.
std::string all_of(producer& source, int patience = 0) {
    std::string all;
    for (;;) {
        if (!source.ready()) {
            if (patience-- == 0) return all + "...";
            continue;
        }
        const std::string piece = source.more();
        if (piece.empty() && source.ready()) return all;
        all += piece;
    }
}

// Has something only when it is told.
struct told : producer {
    explicit told(std::string*& next) { next = &text; }
    std::string text;
    bool finished = false;
    std::string more() override { return std::exchange(text, {}); }
    bool ready() override { return !text.empty() || finished; }
};

std::string gunzip(const std::string& data, bool must_end = true) {
    z_stream z{};
    REQUIRE(::inflateInit2(&z, 15 + 16) == Z_OK);
    std::string in = data;
    std::string out(8'000'000, '\0');
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int end = ::inflate(&z, Z_SYNC_FLUSH);
    CHECK(end == (must_end ? Z_STREAM_END : Z_OK));
    CHECK(z.avail_in == 0);
    out.resize(z.total_out);
    ::inflateEnd(&z);
    return out;
}

std::string noise(std::size_t size) {
    std::string data(size, '\0');
    unsigned state = 1;
    for (char& c : data) {
        state = state * 1103515245 + 12345;
        c = static_cast<char>(state >> 16);
    }
    return data;
}

} // namespace

TEST_CASE("lines come with their ends and many in one piece", "[producers]") {
    medusa::lines_producer few({"one", "", "two"});
    CHECK(few.more() == "one\r\n\r\ntwo\r\n");
    CHECK(few.more().empty());
    medusa::lines_producer many(std::vector<std::string>(1000, "12345678"));
    CHECK(many.more().size() == 1400);
    CHECK(all_of(many).size() == 10'000 - 1400);
    medusa::lines_producer none({});
    CHECK(none.more().empty());
}

TEST_CASE("a file is given from its offset, whoever else reads it", "[producers]") {
    const temp_dir dir;
    const std::string data = noise(200'000);
    const auto file = std::make_shared<const asyncore::unique_fd>(
        ::open(dir.put("f", data).c_str(), O_RDONLY | O_CLOEXEC));
    medusa::file_producer whole(file, 0, data.size());
    medusa::file_producer part(file, 1000, 100'000);
    const std::string first = whole.more();
    CHECK(first == data.substr(0, first.size()));
    CHECK(part.span().offset == 1000);
    CHECK(part.span().size == 100'000);
    part.span_sent(10);
    CHECK(part.span().offset == 1010);
    CHECK(all_of(part) == data.substr(1010, 99'990));
    CHECK(part.span().size == 0);
    CHECK(first + all_of(whole) == data);
    medusa::file_producer longer(file, 0, data.size() + 1);
    CHECK_THROWS_AS(all_of(longer), std::runtime_error);
    medusa::file_producer closed(asyncore::unique_fd(::open("/", O_RDONLY | O_CLOEXEC)), 1);
    CHECK_THROWS_AS(closed.more(), std::system_error);
}

TEST_CASE("a composite waits for each of its parts and passes spans on", "[producers]") {
    const temp_dir dir;
    medusa::composite_producer it;
    std::string* news = nullptr;
    auto waiting = std::make_unique<told>(news);
    told& source = *waiting;
    it.add("head,");
    it.add(text("a,b,", 2));
    it.add(std::move(waiting));
    it.add("");
    it.add(std::unique_ptr<producer>());
    it.add(std::make_unique<medusa::file_producer>(
        asyncore::unique_fd(::open(dir.put("f", "file").c_str(), O_RDONLY | O_CLOEXEC)), 4));
    it.add(",end");
    CHECK(it.span().size == 0);
    CHECK(all_of(it) == "head,a,b,...");
    *news = "news,";
    CHECK(all_of(it) == "news,...");
    source.finished = true;
    REQUIRE(it.ready());
    CHECK(it.more() == "file");
    CHECK(all_of(it) == ",end");

    medusa::composite_producer second;
    second.add(std::make_unique<medusa::file_producer>(
        asyncore::unique_fd(::open((dir / "f").c_str(), O_RDONLY | O_CLOEXEC)), 4));
    CHECK(second.span().size == 4);
    second.span_sent(3);
    CHECK(second.span().offset == 3);
    CHECK(all_of(second) == "e");
}

TEST_CASE("a source that pauses pauses all that is around it and ends none", "[producers]") {
    std::string* news = nullptr;
    auto inside = std::make_unique<told>(news);
    told& source = *inside;
    std::uint64_t counted = 0;
    auto page = std::make_unique<medusa::composite_producer>();
    page->add(text("<pre>"));
    page->add(std::make_unique<medusa::escaping_producer>(std::move(inside)));
    page->add("</pre>");
    medusa::hooked_producer it(std::make_unique<medusa::chunked_producer>(std::move(page)),
                               [&](std::uint64_t bytes) { counted = bytes; });
    // The composite learns that its first part is dry while the second has nothing yet.
    CHECK(all_of(it) == "5\r\n<pre>\r\n...");
    CHECK(counted == 0);
    *news = "a<b";
    CHECK(all_of(it) == "6\r\na&lt;b\r\n...");
    source.finished = true;
    CHECK(all_of(it) == "6\r\n</pre>\r\n0\r\n\r\n");
    CHECK(counted == 10 + 11 + 11 + 5);
}

TEST_CASE("a hook counts what the kernel sent too", "[producers]") {
    const temp_dir dir;
    std::uint64_t counted = 0;
    medusa::hooked_producer it(
        std::make_unique<medusa::file_producer>(
            asyncore::unique_fd(::open(dir.put("f", "file").c_str(), O_RDONLY | O_CLOEXEC)), 4),
        [&](std::uint64_t bytes) { counted = bytes; });
    CHECK(it.span().size == 4);
    it.span_sent(4);
    CHECK(it.more().empty());
    CHECK(counted == 4);
}

TEST_CASE("what is escaped shows as it was and makes no markup", "[producers]") {
    medusa::escaping_producer it(text("<a href='x'>\"&\"</a>", 1));
    CHECK(all_of(it) == "&lt;a href=&#x27;x&#x27;&gt;&quot;&amp;&quot;&lt;/a&gt;");
}

TEST_CASE("what is compressed comes back whatever the pieces", "[producers]") {
    for (const std::size_t size : {0U, 1U, 5000U, 300'000U}) {
        for (const std::size_t piece : {1U, 7U, 4096U, 400'000U}) {
            if (piece < 10 && size > 5000) continue;
            for (const bool random : {false, true}) {
                CAPTURE(size, piece, random);
                const std::string data = random ? noise(size) : std::string(size, 'x');
                medusa::compressing_producer it(text(data, piece));
                CHECK(gunzip(all_of(it)) == data);
                CHECK(it.more().empty());
            }
        }
    }
    const std::string data(100'000, 'x');
    CHECK(medusa::gzip(data).size() < 1000);
    CHECK(gunzip(medusa::gzip(data)) == data);
    CHECK(gunzip(medusa::gzip("")).empty());
    CHECK(medusa::gzip(data) == medusa::gzip(data));
}

TEST_CASE("each compressed piece can be read when it comes", "[producers]") {
    std::string* news = nullptr;
    auto inside = std::make_unique<told>(news);
    told& source = *inside;
    medusa::compressing_producer it(std::move(inside));
    CHECK_FALSE(it.ready());
    std::string sent;
    std::string said;
    for (const std::string line : {"one\n", "two\n", "three\n"}) {
        *news = line;
        REQUIRE(it.ready());
        sent += it.more();
        said += line;
        CHECK(gunzip(sent, false) == said);
        CHECK_FALSE(it.ready());
    }
    source.finished = true;
    sent += all_of(it);
    CHECK(gunzip(sent) == said);
}
