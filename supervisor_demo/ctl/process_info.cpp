#include "supervisor_demo/ctl/process_info.hpp"

#include "supervisor_demo/ctl/controller.hpp"

namespace supervisor::ctl {

bool process_info::is_stopped() const {
    return statename == "STOPPED" || statename == "EXITED" || statename == "FATAL" ||
           statename == "UNKNOWN";
}

bool process_info::is_running() const {
    return statename == "RUNNING" || statename == "STARTING" || statename == "BACKOFF";
}

process_info read_process_info(const medusa::xmlrpc_value& all) {
    return {all.at("group").as_string(), all.at("name").as_string(),
            all.at("statename").as_string(), all.at("description").as_string(), all};
}

std::vector<process_info> all_process_infos(controller& ctl) {
    std::vector<process_info> infos;
    const auto answer = ctl.call("getAllProcessInfo");
    for (const auto& one : answer.as_array())
        infos.push_back(read_process_info(one));
    return infos;
}

} // namespace supervisor::ctl
