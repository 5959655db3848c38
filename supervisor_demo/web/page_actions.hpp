#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

class method_registry;
class supervisor;

/// What a person may ask of the page. Supervisor's: `start`, `stop`, `restart`, `clearlog` of one
/// process, and `refresh`, `stopall`, `restartall`. Ours: `startall`, `clearall`, and `startgroup`,
/// `stopgroup`, `restartgroup`, `cleargroup` of one group.
enum class action_target { none, process, group };

/// What an action is of; none when there is no such action.
std::optional<action_target> find_action_target(std::string_view action);

/// "Stop cat?", to be asked before it is done. REQUIRES: the action is one.
std::string question_of(std::string_view action, std::string_view target);

/// What is told when an action has been done, or not.
struct action_result {
    std::string message; // "Process cat stopped"
    bool done = true;
};

/// Does it, through the methods of the API, and then calls `told` once, now or later, with what a
/// person should hear. The words of Supervisor's actions are Supervisor's.
/// REQUIRES: the action is one; the registry outlives the action.
void run_page_action(const method_registry& methods, const supervisor& daemon,
                     const std::string& action, const std::string& target,
                     std::function<void(const action_result&)> told);

} // namespace supervisor
