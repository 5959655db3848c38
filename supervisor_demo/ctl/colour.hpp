#pragma once

#include "supervisor_demo/ctl/console.hpp"

#include <string>
#include <string_view>

namespace supervisor::ctl {

/// What a colour says.
enum class tone : unsigned char { plain, good, passing, bad, quiet };

/// Of a state's name.
tone tone_of(std::string_view statename) noexcept;

/// The text in its colour, if what is shown may have any. A line of Supervisor's own is painted as
/// a whole: a script at a pseudo-terminal that looks for "cat  RUNNING" finds it.
std::string painted(const console& shown_on, tone how, std::string_view text);

/// "cat: started" or "cat: ERROR (...)", in the colour of how it went.
std::string painted_outcome(const console& shown_on, std::string_view line);

} // namespace supervisor::ctl
