#pragma once

#include "supervisor_demo/ctl/command_table.hpp"
#include "supervisor_demo/ctl/controller.hpp"

#include <exception>
#include <string_view>

/// The functions of the command table, in the file of their family.
namespace supervisor::ctl::commands {

// status.cpp
void status(controller& ctl, std::string_view arguments);
void pid(controller& ctl, std::string_view arguments);

// start_stop.cpp
void start(controller& ctl, std::string_view arguments);
void stop(controller& ctl, std::string_view arguments);
void restart(controller& ctl, std::string_view arguments);
void signal(controller& ctl, std::string_view arguments);

// tail.cpp
void tail(controller& ctl, std::string_view arguments);
void maintail(controller& ctl, std::string_view arguments);

// foreground.cpp
void fg(controller& ctl, std::string_view arguments);

// update.cpp
void avail(controller& ctl, std::string_view arguments);
void reread(controller& ctl, std::string_view arguments);
void update(controller& ctl, std::string_view arguments);
void add(controller& ctl, std::string_view arguments);
void remove(controller& ctl, std::string_view arguments);

// maintenance.cpp
void clear(controller& ctl, std::string_view arguments);
void open(controller& ctl, std::string_view arguments);
void reload(controller& ctl, std::string_view arguments);
void shutdown(controller& ctl, std::string_view arguments);
void version(controller& ctl, std::string_view arguments);

// shell.cpp
void help(controller& ctl, std::string_view arguments);
void leave(controller& ctl, std::string_view arguments);

// What is told of a stream of a log that failed, on stderr. The exit status stays.
void tell_stream_error(controller& ctl, std::string_view path, const std::exception_ptr& why);

} // namespace supervisor::ctl::commands
