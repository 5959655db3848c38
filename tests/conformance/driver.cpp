// Plays runs through our asynchat and prints what it calls; the twin of python_driver.py.
//
// Reads from standard input, in the language that compare.py describes, and answers each run with
// one transcript.

#include "asynchat/asynchat.hpp"
#include "asynchat/simple_producer.hpp"
#include "asyncore/asyncore.hpp"
#include "tests/support/peer.hpp"

#include <cerrno>
#include <chrono>
#include <deque>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/socket.h>

namespace {

using words = std::vector<std::string>;

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += digits[value >> 4];
        text += digits[value & 15];
    }
    return text;
}

// The bytes of a word such as x0d0a.
std::string from_hex(const std::string& text) {
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 1; at + 1 < text.size(); at += 2)
        bytes += static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16));
    return bytes;
}

struct pieces : asynchat::producer {
    explicit pieces(words::const_iterator first, words::const_iterator last) {
        for (; first != last; ++first)
            given.push_back(from_hex(*first));
    }
    std::string more() override {
        if (given.empty()) return {};
        std::string next = std::move(given.front());
        given.pop_front();
        return next;
    }
    std::deque<std::string> given;
};

struct failing : asynchat::producer {
    std::string more() override { throw std::runtime_error("no more"); }
};

struct chat : asynchat::async_chat {
    using async_chat::async_chat;
    std::string out;
    std::map<std::string, std::vector<words>> actions; // "found 2", "collect *"
    std::map<std::string, int> seen;
    bool stays_open = false;

    void note(const std::string& line) { out.append(line).append("\n"); }

    void collect_incoming_data(std::string_view data) override {
        note("collect x" + hex(data));
        act("collect");
    }
    void found_terminator() override {
        note("found");
        act("found");
    }
    void handle_close() override {
        note("close");
        async_chat::handle_close();
    }
    void handle_error() override {
        note("error");
        if (!stays_open) handle_close();
    }

    void act(const std::string& event) {
        const int count = ++seen[event];
        for (const std::string& when : {std::to_string(count), std::string("*")})
            for (const words& action : actions[event + " " + when])
                act_out(action);
    }

    void act_out(const words& action) {
        const std::string& verb = action.at(0);
        if (verb == "set") {
            const std::string& kind = action.at(1);
            if (kind == "none")
                set_terminator(asynchat::terminator());
            else if (kind == "count")
                set_terminator(std::stol(action.at(2)));
            else
                set_terminator(from_hex(action.at(2)));
        } else if (verb == "push") {
            push(from_hex(action.at(1)));
        } else if (verb == "producer") {
            push_with_producer(simple(action));
        } else if (verb == "pieces") {
            push_with_producer(std::make_unique<pieces>(action.begin() + 1, action.end()));
        } else if (verb == "failing") {
            push_with_producer(std::make_unique<failing>());
        } else if (verb == "close_when_done") {
            close_when_done();
        } else if (verb == "discard_buffers") {
            discard_buffers();
        } else if (verb == "close") {
            note("closes");
            close();
        } else if (verb == "handle_close") {
            handle_close();
        } else if (verb == "raise") {
            throw std::runtime_error("told to");
        } else if (verb == "raise_reset") {
            throw std::system_error(ECONNRESET, std::generic_category(), "told to");
        } else if (verb == "more") {
            const auto producer = simple(action);
            for (std::string piece = producer->more(); !piece.empty(); piece = producer->more())
                note("more x" + hex(piece));
        } else if (verb == "prefix") {
            const auto found =
                asynchat::find_prefix_at_end(from_hex(action.at(1)), from_hex(action.at(2)));
            note("prefix " + std::to_string(found));
        } else {
            throw std::logic_error("unknown action " + verb);
        }
    }

    void state() {
        const asynchat::terminator& ends = get_terminator();
        std::string kind = "none";
        if (ends.is_count()) kind = "count " + std::to_string(ends.count());
        if (ends.is_string()) kind = "string x" + hex(ends.string());
        note("waits for " + kind + (input_held() ? ", holds input" : ""));
    }

private:
    static std::unique_ptr<asynchat::producer> simple(const words& action) {
        return std::make_unique<asynchat::simple_producer>(from_hex(action.at(2)),
                                                           std::stoul(action.at(1)));
    }
};

class run {
public:
    run() {
        auto [near, far] = socket_pair();
        channel_ = asyncore::make<chat>(std::move(near), map_);
        far_ = std::move(far);
    }

    void play(const words& line) {
        const std::string& verb = line.at(0);
        if (verb == "stay_open") {
            channel_->stays_open = true;
            return;
        }
        if (verb == "at") {
            channel_->actions[line.at(1) + " " + line.at(2)].emplace_back(line.begin() + 3,
                                                                          line.end());
            return;
        }
        if (verb == "do") {
            channel_->act_out({line.begin() + 1, line.end()});
        } else if (verb == "piece") {
            say(from_hex(line.at(1)));
        } else if (verb == "shut") {
            ::shutdown(far_.get(), SHUT_WR);
        } else if (verb == "gone") {
            far_.reset();
        } else {
            throw std::logic_error("unknown word " + verb);
        }
        settle();
        if (!heard_.empty()) channel_->note("peer hears x" + hex(std::exchange(heard_, {})));
        if (!map_.empty()) channel_->state();
    }

    std::string end() {
        if (peer_ended_) channel_->note("peer hears the end");
        return "run\n" + channel_->out + "end\n";
    }

private:
    bool listen() {
        bool any = false;
        std::string buffer(1 << 16, '\0');
        while (far_ && !peer_ended_) {
            const ssize_t got = ::recv(far_.get(), buffer.data(), buffer.size(), 0);
            if (got < 0 && errno != ECONNRESET) break;
            any = true;
            if (got <= 0)
                peer_ended_ = true;
            else
                heard_.append(buffer, 0, static_cast<std::size_t>(got));
        }
        return any;
    }

    // Turns until nothing is left to do, the peer reading all it is sent.
    void settle() {
        for (bool any = true; any;) {
            any = asyncore::poll(std::chrono::milliseconds(0), map_);
            any = listen() || any;
        }
    }

    void say(std::string_view data) {
        while (!data.empty() && far_) {
            const ssize_t sent = ::send(far_.get(), data.data(), data.size(), MSG_NOSIGNAL);
            if (sent >= 0)
                data.remove_prefix(static_cast<std::size_t>(sent));
            else if (errno == EAGAIN)
                settle();
            else
                return;
        }
    }

    asyncore::socket_map map_;
    std::shared_ptr<chat> channel_;
    asyncore::unique_fd far_;
    std::string heard_;
    bool peer_ended_ = false;
};

} // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::optional<run> current;
    std::string text;
    while (std::getline(std::cin, text)) {
        std::istringstream stream(text);
        const words line{std::istream_iterator<std::string>(stream), {}};
        if (line == words{"run"})
            current.emplace();
        else if (line == words{"end"})
            std::cout << current.value().end();
        else
            current.value().play(line);
    }
}
