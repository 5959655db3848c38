#include "supervisor_demo/daemon/pidfile.hpp"

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace supervisor {

pidfile::pidfile(std::string path, logger& log) : path_(std::move(path)) {
    const asyncore::unique_fd file(
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    const std::string line = format("{}\n", ::getpid());
    if (!file || ::write(file.get(), line.data(), line.size()) < 0) {
        log.critical(format("could not write pidfile {}", path_));
        return;
    }
    written_ = true;
    log.info(format("supervisord started with pid {}", ::getpid()));
}

pidfile::~pidfile() {
    if (written_) ::unlink(path_.c_str());
}

} // namespace supervisor
