#pragma once

#include <fmt/core.h>

#include <string>

namespace supervisor {

/// Internal: used by format(). {fmt}'s own code is compiled into this function's file and nowhere
/// else: the shared library would bring the shared libstdc++ with it, and a megabyte of memory.
std::string format_arguments(fmt::string_view text, fmt::format_args arguments);

/// fmt::format: "{}" for each argument, checked against them at compile time.
template <class... Arguments>
std::string format(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    return format_arguments(text, fmt::make_format_args(arguments...));
}

} // namespace supervisor
