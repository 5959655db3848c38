#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

class process;
class process_group;
class supervisor;

/// What a namespec stands for: a process, or a whole group (`process` is null then).
struct named {
    process_group& group;
    process* one;
};

/// Throws BAD_NAME with the whole namespec when there is no such thing.
named find_named(const supervisor& daemon, const std::string& spec);
/// The same for one process only: a whole group is a BAD_NAME as well.
process& find_one(const supervisor& daemon, const std::string& spec);
/// Throws BAD_NAME.
process_group& find_group(const supervisor& daemon, const std::string& name);

/// In the order requests for all of them go: groups, then their processes, ascending by priority.
std::vector<process*> all_by_priority(const supervisor& daemon);
/// By name of group, then of process.
std::vector<process*> all_by_name(const supervisor& daemon);

/// "name" or "group:name".
std::string namespec_of(const process& one);

} // namespace supervisor
