#include "supervisor_demo/config/config_error.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {

std::string finding::text() const {
    std::string out = file;
    if (line > 0) out += format(":{}", line);
    if (!section.empty()) out += format(": [{}]", section);
    if (!key.empty()) {
        out += section.empty() ? ": " : " ";
        out += key;
        // A finding is one line, whatever the value.
        if (!value.empty()) out += " = " + text::replace_all(value, "\n", "\\n");
    }
    return out + ": " + text::replace_all(what, "\n", "\\n");
}

std::string usage_error(const std::string& original, const std::string& progname) {
    return format("Error: {}\nFor help, use {} -h\n", original, progname);
}

std::string config_error::report(const std::string& progname) const {
    auto out = usage_error(what(), progname);
    for (const auto& found : findings_)
        out += found.text() + '\n';
    return out;
}

} // namespace supervisor
