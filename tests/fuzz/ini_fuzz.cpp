#include "supervisor_demo/config/environment_list.hpp"
#include "supervisor_demo/config/expansion.hpp"
#include "supervisor_demo/config/ini_file.hpp"
#include "supervisor_demo/config/utf8.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Any bytes are refused or read: the grammar, then each value through the expansion and the list of
// pairs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view content(reinterpret_cast<const char*>(data), size);
    if (supervisor::find_utf8_error(content)) return 0;
    supervisor::ini_file ini;
    ini.merge(content, "fuzz.conf");
    ini.expand_here("/here");
    supervisor::name_scope names;
    names.set("program_name", "cat");
    names.set("process_num", 7);
    for (const auto& section : ini.sections())
        for (const auto& key : ini.keys(section))
            try {
                supervisor::parse_environment_list(
                    supervisor::expand(ini.find(section, key)->text, names, key));
            } catch (const supervisor::value_error&) {
            }
    return 0;
}
