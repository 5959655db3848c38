#include "supervisor_demo/process/child_environment.hpp"

#include "supervisor_demo/config/config.hpp"

#include <algorithm>

#include <unistd.h>

namespace supervisor {

namespace {

std::string_view name_of(std::string_view entry) {
    return entry.substr(0, entry.find('='));
}

} // namespace

std::vector<std::string> child_environment(const process_config& config, std::string_view group,
                                           const std::string& server_url) {
    std::vector<std::string> all;
    const auto add = [&all](std::string_view name, std::string_view value) {
        std::string entry(name);
        all.push_back(entry.append("=").append(value));
    };
    for (const auto& [name, value] : config.environment)
        add(name, value);

    const auto add_default = [&](std::string_view name, std::string_view value) {
        if (config.environment.find(std::string(name)) == config.environment.end())
            add(name, value);
    };
    add_default("SUPERVISOR_ENABLED", "1");
    if (const std::string& url = config.serverurl ? *config.serverurl : server_url; !url.empty())
        add_default("SUPERVISOR_SERVER_URL", url);
    add_default("SUPERVISOR_PROCESS_NAME", config.name);
    add_default("SUPERVISOR_GROUP_NAME", group);

    const std::size_t ours = all.size();
    for (char** inherited = ::environ; inherited && *inherited; ++inherited) {
        const std::string_view name = name_of(*inherited);
        const auto last = all.begin() + static_cast<std::ptrdiff_t>(ours);
        if (std::none_of(all.begin(), last, [name](const auto& e) { return name_of(e) == name; }))
            all.emplace_back(*inherited);
    }
    return all;
}

} // namespace supervisor
