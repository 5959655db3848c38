#include "supervisor_demo/ctl/character_width.hpp"

#include "supervisor_demo/config/text.hpp"

#include <algorithm>
#include <cstdint>

namespace supervisor::ctl {
namespace {

struct range {
    std::uint32_t first;
    std::uint32_t last;
    bool holds(std::uint32_t code_point) const { return first <= code_point && code_point <= last; }
};

constexpr range of_no_width[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},
                                 {0x64b, 0x65f},   {0x200b, 0x200f}, {0x20d0, 0x20ff},
                                 {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
constexpr range of_two[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97f}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}};

std::uint32_t code_point(std::string_view character) noexcept {
    const auto lead = static_cast<unsigned char>(character.front());
    if (character.size() == 1) return lead;
    std::uint32_t value = lead & (0x7fU >> character.size());
    for (const char next : character.substr(1))
        value = value << 6 | (static_cast<unsigned char>(next) & 0x3fU);
    return value;
}

bool is_in(const auto& ranges, std::uint32_t value) noexcept {
    return std::ranges::any_of(ranges, [&](const range& one) { return one.holds(value); });
}

} // namespace

std::size_t character_width(std::string_view character) noexcept {
    const auto value = code_point(character);
    return is_in(of_no_width, value) ? 0 : is_in(of_two, value) ? 2 : 1;
}

std::size_t text_width(std::string_view text) noexcept {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto size = std::min(text::character_size(text.front()), text.size());
        width += character_width(text.substr(0, size));
        text.remove_prefix(size);
    }
    return width;
}

} // namespace supervisor::ctl
