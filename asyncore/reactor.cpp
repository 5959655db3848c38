#include "asyncore/reactor.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/socket_map.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

namespace asyncore {

namespace {

constexpr int batch_size = 128;
constexpr int some_load = 2;               // a batch after which more are likely, and soon
constexpr unsigned turns_without_asio = 8; // how long call_soon() may wait under load
constexpr std::int64_t time_without_asio = 4'000'000; // and timers, in nanoseconds

// How long the set is slept on directly under load, in milliseconds: a tick of Debian's kernel, for
// what is due before the next tick has the processor's timer programmed, twice for each sleep.
constexpr int short_sleep = 4;

constexpr std::chrono::seconds tell_dropped_every{10};
constexpr std::chrono::milliseconds rest_of_a_listener{100};

// On a clock that costs next to nothing to read and is a few milliseconds coarse.
std::int64_t coarse_now() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

std::uint64_t pack(int fd, std::uint32_t generation) {
    return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(fd);
}

} // namespace

struct reactor::wait {
    asio::io_context context{1}; // one thread runs it
    asio::posix::stream_descriptor set{context};
    int epoll = -1; // owned by `set`
};

reactor::reactor(socket_map& map) : map_(map), wait_(std::make_unique<wait>()) {
    wait_->epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (wait_->epoll < 0) throw_errno("epoll_create1");
    wait_->set.assign(wait_->epoll);
}

reactor::~reactor() = default;

asio::io_context& reactor::context() noexcept {
    return wait_->context;
}

void reactor::watch(int fd, std::uint32_t generation, std::uint32_t events, bool known) {
    const auto file =
        std::find_if(files_.begin(), files_.end(), [fd](const auto& f) { return f.fd == fd; });
    if (file != files_.end()) {
        file->events = events;
        return;
    }
    epoll_event event{};
    event.events = events;
    event.data.u64 = pack(fd, generation);
    if (::epoll_ctl(wait_->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) == 0) return;
    if (errno != EPERM) throw_errno("epoll_ctl");
    files_.push_back({fd, generation, events});
}

void reactor::unwatch(int fd) {
    const auto gone =
        std::remove_if(files_.begin(), files_.end(), [fd](const auto& f) { return f.fd == fd; });
    if (gone != files_.end()) {
        files_.erase(gone, files_.end());
        return;
    }
    // Even though close() would do: a child that still holds a copy would keep it in the set.
    epoll_event ignored{};
    ::epoll_ctl(wait_->epoll, EPOLL_CTL_DEL, fd, &ignored);
}

void reactor::call_soon(std::function<void()> function) {
    ++posted_;
    asio::post(wait_->context, [this, call = std::move(function)] {
        --posted_;
        call();
    });
}

void reactor::timer_armed(duration delay) noexcept {
    // Until it has surely been called: the clock is a tick coarse, too.
    if (delay < std::chrono::milliseconds(short_sleep))
        near_timer_until_ = coarse_now() + 3 * time_without_asio;
}

bool reactor::dispatch_ready(int milliseconds) {
    epoll_event events[batch_size];
    const int count = ::epoll_wait(wait_->epoll, events, batch_size, milliseconds);
    // Pipes end with the process at their other end, and its signal, which is Asio's, comes next.
    bool ended = false;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t who = events[i].data.u64;
        ended = ended || (events[i].events & EPOLLHUP) != 0;
        map_.dispatch(static_cast<int>(who & 0xffffffffU), static_cast<std::uint32_t>(who >> 32),
                      events[i].events);
    }
    busy_ = !ended && count >= some_load;
    return count > 0;
}

bool reactor::dispatch_files() {
    bool any = false;
    const auto files = files_; // a hook may close or open one
    for (const auto& file : files) {
        if (file.events == 0) continue;
        map_.dispatch(file.fd, file.generation, file.events & (EPOLLIN | EPOLLOUT));
        any = true;
    }
    return any;
}

void reactor::arm() {
    if (armed_) return;
    armed_ = true;
    wait_->set.async_wait(asio::posix::stream_descriptor::wait_read, [this](std::error_code) {
        armed_ = false;
        ready_ = true;
    });
}

void reactor::settle() noexcept {
    if (stopping_.step != stopping::no && map_.empty()) stopping_ = stopping();
}

bool reactor::asio_may_wait() noexcept {
    const std::int64_t now = coarse_now();
    may_sleep_ = posted_ == 0 && now >= near_timer_until_;
    return may_sleep_ ? now - asio_looked_at_ < time_without_asio
                      : ++busy_turns_ < turns_without_asio;
}

bool reactor::turn(std::optional<duration> timeout) {
    ++turns_;
    const struct at_the_end {
        ~at_the_end() {
            --wait.turns_;
            wait.settle();
        }
        reactor& wait;
    } settling{*this};
    const bool files = !files_.empty() && dispatch_files();
    if (files) timeout = duration::zero();

    if (busy_ && asio_may_wait()) {
        const bool sleeps =
            may_sleep_ && (!timeout || *timeout > std::chrono::milliseconds(short_sleep));
        if (dispatch_ready(sleeps ? short_sleep : 0)) return true;
    }
    busy_turns_ = 0;

    arm();
    asio::io_context& context = wait_->context;
    if (context.stopped()) context.restart();
    std::size_t ran = 0;
    if (!timeout) {
        ran = context.run_one();
    } else if (*timeout <= duration::zero()) {
        ran = context.poll_one();
    } else {
        ran = context.run_one_for(*timeout);
    }
    if (std::exchange(ready_, false)) {
        asio_looked_at_ = coarse_now();
        dispatch_ready(0);
    } else if (ran > 0) {
        asio_looked_at_ = 0; // there may be more where that came from
    }
    return files || ran > 0;
}

void reactor::keep_spare() noexcept {
    if (!spare_) spare_.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool reactor::drop_connection(int listening) noexcept {
    spare_.reset();
    const int dropped = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    const int error = dropped < 0 ? errno : 0;
    if (dropped >= 0) ::close(dropped);
    keep_spare();
    if (dropped >= 0) ++dropped_;
    return error != EMFILE && error != ENFILE && error != ENOBUFS && error != ENOMEM;
}

unsigned reactor::dropped_to_tell() noexcept {
    const auto now = std::chrono::steady_clock::now();
    if (dropped_ == 0 || (told_ && now - *told_ < tell_dropped_every)) return 0;
    told_ = now;
    return std::exchange(dropped_, 0);
}

void reactor::call_rested(std::function<void()> function) {
    rested_.push_back(std::move(function));
    if (rest_.pending()) return;
    rest_ = call_later(
        rest_of_a_listener,
        [this] {
            for (const auto& call : std::exchange(rested_, {}))
                call();
        },
        map_);
}

void reactor::connecting(int fd, const address& peer) {
    if (peer.empty())
        connecting_.erase(fd);
    else
        connecting_[fd] = {peer, {}};
}

address reactor::connecting(int fd) const {
    const auto found = connecting_.find(fd);
    return found == connecting_.end() ? address() : found->second.peer;
}

void reactor::set_next(int fd, std::vector<address> peers) {
    if (const auto found = connecting_.find(fd); found != connecting_.end())
        found->second.next = std::move(peers);
}

std::vector<address> reactor::take_next(int fd) {
    const auto found = connecting_.find(fd);
    return found == connecting_.end() ? std::vector<address>() : std::move(found->second.next);
}

void reactor::looks_up(std::shared_ptr<dispatcher> channel, resolution asked) {
    const dispatcher* const whose = channel.get();
    lookups_.insert_or_assign(whose, lookup{std::move(channel), std::move(asked)});
}

void reactor::forget_lookup(const dispatcher& channel) noexcept {
    // Taken out first: what goes with it may come back here.
    const auto gone = lookups_.extract(&channel);
}

std::vector<std::shared_ptr<dispatcher>> reactor::looking_up() const {
    std::vector<std::shared_ptr<dispatcher>> all;
    for (const auto& [whose, one] : lookups_)
        all.push_back(one.channel);
    return all;
}

} // namespace asyncore
