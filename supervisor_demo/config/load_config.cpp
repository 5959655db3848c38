#include "supervisor_demo/config/load_config.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/group_sections.hpp"
#include "supervisor_demo/config/include_section.hpp"
#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/rpcinterface_sections.hpp"
#include "supervisor_demo/config/server_sections.hpp"
#include "supervisor_demo/config/supervisord_section.hpp"
#include "supervisor_demo/config/unknown_keys.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

#include <sys/utsname.h>
#include <unistd.h>

namespace supervisor {
namespace {

using string_map = std::map<std::string, std::string>;

std::optional<std::string> value_of(const string_map& environment, const std::string& name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
}

// Python's tempfile.gettempdir(): the first of these that can be written to.
std::string temporary_directory(const string_map& environment) {
    std::vector<std::string> candidates;
    for (const char* name : {"TMPDIR", "TEMP", "TMP"})
        if (const auto value = value_of(environment, name); value && !value->empty())
            candidates.push_back(*value);
    for (const char* usual : {"/tmp", "/var/tmp", "/usr/tmp"})
        candidates.emplace_back(usual);
    for (const auto& candidate : candidates)
        if (path::is_directory(candidate) && ::access(candidate.c_str(), W_OK | X_OK) == 0)
            return path::absolute(candidate);
    return path::absolute("");
}

std::string host_node_name() {
    utsname name{};
    return ::uname(&name) == 0 ? name.nodename : "";
}

loading begin_loading(const std::string& configfile, const string_map& environment) {
    loading shared;
    shared.configfile = configfile;
    shared.here = path::absolute(path::parent(configfile));
    shared.host_node_name = host_node_name();
    shared.home = value_of(environment, "HOME");
    shared.childlogdir = temporary_directory(environment);
    for (const auto& [name, value] : environment)
        shared.names.set("ENV_" + name, value);
    return shared;
}

template <class T, class Given>
void lay_over(T& target, const std::optional<Given>& given) {
    if (given) target = *given;
}

void lay_over(supervisord_config& config, const options& command_line) {
    lay_over(config.nodaemon, command_line.nodaemon);
    lay_over(config.silent, command_line.silent);
    lay_over(config.nocleanup, command_line.nocleanup);
    lay_over(config.strip_ansi, command_line.strip_ansi);
    lay_over(config.user, command_line.user);
    lay_over(config.umask, command_line.umask);
    lay_over(config.directory, command_line.directory);
    lay_over(config.logfile_maxbytes, command_line.logfile_maxbytes);
    lay_over(config.logfile_backups, command_line.logfile_backups);
    lay_over(config.loglevel, command_line.loglevel);
    lay_over(config.identifier, command_line.identifier);
    lay_over(config.childlogdir, command_line.childlogdir);
    lay_over(config.minfds, command_line.minfds);
    lay_over(config.minprocs, command_line.minprocs);
    // An empty name on the command line does not count.
    if (command_line.logfile.value_or("") != "") config.logfile = *command_line.logfile;
    if (command_line.pidfile.value_or("") != "") config.pidfile = *command_line.pidfile;
}

void find_user(supervisord_config& config, bool from_command_line, loading& shared) {
    if (!config.user) return;
    try {
        config.uid = datatypes::name_to_uid(*config.user);
    } catch (const value_error& error) {
        finding found{"command line", 0, {}, "user", *config.user, error.plain()};
        if (const auto* section = shared.ini.find_section("supervisord"); !from_command_line)
            if (const auto* value = shared.ini.find(*section, "user"))
                found = {value->file, value->line, section->name,
                         "user",      value->text, error.plain()};
        shared.found.add(error.what(), std::move(found));
    }
}

void read_files(loading& shared) {
    if (!path::exists(shared.configfile))
        throw config_error(format("could not find config file {}", shared.configfile));
    if (!read_ini_file(shared, shared.configfile))
        throw config_error(format("could not read config file {}", shared.configfile));
    read_include_section(shared);
}

void warn_of_ctlplugins(loading& shared) {
    for (const auto& section : shared.ini.sections())
        if (section.name.starts_with("ctlplugin:"))
            shared.messages.push_back(
                {log_level::warn, format("For [{}], supervisorctl cannot load a plugin in Python, "
                                         "the section has been ignored",
                                         section.name)});
}

// Supervisor logs the warnings first, then which files were included.
void sort_messages(std::vector<parse_message>& messages) {
    std::stable_sort(messages.begin(), messages.end(),
                     [](const auto& a, const auto& b) { return a.level > b.level; });
}

} // namespace

config load_config(const options& command_line, const string_map& process_environment) {
    auto shared = begin_loading(command_line.configfile, process_environment);
    read_files(shared);

    config loaded;
    loaded.file = command_line.configfile;
    loaded.supervisord = read_supervisord_section(shared);
    loaded.rpcinterfaces = read_rpcinterface_sections(shared);
    loaded.groups = read_group_sections(shared);
    for (auto& group : loaded.groups)
        for (auto& process : group.processes)
            process.environment.insert(loaded.supervisord.environment.begin(),
                                       loaded.supervisord.environment.end());
    loaded.servers = read_server_sections(shared);
    warn_of_ctlplugins(shared);
    lay_over(loaded.supervisord, command_line);
    find_user(loaded.supervisord, command_line.user.has_value(), shared);
    shared.found.throw_if_any();

    auto& own = loaded.supervisord;
    if (own.logfile != "syslog")
        own.logfile = path::absolute(path::expand_user(own.logfile, shared.home));
    own.pidfile = path::absolute(path::expand_user(own.pidfile, shared.home));
    loaded.unknown_keys = unknown_keys(shared.ini);
    loaded.messages = std::move(shared.messages);
    sort_messages(loaded.messages);
    return loaded;
}

} // namespace supervisor
