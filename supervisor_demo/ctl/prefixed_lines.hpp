#pragma once

#include <string>
#include <string_view>

namespace supervisor::ctl {

/// A name before each line of what comes in pieces. A line is shown when it is whole, so that those
/// of several programs do not mix; one that grows too long is broken.
class prefixed_lines {
public:
    static constexpr std::size_t max_line = 64 * 1024;

    explicit prefixed_lines(std::string prefix) : prefix_(std::move(prefix)) {}

    /// The lines that the piece completes.
    std::string add(std::string_view piece);

    /// The line that was begun and has no end yet, if any.
    std::string rest();

private:
    std::string prefix_;
    std::string begun_;
};

} // namespace supervisor::ctl
