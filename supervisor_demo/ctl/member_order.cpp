#include "supervisor_demo/ctl/member_order.hpp"

#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace supervisor::ctl {
namespace {

using priorities = std::pair<std::int64_t, std::int64_t>; // of the group, of the process

std::map<std::string, priorities> known_priorities(controller& ctl) {
    std::map<std::string, priorities> known;
    try {
        const auto answer = ctl.call("getAllConfigInfo");
        for (const auto& one : answer.as_array())
            known[make_namespec(one.at("group").as_string(), one.at("name").as_string())] = {
                one.at("group_prio").as_int(), one.at("process_prio").as_int()};
    } catch (const http_status_error&) {
        // A Supervisor of 2025 fails at a program with autorestart=true: then all count as 999.
    } catch (const medusa::xmlrpc_fault&) {
    }
    return known;
}

} // namespace

std::vector<process_info> in_member_order(controller& ctl, std::vector<process_info> processes) {
    constexpr priorities usual{999, 999};
    const auto known = known_priorities(ctl);
    const auto rank = [&](const process_info& one) {
        const auto found = known.find(one.namespec());
        return found == known.end() ? usual : found->second;
    };
    std::ranges::stable_sort(processes, {}, rank);
    return processes;
}

} // namespace supervisor::ctl
