#pragma once

#include <string>

namespace supervisor {

class logger;

/// The file that says under which pid the daemon runs; removed with this, if this has written it.
class pidfile {
public:
    /// Writes it, and a line to the log whether or not that worked.
    pidfile(std::string path, logger& log);
    ~pidfile();
    pidfile(const pidfile&) = delete;
    pidfile& operator=(const pidfile&) = delete;

private:
    std::string path_;
    bool written_ = false;
};

} // namespace supervisor
