#include "supervisor_demo/daemon/rlimits.hpp"

#include "supervisor_demo/daemon/where_written.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace supervisor {

namespace {

struct limit {
    __rlimit_resource resource;
    const char* name;
    const char* key;
    const char* what; // Supervisor's sentences differ in these three words
    const char* things;
    const char* program;
};

constexpr limit limits[] = {
    {RLIMIT_NOFILE, "RLIMIT_NOFILE", "minfds", "file descriptors", "file descriptors", "process"},
    {RLIMIT_NPROC, "RLIMIT_NPROC", "minprocs", "available processes", "processes", "program"},
};

std::string refusal(const limit& one, rlim_t least, rlim_t hard) {
    return format(
        "The minimum number of {} required to run this {} is {} as per the \"{}\" command-line "
        "argument or config file setting. The current environment will only allow you to open {} "
        "{}.  Either raise the number of usable {} in your environment (see README.rst) or lower "
        "the {} setting in the config file to allow the {} to start.",
        one.what, one.program, least, one.key, hard, one.things, one.things, one.key, one.program);
}

} // namespace

std::vector<std::string> raise_limits(const config& whole) {
    std::vector<std::string> raised;
    const int wanted[] = {whole.supervisord.minfds, whole.supervisord.minprocs};
    for (std::size_t i = 0; i < std::size(limits); ++i) {
        const limit& one = limits[i];
        const auto least = static_cast<rlim_t>(std::max(wanted[i], 0));
        rlimit now{};
        if (::getrlimit(one.resource, &now) < 0 || now.rlim_cur >= least) continue;
        const rlimit raise{least, std::max(now.rlim_max, least)}; // root may raise the hard one too
        if (::setrlimit(one.resource, &raise) < 0)
            throw config_error(refusal(one, least, now.rlim_max),
                               {where_written(whole, "supervisord", one.key,
                                              "is above the limit of this environment")});
        raised.push_back(format("Increased {} limit to {}", one.name, least));
    }
    return raised;
}

} // namespace supervisor
