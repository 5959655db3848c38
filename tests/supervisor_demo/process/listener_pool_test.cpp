#include "supervisor_demo/process/input_dispatcher.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "tests/supervisor_demo/process/supervised.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;
using namespace std::chrono_literals;
using state = process_state;

namespace {

// Says READY, writes the header and payload it gets to a file, and answers as `answer` says.
const char* const listener = R"(
while printf 'READY\n' && read -r header; do
    size=${header##*len:}
    payload=$(head -c "$size")
    echo "$header|$payload" >> "$SEEN"
    ANSWER
done
)";

std::string listening(const std::string& answer) {
    std::string script = listener;
    return script.replace(script.find("ANSWER"), 6, answer);
}
const std::string ok = R"(printf 'RESULT 2\nOK')";

// A pool of real listeners, on the loop of `supervised`.
struct pooled : supervised {
    group_config pool;
    std::unique_ptr<process_group> group;

    pooled() : supervised("", log_level::debug) {
        pool.name = "pool";
        pool.kind = group_kind::eventlistener;
        pool.events.add(event_type::remote_communication);
        shared.identifier = "sd";
    }

    // One more listener, which writes what it sees to NAME.seen.
    void add(const std::string& name, const std::string& script) {
        process_config one = config;
        one.name = name;
        one.command = "/bin/sh " + dir.put(name + ".sh", script);
        one.environment = {{"SEEN", dir / (name + ".seen")}};
        one.stdout_stream.logfile.type = logfile_name::kind::none;
        one.stderr_stream.logfile.type = logfile_name::kind::none;
        pool.processes.push_back(one);
    }
    void start_all() {
        group = std::make_unique<process_group>(pool, shared);
        while (group->start_next()) {
        }
    }
    ~pooled() {
        for (const auto& one : group->processes())
            if (one->pid() != 0) ::kill(one->pid(), SIGKILL);
    }
    process& member(const std::string& name) { return *group->find(name); }

    void publish(const std::string& data) {
        shared.events.publish(event_type::remote_communication,
                              [&] { return remote_communication_payload("t", data); });
    }
    std::string seen(const std::string& name) const { return read_whole(dir / (name + ".seen")); }
    void wait_for_log(const std::string& text) {
        wait_until([&] { return said().find(text) != std::string::npos; }, 10s,
                   "the log says " + text + ", it says\n" + said(), map);
    }

    void wait_until_ready(const std::string& name) {
        wait_for_log(name + ": ACKNOWLEDGED -> READY");
        wait_until([&] { return member(name).state() == state::running; }, 10s,
                   name + " is RUNNING", map);
    }
    /// Waits until the log has said it so many times.
    void wait_for_log(const std::string& text, int times) {
        wait_until([&] { return count(text) >= times; }, 10s,
                   std::to_string(times) + " times " + text + " in the log, it says\n" + said(),
                   map);
    }
    int count(const std::string& text) const {
        int found = 0;
        const std::string all = said();
        for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1))
            ++found;
        return found;
    }
};

} // namespace

TEST_CASE("a listener gets one event at a time, in order, with header and payload") {
    pooled it;
    it.add("l", listening(ok));
    it.start_all();
    it.publish("one");
    it.publish("two\nlines");
    it.publish("gr\xc3\xbc\xc3\x9f");
    it.wait_for_log("l: event was processed", 2);
    const std::string header = "ver:3.0 server:sd serial:N pool:pool poolserial:N "
                               "eventname:REMOTE_COMMUNICATION len:";
    const auto seen = std::regex_replace(it.seen("l"), std::regex("serial:[01]"), "serial:N");
    CHECK(seen.starts_with(header + "10|type:t\none\n" + header + "16|type:t\ntwo\nlines\n"));
    // len counts characters: to the shell, which counts bytes, two are left over.
    it.wait_for_log("event 2 sent to listener l");
    wait_until([&] { return it.seen("l").find("len:11|type:t\ngr") != std::string::npos; }, 10s,
               "the third is seen", it.map);
}

TEST_CASE("the log tells the life of an event") {
    pooled it;
    it.add("l", listening(ok));
    it.publish("nobody is there yet");
    it.start_all();
    it.wait_for_log("l: ACKNOWLEDGED -> READY");
    it.publish("one");
    it.wait_for_log("l: ACKNOWLEDGED -> READY", 2);
    const auto log = it.said();
    CHECK(log.find("DEBG 'l' stdout output:\nb'READY\\n'") != std::string::npos);
    CHECK(log.find("DEBG l: ACKNOWLEDGED -> READY\n") <
          log.find("DEBG event 0 sent to listener l\n"));
    CHECK(log.find("DEBG event 0 sent to listener l\n") <
          log.find("DEBG l: event was processed\n"));
    CHECK(log.find("DEBG l: event was processed\nDEBG l: BUSY -> ACKNOWLEDGED\n") !=
          std::string::npos);
}

TEST_CASE("a full pool lets the oldest event go and says so") {
    pooled it;
    it.pool.buffer_size = 2;
    it.add("l", listening(ok));
    it.start_all();
    // Not READY before the loop turns.
    for (const char* data : {"a", "b", "c", "d"})
        it.publish(data);
    CHECK(it.count("ERRO pool pool event buffer overflowed, discarding event 0\n") == 1);
    CHECK(it.count("ERRO pool pool event buffer overflowed, discarding event 1\n") == 1);
    it.wait_for_log("l: event was processed", 2);
    CHECK(it.seen("l").find("|type:t\nc\n") < it.seen("l").find("|type:t\nd\n"));
    CHECK(it.seen("l").find("|type:t\na\n") == std::string::npos);
}

TEST_CASE("a burst loses nothing to the buffer while someone is READY") {
    pooled it;
    it.pool.buffer_size = 1;
    it.add("a", listening(ok));
    it.add("b", listening(ok));
    it.start_all();
    it.wait_until_ready("a");
    it.wait_until_ready("b");
    for (const char* data : {"1", "2", "3"})
        it.publish(data);
    it.wait_for_log("event was processed", 3);
    CHECK(it.count("overflowed") == 0);
}

TEST_CASE("a rejected event comes back first and is sent again") {
    pooled it;
    it.add("l", listening(R"(
        if [ -e "$SEEN.no" ]; then printf 'RESULT 2\nOK'; else touch "$SEEN.no"; printf 'RESULT 4\nFAIL'; fi)"));
    it.start_all();
    it.publish("one");
    it.publish("two");
    it.wait_for_log("l: event was processed", 2);
    CHECK(it.count("WARN l: event was rejected\nDEBG l: BUSY -> ACKNOWLEDGED\n"
                   "DEBG rebuffering event 0 for pool pool (buf size=1, max=10)\n") == 1);
    std::string order;
    std::istringstream lines(it.seen("l"));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("ver:")) order += line.substr(line.find("poolserial:") + 11, 1);
    CHECK(order == "001");
}

TEST_CASE("a rejected event comes back to its own pool alone") {
    pooled it;
    it.add("l", listening(R"(printf 'RESULT 4\nFAIL'; exec sleep 100)"));
    it.start_all();
    group_config other = it.pool;
    other.name = "other";
    other.events = {};
    other.events.add(event_type::tick);
    other.processes.front().name = "o";
    other.processes.front().environment = {{"SEEN", it.dir / "o.seen"}};
    process_group second(other, it.shared);
    while (second.start_next()) {
    }
    it.wait_for_log("o: ACKNOWLEDGED -> READY");
    it.publish("one");
    it.wait_for_log("l: event was rejected");
    it.wait_for_log("rebuffering event 0 for pool pool");
    asyncore::poll(20ms, it.map);
    CHECK(it.count("for pool other") == 0);
    CHECK(it.count("sent to listener o") == 0);
    ::kill(second.find("o")->pid(), SIGKILL);
}

TEST_CASE("an event whose listener dies goes to the next one") {
    pooled it;
    it.add("a", listening("kill -KILL $$"));
    it.add("b", listening(ok));
    it.start_all();
    it.wait_until_ready("a");
    it.wait_until_ready("b");
    it.publish("one");
    it.wait_for_log("b: event was processed");
    CHECK(it.seen("a") == it.seen("b"));
    CHECK(it.count("event 0 sent to listener a") == 1);
    CHECK(it.count("rebuffering event 0 for pool pool (buf size=0, max=10)") == 1);
    CHECK(it.count("event 0 sent to listener b") == 1);
}

TEST_CASE("what breaks the protocol gets no more events until it is started again") {
    pooled it;
    it.add("l", "if [ -e \"$SEEN.2\" ]; then " + listening(ok) +
                    "fi\ntouch \"$SEEN.2\"; printf 'hello, world'; read -r line; exit 0");
    it.pool.processes.front().restart = autorestart::never;
    it.start_all();
    it.wait_for_log("WARN l: has entered the UNKNOWN state and will no longer receive events, this "
                    "usually indicates the process violated the eventlistener protocol\n");
    it.publish("one");
    asyncore::poll(20ms, it.map);
    CHECK(it.count("sent to listener") == 0);
    it.member("l").write_stdin("go\n");
    wait_until([&] { return it.member("l").state() == state::exited; }, 10s, "it ends", it.map);
    it.member("l").spawn();
    it.wait_for_log("l: event was processed");
}

TEST_CASE("a bad result line gives the event back") {
    pooled it;
    it.add("l", listening("printf 'RESULT x\\n'; exec sleep 100"));
    it.start_all();
    it.publish("one");
    it.wait_for_log("WARN l: bad result line: 'RESULT x'\nDEBG l: BUSY -> UNKNOWN\n");
    it.wait_for_log("rebuffering event 0 for pool pool (buf size=0, max=10)");
}

TEST_CASE("an event waits until startsecs are over") {
    pooled it;
    it.config.startsecs = 1s;
    it.add("l", listening(ok));
    const auto begin = std::chrono::steady_clock::now();
    it.start_all();
    it.publish("one");
    it.wait_for_log("l: event was processed");
    CHECK(std::chrono::steady_clock::now() - begin > 1s);
    CHECK(it.said().find("l entered RUNNING state") < it.said().find("event 0 sent"));
}

TEST_CASE("a listener that has closed its stdin is passed over") {
    pooled it;
    it.add("a", "exec <&-; printf 'READY\\n'; exec sleep 100");
    it.add("b", listening(ok));
    it.start_all();
    it.wait_until_ready("a");
    it.wait_until_ready("b");
    it.publish("one");
    it.wait_for_log("b: event was processed");
    CHECK(it.count(
              "epipe occurred while sending event 0 to listener a, listener state unchanged") == 1);
}

TEST_CASE("an event larger than a pipe arrives whole") {
    pooled it;
    it.add("l", listening(ok));
    it.start_all();
    it.publish(std::string(300'000, 'x'));
    it.wait_for_log("l: event was processed");
    CHECK(it.seen("l").ends_with("len:300007|type:t\n" + std::string(300'000, 'x') + "\n"));
}

TEST_CASE("a pool that is removed is told nothing any more") {
    pooled it;
    it.add("l", listening(ok));
    it.start_all();
    it.group->before_remove();
    it.publish("one");
    CHECK(it.shared.events.next_serial() == 0);
}
