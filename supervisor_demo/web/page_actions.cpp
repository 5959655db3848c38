#include "supervisor_demo/web/page_actions.hpp"

#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
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
using told_function = std::function<void(const std::string&)>;

struct page_action {
    std::string_view name;
    bool of_process;
    std::string_view question;
};
constexpr page_action actions[] = {
    {"refresh", false, "Refresh the page"},
    {"stopall", false, "Stop all processes"},
    {"restartall", false, "Restart all processes"},
    {"start", true, "Start"},
    {"stop", true, "Stop"},
    {"restart", true, "Restart"},
    {"clearlog", true, "Clear the log of"},
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

void run_on_all(const method_registry& methods, const std::string& action, told_function told) {
    if (action == "refresh") {
        told("Page refreshed at " + ctime_now());
    } else if (action == "stopall") {
        call(methods, "supervisor.stopAllProcesses", {},
             [told = std::move(told)](const xmlrpc_response& response) {
                 const auto* fault = std::get_if<xmlrpc_fault>(&response);
                 told(fault ? unexpected(*fault) : "All stopped at " + ctime_now());
             });
    } else {
        call_both(methods, element("supervisor.stopAllProcesses"),
                  element("supervisor.startAllProcesses"),
                  [told = std::move(told)] { told("All restarted at " + ctime_now()); });
    }
}

void run_on_one(const method_registry& methods, const std::string& action, const std::string& name,
                told_function told) {
    if (action == "restart") {
        call_both(methods, element("supervisor.stopProcess", {name}),
                  element("supervisor.startProcess", {name}),
                  [told = std::move(told), name] { told(format("Process {} restarted", name)); });
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
                 told(format("ERROR: Process {}: {}", name, start_error(*fault)));
             else if (fault)
                 told(unexpected(*fault));
             else if (clear)
                 told(format("Log for {} cleared", name));
             else
                 told(format("Process {} {}", name, start ? "started" : "stopped"));
         });
}

} // namespace

bool is_page_action(std::string_view action, std::string_view processname) {
    const page_action* found = find_action(action);
    return found && (!found->of_process || !processname.empty());
}

std::string question_of(std::string_view action, std::string_view processname) {
    const page_action& found = *find_action(action);
    if (!found.of_process) return format("{}?", found.question);
    return format("{} {}?", found.question, processname);
}

void run_page_action(const method_registry& methods, const supervisor& daemon,
                     const std::string& action, const std::string& processname,
                     std::function<void(const std::string& message)> told) {
    if (!find_action(action)->of_process) {
        run_on_all(methods, action, std::move(told));
        return;
    }
    const namespec names = split_namespec(processname);
    if (daemon.find_process(names.group, names.process))
        run_on_one(methods, action, processname, std::move(told));
    else
        told("No such process named " + processname);
}

} // namespace supervisor
