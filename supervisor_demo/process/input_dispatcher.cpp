#include "supervisor_demo/process/input_dispatcher.hpp"

#include <utility>

namespace supervisor {

input_dispatcher::input_dispatcher(asyncore::unique_fd pipe, asyncore::socket_map& map)
    : file_dispatcher(std::move(pipe), map) {}

stdin_answer input_dispatcher::write(std::string_view data) {
    if (closing()) return stdin_answer::no_reader;
    if (queue_.size() - sent_ + data.size() > max_queued) return stdin_answer::no_room;
    queue_.erase(0, std::exchange(sent_, 0));
    queue_.append(data);
    guarded([this] { handle_write(); });
    return closing() ? stdin_answer::no_reader : stdin_answer::taken;
}

void input_dispatcher::handle_write() {
    sent_ += send(std::string_view(queue_).substr(sent_));
    if (sent_ < queue_.size()) return;
    sent_ = 0;
    std::string().swap(queue_); // and its memory, which assigning an empty one keeps
}

void input_dispatcher::handle_close() {
    std::string().swap(queue_);
    sent_ = 0;
    close();
}

} // namespace supervisor
