#pragma once

#include <cstdint>
#include <string>

namespace supervisor {

/// Reads `length` bytes from `offset`, or all from there on when `length` is 0; a negative offset
/// with length 0 means so many bytes before the end. Past the end there is nothing.
/// Throws the faults BAD_ARGUMENTS, and FAILED when the file cannot be read.
/// Source: Supervisor's readFile.
std::string read_log(const std::string& path, std::int64_t offset, std::int64_t length);

struct log_tail {
    std::string bytes;
    std::int64_t offset = 0; // the end of the file
    bool overflow = false;   // there was more between the offset asked for and these bytes
};

/// Reads what a file has from `offset` on, its last `length` bytes when that is more. A file that
/// cannot be read is empty and ends at `offset`. Source: Supervisor's tailFile.
log_tail tail_log(const std::string& path, std::int64_t offset, std::int64_t length);

} // namespace supervisor
