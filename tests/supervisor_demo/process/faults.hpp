#pragma once

/// System calls that fail on request: linked in place of libc's with -Wl,--wrap=NAME.
namespace faults {

extern int fork_errno; // 0: forks
extern int kill_errno;

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
