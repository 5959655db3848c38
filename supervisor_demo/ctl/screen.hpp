#pragma once

#include "supervisor_demo/ctl/tty_mode.hpp"

#include <string>
#include <vector>

namespace supervisor::ctl {

/// A terminal, which is standard input and output, taken over as a whole: what was on it comes back
/// when this ends, or a signal ends the program. Keys come as they are pressed and are not shown.
/// At most one at a time.
class screen {
public:
    screen();

    struct size {
        std::size_t rows;
        std::size_t columns;
    };
    static size window() noexcept;

    /// Shows the lines from the top, and nothing below them. Those beyond the window are left out.
    /// REQUIRES: each is empty or as wide as the window.
    void draw(const std::vector<std::string>& lines);

private:
    tty_mode mode_;
};

} // namespace supervisor::ctl
