// The terminator machine over every cut of the input and every change of terminator, beside a plain
// one that looks at the whole input a byte at a time.
//
// The input: a script of terminators, then what the peer sends. Of the first byte the lower half is
// the length of the script, the upper the size of pieces. Each terminator that is found, and each
// change between two events, takes the next byte of the script; the last one stays.

#include "asynchat/terminator.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using asynchat::terminator;

struct step {
    std::string ends;      // a string, if it is not empty,
    std::size_t count = 0; // or so many bytes, or nothing
};

step step_of(unsigned char choice) {
    static const std::vector<std::string> strings = {"\n", "\r\n", "\r\n\r\n",  "aab",
                                                     "aa", "abab", "\r\n.\r\n", "aaaaaaaab"};
    if (choice < 128) return {strings[choice % strings.size()], 0};
    if (choice < 250) return {"", static_cast<std::size_t>(choice - 128)};
    return {"", std::size_t{1} << (choice - 240)};
}

terminator terminator_of(const step& s) {
    return s.ends.empty() ? terminator(s.count) : terminator(s.ends);
}

// '|' and the text collected before it, for each terminator found; '?' and what is left in the end:
// collected, or held back.
struct dialogue {
    std::vector<std::string> found;
    std::string collected;
    std::string held;
    bool operator==(const dialogue&) const = default;
};

// By the book: a byte at a time, and nothing remembered but what was collected.
struct plain {
    const std::vector<step>& script;
    std::size_t at = 0;
    step now = script[0];
    std::size_t fresh = 0; // where the terminator in force may begin in what is collected
    dialogue result = {};

    void feed(std::string_view bytes) {
        for (const char c : bytes) {
            result.collected += c;
            bool found = false;
            if (!now.ends.empty()) {
                found = result.collected.size() >= fresh + now.ends.size() &&
                        result.collected.ends_with(now.ends);
                if (found) result.collected.resize(result.collected.size() - now.ends.size());
            } else if (now.count > 0) {
                found = --now.count == 0;
            }
            if (!found) continue;
            result.found.push_back(std::exchange(result.collected, {}));
            fresh = 0;
            // One that is not replaced goes on: a string as it is, a count as nothing.
            if (at + 1 < script.size()) now = script[++at];
        }
    }
    // What may be the beginning of the terminator, the longest there is.
    std::string held() {
        const std::size_t most = std::min(result.collected.size() - fresh, now.ends.size());
        for (std::size_t size = most; size > 0; --size)
            if (size < now.ends.size() && result.collected.ends_with(now.ends.substr(0, size))) {
                const std::size_t kept = result.collected.size() - size;
                std::string beginning = result.collected.substr(kept);
                result.collected.resize(kept);
                return beginning;
            }
        return {};
    }
    // The next terminator, between two events: what was held back is looked at again.
    void change() {
        if (at + 1 == script.size()) return;
        const std::string again = held();
        now = script[++at];
        fresh = result.collected.size();
        feed(again);
    }
};

dialogue expected_of(const std::vector<step>& script, std::string_view input, std::size_t every) {
    plain machine{script};
    while (every > 0 && input.size() > every) {
        machine.feed(input.substr(0, every));
        machine.change();
        input.remove_prefix(every);
    }
    machine.feed(input);
    machine.result.held = machine.held();
    return machine.result;
}

// As async_chat does it, the input arriving in pieces that `next_cut` measures, and the terminator
// changing after every so many bytes besides.
template <class Cut>
dialogue driven(const std::vector<step>& script, std::string_view input, std::size_t every,
                Cut next_cut) {
    dialogue result;
    std::size_t at = 0;
    std::size_t until_change = every > 0 ? every : input.size();
    terminator now = terminator_of(script[0]);
    while (!input.empty()) {
        const std::size_t size =
            std::clamp<std::size_t>(next_cut(), 1, std::min(input.size(), until_change));
        result.held.append(input.substr(0, size));
        input.remove_prefix(size);
        until_change -= size;
        std::string_view rest = result.held;
        while (!rest.empty()) {
            const auto match = now.consume(rest);
            if (match.collect + match.skip > rest.size()) std::abort();
            if (!match.found && match.skip > 0) std::abort();
            result.collected += rest.substr(0, match.collect);
            rest.remove_prefix(match.collect + match.skip);
            if (!match.found) break;
            result.found.push_back(std::exchange(result.collected, {}));
            if (at + 1 < script.size()) now = terminator_of(script[++at]);
        }
        result.held = std::string(rest);
        if (until_change > 0) continue;
        until_change = every;
        if (every > 0 && !input.empty() && at + 1 < script.size())
            now = terminator_of(script[++at]);
    }
    return result;
}

void require(bool condition) {
    if (!condition) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2 || size > 512) return 0;
    const std::size_t length = std::min<std::size_t>((data[0] & 15) + 1, size - 1);
    const std::size_t step_size = data[0] >> 4;
    std::vector<step> script;
    for (std::size_t i = 1; i <= length; ++i)
        script.push_back(step_of(data[i]));
    const std::string_view input(reinterpret_cast<const char*>(data + 1 + length),
                                 size - 1 - length);

    for (const std::size_t every : {std::size_t{0}, step_size + 1, step_size * 5 + 1}) {
        const dialogue expected = expected_of(script, input, every);
        // In two pieces, wherever the cut is; in equal pieces; in pieces as the input itself says.
        for (std::size_t cut = 0; cut <= input.size(); ++cut) {
            bool first = true;
            require(driven(script, input, every, [&] {
                        return std::exchange(first, false) ? cut : input.size();
                    }) == expected);
        }
        require(driven(script, input, every, [&] { return step_size; }) == expected);
        std::size_t at = 0;
        require(driven(script, input, every, [&] {
                    return static_cast<unsigned char>(input[at++ % input.size()]) % 11U;
                }) == expected);
    }
    return 0;
}
