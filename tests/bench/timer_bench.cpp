// timer_bench COUNT SECONDS: what arming and cancelling timers costs, and what armed ones cost
// idle.

#include "asyncore/asyncore.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

namespace {

// Of this process, so that what else the machine does is not counted.
double cpu_nanoseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double nanoseconds_each(double since, std::size_t count) {
    return (cpu_nanoseconds() - since) / static_cast<double>(count);
}

// How often this process has gone to sleep.
long sleeps() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nvcsw;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: %s COUNT SECONDS\n", arguments[0]);
        return 2;
    }
    const std::size_t timers = std::strtoul(arguments[1], nullptr, 10);
    const std::chrono::duration<double> idle(std::strtod(arguments[2], nullptr));
    std::mt19937 chance(1);
    std::vector<asyncore::duration> delays(timers);
    for (auto& delay : delays)
        delay = std::chrono::hours(1) + std::chrono::milliseconds(chance() % 3'600'000);
    std::vector<asyncore::timer> armed;
    armed.reserve(timers);

    double since = cpu_nanoseconds();
    for (const auto delay : delays)
        armed.push_back(asyncore::call_later(delay, [] {}));
    const double arming = nanoseconds_each(since, timers);

    std::vector<std::size_t> order(timers);
    for (std::size_t i = 0; i < timers; ++i)
        order[i] = i;
    std::shuffle(order.begin(), order.end(), chance);
    since = cpu_nanoseconds();
    for (const std::size_t i : order)
        armed[i].cancel();
    const double cancelling = nanoseconds_each(since, timers);

    for (std::size_t i = 0; i < timers; ++i)
        armed[i] = asyncore::call_later(delays[i], [] {});
    int ends[2];
    if (pipe(ends) < 0) return 1;
    const asyncore::unique_fd other_end(ends[1]);
    const auto pipe = asyncore::make<asyncore::file_dispatcher>(asyncore::unique_fd(ends[0]));
    asyncore::poll(asyncore::duration::zero()); // what cancelling left to be done
    const long before = sleeps();
    const auto stop = asyncore::call_later(std::chrono::duration_cast<asyncore::duration>(idle),
                                           [&] { pipe->close(); });
    asyncore::loop();
    std::printf("%.0f %.0f %ld\n", arming, cancelling, sleeps() - before);
}
