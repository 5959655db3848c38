#include "supervisor_demo/web/page_actions.hpp"

#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/supervisor.hpp"

#include <algorithm>
#include <ctime>
#include <utility>
#include <variant>

namespace supervisor {

namespace {

using medusa::xmlrpc_array;
using medusa::xmlrpc_fault;
using medusa::xmlrpc_response;
using medusa::xmlrpc_struct;
using told_function = std::function<void(const action_result&)>;

struct page_action {
    std::string_view name;
    action_target of;
    std::string_view question;
};
constexpr page_action actions[] = {
    {"refresh", action_target::none, "Refresh the page"},
    {"startall", action_target::none, "Start all processes"},
    {"stopall", action_target::none, "Stop all processes"},
    {"restartall", action_target::none, "Restart all processes"},
    {"clearall", action_target::none, "Clear the logs of all processes"},
    {"start", action_target::process, "Start"},
    {"stop", action_target::process, "Stop"},
    {"restart", action_target::process, "Restart"},
    {"clearlog", action_target::process, "Clear the log of"},
    {"startgroup", action_target::group, "Start all of group"},
    {"stopgroup", action_target::group, "Stop all of group"},
    {"restartgroup", action_target::group, "Restart all of group"},
    {"cleargroup", action_target::group, "Clear all logs of group"},
};

const page_action* find_action(std::string_view name) {
    const auto found = std::ranges::find(actions, name, &page_action::name);
    return found == std::end(actions) ? nullptr : found;
}

// As Python's time.ctime().
std::string ctime_now() {
    const std::time_t now = std::time(nullptr);
    tm local{};
    ::localtime_r(&now, &local);
    char text[64];
    return {text, std::strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &local)};
}

void call(const method_registry& methods, std::string method, xmlrpc_array params,
          medusa::xmlrpc_call::reply reply) {
    const auto made = std::make_shared<medusa::xmlrpc_call>(std::move(method), std::move(params),
                                                            std::move(reply));
    try {
        methods.dispatch(made);
    } catch (const xmlrpc_fault& fault) {
        made->fault(fault);
    }
}

std::string unexpected(const xmlrpc_fault& fault) {
    return format("unexpected rpc fault [{}] {}", fault.code(), fault.text());
}

std::string start_error(const xmlrpc_fault& fault) {
    switch (static_cast<enum fault>(fault.code())) {
    case fault::no_file:
        return "no such file";
    case fault::not_executable:
        return "file not executable";
    case fault::already_started:
        return "already started";
    case fault::spawn_error:
        return "spawn error";
    case fault::abnormal_termination:
        return "abnormal termination";
    default:
        return unexpected(fault);
    }
}

xmlrpc_struct element(const char* method, xmlrpc_array params = {}) {
    return {{"methodName", method}, {"params", std::move(params)}};
}

// Stop and start in one go, whatever comes of the first.
void call_both(const method_registry& methods, xmlrpc_struct first, xmlrpc_struct second,
               std::function<void()> done) {
    call(methods, "system.multicall", {xmlrpc_array{std::move(first), std::move(second)}},
         [done = std::move(done)](const xmlrpc_response&) { done(); });
}

// What a method that answers for many processes said, in one line.
action_result result_of_many(const xmlrpc_response& response, std::string_view whose,
                             const std::string& good) {
    if (const auto* fault = std::get_if<xmlrpc_fault>(&response))
        return {unexpected(*fault), false};
    std::string failed;
    for (const medusa::xmlrpc_value& one : std::get<medusa::xmlrpc_value>(response).as_array()) {
        if (one.find("status")->as_int() == static_cast<int>(fault::success)) continue;
        failed += format("{}{} ({})", failed.empty() ? "" : ", ", one.find("name")->as_string(),
                         one.find("description")->as_string());
    }
    if (failed.empty()) return {good, true};
    return {format("ERROR: {}: {}", whose, failed), false};
}

struct many_method {
    std::string_view action;
    const char* method;
    std::string_view good; // what is said when it has been done
};
constexpr many_method of_all[] = {
    {"startall", "supervisor.startAllProcesses", "All started at "},
    {"stopall", "supervisor.stopAllProcesses", "All stopped at "},
    {"clearall", "supervisor.clearAllProcessLogs", "All logs cleared at "},
};
constexpr many_method of_group[] = {
    {"startgroup", "supervisor.startProcessGroup", "started"},
    {"stopgroup", "supervisor.stopProcessGroup", "stopped"},
};

void run_on_all(const method_registry& methods, const std::string& action, told_function told) {
    if (action == "refresh") {
        told({"Page refreshed at " + ctime_now()});
        return;
    }
    const auto found = std::ranges::find(of_all, action, &many_method::action);
    if (found == std::end(of_all)) {
        call_both(methods, element("supervisor.stopAllProcesses"),
                  element("supervisor.startAllProcesses"),
                  [told = std::move(told)] { told({"All restarted at " + ctime_now()}); });
        return;
    }
    call(methods, found->method, {},
         [told = std::move(told), good = found->good](const xmlrpc_response& response) {
             // Supervisor says so whatever became of each.
             const auto* fault = std::get_if<xmlrpc_fault>(&response);
             if (fault)
                 told({unexpected(*fault), false});
             else
                 told({std::string(good) + ctime_now()});
         });
}

void clear_group(const method_registry& methods, const process_group& group, told_function told) {
    xmlrpc_array calls;
    for (const auto& one : group.processes())
        calls.emplace_back(element("supervisor.clearProcessLogs", {namespec_of(*one)}));
    call(methods, "system.multicall", {std::move(calls)},
         [told = std::move(told), name = group.name()](const xmlrpc_response&) {
             told({format("Logs of group {} cleared", name)});
         });
}

void run_on_group(const method_registry& methods, const process_group& group,
                  const std::string& action, told_function told) {
    const std::string& name = group.name();
    const auto found = std::ranges::find(of_group, action, &many_method::action);
    if (action == "cleargroup") {
        clear_group(methods, group, std::move(told));
    } else if (found == std::end(of_group)) {
        call_both(methods, element("supervisor.stopProcessGroup", {name}),
                  element("supervisor.startProcessGroup", {name}),
                  [told = std::move(told), name] { told({format("Group {} restarted", name)}); });
    } else {
        call(methods, found->method, {name},
             [told = std::move(told), name, good = found->good](const xmlrpc_response& response) {
                 told(result_of_many(response, "Group " + name, format("Group {} {}", name, good)));
             });
    }
}

void run_on_one(const method_registry& methods, const std::string& action, const std::string& name,
                told_function told) {
    if (action == "restart") {
        call_both(methods, element("supervisor.stopProcess", {name}),
                  element("supervisor.startProcess", {name}),
                  [told = std::move(told), name] { told({format("Process {} restarted", name)}); });
        return;
    }
    const bool start = action == "start";
    const bool clear = action == "clearlog";
    const char* method = start   ? "supervisor.startProcess"
                         : clear ? "supervisor.clearProcessLogs"
                                 : "supervisor.stopProcess";
    call(methods, method, {name},
         [told = std::move(told), start, clear, name](const xmlrpc_response& response) {
             const auto* fault = std::get_if<xmlrpc_fault>(&response);
             if (fault && start)
                 told({format("ERROR: Process {}: {}", name, start_error(*fault)), false});
             else if (fault)
                 told({unexpected(*fault), false});
             else if (clear)
                 told({format("Log for {} cleared", name)});
             else
                 told({format("Process {} {}", name, start ? "started" : "stopped")});
         });
}

} // namespace

std::optional<action_target> find_action_target(std::string_view action) {
    const page_action* found = find_action(action);
    if (!found) return std::nullopt;
    return found->of;
}

std::string question_of(std::string_view action, std::string_view target) {
    const page_action& found = *find_action(action);
    if (found.of == action_target::none) return format("{}?", found.question);
    return format("{} {}?", found.question, target);
}

void run_page_action(const method_registry& methods, const supervisor& daemon,
                     const std::string& action, const std::string& target,
                     std::function<void(const action_result&)> told) {
    switch (find_action(action)->of) {
    case action_target::none:
        run_on_all(methods, action, std::move(told));
        return;
    case action_target::process: {
        const namespec names = split_namespec(target);
        if (daemon.find_process(names.group, names.process))
            run_on_one(methods, action, target, std::move(told));
        else
            told({"No such process named " + target, false});
        return;
    }
    case action_target::group:
        if (const process_group* group = daemon.find_group(target))
            run_on_group(methods, *group, action, std::move(told));
        else
            told({"No such group named " + target, false});
        return;
    }
}

} // namespace supervisor
