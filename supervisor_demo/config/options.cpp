#include "supervisor_demo/config/options.hpp"

#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/getopt.hpp"
#include "supervisor_demo/config/search_path.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/config/version.hpp"
#include "supervisor_demo/format.hpp"

#include <functional>

#include <unistd.h>

namespace supervisor {
namespace {

/// What an option does with its value. False: it was given before.
struct option_row {
    option_name name;
    std::function<bool(const std::string&)> set;
};

template <class T>
bool set_once(std::optional<T>& target, T value) {
    if (target) return false;
    target = std::move(value);
    return true;
}

template <class T>
auto flag(std::optional<T>& target) {
    return [&target](const std::string&) { return set_once(target, true); };
}

template <class T, class Convert>
auto converted(std::optional<T>& target, Convert convert) {
    return [&target, convert](const std::string& value) {
        return set_once<T>(target, convert(value));
    };
}

auto as_it_is(std::optional<std::string>& target) {
    return converted(target, [](const std::string& value) { return value; });
}

std::vector<option_row> option_table(options& o, std::optional<std::string>& configfile,
                                     const std::optional<std::string>& home) {
    const auto help = [&o](const std::string&) {
        o.answer = usage_text(o.progname);
        return true;
    };
    const auto print_version = [&o](const std::string&) {
        o.answer = format("{}\n", version);
        return true;
    };
    const auto dirpath = [&home](const std::string& value) {
        return datatypes::existing_dirpath(value, home);
    };
    const auto directory = [&home](const std::string& value) {
        return datatypes::existing_directory(value, home);
    };
    const auto ours = [](bool& wanted) {
        return [&wanted](const std::string&) { return wanted = true; };
    };
    using namespace datatypes;
    return {
        {{'h', "help", false}, help},
        {{'?', {}, false}, help},
        {{'c', "configuration", true}, as_it_is(configfile)},
        {{'v', "version", false}, print_version},
        {{'n', "nodaemon", false}, flag(o.nodaemon)},
        {{'u', "user", true}, as_it_is(o.user)},
        {{'m', "umask", true}, converted(o.umask, octal)},
        {{'d', "directory", true}, converted(o.directory, directory)},
        {{'l', "logfile", true}, converted(o.logfile, dirpath)},
        {{'y', "logfile_maxbytes", true}, converted(o.logfile_maxbytes, byte_size)},
        {{'z', "logfile_backups", true}, converted(o.logfile_backups, small_integer)},
        {{'e', "loglevel", true}, converted(o.loglevel, loglevel)},
        {{'j', "pidfile", true}, converted(o.pidfile, dirpath)},
        {{'i', "identifier", true}, as_it_is(o.identifier)},
        {{'q', "childlogdir", true}, converted(o.childlogdir, directory)},
        {{'a', "minfds", true}, converted(o.minfds, small_integer)},
        {{0, "minprocs", true}, converted(o.minprocs, small_integer)},
        {{'k', "nocleanup", false}, flag(o.nocleanup)},
        {{'t', "strip_ansi", false}, flag(o.strip_ansi)},
        {{0, "profile_options", true}, as_it_is(o.profile_options)},
        {{'s', "silent", false}, flag(o.silent)},
        {{0, "validate", false, true}, ours(o.validate)},
        {{0, "build-info", false, true}, ours(o.build_info)},
    };
}

const option_row& row_of(const std::vector<option_row>& table, const std::string& name) {
    for (const auto& row : table)
        if (name.starts_with("--") ? row.name.word == name.substr(2)
                                   : row.name.letter == name.back())
            return row;
    throw config_error(format("option {} not recognized", name));
}

parsed_arguments take_apart(const std::vector<std::string>& arguments,
                            const std::vector<option_row>& table) {
    std::vector<option_name> known;
    for (const auto& row : table)
        known.push_back(row.name);
    try {
        return getopt(arguments, known);
    } catch (const getopt_error& error) {
        throw config_error(error.what());
    }
}

void search_config_file(options& o) {
    if (::getuid() == 0)
        o.warning = "Supervisord is running as root and it is searching for its configuration file "
                    "in default locations (including its current working directory); you probably "
                    "want to specify a \"-c\" argument specifying an absolute path to a "
                    "configuration file for improved security.";
    if (const auto found = find_config_file(o.progname)) {
        o.configfile = *found;
        return;
    }
    std::string searched;
    for (const auto& file : default_config_paths(o.progname))
        searched += (searched.empty() ? "" : ", ") + file;
    throw config_error(format("No config file found at default paths ({}); use the -c option "
                              "to specify a config file at a different path",
                              searched));
}

} // namespace

options parse_options(const std::vector<std::string>& arguments, const std::string& progname,
                      const std::optional<std::string>& home) {
    options o;
    o.progname = progname;
    std::optional<std::string> configfile;
    const auto table = option_table(o, configfile, home);
    const auto parsed = take_apart(arguments, table);
    if (!parsed.arguments.empty())
        throw config_error("positional arguments are not supported: " +
                           text::repr(parsed.arguments));
    for (const auto& [name, value] : parsed.options) {
        bool first = false;
        try {
            first = row_of(table, name).set(value);
        } catch (const value_error& error) {
            throw config_error(
                format("invalid value for {} {}: {}", name, text::repr(value), error.what()));
        }
        if (!first) throw config_error("conflicting command line option " + text::repr(name));
        if (o.answer || o.build_info) return o;
    }
    if (configfile)
        o.configfile = *configfile;
    else
        search_config_file(o);
    return o;
}

} // namespace supervisor
