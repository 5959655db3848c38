#pragma once

#include <string_view>

namespace supervisor {

/// The files the pages refer to.
extern const std::string_view style_sheet;
extern const std::string_view icon_svg;

} // namespace supervisor
