#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace medusa {

/// What has been asked and answered, since the start. Plain numbers: they belong to the thread of
/// the map, an event costs an addition, and whoever reads them copies them.
struct answer_counters {
    /// Requests whose head could be read.
    std::uint64_t requests = 0;
    /// Answers by the first digit of their status: [2] are those from 200 to 299. What could not be
    /// read is answered, too, so there may be more answers than requests.
    std::uint64_t answers[6] = {};
    /// Bytes of bodies, as handlers made them: without chunk lines.
    std::uint64_t body_bytes = 0;

    void count_answer(int code) noexcept {
        const auto digit = static_cast<std::size_t>(code / 100);
        ++answers[digit < 6 ? digit : 0];
    }
};

/// The same for a server, and what goes over its connections.
struct server_counters : answer_counters {
    /// Connections that were taken, and those that got 503 for a limit.
    std::uint64_t connections = 0;
    std::uint64_t turned_away = 0;
    /// Bytes of everything, heads and all.
    std::uint64_t received = 0;
    std::uint64_t sent = 0;

    std::chrono::system_clock::time_point since = std::chrono::system_clock::now();
};

} // namespace medusa
