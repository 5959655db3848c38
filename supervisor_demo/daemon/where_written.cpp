#include "supervisor_demo/daemon/where_written.hpp"

#include "supervisor_demo/config/ini_file.hpp"
#include "supervisor_demo/config/path.hpp"

#include <utility>

namespace supervisor {

finding where_written(const config& whole, std::string_view section, std::string_view key,
                      std::string what) {
    finding found{whole.file, 0, std::string(section), std::string(key), {}, std::move(what)};
    const auto content = path::read_file(whole.file);
    if (!content) return found;
    ini_file file;
    file.merge(*content, whole.file);
    const ini_file::section* in = file.find_section(section);
    if (const ini_value* value = in ? file.find(*in, key) : nullptr) {
        found.line = value->line;
        found.value = value->text;
    }
    return found;
}

} // namespace supervisor
