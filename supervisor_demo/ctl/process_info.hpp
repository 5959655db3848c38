#pragma once

#include "medusa/xmlrpc_value.hpp"
#include "supervisor_demo/config/namespec.hpp"

#include <string>
#include <vector>

namespace supervisor::ctl {

class controller;

/// What getAllProcessInfo tells of a process.
struct process_info {
    std::string group;
    std::string name;
    std::string statename;
    std::string description;
    medusa::xmlrpc_value all; // the struct as it came

    std::string namespec() const { return make_namespec(group, name); }
    bool is_named(const ::supervisor::namespec& names) const {
        return group == names.group && (names.whole_group() || name == names.process);
    }
    /// For good, that is: a process in BACKOFF is about to start.
    bool is_stopped() const;
    /// As the methods for many see it: a process that runs, or is about to.
    bool is_running() const;
};

/// Of a struct that has at least these members. Throws medusa::xmlrpc_type_error if it has not.
process_info read_process_info(const medusa::xmlrpc_value& all);

/// Of every process, in the daemon's order. Throws what controller::call throws.
std::vector<process_info> all_process_infos(controller& ctl);

} // namespace supervisor::ctl
