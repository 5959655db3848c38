#include "supervisor_demo/rpc/process_lookup.hpp"

#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <algorithm>
#include <tuple>

namespace supervisor {

named find_named(const supervisor& daemon, const std::string& spec) {
    const namespec names = split_namespec(spec);
    process_group* group = daemon.find_group(names.group);
    if (!group) throw rpc_fault(fault::bad_name, spec);
    if (names.whole_group()) return {*group, nullptr};
    process* one = group->find(names.process);
    if (!one) throw rpc_fault(fault::bad_name, spec);
    return {*group, one};
}

process& find_one(const supervisor& daemon, const std::string& spec) {
    process* one = find_named(daemon, spec).one;
    if (!one) throw rpc_fault(fault::bad_name, spec);
    return *one;
}

process_group& find_group(const supervisor& daemon, const std::string& name) {
    process_group* group = daemon.find_group(name);
    if (!group) throw rpc_fault(fault::bad_name, name);
    return *group;
}

std::vector<process*> all_by_priority(const supervisor& daemon) {
    std::vector<process*> all;
    for (const auto& group : daemon.groups()) {
        const auto sorted = group->by_priority();
        all.insert(all.end(), sorted.begin(), sorted.end());
    }
    return all;
}

std::vector<process*> all_by_name(const supervisor& daemon) {
    std::vector<process*> all;
    for (const auto& group : daemon.groups())
        for (const auto& one : group->processes())
            all.push_back(one.get());
    const auto by_name = [](const process* a, const process* b) {
        const int order = a->group_name().compare(b->group_name());
        return order < 0 || (order == 0 && a->name() < b->name());
    };
    // As a rule they are: programs of one priority come from the configuration in this order.
    if (!std::ranges::is_sorted(all, by_name)) std::ranges::sort(all, by_name);
    return all;
}

std::string namespec_of(const process& one) {
    return make_namespec(one.group_name(), one.name());
}

} // namespace supervisor
