#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace supervisor::ctl {

/// The words in as few lines as fit into `width`, read downwards, each column two spaces from the
/// widest word before it. As Python's cmd.Cmd.columnize lays them out.
std::string columns(const std::vector<std::string_view>& words, std::size_t width);

} // namespace supervisor::ctl
