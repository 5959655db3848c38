#include "supervisor_demo/config/reference.hpp"

#include "supervisor_demo/config/key_table.hpp"
#include "supervisor_demo/format.hpp"

#include <string_view>

namespace supervisor {
namespace {

struct entry {
    std::string_view name;
    std::string_view what;
};

constexpr std::string_view grammar[] = {
    "A file holds `[section]` lines and, below each, `key=value` or `key: value` lines. Keys are "
    "in "
    "any case, sections are not. A line that is indented deeper than its key goes on with the "
    "value. "
    "What follows ` ;` or ` #` (a space and the sign) is a comment; quotes do not keep it.",
    "A section that comes twice is one; of a key that comes twice the last value counts. Keys of "
    "`[DEFAULT]` are in every section. A section or key that is not listed here is passed over in "
    "silence, as by Supervisor; `supervisord -c FILE --validate` tells it, and which was meant.",
    "`%(name)s` in a value is replaced, `%%` is a percent sign; in `stdout_logfile` and "
    "`stderr_logfile`, which are expanded twice, `%%%%` is. There are `here` (the folder of the "
    "file), `host_node_name`, `ENV_X` for each variable X of the daemon's environment and of "
    "`environment` in `[supervisord]` and, in a program, `program_name`, `group_name`, "
    "`process_num` and `numprocs`. Not all of them are everywhere; a name that cannot be used is "
    "an "
    "error, and tells which can.",
};

constexpr entry types[] = {
    {"text", "Anything."},
    {"integer", "A whole number."},
    {"boolean", "`true`, `yes`, `on` or `1`; `false`, `no`, `off` or `0`."},
    {"bytes", "A whole number, with `KB`, `MB` or `GB` behind it if wanted."},
    {"octal", "Octal digits, as `022`."},
    {"signal", "A number or a name, as `TERM` or `SIGTERM`."},
    {"autorestart", "A boolean or `unexpected`."},
    {"loglevel", "`critical`, `error`, `warn`, `info`, `debug`, `trace` or `blather`."},
    {"logfile",
     "A path; `AUTO` (a file in `childlogdir` that is removed at the next start), `NONE`, "
     "or `syslog`."},
    {"path", "A path whose folder is there; `~` is known."},
    {"folder", "A folder that is there; `~` is known."},
    {"user", "A name or a number that the system knows."},
    {"user[:group]", "A user and, after a colon, a group, each by name or number."},
    {"address", "`host:port`, or a port alone."},
    {"url", "A scheme, `://`, and a host or a path."},
    {"list", "Items separated by commas."},
    {"list of statuses", "Whole numbers from 0 to 255, separated by commas."},
    {"list of patterns", "Paths separated by spaces or lines; `*`, `?` and `[...]` match."},
    {"environment", "`KEY=\"value\",KEY2=\"value 2\"`: quotes are needed around all but letters, "
                    "digits and `_/.+-():`."},
};

// Backquoted words are bold in a manual page; a backslash and a dot or quote at the beginning of a
// line mean something there.
std::string roff(std::string_view text) {
    std::string out;
    bool bold = false;
    for (const char c : text) {
        if (c == '`')
            out += (bold = !bold) ? "\\fB" : "\\fR";
        else if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string heading_of(const section_keys& section) {
    std::string title = format("[{}]", section.name);
    return section.many ? title + format(", [{}:x]", section.name) : title;
}

} // namespace

std::string reference_in_markdown() {
    std::string out = "# supervisord.conf\n\nWritten by the build from the table that the parser "
                      "reads with; not by hand.\n";
    for (const auto paragraph : grammar)
        out += format("\n{}\n", paragraph);
    out += "\n## Types\n\n| type | what is written |\n|---|---|\n";
    for (const entry& type : types)
        out += format("| {} | {} |\n", type.name, type.what);
    for (const section_keys& section : key_table()) {
        out += format("\n## {}\n\n{}\n", heading_of(section), section.what);
        if (!section.and_those_of.empty())
            out += format("It has the keys of `[{}]` and:\n", section.and_those_of);
        if (section.keys.empty()) continue;
        out += "\n| key | type | default | |\n|---|---|---|---|\n";
        for (const config_key& key : section.keys)
            out += format("| `{}` | {} | {} | {} |\n", key.name, key.type,
                          key.fallback.empty() ? "" : format("`{}`", key.fallback), key.what);
    }
    return out;
}

std::string reference_in_roff() {
    std::string out = ".TH SUPERVISORD.CONF 5 \"\" medusa \"File formats\"\n.SH NAME\n"
                      "supervisord.conf \\- configuration of supervisord and supervisorctl\n"
                      ".SH DESCRIPTION\n";
    std::string_view between; // a paragraph mark after a heading is one too many
    for (const auto paragraph : grammar) {
        out += format("{}{}\n", between, roff(paragraph));
        between = ".PP\n";
    }
    out += ".SH TYPES\n";
    for (const entry& type : types)
        out += format(".TP\n.I {}\n{}\n", roff(type.name), roff(type.what));
    for (const section_keys& section : key_table()) {
        out += format(".SH \"{}\"\n{}\n", roff(heading_of(section)), roff(section.what));
        if (!section.and_those_of.empty())
            out += format("It has the keys of \\fB[{}]\\fR and:\n", roff(section.and_those_of));
        for (const config_key& key : section.keys)
            out += format(".TP\n\\fB{}\\fR (\\fI{}\\fR{})\n{}\n", roff(key.name), roff(key.type),
                          key.fallback.empty() ? "" : format(", default {}", roff(key.fallback)),
                          roff(key.what));
    }
    out += ".SH SEE ALSO\n.BR supervisord (1),\n.BR supervisorctl (1)\n";
    return out;
}

} // namespace supervisor
