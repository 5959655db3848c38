#pragma once

#include "asyncore/file_dispatcher.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace supervisor {

/// What became of something written to a program's stdin.
enum class stdin_answer {
    taken,
    no_reader, // there is no stdin (any more)
    no_room,   // too much is waiting already; nothing of it was taken
};

/// Our end of a program's stdin: a queue that is written as fast as the program reads.
class input_dispatcher : public asyncore::file_dispatcher {
public:
    input_dispatcher(asyncore::unique_fd pipe, asyncore::socket_map& map);

    /// The most that waits for a program that does not read.
    static constexpr std::size_t max_queued = 16 * 1024 * 1024;

    /// Writes what fits now and keeps the rest.
    stdin_answer write(std::string_view data);

    bool readable() override { return false; }
    bool writable() override { return sent_ < queue_.size(); }
    void handle_write() override;
    void handle_close() override;

private:
    std::string queue_;
    std::size_t sent_ = 0; // of the queue
};

} // namespace supervisor
