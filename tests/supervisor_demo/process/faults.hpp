#pragma once

#include <string>
#include <vector>

#include <time.h>

/// System calls that fail on request: linked in place of libc's with -Wl,--wrap=NAME.
namespace faults {

extern int fork_errno; // 0: forks
extern int kill_errno;

extern int write_errno;         // for write(2) to a file whose name ends in
extern std::string broken_file; // this

extern time_t clock_ahead; // how far the clock on the wall is ahead, in seconds

extern std::vector<std::string> sent_to_syslog; // what was; nothing reaches the real one

} // namespace faults

/// Sets a switch for as long as it lives.
class fault {
public:
    fault(int& which, int error) : which_(which) { which_ = error; }
    ~fault() { which_ = 0; }
    fault(const fault&) = delete;
    fault& operator=(const fault&) = delete;

private:
    int& which_;
};
