#include "supervisor_demo/config/group_sections.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/eventlistener_section.hpp"
#include "supervisor_demo/config/fastcgi_section.hpp"
#include "supervisor_demo/config/program_section.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace supervisor {
namespace {

std::string name_after_colon(const std::string& section_name) {
    return section_name.substr(section_name.find(':') + 1);
}

class group_reader {
public:
    explicit group_reader(loading& shared) : shared_(shared), names_(&shared.names) {
        names_.set("here", shared.here);
    }

    std::vector<group_config> read() {
        for_each_section("group:", [this](const auto& found) { read_group(found); });
        for_each_section("program:", [this](const auto& found) { read_lone_program(found); });
        for_each_section("eventlistener:", [this](const auto& found) {
            groups_.push_back(read_eventlistener_section(shared_, found, names_));
        });
        for_each_section("fcgi-program:", [this](const auto& found) { read_lone_program(found); });
        std::stable_sort(groups_.begin(), groups_.end(), [](const auto& a, const auto& b) {
            return std::tie(a.priority, a.name) < std::tie(b.priority, b.name);
        });
        return std::move(groups_);
    }

private:
    template <class Read>
    void for_each_section(std::string_view prefix, Read read) {
        for (const auto& found : shared_.ini.sections())
            if (found.name.starts_with(prefix) && !members_.contains(found.name)) read(found);
    }

    section_reader reader(const ini_file::section& found) const {
        return section_reader(shared_, found, names_);
    }

    std::string read_name(const ini_file::section& found) const {
        const auto name = name_after_colon(found.name);
        try {
            return datatypes::process_or_group_name(name);
        } catch (const value_error& error) {
            reader(found).report(error.what(), "has a name that " + error.plain(), {});
            return name;
        }
    }

    void read_group(const ini_file::section& found) {
        const auto section = reader(found);
        group_config group;
        group.name = read_name(found);
        const auto programs =
            section.get("programs", std::vector<std::string>{}, datatypes::list_of_strings);
        group.priority = section.get("priority", group.priority, datatypes::small_integer);
        // Supervisor's sentence about the second and later names shows the section of the program
        // before them instead of the group's.
        std::string shown = found.name;
        for (const auto& program : programs)
            if (const auto* member = find_member(section, shown, program)) {
                shown = member->name;
                members_.insert(member->name);
                add_member(group, *member);
            }
        groups_.push_back(std::move(group));
    }

    const ini_file::section* find_member(const section_reader& section, const std::string& shown,
                                         const std::string& program) const {
        const auto* plain = shared_.ini.find_section("program:" + program);
        const auto* fastcgi = shared_.ini.find_section("fcgi-program:" + program);
        if (plain == nullptr && fastcgi == nullptr)
            section.report(format("[{}] names unknown program or fcgi-program {}", shown, program),
                           format("names '{}', but there is no [program:{}]", program, program),
                           "programs");
        else if (plain != nullptr && fastcgi != nullptr)
            section.report(
                format("[{}] name {} is ambiguous (exists as program and fcgi-program)", shown,
                       program),
                format("names '{}', which is both a program and an fcgi-program", program),
                "programs");
        else
            return plain != nullptr ? plain : fastcgi;
        return nullptr;
    }

    static bool is_fastcgi(const ini_file::section& found) {
        return found.name.starts_with("fcgi-program:");
    }

    std::vector<process_config> read_processes(const ini_file::section& found,
                                               const std::string& group_name) {
        return is_fastcgi(found) ? read_fastcgi_section(shared_, found, group_name)
                                 : read_program_section(shared_, found, group_name);
    }

    void add_member(group_config& group, const ini_file::section& member) {
        auto processes = read_processes(member, group.name);
        std::move(processes.begin(), processes.end(), std::back_inserter(group.processes));
    }

    void read_lone_program(const ini_file::section& found) {
        group_config group;
        group.name = read_name(found);
        group.priority = reader(found).get("priority", group.priority, datatypes::small_integer);
        if (is_fastcgi(found)) group.kind = group_kind::fastcgi;
        group.processes = read_processes(found, group.name);
        groups_.push_back(std::move(group));
    }

    loading& shared_;
    name_scope names_;
    std::set<std::string> members_; // program sections that some group lists
    std::vector<group_config> groups_;
};

} // namespace

std::vector<group_config> read_group_sections(loading& shared) {
    return group_reader(shared).read();
}

} // namespace supervisor
