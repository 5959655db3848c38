#pragma once

#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"
#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/rpc/supervisor_interface.hpp"
#include "supervisor_demo/rpc/system_interface.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "tests/supervisor_demo/rpc/shown.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/wait_until.hpp"

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

/// A daemon with real programs, asked through its methods as a client would.
///
///     served_daemon d;
///     d.program("cat", "exec cat");
///     CHECK(d.ask("supervisor.startProcess", {"cat"}) == "True");
struct served_daemon {
    temp_dir dir;
    asyncore::socket_map map;
    supervisor::logger log{supervisor::log_level::trace};
    supervisor::config config;
    std::function<supervisor::config()> reread = [this] { return config; };

    served_daemon() {
        std::signal(SIGPIPE, SIG_IGN);
        log.open(dir / "main.log", {});
        config.rpcinterfaces = {"supervisor"};
        config.supervisord.logfile = dir / "main.log";
        config.supervisord.childlogdir = dir.path();
    }
    ~served_daemon() {
        if (!daemon_) return;
        for (const auto& group : daemon_->groups())
            for (const auto& one : group->processes())
                if (one->pid() != 0) ::kill(one->pid(), SIGKILL);
    }

    /// Adds a shell script to a group, its own by default; it is RUNNING at once and not restarted.
    supervisor::process_config& program(const std::string& name, const std::string& script,
                                        const std::string& group = "") {
        const std::string owner = group.empty() ? name : group;
        auto found = config.groups.begin();
        while (found != config.groups.end() && found->name != owner)
            ++found;
        if (found == config.groups.end()) {
            found = config.groups.emplace(found);
            found->name = owner;
        }
        auto& one = found->processes.emplace_back();
        one.name = name;
        one.command = "/bin/sh -c '" + script + "'";
        one.startsecs = std::chrono::seconds(0);
        one.restart = supervisor::autorestart::never;
        one.stdout_stream.logfile = {supervisor::logfile_name::kind::file, dir / (name + ".out")};
        one.stderr_stream.logfile = {supervisor::logfile_name::kind::file, dir / (name + ".err")};
        return one;
    }

    /// The daemon, made of the configuration as it is at the first call.
    supervisor::supervisor& daemon() {
        if (!daemon_) {
            daemon_.emplace(
                config, [this] { return reread(); }, log, map);
            supervisor::add_supervisor_methods(methods, *daemon_);
            supervisor::add_system_methods(methods);
        }
        return *daemon_;
    }

    struct asked {
        std::optional<medusa::xmlrpc_response> response;
        bool answered() const { return response.has_value(); }
        std::string text() const { return response ? shown(*response) : "(no answer yet)"; }
    };

    /// Calls a method; the answer may come later.
    std::shared_ptr<asked> begin(std::string method, medusa::xmlrpc_array params = {}) {
        daemon();
        auto state = std::make_shared<asked>();
        const auto call = std::make_shared<medusa::xmlrpc_call>(
            std::move(method), std::move(params),
            [state](const medusa::xmlrpc_response& response) { state->response = read(response); });
        try {
            methods.dispatch(call);
        } catch (const medusa::xmlrpc_fault& fault) {
            call->fault(fault);
        }
        return state;
    }

    void wait_for(const asked& one) {
        wait_until([&] { return one.answered(); }, std::chrono::seconds(10), "there was an answer",
                   map);
    }

    /// Calls a method and waits for what it says, as Python would print it.
    std::string ask(std::string method, medusa::xmlrpc_array params = {}) {
        const auto one = begin(std::move(method), std::move(params));
        wait_for(*one);
        return one->text();
    }

    supervisor::process& process(const std::string& spec) {
        const auto names = supervisor::split_namespec(spec);
        return *daemon().find_process(names.group, names.process);
    }

    void wait_for(const std::string& spec, supervisor::process_state state) {
        wait_until([&] { return process(spec).state() == state; }, std::chrono::seconds(10),
                   spec + " is " + std::string(state_name(state)), map);
    }

    std::string said() const { return read_whole(dir / "main.log"); }

    supervisor::method_registry methods;

private:
    /// As a client sees it, once it has gone over the wire.
    static medusa::xmlrpc_response read(const medusa::xmlrpc_response& response) {
        const auto* value = std::get_if<medusa::xmlrpc_value>(&response);
        return medusa::xmlrpc_reader().read_response(
            value ? medusa::write_xmlrpc_response(*value)
                  : medusa::write_xmlrpc_response(std::get<medusa::xmlrpc_fault>(response)));
    }

    std::optional<supervisor::supervisor> daemon_;
};
