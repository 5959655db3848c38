#include "supervisor_demo/config/section_reader.hpp"

namespace supervisor {

void section_reader::report(const value_error& error, std::string_view key) const {
    report(error.what(), error.plain(), key);
}

void section_reader::report(const std::string& original, const std::string& plain,
                            std::string_view key) const {
    finding found{section_.file, section_.line, section_.name, std::string(key), {}, plain};
    if (const ini_value* value = raw(key)) {
        found.file = value->file;
        found.line = value->line;
        found.value = value->text;
    }
    shared_.found.add(original + suffix_, std::move(found));
}

} // namespace supervisor
