#include "supervisor_demo/supervisor.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <optional>
#include <tuple>
#include <utility>

using namespace std::chrono_literals;
using supervisor::process_state;
using supervisor::supervisor_state;
using daemon_type = supervisor::supervisor;

namespace {

// A daemon without HTTP, and what its processes did: "a>STARTING b>STARTING ".
struct staged {
    temp_dir dir;
    asyncore::socket_map map;
    supervisor::logger log{supervisor::log_level::info};
    supervisor::config file;
    std::optional<daemon_type> it;
    std::string moves;
    supervisor::state_changes::subscription watching;

    staged() {
        std::signal(SIGPIPE, SIG_IGN);
        log.open(dir / "main.log", {});
        file.supervisord.childlogdir = dir.path();
    }

    supervisor::process_config& program(const std::string& name, int priority = 999) {
        supervisor::process_config one;
        one.name = name;
        one.command = "/bin/sleep 100";
        one.startsecs = 0s;
        one.stdout_stream.logfile.type = supervisor::logfile_name::kind::none;
        one.stderr_stream.logfile.type = supervisor::logfile_name::kind::none;
        supervisor::group_config group;
        group.name = name;
        group.priority = priority;
        group.processes.push_back(one);
        file.groups.push_back(group);
        return file.groups.back().processes.back();
    }

    daemon_type& make() {
        it.emplace(
            file, [this] { return file; }, log, map);
        watching = it->changes().subscribe([this](const supervisor::state_change& change) {
            moves += change.who.name() + ">" + std::string(state_name(change.to)) + " ";
        });
        return *it;
    }

    bool all(process_state state) const {
        for (const auto& group : it->groups())
            for (const auto& one : group->processes())
                if (one->state() != state) return false;
        return true;
    }

    // Runs the daemon; `then` is called once everything is RUNNING.
    supervisor_state run(std::function<void()> then) {
        const auto running = it->changes().subscribe([&](const supervisor::state_change&) {
            if (then && all(process_state::running)) std::exchange(then, nullptr)();
        });
        return it->run();
    }
};

} // namespace

TEST_CASE("groups start in order of priority and stop in the opposite order") {
    staged on;
    on.program("c", 3);
    on.program("a", 1);
    on.program("b", 3);
    on.make();
    std::string order;
    for (const auto& group : on.it->groups())
        order += group->name();
    CHECK(order == "acb");
    CHECK(on.run([&] { on.it->shutdown(); }) == supervisor_state::shutdown);
    CAPTURE(on.moves);
    CHECK(on.moves.find("a>STARTING ") < on.moves.find("c>STARTING "));
    CHECK(on.moves.find("c>STARTING ") < on.moves.find("b>STARTING "));
    CHECK(on.moves.find("b>STOPPING b>STOPPED c>STOPPING c>STOPPED a>STOPPING a>STOPPED ") !=
          std::string::npos);
    CHECK(read_whole(on.dir / "main.log").find("INFO waiting for a, c, b to die\n") !=
          std::string::npos);
}

TEST_CASE("a daemon with nothing to supervise waits until it is told to end") {
    staged on;
    on.make();
    const auto told = asyncore::call_later(
        20ms, [&] { on.it->restart(); }, on.map);
    CHECK(on.it->run() == supervisor_state::restarting);
    CHECK_FALSE(told.pending());
}

TEST_CASE("of two groups with one name the first counts") {
    staged on;
    on.program("a", 1);
    on.program("a", 2);
    on.make();
    REQUIRE(on.it->groups().size() == 1);
    CHECK(on.it->groups()[0]->priority() == 1);
}

TEST_CASE("a shutdown overrules a restart and not the other way round") {
    staged on;
    on.make();
    on.it->restart();
    CHECK(on.it->mood() == supervisor_state::restarting);
    on.it->shutdown();
    on.it->restart();
    CHECK(on.it->run() == supervisor_state::shutdown);
}

TEST_CASE("signals end and renew the daemon with their lines") {
    const auto [signum, mood, line] = GENERATE(
        std::tuple{SIGTERM, supervisor_state::shutdown, "SIGTERM indicating exit request"},
        std::tuple{SIGINT, supervisor_state::shutdown, "SIGINT indicating exit request"},
        std::tuple{SIGQUIT, supervisor_state::shutdown, "SIGQUIT indicating exit request"},
        std::tuple{SIGHUP, supervisor_state::restarting, "SIGHUP indicating restart request"});
    staged on;
    on.program("a");
    on.make();
    const int sent = signum;
    CHECK(on.run([sent] { ::raise(sent); }) == mood);
    CHECK(read_whole(on.dir / "main.log").find(std::string("WARN received ") + line) !=
          std::string::npos);
}

TEST_CASE("SIGUSR2 opens the log again") {
    staged on;
    on.program("a");
    on.make();
    asyncore::timer end;
    on.run([&] {
        std::filesystem::rename(on.dir / "main.log", on.dir / "moved");
        ::raise(SIGUSR2);
        end = asyncore::call_later(
            20ms, [&] { on.it->shutdown(); }, on.map);
    });
    CHECK(read_whole(on.dir / "moved").find("received SIGUSR2 indicating log reopen request") !=
          std::string::npos);
    CHECK(read_whole(on.dir / "main.log").find("stopped: a") != std::string::npos);
}

TEST_CASE("reread tells what differs and changes nothing") {
    staged on;
    on.program("same");
    on.program("changes");
    on.program("goes");
    on.make();
    on.file.groups.erase(on.file.groups.begin() + 2);
    on.file.groups[1].processes[0].command = "/bin/sleep 200";
    on.program("new");
    const auto difference = on.it->reread();
    CHECK(difference.added == std::vector<std::string>{"new"});
    CHECK(difference.changed == std::vector<std::string>{"changes"});
    CHECK(difference.removed == std::vector<std::string>{"goes"});
    CHECK(on.it->groups().size() == 3);
    CHECK(on.it->find_group("new") == nullptr);
}

TEST_CASE("a group is added with its autostart and removed when it is stopped") {
    staged on;
    on.program("a");
    on.make();
    on.program("b");
    on.it->reread();
    using addition = daemon_type::addition;
    using removal = daemon_type::removal;
    on.run([&] {
        CHECK(on.it->add_group("a") == addition::already_active);
        CHECK(on.it->add_group("zz") == addition::not_configured);
        CHECK(on.it->add_group("b") == addition::added);
        CHECK(on.it->remove_group("zz") == removal::not_active);
        CHECK(on.it->remove_group("a") == removal::still_running);
        on.it->find_process("a", "a")->stop();
        on.watching = on.it->changes().subscribe([&](const supervisor::state_change& change) {
            if (change.to == process_state::running) on.it->shutdown();
            if (change.to != process_state::stopped || change.who.name() != "a") return;
            CHECK(on.it->remove_group("a") == removal::removed);
            CHECK(on.it->find_group("a") == nullptr);
        });
    });
    CHECK(on.it->groups().size() == 1);
    CHECK(on.it->find_process("b", "b")->state() == process_state::stopped);
}

TEST_CASE("a process that is not autostarted waits to be asked") {
    staged on;
    on.program("a").autostart = false;
    on.program("b");
    on.make();
    const auto b_runs = on.it->changes().subscribe([&](const supervisor::state_change& change) {
        if (change.to == process_state::running) on.it->shutdown();
    });
    on.it->run();
    CHECK(on.moves.find("a>") == std::string::npos);
}
