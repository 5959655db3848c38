#include "supervisor_demo/process/spawn_failures.hpp"

#include <algorithm>
#include <utility>

namespace supervisor {

spawn_failures::spawn_failures(asyncore::socket_map& map)
    : spawn_failures(pipe_ends::open(), map) {}

spawn_failures::spawn_failures(pipe_ends ends, asyncore::socket_map& map)
    : file_dispatcher(std::move(ends.read), map), child_end_(std::move(ends.write)) {}

void spawn_failures::handle_read() {
    spawn_failure failure;
    while (recv(reinterpret_cast<char*>(&failure), sizeof failure) == sizeof failure)
        said_.push_back(failure);
}

std::optional<spawn_failure> spawn_failures::take(pid_t pid) {
    handle_read();
    const auto said = std::find_if(said_.begin(), said_.end(),
                                   [pid](const spawn_failure& one) { return one.pid == pid; });
    if (said == said_.end()) return {};
    const spawn_failure failure = *said;
    said_.erase(said);
    return failure;
}

} // namespace supervisor
