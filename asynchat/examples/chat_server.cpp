// chat_server PORT: a room on 127.0.0.1; the first line is your name, all others go to everyone.

#include "asynchat/asynchat.hpp"
#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

struct guest : asynchat::async_chat {
    guest(asyncore::unique_fd socket, asyncore::socket_map& map)
        : async_chat(std::move(socket), map) {
        set_terminator("\n");
        push("Your name?\r\n");
    }

    void collect_incoming_data(std::string_view data) override {
        line_.append(data);
        if (line_.size() > longest_line) handle_close();
    }

    void found_terminator() override {
        std::string line = std::exchange(line_, {});
        if (line.ends_with('\r')) line.pop_back();
        if (!name_.empty()) {
            tell_others(name_ + ": " + line);
        } else if (line.empty() || std::any_of(room_.begin(), room_.end(),
                                               [&](auto* other) { return other->name_ == line; })) {
            push("Another name, please.\r\n");
        } else {
            name_ = line;
            room_.push_back(this);
            tell_others("* " + name_ + " comes in");
        }
    }

    void handle_close() override {
        if (std::erase(room_, this) > 0) tell_others("* " + name_ + " leaves");
        close();
    }

private:
    void tell_others(const std::string& line) {
        for (guest* other :
             std::vector(room_)) { // a copy: who turns out to have gone leaves the room
            if (other == this || std::find(room_.begin(), room_.end(), other) == room_.end())
                continue;
            if (other->output_size() > longest_backlog)
                other->handle_close();
            else
                other->push(line + "\r\n");
        }
    }

    static constexpr std::size_t longest_line = 4096;
    static constexpr std::size_t longest_backlog = 1024 * 1024; // who does not read has to go
    static inline std::vector<guest*> room_;                    // who has said a name
    std::string name_;
    std::string line_;
};

int main(int count, char** arguments) {
    return serve_channels<guest>(count, arguments);
}
