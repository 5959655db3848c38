#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "asyncore/unique_fd.hpp"
#include "medusa/conditions.hpp"
#include "medusa/filesystem.hpp"
#include "medusa/reply_headers.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace medusa {

/// A file in one coding, with all that is sent of it: what does not depend on the request is made
/// once. Immutable after it has been read.
struct representation {
    std::uint64_t size = 0;
    std::string etag;
    std::optional<http_time> modified;
    std::string content;                           ///< where `held`
    std::shared_ptr<const asyncore::unique_fd> fd; ///< where not
    bool held = false;
    bool made_by_us = false; ///< gzip of what `fd` has, made while it is sent: no length, no ranges
    reply_headers fields;    ///< of a 200
    reply_headers validating; ///< those of them that a 304 has too

    validators valid_by() const { return {etag, modified}; }
};

/// A file as it is served, and what was looked at to know that it has not changed since.
struct static_file {
    file_status status;
    std::int64_t looked_at_ns = 0;
    std::optional<file_status> gzip_status; ///< of the file beside it; nothing: there is none
    std::string type;
    representation plain;
    std::optional<representation> gzip;

    /// Bytes it holds, about.
    std::size_t cost() const noexcept;
};

} // namespace medusa
