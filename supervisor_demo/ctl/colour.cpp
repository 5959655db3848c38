#include "supervisor_demo/ctl/colour.hpp"

#include <array>

namespace supervisor::ctl {
namespace {

struct state_tone {
    std::string_view statename;
    tone how;
};

constexpr std::array<state_tone, 8> tones{{
    {"STOPPED", tone::quiet},
    {"STARTING", tone::passing},
    {"RUNNING", tone::good},
    {"BACKOFF", tone::bad},
    {"STOPPING", tone::passing},
    {"EXITED", tone::quiet},
    {"FATAL", tone::bad},
    {"UNKNOWN", tone::bad},
}};

// Source: ECMA-48, 8.3.117 "Select graphic rendition".
std::string_view code(tone how) noexcept {
    switch (how) {
    case tone::good:
        return "\33[32m";
    case tone::passing:
        return "\33[33m";
    case tone::bad:
        return "\33[31m";
    case tone::quiet:
        return "\33[2m";
    case tone::plain:
        break;
    }
    return {};
}

} // namespace

tone tone_of(std::string_view statename) noexcept {
    for (const auto& one : tones)
        if (one.statename == statename) return one.how;
    return tone::plain;
}

std::string painted(const console& shown_on, tone how, std::string_view text) {
    if (!shown_on.has_colours() || how == tone::plain) return std::string(text);
    return std::string(code(how)).append(text).append("\33[0m");
}

std::string painted_outcome(const console& shown_on, std::string_view line) {
    const bool failed = line.find(": ERROR (") != line.npos;
    return painted(shown_on, failed ? tone::bad : tone::good, line);
}

} // namespace supervisor::ctl
