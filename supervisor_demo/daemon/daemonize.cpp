#include "supervisor_demo/daemon/daemonize.hpp"

#include "asyncore/errors.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/logging/logger.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace supervisor {

void daemonize(const supervisord_config& config, logger& log) {
    const pid_t pid = ::fork();
    if (pid < 0) asyncore::throw_errno("fork");
    if (pid > 0) {
        log.blather("supervisord forked; parent exiting");
        ::_exit(0); // nothing of ours is to be unwound: the child has it all
    }
    log.info("daemonizing the supervisord process");
    if (config.directory) {
        const std::string name = text::repr(*config.directory);
        if (::chdir(config.directory->c_str()) == 0)
            log.info(format("set current directory: {}", name));
        else
            log.critical(format("can't chdir into {}: [Errno {}] {}: {}", name, errno,
                                std::strerror(errno), name));
    }
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd <= STDERR_FILENO; ++fd)
        ::dup2(null, fd);
    if (null > STDERR_FILENO) ::close(null);
    ::setsid();
    ::umask(config.umask);
}

void open_standard_streams() {
    int fd = 0;
    do {
        fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) ::close(fd);
}

} // namespace supervisor
