#include "asyncore/resolver.hpp"

#include "asyncore/lookup_threads.hpp"
#include "asyncore/trigger.hpp"

#include <atomic>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace asyncore {

namespace {

// What the thread and the loop share.
struct answer {
    std::string host;
    std::uint16_t port;
    std::atomic<bool> cancelled{false};
    std::error_code error;
    std::vector<address> found;

    void look_up() noexcept {
        try {
            found = address::resolve(host, port);
        } catch (const std::system_error& failed) {
            error = failed.code();
        } catch (const std::bad_alloc&) {
            error = std::make_error_code(std::errc::not_enough_memory);
        }
    }
};

std::optional<address> as_number(std::string_view host, std::uint16_t port) {
    try {
        return address::ip(host, port);
    } catch (const std::invalid_argument&) {
        return {};
    }
}

} // namespace

struct resolution::question {
    resolved function;
    std::shared_ptr<trigger> wake;
    std::shared_ptr<answer> given = std::make_shared<answer>();

    void cancel() noexcept {
        function = nullptr;
        given->cancelled = true;
        if (wake) std::exchange(wake, nullptr)->close();
    }

    void call() {
        const auto due = std::exchange(function, nullptr);
        const auto keep = std::exchange(wake, nullptr);
        keep->close();
        if (due) due(given->error, std::move(given->found));
    }
};

resolution::resolution() noexcept = default;
resolution::resolution(resolution&&) noexcept = default;

resolution& resolution::operator=(resolution&& other) noexcept {
    if (this != &other) {
        cancel();
        question_ = std::move(other.question_);
    }
    return *this;
}

resolution::~resolution() {
    cancel();
}

void resolution::cancel() noexcept {
    if (const auto gone = std::move(question_)) gone->cancel();
}

bool resolution::pending() const noexcept {
    return question_ && question_->wake && !question_->wake->closing();
}

resolution resolve(std::string_view host, std::uint16_t port, resolved function, socket_map& map) {
    resolution asked;
    asked.question_ = std::make_shared<resolution::question>();
    asked.question_->function = std::move(function);
    asked.question_->wake = make<trigger>(map);
    const auto given = asked.question_->given;
    given->host = host;
    given->port = port;

    // The function stays with the resolution, so that it ends in the loop's thread in any case.
    const auto back = [wake = asked.question_->wake, weak = std::weak_ptr(asked.question_)] {
        wake->pull_trigger([weak] {
            if (const auto due = weak.lock(); due && due->function) due->call();
        });
    };
    if (auto number = as_number(host, port)) {
        given->found.push_back(*std::move(number));
        back();
        return asked;
    }
    const bool taken = lookup_threads::of_this_process().run([given, back] {
        if (!given->cancelled) given->look_up();
        back();
    });
    if (taken) return asked;
    given->error = std::make_error_code(std::errc::resource_unavailable_try_again);
    back();
    return asked;
}

} // namespace asyncore
