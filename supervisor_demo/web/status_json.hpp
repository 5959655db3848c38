#pragma once

#include "supervisor_demo/process/process.hpp"

#include <cstdint>
#include <string>

namespace supervisor {

class json_writer;
class recent_changes;
class supervisor;
class usage_samples;
struct change_record;

/// What `GET /status.json` answers, for the page and for scripts:
///
///     identifier  of the daemon
///     version     of Supervisor, whose contract is kept
///     pid         of the daemon
///     statename   of the daemon: "RUNNING", "SHUTDOWN", "RESTARTING"
///     now         milliseconds since the epoch
///     since       when changes began to be counted; another one means that the daemon began anew
///     number      of the last change
///     processes   by name of group, then of process; each with
///         namespec, group, name
///         state, statename, description, pid, start, stop, exitstatus, spawnerr,
///         stdout_logfile, stderr_logfile    as getProcessInfo has them; exitstatus is null in
///                                           the first run and in one that goes on
///         exit_reason   how the last run ended: "exit status 3", "terminated by SIGKILL"
///         restarts      how often it was started again by itself
///         cpu           percent of one core, since somebody last asked or over its life
///         memory        resident bytes; both with those of its children, null when it does not run
///     changes     the last moves, oldest first; each with number, when (milliseconds), namespec,
///                 from, to, pid, reason
std::string status_json(supervisor& daemon, usage_samples& samples, const recent_changes& changes);

/// One element of `processes`, and one of `changes`.
void write_process(json_writer& json, const process& one, const usage_samples& samples,
                   process::wall_time now);
void write_change(json_writer& json, const change_record& change);

/// Milliseconds since the epoch.
std::int64_t epoch_milliseconds(process::wall_time when);

} // namespace supervisor
