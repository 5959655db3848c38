#include "supervisor_demo/config/supervisord_section.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/environment_list.hpp"
#include "supervisor_demo/config/section_reader.hpp"

namespace supervisor {
namespace {

// The text is expanded a second time, as by Supervisor 4.2.5: "%%" in it must be written "%%%%".
std::map<std::string, std::string> read_environment(const section_reader& section,
                                                    const name_scope& names,
                                                    const std::string& host_node_name) {
    name_scope second(&names);
    second.set("host_node_name", host_node_name);
    return section.get("environment", std::map<std::string, std::string>{},
                       [&](const std::string& value) {
                           return parse_environment_list(expand(value, second, "environment"));
                       });
}

} // namespace

supervisord_config read_supervisord_section(loading& shared) {
    supervisord_config config;
    config.logfile = "supervisord.log";
    config.pidfile = "supervisord.pid";
    config.childlogdir = shared.childlogdir;
    const auto* found = shared.ini.find_section("supervisord");
    if (found == nullptr) {
        // After a text that could not be read the section may well have been there.
        if (shared.found.empty())
            shared.found.add(".ini file does not include supervisord section",
                             {shared.configfile, 0, {}, {}, {}, "has no section [supervisord]"});
        return config;
    }

    name_scope names(&shared.names);
    names.set("here", shared.here);
    const section_reader section(shared, *found, names);
    const auto directory = [&](const std::string& value) {
        return datatypes::existing_directory(value, shared.home);
    };
    const auto dirpath = [&](const std::string& value) {
        return datatypes::existing_dirpath(value, shared.home);
    };

    // The order of Supervisor, which decides the error it reports.
    config.minfds = section.get("minfds", config.minfds, datatypes::small_integer);
    config.minprocs = section.get("minprocs", config.minprocs, datatypes::small_integer);
    config.directory = section.get("directory", config.directory, [&](const std::string& value) {
        return std::optional(directory(value));
    });
    config.user = section.text("user");
    config.umask = section.get("umask", config.umask, datatypes::octal);
    config.logfile = section.get("logfile", config.logfile, dirpath);
    config.logfile_maxbytes =
        section.get("logfile_maxbytes", config.logfile_maxbytes, datatypes::byte_size);
    config.logfile_backups =
        section.get("logfile_backups", config.logfile_backups, datatypes::small_integer);
    config.loglevel = section.get("loglevel", config.loglevel, datatypes::loglevel);
    config.pidfile = section.get("pidfile", config.pidfile, dirpath);
    config.identifier = section.text("identifier").value_or(config.identifier);
    config.nodaemon = section.get("nodaemon", config.nodaemon, datatypes::boolean);
    config.silent = section.get("silent", config.silent, datatypes::boolean);
    config.childlogdir = section.get("childlogdir", config.childlogdir, directory);
    config.nocleanup = section.get("nocleanup", config.nocleanup, datatypes::boolean);
    config.strip_ansi = section.get("strip_ansi", config.strip_ansi, datatypes::boolean);
    config.environment = read_environment(section, names, shared.host_node_name);

    for (const auto& [name, value] : config.environment)
        shared.names.set("ENV_" + name, value);
    return config;
}

} // namespace supervisor
