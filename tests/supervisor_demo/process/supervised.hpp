#pragma once

#include "asyncore/signal_handler.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/process/supervision.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/wait_until.hpp"

#include <csignal>
#include <memory>
#include <regex>
#include <sstream>
#include <string>

/// One process on a loop of its own, with a real child, and what was said and done about it.
struct supervised {
    temp_dir dir;
    asyncore::socket_map map;
    supervisor::logger log;
    supervisor::supervision shared{map, log};
    asyncore::signal_handler child_ended{{SIGCHLD}, [this](int) { shared.children.reap(); }, map};
    supervisor::process_config config;
    std::string moves; // "STOPPED>STARTING STARTING>RUNNING "
    supervisor::state_changes::subscription watching =
        shared.changes.subscribe([this](const supervisor::state_change& change) {
            moves +=
                std::string(state_name(change.from)) + ">" + std::string(state_name(change.to));
            if (change.to == supervisor::process_state::exited)
                moves += change.expected ? "(expected)" : "(unexpected)";
            moves += " ";
        });
    std::unique_ptr<supervisor::process> p;

    explicit supervised(const std::string& script = "exec sleep 100",
                        supervisor::log_level least = supervisor::log_level::info)
        : log(least) {
        std::signal(SIGPIPE, SIG_IGN);
        log.open(dir / "main.log", {});
        config.name = "p";
        config.command = "/bin/sh -c '" + script + "'";
        config.startsecs = std::chrono::seconds(0);
        config.restart = supervisor::autorestart::never;
        config.stdout_stream.logfile = {supervisor::logfile_name::kind::file, dir / "out.log"};
        config.stderr_stream.logfile = {supervisor::logfile_name::kind::file, dir / "err.log"};
    }
    ~supervised() {
        if (p && p->pid() != 0) ::kill(p->pid(), SIGKILL);
    }

    supervisor::process& make() {
        p = std::make_unique<supervisor::process>(config, "g", shared);
        return *p;
    }
    supervisor::process& start() {
        make().spawn();
        return *p;
    }

    void wait_for(supervisor::process_state state, int milliseconds = 5000) {
        wait_until([&] { return p->state() == state; }, std::chrono::milliseconds(milliseconds),
                   "it is " + std::string(state_name(state)) + ", it did " + moves, map);
    }

    /// The main log without times; pids are N.
    std::string said() const {
        std::string all;
        std::istringstream lines(read_whole(dir / "main.log"));
        for (std::string line; std::getline(lines, line);)
            all += (line.size() > 24 ? line.substr(24) : line) + "\n";
        all = std::regex_replace(all, std::regex(R"(pid \d+)"), "pid N");
        return std::regex_replace(all, std::regex(R"(\(\d+\))"), "(N)");
    }
    std::string out() const { return read_whole(dir / "out.log"); }
    std::string err() const { return read_whole(dir / "err.log"); }
};
