#pragma once

#include "supervisor_demo/config/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

/// The types of the values in supervisord.conf: text in, value out. Each throws value_error, in
/// Supervisor's words, for a text that is not of the type.
namespace supervisor::datatypes {

/// Python's int(): white space around, a sign and single underscores between digits are allowed.
/// Numbers past 64 bits become the nearest that fits; Python would go on counting.
std::int64_t integer(std::string_view s);

/// integer(), and the nearest int when it does not fit one.
int small_integer(std::string_view s);

/// yes, true, on, 1, no, false, off, 0.
bool boolean(std::string_view s);

/// An integer, or one with kb, mb or gb behind it, in bytes.
std::int64_t byte_size(std::string_view s);

/// Permissions: "022", "0o22".
mode_t octal(std::string_view s);

/// A signal's number, or its name with or without SIG.
int signal_number(std::string_view s);

std::vector<int> exitcodes(std::string_view s);

supervisor::autorestart autorestart(std::string_view s);

log_level loglevel(std::string_view s);

/// The name of a program, process or group, without the white space around it.
std::string process_or_group_name(std::string_view s);

/// The items between commas; none in an empty text.
std::vector<std::string> list_of_strings(std::string_view s);

/// A port, alone or behind a host and the last colon.
struct inet_address {
    std::string host; // lower case; empty: every address
    std::uint16_t port = 0;
};
inet_address parse_inet_address(std::string_view s);

/// A number from 1 to 65535.
std::uint16_t port_number(std::string_view s);

/// A text with a scheme and something behind it, as in "unix:///run/s.sock"; returned as it is.
std::string url(std::string_view s);

/// A folder that exists; "~" is expanded. `home` is the value of $HOME.
std::string existing_directory(std::string_view s, const std::optional<std::string>& home);

/// A file in a folder that exists; "~" is expanded.
std::string existing_dirpath(std::string_view s, const std::optional<std::string>& home);

/// none, off, auto, syslog or an existing_dirpath. An empty text is a file without a path.
supervisor::logfile_name logfile_name(std::string_view s, const std::optional<std::string>& home);

/// A user or group of this machine by name or number.
uid_t name_to_uid(std::string_view s);
gid_t name_to_gid(std::string_view s);

/// "user" or "user:group".
struct owner {
    uid_t uid = 0;
    std::optional<gid_t> gid;
};
owner user_and_group(std::string_view s);

} // namespace supervisor::datatypes
