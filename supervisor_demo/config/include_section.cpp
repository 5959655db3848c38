#include "supervisor_demo/config/include_section.hpp"

#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/utf8.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

#include <glob.h>

namespace supervisor {
namespace {

std::vector<std::string> matches_of(const std::string& pattern) {
    std::vector<std::string> files;
    glob_t found{};
    if (::glob(pattern.c_str(), GLOB_NOSORT | GLOB_NOESCAPE, nullptr, &found) == 0)
        files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    std::sort(files.begin(), files.end());
    return files;
}

int line_of(std::string_view content, std::size_t offset) {
    const auto before = content.substr(0, offset);
    return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

} // namespace

bool read_ini_file(loading& shared, const std::string& file) {
    const auto content = path::read_file(file);
    if (!content) return false;
    if (const auto error = find_utf8_error(*content)) {
        shared.found.add(
            error->message,
            {file, line_of(*content, error->offset), {}, {}, {}, "holds a byte that is not UTF-8"});
        return true;
    }
    if (const auto failure = shared.ini.merge(*content, file))
        for (const auto& bad : failure->lines)
            shared.found.add(failure->original,
                             {file,
                              bad.line,
                              {},
                              {},
                              {},
                              format("the line {} {}", text::repr(bad.text), bad.what)});
    return true;
}

void read_include_section(loading& shared) {
    if (shared.ini.find_section("include") == nullptr) return;
    shared.ini.expand_here(shared.here);
    // A copy: the files that are read next may add to the section.
    const auto include = *shared.ini.find_section("include");
    name_scope names(&shared.names);
    names.set("here", shared.here);
    names.set("host_node_name", shared.host_node_name);
    const section_reader section(shared, include, names);
    if (!section.has("files")) {
        section.report(".ini file has [include] section, but no files setting", "is missing",
                       "files");
        return;
    }
    const auto files = section.text("files").value_or("");
    const auto base = path::parent(path::absolute(shared.configfile));
    for (const auto word : text::words(files)) {
        const auto pattern = path::join(base, word);
        const auto matches = matches_of(pattern);
        if (matches.empty())
            shared.messages.push_back({log_level::warn, format("No file matches via include "
                                                               "\"{}\"",
                                                               pattern)});
        for (const auto& file : matches) {
            shared.messages.push_back(
                {log_level::info, format("Included extra file \"{}\" during parsing", file)});
            // A file that cannot be read is passed over without a word, as by Supervisor.
            if (read_ini_file(shared, file))
                shared.ini.expand_here(path::absolute(path::parent(file)));
        }
    }
}

} // namespace supervisor
