// Bytes of a file that the kernel sends, between others.

#include "tests/asynchat/chat_pair.hpp"
#include "tests/asynchat/faults.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

std::string text_of(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>('a' + i * i % 23);
    return text;
}

// A file of `size` bytes as its status says, and as it may not be any more.
struct spanned : asynchat::producer {
    spanned(const std::string& path, std::size_t size, int& asked)
        : file(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), left(size), count(asked) {}
    std::string more() override {
        ++count;
        std::string piece(std::min<std::size_t>(left, 1000), '\0');
        const ssize_t got = ::pread(file.get(), piece.data(), piece.size(), at);
        if (static_cast<std::size_t>(got) < piece.size()) throw std::runtime_error("shorter");
        span_sent(piece.size());
        return piece;
    }
    asynchat::file_span span() override {
        return {file.get(), static_cast<std::uint64_t>(at), left};
    }
    void span_sent(std::size_t size) override {
        at += static_cast<off_t>(size);
        left -= size;
    }
    asyncore::unique_fd file;
    off_t at = 0;
    std::size_t left;
    int& count;
};

struct told : chat {
    using chat::chat;
    int errors = 0;
    void handle_error() override { ++errors; }
};

} // namespace

TEST_CASE("a file is sent in its place and is not read", "[file_span]") {
    const temp_dir dir;
    const std::string text = text_of(3'000'000);
    const std::string path = dir.put("file", text);
    for (const std::size_t most : {std::size_t{0}, std::size_t{70'001}}) {
        const faults kernel;
        faults::most_sent = most;
        int asked = 0;
        pair_of it;
        it.deafen();
        it.channel->push("before,");
        it.channel->push_with_producer(std::make_unique<spanned>(path, text.size(), asked));
        it.channel->push(",between,");
        it.channel->push_with_producer(std::make_unique<spanned>(path, 10, asked));
        it.channel->push(",after");
        it.channel->close_when_done();
        it.settle();
        CHECK(it.channel->output_pending());
        CHECK(asked == 0);
        it.deafen(false);
        it.client->hear_the_end();
        CHECK(it.client->received ==
              "before," + text + ",between," + text.substr(0, 10) + ",after");
        CHECK(asked == 2); // for the end of each
    }
}

TEST_CASE("a file that the kernel cannot send is read", "[file_span]") {
    const temp_dir dir;
    const std::string text = text_of(300'000);
    const std::string path = dir.put("file", text);
    const faults kernel;
    faults::no_sendfile = true;
    int asked = 0;
    pair_of it;
    it.channel->push_with_producer(std::make_unique<spanned>(path, text.size(), asked));
    it.channel->push("after");
    it.channel->close_when_done();
    it.client->hear_the_end();
    CHECK(it.client->received == text + "after");
    CHECK(asked == 301);
}

TEST_CASE("a file that has become shorter is told to handle_error once", "[file_span]") {
    const temp_dir dir;
    int asked = 0;
    pair_with<told> it;
    it.channel->push_with_producer(std::make_unique<spanned>(dir.put("file", "short"), 100, asked));
    it.channel->push(",after");
    it.client->hear("after");
    it.settle();
    CHECK(it.client->received == "short,after");
    CHECK(it.channel->errors == 1);
}

TEST_CASE("a peer that leaves while a file is sent is no error", "[file_span]") {
    const temp_dir dir;
    const std::string text = text_of(3'000'000);
    int asked = 0;
    pair_with<told> it;
    it.deafen();
    it.channel->push_with_producer(
        std::make_unique<spanned>(dir.put("file", text), text.size(), asked));
    it.settle();
    it.client->close();
    wait_until([&] { return it.channel->closing(); }, std::chrono::seconds(5), "closed", it.map);
    CHECK(it.channel->errors == 0);
}
