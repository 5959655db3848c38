#include "supervisor_demo/config/rpcinterface_sections.hpp"

#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {

std::vector<std::string> read_rpcinterface_sections(loading& shared) {
    constexpr std::string_view prefix = "rpcinterface:";
    constexpr std::string_view key = "supervisor.rpcinterface_factory";
    std::vector<std::string> names;
    for (const auto& found : shared.ini.sections()) {
        if (!found.name.starts_with(prefix)) continue;
        const section_reader section(shared, found, shared.names);
        if (!section.has(key)) {
            section.report(format("section [{}] does not specify a {}", found.name, key),
                           "is missing", key);
            continue;
        }
        if (const auto factory = section.text(key);
            factory && text::strip(*factory) != "supervisor.rpcinterface:make_main_rpcinterface")
            section.report(format("{} cannot be resolved within [{}]", *factory, found.name),
                           "is a plugin in Python, and Python plugins cannot be loaded: take the "
                           "section out, and run what it does as a program of its own that calls "
                           "the XML-RPC interface",
                           key);
        for (const auto& other : shared.ini.keys(found))
            if (other != key) section.text(other);
        names.push_back(found.name.substr(prefix.size()));
    }
    return names;
}

} // namespace supervisor
