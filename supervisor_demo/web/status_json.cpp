#include "supervisor_demo/web/status_json.hpp"

#include "supervisor_demo/config/version.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/json.hpp"
#include "supervisor_demo/web/recent_changes.hpp"
#include "supervisor_demo/web/usage_samples.hpp"

#include <chrono>

#include <unistd.h>

namespace supervisor {

namespace {

std::int64_t epoch_seconds(process::wall_time when) {
    return std::chrono::system_clock::to_time_t(when);
}

} // namespace

std::int64_t epoch_milliseconds(process::wall_time when) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

void write_process(json_writer& json, const process& one, const usage_samples& samples,
                   process::wall_time now) {
    json.begin_object();
    json.member("namespec", namespec_of(one));
    json.member("group", one.group_name());
    json.member("name", one.name());
    json.member("state", static_cast<int>(one.state()));
    json.member("statename", state_name(one.state()));
    json.member("description", one.description(now));
    json.member("pid", one.pid());
    json.member("start", epoch_seconds(one.start_time()));
    json.member("stop", epoch_seconds(one.stop_time()));
    if (one.exitstatus())
        json.member("exitstatus", *one.exitstatus());
    else
        json.key("exitstatus").null();
    json.member("exit_reason", one.exit_reason());
    json.member("spawnerr", one.spawnerr());
    json.member("restarts", one.restarts());
    if (const auto* usage = samples.of(one.pid())) {
        json.key("cpu").tenths(usage->cpu);
        json.member("memory", usage->memory);
    } else {
        json.key("cpu").null();
        json.key("memory").null();
    }
    json.member("stdout_logfile", one.stdout_logfile());
    json.member("stderr_logfile", one.stderr_logfile());
    json.end_object();
}

void write_change(json_writer& json, const change_record& change) {
    json.begin_object();
    json.member("number", static_cast<std::int64_t>(change.number));
    json.member("when", epoch_milliseconds(change.when));
    json.member("namespec", change.name);
    json.member("from", state_name(change.from));
    json.member("to", state_name(change.to));
    json.member("pid", change.pid);
    json.member("reason", change.reason);
    json.end_object();
}

std::string status_json(supervisor& daemon, usage_samples& samples, const recent_changes& changes) {
    samples.refresh(daemon);
    const auto now = std::chrono::system_clock::now();
    json_writer json;
    json.begin_object();
    json.member("identifier", daemon.identifier());
    json.member("version", version);
    json.member("pid", ::getpid());
    json.member("statename", state_name(daemon.mood()));
    json.member("now", epoch_milliseconds(now));
    json.member("since", epoch_milliseconds(changes.since()));
    json.member("number", static_cast<std::int64_t>(changes.last_number()));
    json.key("processes").begin_array();
    for (const process* one : all_by_name(daemon))
        write_process(json, *one, samples, now);
    json.end_array();
    json.key("changes").begin_array();
    for (const change_record& change : changes.all())
        write_change(json, change);
    json.end_array();
    json.end_object();
    return json.take();
}

} // namespace supervisor
