#include "supervisor_demo/config/program_section.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/environment_list.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/stream_keys.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <tuple>

namespace supervisor {
namespace {

/// How many processes a section makes, and the numbers they bear.
struct process_numbers {
    std::int64_t first = 0;
    std::int64_t count = 1;
};

/// One program section on its way to processes: first what they have in common, then, for each
/// process_num, the rest. The keys are read in Supervisor's order.
class program_reader {
public:
    program_reader(loading& shared, const ini_file::section& found, const std::string& group_name)
        : shared_(shared),
          found_(found),
          suffix_(
              format(" in section {} (file: {})", text::repr(found.name), text::repr(found.file))),
          names_(&shared.names),
          numbered_names_(&names_),
          section_(shared, found, names_, suffix_),
          numbered_section_(shared, found, numbered_names_, suffix_) {
        names_.set("here", shared.here);
        names_.set("program_name", found.name.substr(found.name.find(':') + 1));
        names_.set("host_node_name", shared.host_node_name);
        names_.set("group_name", group_name);
    }

    std::vector<process_config> read() {
        check_program_name();
        read_common();
        std::vector<process_config> processes;
        for (std::int64_t n = 0; n < numbers_.count; ++n)
            processes.push_back(read_numbered(numbers_.first + n));
        std::stable_sort(processes.begin(), processes.end(),
                         [](const auto& a, const auto& b) { return a.name < b.name; });
        return processes;
    }

private:
    void check_program_name() {
        try {
            names_.set("program_name", datatypes::process_or_group_name(
                                           found_.name.substr(found_.name.find(':') + 1)));
        } catch (const value_error& error) {
            section_.report(error.what(), "has a name that " + error.plain(), {});
        }
    }

    void read_common() {
        auto& p = common_;
        p.priority = section_.get("priority", p.priority, datatypes::small_integer);
        p.autostart = section_.get("autostart", p.autostart, datatypes::boolean);
        p.restart = section_.get("autorestart", p.restart, datatypes::autorestart);
        p.startsecs = read_seconds("startsecs", p.startsecs);
        p.startretries = section_.get("startretries", p.startretries, datatypes::small_integer);
        p.stopsignal = section_.get("stopsignal", p.stopsignal, datatypes::signal_number);
        p.stopwaitsecs = read_seconds("stopwaitsecs", p.stopwaitsecs);
        p.stopasgroup = section_.get("stopasgroup", p.stopasgroup, datatypes::boolean);
        p.killasgroup = section_.get("killasgroup", p.stopasgroup, datatypes::boolean);
        p.exitcodes = section_.get("exitcodes", p.exitcodes, datatypes::exitcodes);
        p.redirect_stderr = section_.get("redirect_stderr", p.redirect_stderr, datatypes::boolean);
        numbers_.count = section_.get("numprocs", numbers_.count, datatypes::integer);
        numbers_.first = section_.get("numprocs_start", numbers_.first, datatypes::integer);
        read_stream_capture(p.stdout_stream, "stdout", section_);
        read_stream_capture(p.stderr_stream, "stderr", section_);
        p.serverurl = section_.text("serverurl");
        if (p.serverurl && text::upper(text::strip(*p.serverurl)) == "AUTO") p.serverurl.reset();
        p.uid = section_.get("user", p.uid, [](const std::string& user) {
            return std::optional(datatypes::name_to_uid(user));
        });
        p.umask = section_.get("umask", p.umask, [](const std::string& umask) {
            return std::optional(datatypes::octal(umask));
        });
        read_process_name();
        if (p.stopasgroup && !p.killasgroup)
            section_.report("Cannot set stopasgroup=true and killasgroup=false",
                            "cannot be false when stopasgroup is true", "killasgroup");
    }

    std::chrono::seconds read_seconds(std::string_view key, std::chrono::seconds fallback) const {
        return std::chrono::seconds(
            section_.get(key, static_cast<int>(fallback.count()), datatypes::small_integer));
    }

    // The pattern is checked, not what will come of it.
    void read_process_name() {
        const ini_value* value = section_.raw("process_name");
        const std::string pattern = value == nullptr ? "%(program_name)s" : value->text;
        try {
            process_name_ = datatypes::process_or_group_name(pattern);
        } catch (const value_error& error) {
            section_.report(error, "process_name");
        }
        if (numbers_.count > 1 && process_name_.find("%(process_num)") == std::string::npos) {
            section_.report("%(process_num) must be present within process_name when numprocs > 1",
                            "must contain %(process_num) when numprocs is greater than 1",
                            "process_name");
            numbers_.count = 1;
        }
    }

    process_config read_numbered(std::int64_t number) {
        process_config p = common_;
        // One process' environment is still seen by the next, except where [supervisord] or
        // supervisord's own environment has the name too.
        for (const auto& name : environment_names_)
            if (shared_.names.find(name) != nullptr) numbered_names_.erase(name);
        numbered_names_.set("process_num", number);
        numbered_names_.set("numprocs", numbers_.count);
        p.environment = read_environment();
        for (const auto& [name, value] : p.environment) {
            environment_names_.push_back("ENV_" + name);
            numbered_names_.set(environment_names_.back(), value);
        }
        p.directory = numbered_section_.text("directory");
        read_stream_log(p.stdout_stream, "stdout", numbered_section_, numbered_names_, shared_);
        read_stream_log(p.stderr_stream, "stderr", numbered_section_, numbered_names_, shared_);
        if (p.redirect_stderr) drop_stderr_log(p.stderr_stream, found_.name, shared_);
        p.command = numbered_section_.text("command").value_or("");
        if (!section_.has("command"))
            section_.report(format("program section {} does not specify a command", found_.name),
                            "is missing", "command");
        try {
            p.name = expand(process_name_, numbered_names_, "process_name");
        } catch (const value_error& error) {
            section_.report(error, "process_name");
        }
        return p;
    }

    std::map<std::string, std::string> read_environment() const {
        const ini_value* value = section_.raw("environment");
        if (value == nullptr) return {};
        try {
            return parse_environment_list(expand(value->text, numbered_names_, "environment"));
        } catch (const value_error& error) {
            section_.report(error, "environment");
            return {};
        }
    }

    loading& shared_;
    const ini_file::section& found_;
    std::string suffix_;
    name_scope names_;
    name_scope numbered_names_;
    section_reader section_;
    section_reader numbered_section_;
    process_config common_;
    process_numbers numbers_;
    std::string process_name_;
    std::vector<std::string> environment_names_;
};

} // namespace

std::vector<process_config> read_program_section(loading& shared, const ini_file::section& found,
                                                 const std::string& group_name) {
    return program_reader(shared, found, group_name).read();
}

} // namespace supervisor
