#include "medusa/file_cache.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace std::chrono_literals;

namespace {

struct cache_at {
    medusa::file_cache cache;
    medusa::file_settings set;
    medusa::file_cache::clock::time_point now{1h};

    void put(const std::string& path, std::size_t size = 0) {
        auto file = std::make_shared<medusa::static_file>();
        file->plain.content.assign(size, 'x');
        cache.put(path, std::move(file), set, now);
    }
    // "fresh", "due" or "gone"
    std::string find(const std::string& path) {
        const auto found = cache.find(path, set, now);
        return !found.file ? "gone" : found.due ? "due" : "fresh";
    }
};

} // namespace

TEST_CASE("a file is due once it was looked at so long ago", "[file_cache]") {
    cache_at it;
    it.put("/a");
    CHECK(it.find("/a") == "fresh");
    it.now += 999ms;
    CHECK(it.find("/a") == "fresh");
    it.now += 1ms;
    CHECK(it.find("/a") == "due");
    it.cache.still_valid("/a", it.now);
    CHECK(it.find("/a") == "fresh");
    it.cache.remove("/a");
    CHECK(it.find("/a") == "gone");
    it.cache.remove("/a");
    it.cache.still_valid("/a", it.now);
    CHECK(it.cache.bytes() == 0);
}

TEST_CASE("the files asked for longest ago are forgotten for others", "[file_cache]") {
    cache_at it;
    it.set.max_cached = 3;
    for (const char* path : {"/a", "/b", "/c"})
        it.put(path);
    CHECK(it.find("/a") == "fresh");
    it.put("/d");
    CHECK(it.find("/b") == "gone");
    CHECK(it.find("/a") == "fresh");
    CHECK(it.cache.size() == 3);
    it.put("/a");
    CHECK(it.cache.size() == 3);
}

TEST_CASE("the bytes held are bounded", "[file_cache]") {
    cache_at it;
    it.set.max_cached_bytes = 10'000;
    for (int i = 0; i < 100; ++i) {
        it.put("/" + std::to_string(i), 2000);
        CHECK(it.cache.bytes() <= 10'000);
    }
    CHECK(it.cache.size() > 1);
    CHECK(it.find("/99") == "fresh");
    it.put("/large", 10'000);
    CHECK(it.find("/large") == "gone");
    CHECK(it.find("/99") == "fresh");
    it.set.max_cached = 0;
    it.put("/none");
    CHECK(it.find("/none") == "gone");
}

TEST_CASE("a file nobody asks for is forgotten when another is looked for", "[file_cache]") {
    cache_at it;
    it.put("/a");
    it.now += 30s;
    it.put("/b");
    it.now += 30s;
    CHECK(it.find("/c") == "gone");
    CHECK(it.cache.size() == 1);
    CHECK(it.find("/b") == "due");
}
