#include "supervisor_demo/config/section_reader.hpp"

#include "supervisor_demo/config/key_table.hpp"

#include <stdexcept>

namespace supervisor {

const ini_value* section_reader::raw(std::string_view key) const {
    const section_keys* known = find_section_keys(section_.name);
    if (known == nullptr || (!known->any_key && known->find(key) == nullptr))
        throw std::logic_error("the key table has no " + std::string(key) + " of [" +
                               section_.name + "]");
    return shared_.ini.find(section_, key);
}

void section_reader::report(const value_error& error, std::string_view key) const {
    report(error.what(), error.plain(), key);
}

void section_reader::report(const std::string& original, const std::string& plain,
                            std::string_view key) const {
    finding found{section_.file, section_.line, section_.name, std::string(key), {}, plain};
    if (const ini_value* value = shared_.ini.find(section_, key)) {
        found.file = value->file;
        found.line = value->line;
        found.value = value->text;
    }
    shared_.found.add(original + suffix_, std::move(found));
}

} // namespace supervisor
