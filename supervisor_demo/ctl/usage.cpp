#include "supervisor_demo/ctl/usage.hpp"

#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/ctl/json_reader.hpp"
#include "supervisor_demo/proc_stat.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <utility>

#include <unistd.h>

namespace supervisor::ctl {
namespace {

std::optional<std::int64_t> whole(const medusa::xmlrpc_value& of, std::string_view member) {
    const auto* found = of.find(member);
    if (!found || !found->is_int()) return std::nullopt;
    return found->as_int();
}

std::optional<double> real(const medusa::xmlrpc_value& of, std::string_view member) {
    const auto* found = of.find(member);
    if (found && found->is_double()) return found->as_double();
    return whole(of, member);
}

} // namespace

std::optional<std::vector<usage_view::seen>> usage_view::look_at_status(controller& ctl) {
    if (!serves_status_) return std::nullopt;
    try {
        const auto status = read_json(ctl.supervisord().get("/status.json"));
        std::vector<seen> found;
        for (const auto& one : status.at("processes").as_array())
            found.push_back({read_process_info(one),
                             {real(one, "cpu"), whole(one, "memory"), whole(one, "restarts")}});
        return found;
    } catch (const http_status_error& error) {
        if (error.status() == 401) throw;
    } catch (const json_error&) {
    } catch (const medusa::xmlrpc_type_error&) {
    }
    serves_status_ = false;
    return std::nullopt;
}

// The process is the daemon's child, here: on another machine that number is somebody else's.
usage usage_view::look_at_proc(pid_t pid, pid_t daemon) {
    const auto stat = read_proc_stat(pid);
    if (!stat || stat->parent != daemon) return {};
    static const auto ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    static const auto page_size = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
    usage uses;
    uses.memory = stat->pages * page_size;
    const auto now = std::chrono::steady_clock::now();
    if (const auto before = samples_.find(pid); before != samples_.end()) {
        const std::chrono::duration<double> passed = now - before->second.when;
        const auto used = static_cast<double>(stat->ticks - before->second.ticks);
        if (passed.count() > 0 && used >= 0)
            uses.cpu = 100 * used / ticks_per_second / passed.count();
    }
    samples_[pid] = {stat->ticks, now};
    return uses;
}

std::vector<usage_view::seen> usage_view::look(controller& ctl) {
    if (auto found = look_at_status(ctl)) return *std::move(found);
    const auto daemon = static_cast<pid_t>(ctl.call("getPID").as_int());
    std::vector<seen> found;
    auto before = samples_;
    for (auto& one : all_process_infos(ctl)) {
        const auto pid = static_cast<pid_t>(one.all.at("pid").as_int());
        const auto uses = pid > 0 ? look_at_proc(pid, daemon) : usage{};
        before.erase(pid);
        found.push_back({std::move(one), uses});
    }
    for (const auto& [gone, last] : before)
        samples_.erase(gone);
    return found;
}

} // namespace supervisor::ctl
