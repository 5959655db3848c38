#include "supervisor_demo/config/key_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace supervisor {
namespace {

constexpr config_key supervisord[] = {
    {"logfile", "path", "supervisord.log",
     "The daemon's own log. Its folder must be there. `syslog` logs to syslog instead; a device "
     "such "
     "as `/dev/stdout` needs `logfile_maxbytes=0`."},
    {"logfile_maxbytes", "bytes", "50MB", "The log is rotated when it is this large; 0: never."},
    {"logfile_backups", "integer", "10",
     "How many rotated logs are kept; 0: none, the log begins anew."},
    {"loglevel", "loglevel", "info", "What is less important is not logged."},
    {"pidfile", "path", "supervisord.pid", "Where the daemon writes its process id."},
    {"umask", "octal", "022", "The umask of the daemon when it goes to the background."},
    {"nodaemon", "boolean", "false", "Stay in the foreground, as `supervisord -n` does."},
    {"silent", "boolean", "false", "In the foreground: do not log to stdout as well."},
    {"minfds", "integer", "1024",
     "How many descriptors the daemon must be able to have; the soft limit is raised to it."},
    {"minprocs", "integer", "200", "How many processes its user must be able to have."},
    {"nocleanup", "boolean", "false", "Leave the `AUTO` logs of an earlier daemon where they are."},
    {"childlogdir", "folder", "",
     "Where `AUTO` logs are made. Default: the folder for temporary "
     "files, `$TMPDIR` or `/tmp`."},
    {"user", "user", "", "The user the daemon becomes when it is started as root."},
    {"directory", "folder", "", "Where the daemon changes to when it goes to the background."},
    {"strip_ansi", "boolean", "false", "Take ANSI escape sequences out of what programs write."},
    {"environment", "environment", "",
     "Variables that every program gets, unless its own `environment` has them."},
    {"identifier", "text", "supervisor",
     "The name of this daemon, for clients, events and the names of `AUTO` logs."},
};

constexpr config_key unix_http_server[] = {
    {"file", "path", "", "Required. Where the socket is made; `~` is known."},
    {"chmod", "octal", "0700", "The mode of the socket."},
    {"chown", "user[:group]", "", "The owner of the socket. Default: the user of the daemon."},
    {"username", "text", "", "Asked of clients; with `password` or not at all."},
    {"password", "text", "", "As it is, or `{SHA}` and the SHA-1 digest of it in 40 hex digits."},
};

constexpr config_key inet_http_server[] = {
    {"port", "address", "", "Required. `host:port`, or `port` or `*:port` for every address."},
    {"username", "text", "", "Asked of clients; with `password` or not at all."},
    {"password", "text", "", "As it is, or `{SHA}` and the SHA-1 digest of it in 40 hex digits."},
    {"allowed_hosts", "list", "",
     "Not in Supervisor. On a loopback address: names besides `localhost` by which a client may "
     "ask "
     "for it, as a proxy passes them on; `*` allows every name."},
};

constexpr config_key supervisorctl[] = {
    {"serverurl", "url", "http://localhost:9001",
     "Where the daemon is: `http://host:port` or `unix:///path`."},
    {"username", "text", "", "Sent to a daemon that asks for it."},
    {"password", "text", "", "Sent to a daemon that asks for it."},
    {"prompt", "text", "supervisor", "What the prompt of the shell begins with."},
    {"history_file", "path", "",
     "Where the shell keeps the lines that were typed. Default: nowhere."},
};

constexpr config_key program[] = {
    {"command", "text", "",
     "Required. The program and its arguments, with quotes as in a shell; no shell is run. Looked "
     "for in `PATH` when it has no `/`. It must stay in the foreground."},
    {"process_name", "text", "%(program_name)s",
     "The name of the process. With `numprocs` above 1 it must hold `%(process_num)d` or the "
     "like."},
    {"numprocs", "integer", "1", "How many processes are made of this section."},
    {"numprocs_start", "integer", "0", "The `process_num` of the first."},
    {"priority", "integer", "999", "Lower ones are started first and stopped last."},
    {"autostart", "boolean", "true", "Start it when the daemon starts."},
    {"autorestart", "autorestart", "unexpected",
     "Start it again when it exits after it was RUNNING: `true`, `false`, or `unexpected`: unless "
     "its "
     "status is one of `exitcodes`."},
    {"startsecs", "integer", "1",
     "How many seconds it must stay up to count as started; 0: it counts at once."},
    {"startretries", "integer", "3",
     "How often an attempt that failed is repeated, a second later each time, before FATAL."},
    {"exitcodes", "list of statuses", "0", "The exit statuses that are expected."},
    {"stopsignal", "signal", "TERM", "The signal that asks it to stop."},
    {"stopwaitsecs", "integer", "10", "How many seconds after `stopsignal` it is killed."},
    {"stopasgroup", "boolean", "false", "Send `stopsignal` to its whole process group."},
    {"killasgroup", "boolean", "",
     "Send SIGKILL to its whole process group. Default: as "
     "`stopasgroup`."},
    {"user", "user", "",
     "The user it runs as; needs a daemon that is root. HOME, USER and LOGNAME "
     "are left as they are."},
    {"redirect_stderr", "boolean", "false", "Its stderr goes where its stdout goes."},
    {"directory", "text", "", "Where it is run."},
    {"umask", "octal", "", "Its umask. Default: that of the daemon."},
    {"environment", "environment", "", "Variables for it, over those of `[supervisord]`."},
    {"serverurl", "text", "AUTO",
     "What it finds in `SUPERVISOR_SERVER_URL`. `AUTO`: the first Unix socket, else the first "
     "port."},
    {"stdout_logfile", "logfile", "AUTO", "Where its stdout is logged."},
    {"stdout_logfile_maxbytes", "bytes", "50MB", "Rotated when this large; 0: never."},
    {"stdout_logfile_backups", "integer", "10", "How many rotated logs are kept."},
    {"stdout_capture_maxbytes", "bytes", "0",
     "With a number: what it writes between `<!--XSUPERVISOR:BEGIN-->` and "
     "`<!--XSUPERVISOR:END-->` "
     "becomes a PROCESS_COMMUNICATION event of this size at most."},
    {"stdout_events_enabled", "boolean", "false", "What it writes becomes PROCESS_LOG events."},
    {"stdout_syslog", "boolean", "false", "Its lines go to syslog too."},
    {"stderr_logfile", "logfile", "AUTO", "Where its stderr is logged."},
    {"stderr_logfile_maxbytes", "bytes", "50MB", "Rotated when this large; 0: never."},
    {"stderr_logfile_backups", "integer", "10", "How many rotated logs are kept."},
    {"stderr_capture_maxbytes", "bytes", "0", "As `stdout_capture_maxbytes`, for stderr."},
    {"stderr_events_enabled", "boolean", "false", "As `stdout_events_enabled`, for stderr."},
    {"stderr_syslog", "boolean", "false", "As `stdout_syslog`, for stderr."},
};

constexpr config_key group[] = {
    {"programs", "list", "", "The `[program:x]` and `[fcgi-program:x]` that belong to it."},
    {"priority", "integer", "999", "Lower ones are started first and stopped last."},
};

constexpr config_key fcgi_program[] = {
    {"socket", "url", "",
     "Required. `unix:///path` or `tcp://host:port`; the process has it as its "
     "stdin."},
    {"socket_backlog", "integer", "",
     "How many connections may wait, 1 to 65535. Default: what the "
     "system allows."},
    {"socket_owner", "user[:group]", "",
     "The owner of a Unix socket. Default: `user` of the program."},
    {"socket_mode", "octal", "0700", "The mode of a Unix socket."},
};

constexpr config_key eventlistener[] = {
    {"events", "list", "", "Required. The types of events that it is sent."},
    {"buffer_size", "integer", "10",
     "How many events wait for it; with more, the oldest is dropped."},
    {"priority", "integer", "",
     "As for a program. Default: -1 for the pool, so that listeners are started first and stopped "
     "last; 999 among its processes."},
    {"result_handler", "text", "supervisor.dispatchers:default_handler",
     "No other is taken: it would be a function in Python."},
};

constexpr config_key include[] = {
    {"files", "list of patterns", "",
     "Required. Files to read as if they stood at the end of this one, from its folder on; those "
     "that a pattern matches in the order of their names. `here` in each is its own folder. An "
     "`[include]` in them is passed over."},
};

constexpr config_key rpcinterface[] = {
    {"supervisor.rpcinterface_factory", "text", "",
     "Required. `supervisor.rpcinterface:make_main_rpcinterface`; no other is taken: it would be "
     "code in Python."},
};

constexpr section_keys sections[] = {
    {"supervisord", "The daemon itself. Required.", supervisord},
    {"unix_http_server",
     "A Unix socket for clients. `[unix_http_server:x]` makes more.",
     unix_http_server,
     {},
     false,
     true},
    {"inet_http_server",
     "A TCP port for clients and browsers. `[inet_http_server:x]` makes more.",
     inet_http_server,
     {},
     false,
     true},
    {"supervisorctl", "The client.", supervisorctl},
    {"program:x", "A program, and as many processes of it as wanted.", program},
    {"group:x", "Programs that are started, stopped and named together.", group},
    {"fcgi-program:x", "A FastCGI program: its processes share a listening socket.", fcgi_program,
     "program:x"},
    {"eventlistener:x",
     "A pool of processes that are told what happens. Their stdout is for the answers: "
     "`redirect_stderr` may not be true, and `stdout_capture_maxbytes` does nothing.",
     eventlistener, "program:x"},
    {"include", "More files.", include},
    {"rpcinterface:x",
     "A namespace of XML-RPC methods: without `[rpcinterface:supervisor]` clients can "
     "do nothing.",
     rpcinterface,
     {},
     true},
    {"ctlplugin:x",
     "Accepted, and ignored with a warning: its commands would be code in Python.",
     {},
     {},
     true},
};

// How many letters have to be put in, taken out or changed to make one of the other.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
        }
    }
    return row[to.size()];
}

} // namespace

std::span<const section_keys> key_table() {
    return sections;
}

const section_keys* find_section_keys(std::string_view section) {
    for (const section_keys& one : sections) {
        // "program:x" begins as the section "program:cat" does.
        const auto colon = one.name.find(':');
        const auto kind = colon == one.name.npos ? one.name : one.name.substr(0, colon + 1);
        const bool more = one.many || kind.ends_with(':');
        if (more ? section.starts_with(kind) : section == kind) return &one;
    }
    return nullptr;
}

const config_key* section_keys::find(std::string_view key) const {
    for (const config_key& one : keys)
        if (one.name == key) return &one;
    return and_those_of.empty() ? nullptr : find_section_keys(and_those_of)->find(key);
}

std::string_view nearest_key(const section_keys& section, std::string_view key) {
    constexpr std::size_t far = 3;
    std::size_t best = far;
    std::string_view found;
    const auto look_at = [&](std::span<const config_key> keys) {
        for (const config_key& one : keys) {
            const std::size_t now = distance(key, one.name);
            if (now == best && found != one.name) found = {};
            if (now < best) {
                best = now;
                found = one.name;
            }
        }
    };
    look_at(section.keys);
    if (!section.and_those_of.empty()) look_at(find_section_keys(section.and_those_of)->keys);
    return found;
}

} // namespace supervisor
