#include "supervisor_demo/process/output_dispatcher.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/events/event.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/supervision.hpp"

#include <chrono>
#include <cstddef>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <syslog.h>

namespace supervisor {

using namespace std::chrono_literals;

namespace {

// One program may be read this much of per event before the others get their turn.
constexpr std::size_t fair_share = 512 * 1024;

constexpr std::size_t pipe_size = 64 * 1024; // as the kernel makes them
constexpr int wide_pipe_size = 1024 * 1024;
constexpr std::size_t a_page = 4096;
constexpr auto a_moment = 1ms;

constexpr std::string_view escape = "\x1b[";
constexpr std::string_view last_letters = "HfABCDRsuJKhlpm";

} // namespace

std::string strip_escapes(std::string_view data) {
    std::string plain;
    plain.reserve(data.size());
    for (;;) {
        const auto begin = data.find(escape);
        plain.append(data.substr(0, begin));
        if (begin == std::string_view::npos) return plain;
        const auto end = data.find_first_of(last_letters, begin);
        if (end == std::string_view::npos) return plain;
        data.remove_prefix(end + 1);
    }
}

output_dispatcher::output_dispatcher(asyncore::unique_fd pipe, process& owner,
                                     std::string_view channel, const stream_config& stream,
                                     const std::string& logfile, supervision& shared)
    : file_dispatcher(std::move(pipe), shared.map),
      owner_(owner),
      channel_(channel),
      stream_(stream),
      shared_(shared) {
    if (!logfile.empty())
        log_ = std::make_unique<log_file>(logfile, rotation{stream.maxbytes, stream.backups});
    if (stream.capture_maxbytes != 0)
        capture_ = std::make_unique<output_capture>(stream.capture_maxbytes);
}

void output_dispatcher::handle_read() {
    asyncore::scratch_buffer buffer(map());
    std::size_t taken = 0;
    for (;;) {
        const std::size_t got = recv(buffer.data(), asyncore::scratch_buffer::size());
        if (got > 0) collect({buffer.data(), got});
        taken += got;
        if (closing() || taken >= fair_share) return;
        if (got < pipe_size) break;
        widen();
    }
    if (wide_ && taken >= a_page)
        rest_ = asyncore::call_later(
            a_moment, [this] { interest_changed(); }, map());
}

// Refused to a user who has many such pipes; it is then read as often as something comes.
void output_dispatcher::widen() {
    if (!wide_) wide_ = ::fcntl(fileno(), F_SETPIPE_SZ, wide_pipe_size) >= 0;
}

void output_dispatcher::handle_close() {
    if (closing()) return;
    end();
    if (shared_.log.enabled(log_level::debug))
        shared_.log.debug(format("fd {} closed, stopped monitoring <POutputDispatcher at {} for "
                                 "<Subprocess at {} with name {} in state {}> ({})>",
                                 fileno(), reinterpret_cast<std::uintptr_t>(this),
                                 reinterpret_cast<std::uintptr_t>(&owner_), owner_.name(),
                                 state_name(owner_.state()), channel_));
    close();
}

void output_dispatcher::drain() {
    if (closing()) return;
    guarded([this] {
        // Counted first: a grandchild may go on writing for ever. One read more, to see the end.
        int waiting = 0;
        ::ioctl(fileno(), FIONREAD, &waiting);
        asyncore::scratch_buffer buffer(map());
        for (std::ptrdiff_t rest = waiting; rest >= 0 && !closing();) {
            const std::size_t got = recv(buffer.data(), buffer.size());
            if (got == 0) break;
            collect({buffer.data(), got});
            rest -= static_cast<std::ptrdiff_t>(got);
        }
        if (!closing()) end();
    });
    close();
}

void output_dispatcher::reopen_log() {
    if (log_) log_->reopen();
}

void output_dispatcher::clear_log() {
    if (log_) log_->clear();
}

void output_dispatcher::collect(std::string_view data) {
    if (!capture_) return record(data, true);
    capture_->feed(data, [this](auto what, std::string_view part) { take(what, part); });
}

// What is held back will be no token any more.
void output_dispatcher::end() {
    if (capture_) capture_->end([this](auto what, std::string_view part) { take(what, part); });
}

void output_dispatcher::take(output_capture::found what, std::string_view data) {
    if (what == output_capture::found::communication)
        publish_communication(data);
    else
        record(data, what == output_capture::found::text);
}

void output_dispatcher::record(std::string_view data, bool to_logs) {
    std::string plain;
    if (shared_.strip_ansi) {
        plain = strip_escapes(data);
        data = plain;
        if (data.empty()) return;
    }
    if (to_logs) {
        log_to_file(data);
        if (stream_.syslog || stream_.logfile.type == logfile_name::kind::syslog)
            log_to_syslog(data);
    }
    if (shared_.log.enabled(log_level::debug)) log_to_main_log(data);
    if (stream_.events_enabled) publish_log(data);
}

void output_dispatcher::publish_log(std::string_view data) {
    shared_.events.publish(
        channel_ == "stdout" ? event_type::process_log_stdout : event_type::process_log_stderr,
        [&] {
            return process_log_payload({owner_.name(), owner_.group_name(), owner_.pid()}, channel_,
                                       data);
        });
}

void output_dispatcher::publish_communication(std::string_view data) {
    shared_.events.publish(channel_ == "stdout" ? event_type::process_communication_stdout
                                                : event_type::process_communication_stderr,
                           [&] {
                               return process_communication_payload(
                                   {owner_.name(), owner_.group_name(), owner_.pid()},
                                   shared_.strip_ansi ? std::string_view(strip_escapes(data))
                                                      : data);
                           });
    shared_.log.debug(format("'{}' {} emitted a comm event", owner_.name(), channel_));
}

void output_dispatcher::log_to_file(std::string_view data) {
    if (!log_) return;
    if (const auto error = log_->write(data))
        shared_.log.error(format("could not write the {} of '{}' to {}: {}", channel_,
                                 owner_.name(), log_->path(), error.message()));
}

void output_dispatcher::log_to_syslog(std::string_view data) {
    while (!data.empty() && data.back() == '\n')
        data.remove_suffix(1);
    for (const auto line : text::split(data, '\n'))
        ::syslog(LOG_USER | LOG_INFO, "%s %.*s", owner_.name().c_str(),
                 static_cast<int>(line.size()), line.data());
}

void output_dispatcher::log_to_main_log(std::string_view data) {
    shared_.log.debug(format("'{}' {} output:\n{}", owner_.name(), channel_, decoded(data)));
}

} // namespace supervisor
