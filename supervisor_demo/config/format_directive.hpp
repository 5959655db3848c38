#pragma once

#include "supervisor_demo/config/name_scope.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace supervisor {

/// One directive of Python's % formatting, between its name and its end: the 02d of
/// %(process_num)02d.
struct format_directive {
    bool left = false;
    bool plus = false;
    bool space = false;
    bool alternate = false;
    bool zero = false;
    int width = 0;
    std::optional<int> precision;
    char conversion = 's';

    /// Throws std::invalid_argument, in Python's words, when the conversion is none. `rest` is the
    /// format from the conversion on, `index` its place in characters.
    void check(std::string_view rest, std::size_t index) const;

    /// The value in this form. Throws std::invalid_argument, in Python's words, when a text is to
    /// be written as a number.
    std::string apply(const named_value& value) const;

    /// Throws std::invalid_argument, in Python's words for a value of this type that the conversion
    /// cannot write.
    [[noreturn]] void refuse(std::string_view type) const;

private:
    std::string pad(std::string sign, std::string body, bool numeric) const;
    std::string whole_number(std::int64_t value) const;
    std::string floating(double value) const;
    std::string apply_to_text(const std::string& value) const;
    std::string written(std::string body) const;
};

} // namespace supervisor
