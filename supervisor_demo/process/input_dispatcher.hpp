#pragma once

#include "asyncore/file_dispatcher.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace supervisor {

/// Our end of a program's stdin: a queue that is written as fast as the program reads.
class input_dispatcher : public asyncore::file_dispatcher {
public:
    input_dispatcher(asyncore::unique_fd pipe, asyncore::socket_map& map);

    /// Writes what fits now and keeps the rest. False when no one reads at the other end.
    bool write(std::string_view data);

    bool readable() override { return false; }
    bool writable() override { return sent_ < queue_.size(); }
    void handle_write() override;
    void handle_close() override;

private:
    std::string queue_;
    std::size_t sent_ = 0; // of the queue
};

} // namespace supervisor
