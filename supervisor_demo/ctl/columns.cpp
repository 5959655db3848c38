#include "supervisor_demo/ctl/columns.hpp"

#include <algorithm>

namespace supervisor::ctl {
namespace {

std::vector<std::size_t> column_widths(const std::vector<std::string_view>& words,
                                       std::size_t rows) {
    std::vector<std::size_t> widths((words.size() + rows - 1) / rows);
    for (std::size_t i = 0; i < words.size(); ++i)
        widths[i / rows] = std::max(widths[i / rows], words[i].size());
    return widths;
}

std::size_t line_width(const std::vector<std::size_t>& widths) {
    std::size_t total = 2 * (widths.size() - 1);
    for (const auto width : widths)
        total += width;
    return total;
}

} // namespace

std::string columns(const std::vector<std::string_view>& words, std::size_t width) {
    if (words.empty()) return {};
    std::size_t rows = 1;
    auto widths = column_widths(words, rows);
    while (rows < words.size() && line_width(widths) > width)
        widths = column_widths(words, ++rows);
    // A lone column is not padded.
    if (widths.size() == 1) widths.front() = 0;
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = row; i < words.size(); i += rows) {
            if (i >= rows) text += "  ";
            text += words[i];
            const auto column = widths[i / rows];
            if (words[i].size() < column) text.append(column - words[i].size(), ' ');
        }
        text += '\n';
    }
    return text;
}

} // namespace supervisor::ctl
