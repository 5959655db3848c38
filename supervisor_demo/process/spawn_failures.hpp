#pragma once

#include "asyncore/file_dispatcher.hpp"
#include "supervisor_demo/process/pipe_ends.hpp"
#include "supervisor_demo/process/spawn_stage.hpp"

#include <optional>
#include <vector>

namespace supervisor {

/// The pipe up which children say why they could not become their program.
///
/// One for the daemon: its writing end is close-on-exec, a message is smaller than PIPE_BUF, and it
/// names the pid. A child writes before it ends, so whoever reaps it finds the reason here.
class spawn_failures : public asyncore::file_dispatcher {
public:
    /// Throws std::system_error. Put it into the map with add_channel().
    explicit spawn_failures(asyncore::socket_map& map);

    /// The writing end, for spawn().
    int child_end() const noexcept { return child_end_.get(); }

    /// What `pid` said, or nothing; forgets it. Reads the pipe first.
    std::optional<spawn_failure> take(pid_t pid);

    bool writable() override { return false; }
    void handle_read() override;

private:
    spawn_failures(pipe_ends ends, asyncore::socket_map& map);

    asyncore::unique_fd child_end_;
    std::vector<spawn_failure> said_;
};

} // namespace supervisor
