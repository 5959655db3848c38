#pragma once

#include "supervisor_demo/events/event_type.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

/// What a supervisord.conf says, read whole and never changed again: load_config.hpp makes these,
/// the rest of the daemon reads them. All are values and compare by content, which is how reread
/// finds out what changed. Keys, types and defaults: Supervisor's documentation, "Configuration
/// File".
namespace supervisor {

/// supervisord's levels, with the numbers of Supervisor's loggers.py.
enum class log_level {
    blather = 3,
    trace = 5,
    debug = 10,
    info = 20,
    warn = 30,
    error = 40,
    critical = 50
};

enum class autorestart { never, unexpected, always };

/// Where a stream is logged. `automatic` is a file in childlogdir that supervisord names itself.
struct logfile_name {
    enum class kind { none, automatic, file, syslog };
    kind type = kind::automatic;
    std::string path; // for `file` only
    bool operator==(const logfile_name&) const = default;
};

/// stdout_* or stderr_* of a program.
struct stream_config {
    logfile_name logfile;
    std::int64_t maxbytes = 50 * 1024 * 1024; // 0: never rotated
    int backups = 10;
    std::int64_t capture_maxbytes = 0; // 0: no capture
    bool events_enabled = false;
    bool syslog = false;
    bool operator==(const stream_config&) const = default;
};

/// `socket` of an [fcgi-program:x]. Two are equal when their urls are, as for Supervisor: a change
/// of the rest alone is not seen by reread.
struct fastcgi_socket_config {
    std::string section;
    std::string url;  // unix:///path or tcp://host:port
    std::string path; // of a Unix socket, absolute; empty: TCP
    std::string host;
    std::uint16_t port = 0;
    mode_t mode = 0700;
    std::optional<uid_t> owner_uid; // none: whoever we are
    std::optional<gid_t> owner_gid;
    std::optional<int> backlog; // none: SOMAXCONN
    bool operator==(const fastcgi_socket_config& other) const { return url == other.url; }
};

/// One process: a program section, for one value of process_num.
struct process_config {
    std::string name;
    std::string command; // expanded, not yet split into words
    std::optional<std::string> directory;
    std::optional<mode_t> umask;
    int priority = 999;
    bool autostart = true;
    autorestart restart = autorestart::unexpected;
    std::chrono::seconds startsecs{1};
    int startretries = 3;
    std::vector<int> exitcodes{0};
    int stopsignal = 15;
    std::chrono::seconds stopwaitsecs{10};
    bool stopasgroup = false;
    bool killasgroup = false;
    std::optional<uid_t> uid;
    bool redirect_stderr = false;
    stream_config stdout_stream; // of an eventlistener only its log counts
    stream_config stderr_stream;
    std::map<std::string, std::string> environment; // [supervisord]'s, then the program's own
    std::optional<std::string> serverurl;           // none: the first HTTP server's
    std::optional<fastcgi_socket_config> socket;    // its stdin, when it is an fcgi-program
    bool operator==(const process_config&) const = default;
};

enum class group_kind { program, eventlistener, fastcgi };

/// A [group:x], or the group a lone [program:x] or an [eventlistener:x] makes.
struct group_config {
    std::string name;
    int priority = 999;
    group_kind kind = group_kind::program;
    std::vector<process_config> processes; // in the order they are started
    event_type_set events;                 // what listeners subscribe to
    int buffer_size = 10;                  // how many events wait for a listener at most
    bool operator==(const group_config&) const = default;
};

/// A [unix_http_server] or [inet_http_server].
struct server_config {
    std::string section; // "inet_http_server", "unix_http_server:two"
    bool is_unix = false;
    std::string file; // absolute
    mode_t chmod = 0700;
    std::optional<uid_t> chown_uid;
    std::optional<gid_t> chown_gid;
    std::string host; // empty: every address
    std::uint16_t port = 0;
    std::vector<std::string> allowed_hosts; // names by which it may be asked on loopback; ours
    std::string username; // empty: no authentication
    std::string password; // plain, or {SHA} and 40 hex digits
    bool operator==(const server_config&) const = default;
};

/// [supervisord], with what the command line says laid over it.
struct supervisord_config {
    std::string logfile; // absolute; or "syslog"
    std::int64_t logfile_maxbytes = 50 * 1024 * 1024;
    int logfile_backups = 10;
    log_level loglevel = log_level::info;
    std::string pidfile; // absolute
    mode_t umask = 022;
    bool nodaemon = false;
    bool silent = false;
    int minfds = 1024;
    int minprocs = 200;
    bool nocleanup = false;
    std::string childlogdir;
    std::optional<std::string> user;
    std::optional<uid_t> uid; // that user's
    std::optional<std::string> directory;
    bool strip_ansi = false;
    std::map<std::string, std::string> environment;
    std::string identifier = "supervisor";
    bool operator==(const supervisord_config&) const = default;
};

/// A line the parser wants in the log once there is one.
struct parse_message {
    log_level level;
    std::string text;
    bool operator==(const parse_message&) const = default;
};

struct config {
    std::string file; // the path as it was given
    supervisord_config supervisord;
    std::vector<server_config> servers;     // in the order they are opened
    std::vector<std::string> rpcinterfaces; // the x of each [rpcinterface:x]; "supervisor" is ours
    std::vector<group_config> groups;       // sorted by priority, then name
    std::vector<parse_message> messages;
    std::vector<std::string> unknown_keys; // what --validate warns of, a line each
};

} // namespace supervisor
