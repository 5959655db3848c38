#include "supervisor_demo/config/datatypes.hpp"

#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <array>

namespace supervisor::datatypes {
namespace {

using text::repr;

template <std::size_t N>
bool is_one_of(std::string_view s, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), s) != list.end();
}

constexpr std::array<std::string_view, 4> truthy{"yes", "true", "on", "1"};
constexpr std::array<std::string_view, 4> falsy{"no", "false", "off", "0"};

} // namespace

bool boolean(std::string_view s) {
    const auto value = text::lower(s);
    if (is_one_of(value, truthy)) return true;
    if (is_one_of(value, falsy)) return false;
    throw value_error("not a valid boolean value: " + repr(s), "is neither true nor false");
}

supervisor::autorestart autorestart(std::string_view s) {
    const auto value = text::lower(s);
    if (is_one_of(value, truthy)) return supervisor::autorestart::always;
    if (is_one_of(value, falsy)) return supervisor::autorestart::never;
    if (value == "unexpected") return supervisor::autorestart::unexpected;
    throw value_error("invalid 'autorestart' value " + repr(value),
                      "is none of true, false and unexpected");
}

log_level loglevel(std::string_view s) {
    const auto value = text::lower(s);
    if (value == "critical") return log_level::critical;
    if (value == "error") return log_level::error;
    if (value == "warn") return log_level::warn;
    if (value == "info") return log_level::info;
    if (value == "debug") return log_level::debug;
    if (value == "trace") return log_level::trace;
    if (value == "blather") return log_level::blather;
    throw value_error("bad logging level name " + repr(s),
                      "is none of critical, error, warn, info, debug, trace and blather");
}

std::string process_or_group_name(std::string_view s) {
    const auto name = text::strip(s);
    for (const char c : {' ', ':', '/'})
        if (name.find(c) != name.npos)
            throw value_error(format("Invalid name: {} because of character: '{}'", repr(s), c),
                              format("may not contain '{}'", c));
    return std::string(name);
}

std::vector<std::string> list_of_strings(std::string_view s) {
    std::vector<std::string> items;
    if (s.empty()) return items;
    for (const auto item : text::split(s, ','))
        items.emplace_back(text::strip(item));
    return items;
}

std::vector<int> exitcodes(std::string_view s) {
    std::vector<int> codes;
    if (s.empty()) return codes;
    const value_error failure("not a valid list of exit codes: " + repr(s),
                              "is not a list of numbers from 0 to 255");
    for (const auto item : text::split(s, ',')) {
        try {
            codes.push_back(small_integer(item));
        } catch (const value_error&) {
            throw failure;
        }
        if (codes.back() < 0 || codes.back() > 255) throw failure;
    }
    return codes;
}

std::uint16_t port_number(std::string_view s) {
    const auto port = integer(s);
    if (port < 1)
        throw value_error(format("{} is below lower bound (1)", port),
                          "needs a port from 1 to 65535");
    if (port > 65535)
        throw value_error(format("{} is above upper bound (65535)", port),
                          "needs a port from 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

inet_address parse_inet_address(std::string_view s) {
    const auto colon = s.rfind(':');
    if (colon == s.npos) {
        try {
            return {{}, port_number(s)};
        } catch (const value_error&) {
            // The space at the end is Supervisor's.
            throw value_error("not a valid port number: " + repr(s) + " ",
                              "is not a port from 1 to 65535");
        }
    }
    const auto port = s.substr(colon + 1);
    if (port.empty())
        throw value_error("no port number specified in " + repr(port), "has no port number");
    inet_address address{text::lower(s.substr(0, colon)), port_number(port)};
    if (address.host == "*") address.host.clear();
    return address;
}

std::string url(std::string_view s) {
    const auto colon = s.find(':');
    const auto scheme = s.substr(0, colon);
    const bool has_scheme = colon != s.npos && colon > 0 &&
                            scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                     "0123456789+-.") == s.npos;
    auto rest = has_scheme ? s.substr(colon + 1) : std::string_view{};
    if (rest.starts_with("//")) rest.remove_prefix(2);
    const auto end = rest.find_first_of("?#");
    if (!has_scheme || rest.substr(0, end).empty())
        throw value_error(format("value {} is not a URL", repr(s)), "is not a URL");
    return std::string(s);
}

std::string existing_directory(std::string_view s, const std::optional<std::string>& home) {
    auto directory = path::expand_user(s, home);
    if (path::is_directory(directory)) return directory;
    throw value_error(format("{} is not an existing directory", s), "is not an existing directory");
}

std::string existing_dirpath(std::string_view s, const std::optional<std::string>& home) {
    auto file = path::expand_user(s, home);
    const auto directory = path::parent(file);
    if (directory.empty() || path::is_directory(directory)) return file;
    throw value_error(format("The directory named as part of the path {} does not exist", s),
                      format("lies in the directory {}, which does not exist", directory));
}

supervisor::logfile_name logfile_name(std::string_view s, const std::optional<std::string>& home) {
    using kind = supervisor::logfile_name::kind;
    const auto value = text::lower(s);
    if (value == "none" || value == "off") return {kind::none, {}};
    if (value == "auto") return {kind::automatic, {}};
    if (value == "syslog") return {kind::syslog, {}};
    return {kind::file, existing_dirpath(s, home)};
}

} // namespace supervisor::datatypes
