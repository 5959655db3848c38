#include "supervisor_demo/config/unknown_keys.hpp"

#include "supervisor_demo/config/key_table.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

std::string place(const std::string& file, int line, const std::string& section) {
    return format("{}:{}: [{}]", file, line, section);
}

} // namespace

std::vector<std::string> unknown_keys(const ini_file& ini) {
    std::vector<std::string> lines;
    for (const ini_file::section& section : ini.sections()) {
        const section_keys* known = find_section_keys(section.name);
        if (known == nullptr) {
            lines.push_back(place(section.file, section.line, section.name) +
                            " is a section that nobody reads");
            continue;
        }
        if (known->any_key) continue;
        for (const std::string& key : section.keys) {
            if (known->find(key) != nullptr) continue;
            const ini_value& value = section.values.find(key)->second;
            const std::string_view meant = nearest_key(*known, key);
            lines.push_back(place(value.file, value.line, section.name) +
                            format(" has no key {}", key) +
                            (meant.empty() ? "" : format("; {} may be meant", meant)));
        }
    }
    return lines;
}

} // namespace supervisor
