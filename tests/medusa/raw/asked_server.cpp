#include "tests/medusa/raw/asked_server.hpp"

#include "asyncore/unique_fd.hpp"
#include "tests/medusa/raw/outcome.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <sstream>
#include <stdexcept>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT(readability-redundant-declaration)

namespace {

using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

constexpr milliseconds patience{10'000}; // for what is sure to come
constexpr milliseconds moment{30};       // for what is sure not to

asyncore::unique_fd try_connect(const asyncore::address& to) {
    asyncore::unique_fd fd(::socket(to.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage{};
    const unsigned length = to.to_sockaddr(&storage);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&storage), length) != 0) fd.reset();
    return fd;
}

class talk {
public:
    explicit talk(const asyncore::address& to) : socket_(try_connect(to)) {
        if (!socket_) throw std::runtime_error("cannot connect to " + to.to_string());
    }

    // Says it, and listens until `enough()` or the end.
    template <class Enough>
    void say_and_hear(std::string_view text, milliseconds limit, Enough enough) {
        const auto deadline = clock::now() + limit;
        while (!closed && !(text.empty() && enough())) {
            const auto left = std::chrono::ceil<milliseconds>(deadline - clock::now());
            if (left <= left.zero()) return;
            pollfd ready{socket_.get(),
                         static_cast<short>(text.empty() ? POLLIN : POLLIN | POLLOUT), 0};
            if (::poll(&ready, 1, static_cast<int>(left.count())) <= 0) continue;
            if (ready.revents & POLLOUT) {
                const ssize_t sent =
                    ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
                if (sent < 0 && errno != EAGAIN) text = {};
            }
            char buffer[65536];
            const ssize_t got = ::recv(socket_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            if (got > 0) heard.append(buffer, static_cast<std::size_t>(got));
            if (got == 0 || (got < 0 && errno != EAGAIN)) closed = true;
        }
    }

    std::string heard;
    bool closed = false;

private:
    asyncore::unique_fd socket_;
};

// The fewest answers that one of the outcomes has.
std::size_t fewest_answers(const std::string& outcomes) {
    std::istringstream words(outcomes + " |");
    std::size_t fewest = std::string::npos;
    std::size_t now = 0;
    for (std::string word; words >> word;) {
        if (word != "|") {
            now += word[0] >= '1' && word[0] <= '5' ? 1 : 0;
            continue;
        }
        fewest = std::min(fewest, now);
        now = 0;
    }
    return fewest;
}

} // namespace

asked_server::asked_server(const std::vector<std::string>& command, asyncore::address at)
    : at_(std::move(at)) {
    std::vector<char*> words;
    for (const std::string& word : command)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    if (::posix_spawn(&pid_, words[0], nullptr, nullptr, words.data(), environ) != 0)
        throw std::runtime_error("cannot start " + command[0]);
    const auto deadline = clock::now() + std::chrono::seconds(20);
    while (!try_connect(at_)) {
        int status = 0;
        if (clock::now() > deadline || ::waitpid(pid_, &status, WNOHANG) == pid_)
            throw std::runtime_error(command[0] + " does not listen");
        ::poll(nullptr, 0, 10); // there is no event to wait for: the socket is another process's
    }
}

asked_server::~asked_server() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

asked_server::told asked_server::ask(const raw_row& row, const std::string& likely) const {
    const auto methods = methods_of(row.request);
    talk with(at_);
    const auto answers = [&] { return read_answers(with.heard, with.closed, methods).all; };
    const bool waits = likely.find("wait") != std::string::npos;
    const bool stays = likely.find("keep") != std::string::npos;
    // Without a way to tell, the end is waited for; a server that stays is asked once more.
    const std::size_t enough = fewest_answers(likely);
    with.say_and_hear(row.request, patience,
                      [&] { return (stays || waits) && answers().size() >= enough; });
    std::string end = "wait";
    if (!with.closed && waits) with.say_and_hear("", moment, [] { return false; });
    if (!with.closed && !waits) {
        const std::string last = post("Content-Length: 8\r\n", "sentinel");
        with.say_and_hear(last, patience, [&] { return with.heard.ends_with("sentinel"); });
        end = "?";
    }
    if (with.closed) end = "close";
    auto read = read_answers(with.heard, with.closed, methods);
    if (!read.all.empty() && read.all.back().body == "sentinel") {
        read.all.pop_back();
        end = "keep";
    }
    if (!read.rest.empty()) end += " and no answer";
    return {outcome_of(read.all, end), read.all.empty() ? "" : read.all.back().body};
}
