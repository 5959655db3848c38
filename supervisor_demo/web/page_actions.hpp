#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace supervisor {

class method_registry;
class supervisor;

/// What a person may ask of the page: `start`, `stop`, `restart`, `clearlog` of one process;
/// `refresh`, `stopall`, `restartall`.
bool is_page_action(std::string_view action, std::string_view processname);

/// "Stop cat?", to be asked before it is done. REQUIRES: is_page_action().
std::string question_of(std::string_view action, std::string_view processname);

/// Does it, through the methods of the API, and then calls `told` once, now or later, with the
/// message for the person: "Process cat stopped". The words are Supervisor's.
/// REQUIRES: is_page_action(); the registry outlives the action.
void run_page_action(const method_registry& methods, const supervisor& daemon,
                     const std::string& action, const std::string& processname,
                     std::function<void(const std::string& message)> told);

} // namespace supervisor
