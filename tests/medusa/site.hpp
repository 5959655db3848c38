#pragma once

#include "medusa/default_handler.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

inline std::string field(const std::string& answer, const std::string& name) {
    const auto end = answer.find("\r\n\r\n");
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos || at > end) return {};
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

inline std::string head_of(const std::string& answer) {
    return answer.substr(0, answer.find("\r\n\r\n"));
}

inline std::string letters(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>('a' + (i * 7 + i / 26) % 26);
    return text;
}

/// Sets the time of modification, in seconds since 1970.
inline void touch(const std::string& path, std::int64_t seconds) {
    const timespec times[2] = {{0, UTIME_OMIT}, {seconds, 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

/// A server of files, in a folder of its own.
struct site : web {
    temp_dir dir;

    void serve(medusa::file_settings set = {}, medusa::os_filesystem::settings tree = {}) {
        set.max_cached_open = 1'000'000; // between the sizes below
        server->install_handler(std::make_shared<medusa::default_handler>(
            medusa::os_filesystem(dir.path(), tree), std::move(set)));
    }
    /// Of an age at which it may be remembered.
    void put(const std::string& name, const std::string& text) const {
        touch(dir.put(name, text), 784111777);
    }
};

/// Sizes on either side of what is held in memory and what is held open.
inline const std::vector<std::size_t> sizes = {1000, 100'000, 1'500'000};
