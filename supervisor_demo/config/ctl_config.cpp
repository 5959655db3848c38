#include "supervisor_demo/config/ctl_config.hpp"

#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/config/include_section.hpp"
#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

constexpr std::string_view unix_scheme = "unix://";

void read_supervisorctl_section(ctl_config& config, loading& shared,
                                const ini_file::section& found) {
    name_scope with_here(&shared.names);
    with_here.set("here", shared.here);
    const section_reader here_section(shared, found, with_here);
    const section_reader section(shared, found, shared.names);
    const auto absolute = [&](const std::string& file) {
        return path::absolute(path::expand_user(file, shared.home));
    };
    config.serverurl = here_section.text("serverurl").value_or(config.serverurl);
    if (config.serverurl.starts_with(unix_scheme))
        config.serverurl =
            std::string(unix_scheme) + absolute(config.serverurl.substr(unix_scheme.size()));
    config.prompt = section.text("prompt").value_or(config.prompt);
    config.username = section.text("username").value_or("");
    config.password = section.text("password").value_or("");
    if (const auto file = here_section.text("history_file"); file && !file->empty())
        config.history_file = absolute(*file);
}

} // namespace

ctl_config load_ctl_config(const std::string& configfile,
                           const std::map<std::string, std::string>& process_environment) {
    loading shared;
    shared.configfile = configfile;
    if (const auto home = process_environment.find("HOME"); home != process_environment.end())
        shared.home = home->second;
    shared.here = path::parent(path::absolute(path::expand_user(configfile, shared.home)));
    for (const auto& [name, value] : process_environment)
        shared.names.set("ENV_" + name, value);

    if (!path::exists(configfile))
        throw config_error(format("could not find config file {}", configfile));
    if (!read_ini_file(shared, configfile))
        throw config_error(format("could not read config file {}", configfile));
    ctl_config config;
    if (const auto* found = shared.ini.find_section("supervisorctl"))
        read_supervisorctl_section(config, shared, *found);
    else
        shared.found.add(".ini file does not include supervisorctl section",
                         {configfile, 0, {}, {}, {}, "has no section [supervisorctl]"});
    shared.found.throw_if_any();
    return config;
}

} // namespace supervisor
