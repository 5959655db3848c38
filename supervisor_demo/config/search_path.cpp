#include "supervisor_demo/config/search_path.hpp"

#include "supervisor_demo/config/path.hpp"

namespace supervisor {

std::vector<std::string> default_config_paths(const std::string& progname) {
    const auto folder = path::parent(path::parent(progname));
    return {path::join(folder, "etc/supervisord.conf"),
            path::join(folder, "supervisord.conf"),
            "supervisord.conf",
            "etc/supervisord.conf",
            "/etc/supervisord.conf",
            "/etc/supervisor/supervisord.conf"};
}

std::optional<std::string> find_config_file(const std::string& progname) {
    for (const auto& file : default_config_paths(progname))
        if (path::exists(file)) return file;
    return std::nullopt;
}

} // namespace supervisor
