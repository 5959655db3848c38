#include "supervisor_demo/process/listener_protocol.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace supervisor;

namespace {

// A listener that is sent an event each time it is READY, and what its words did:
// "ACKNOWLEDGED>READY BUSY>ACKNOWLEDGED(processed) ".
struct dialogue {
    listener_protocol protocol;
    bool sends = true;
    std::string moves;

    void say(std::string_view data) {
        protocol.feed(data, [this](const listener_move& move, std::string_view line) {
            moves.append(state_name(move.from)).append(">").append(state_name(move.to));
            if (move.fate == event_fate::processed) moves += "(processed)";
            if (move.fate == event_fate::rejected) moves += "(rejected)";
            if (!line.empty()) moves.append("[").append(line).append("]");
            moves += " ";
            if (move.to == listener_state::ready && sends) protocol.sent();
        });
    }
};

// What `text` does, the same for every cut of it into three, and byte by byte.
std::string however_cut(const std::string& text) {
    dialogue whole;
    whole.say(text);
    for (std::size_t i = 0; i <= text.size(); ++i) {
        for (std::size_t j = i; j <= text.size(); ++j) {
            dialogue cut;
            cut.say(text.substr(0, i));
            cut.say(text.substr(i, j - i));
            cut.say(text.substr(j));
            if (cut.moves != whole.moves || cut.protocol.state() != whole.protocol.state())
                return "differs when cut at " + std::to_string(i) + " and " + std::to_string(j) +
                       ": " + cut.moves;
        }
    }
    dialogue bytes;
    for (const char c : text)
        bytes.say({&c, 1});
    return bytes.moves == whole.moves ? whole.moves : "differs byte by byte: " + bytes.moves;
}

const std::string ready = "ACKNOWLEDGED>READY ";
const std::string processed = "BUSY>ACKNOWLEDGED(processed) ";
const std::string rejected = "BUSY>ACKNOWLEDGED(rejected) ";

} // namespace

TEST_CASE("a listener is ready, processes events and rejects them") {
    CHECK(however_cut("READY\nRESULT 2\nOKREADY\nRESULT 4\nFAILREADY\nRESULT 2\nOK") ==
          ready + processed + ready + rejected + ready + processed);
}

TEST_CASE("an empty result is a rejection, at once") {
    CHECK(however_cut("READY\nRESULT 0\n") == ready + rejected);
    CHECK(however_cut("READY\nRESULT 0\nREADY\n") == ready + rejected + ready);
}

TEST_CASE("only the two letters OK are a good result") {
    for (const char* result : {"1\nO", "3\nOKK", "2\nok", "2\nKO", "3\nOK\n"})
        CHECK(however_cut(std::string("READY\nRESULT ") + result) == ready + rejected);
}

TEST_CASE("the word before the number is not looked at") {
    CHECK(however_cut("READY\nWHATEVR 2\nOK") == ready + processed);
    CHECK(however_cut("READY\nanswer:2\nOK") == ready + processed);
    CHECK(however_cut("READY\nRESULT  +2 \nOK") == ready + processed);
}

TEST_CASE("a result line without a number breaks the protocol") {
    for (const char* line : {"OK", "RESULT ", "RESULT two", "RESULT -1", "RESULT 2x", "RESULT"})
        CHECK(however_cut(std::string("READY\n") + line + "\nREADY\n") ==
              ready + "BUSY>UNKNOWN(rejected)[" + line + "] ");
    dialogue empty;
    empty.say("READY\n\n");
    CHECK(empty.moves == ready + "BUSY>UNKNOWN(rejected) ");
}

TEST_CASE("anything but READY breaks the protocol once there is enough of it") {
    dialogue it;
    it.say("hello");
    CHECK(it.protocol.state() == listener_state::acknowledged);
    it.say("!");
    CHECK(it.protocol.state() == listener_state::unknown);
    CHECK(it.moves == "ACKNOWLEDGED>UNKNOWN ");
    CHECK(however_cut("READY \n") == "ACKNOWLEDGED>UNKNOWN ");
}

TEST_CASE("a listener that speaks while it is READY breaks the protocol") {
    dialogue it;
    it.sends = false;
    it.say("READY\n");
    CHECK(it.protocol.state() == listener_state::ready);
    it.say("\n");
    CHECK(it.moves == ready + "READY>UNKNOWN ");
}

TEST_CASE("nothing leads out of UNKNOWN") {
    dialogue it;
    it.say("garbage");
    it.moves.clear();
    it.say("READY\nRESULT 2\nOK");
    CHECK(it.moves.empty());
    CHECK(it.protocol.state() == listener_state::unknown);
}

TEST_CASE("a result of any size is counted and not kept") {
    dialogue it;
    it.say("READY\nRESULT 300000000\nOK");
    const std::string megabyte(1'000'000, 'x');
    for (int i = 0; i < 299; ++i)
        it.say(megabyte);
    CHECK(it.moves == ready);
    it.say(std::string(999'998, 'x') + "READY\n");
    CHECK(it.moves == ready + rejected + ready);
}

TEST_CASE("a result line that does not end is bad") {
    dialogue it;
    it.say("READY\n");
    for (int i = 0; i < 100 && it.protocol.state() == listener_state::busy; ++i)
        it.say(std::string(100, 'x'));
    CHECK(it.protocol.state() == listener_state::unknown);
}

TEST_CASE("every row of the protocol begins in another way") {
    for (const listener_move& a : listener_moves)
        for (const listener_move& b : listener_moves)
            CHECK((&a == &b || a.from != b.from || a.said != b.said));
}
