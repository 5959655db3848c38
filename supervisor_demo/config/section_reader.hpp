#pragma once

#include "supervisor_demo/config/expansion.hpp"
#include "supervisor_demo/config/loading.hpp"
#include "supervisor_demo/config/value_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace supervisor {

/// Reads the values of one section: looked up, expanded, converted. What goes wrong is reported
/// with its place in the file and answered with the fallback, so that reading goes on.
/// REQUIRES: `shared`, the section and the names outlive the reader. The keys asked for are in
/// key_table.hpp; std::logic_error otherwise, as what is read must be in the reference.
class section_reader {
public:
    /// `suffix` is what Supervisor appends to its sentence about this section.
    section_reader(loading& shared, const ini_file::section& section, const name_scope& names,
                   std::string suffix = {})
        : shared_(shared), section_(section), names_(names), suffix_(std::move(suffix)) {}

    const std::string& name() const { return section_.name; }

    bool has(std::string_view key) const { return raw(key) != nullptr; }

    /// The value as it is written; null when the key is not there.
    const ini_value* raw(std::string_view key) const;

    /// The expanded value; nothing when the key is not there or cannot be expanded.
    std::optional<std::string> text(std::string_view key) const {
        return get(key, std::optional<std::string>{},
                   [](std::string value) { return std::optional(std::move(value)); });
    }

    /// The value as `convert(text)` makes it of the expanded text; `fallback` when there is none.
    template <class T, class Convert>
    T get(std::string_view key, T fallback, Convert convert) const {
        const ini_value* value = raw(key);
        if (value == nullptr) return fallback;
        try {
            return convert(expand(value->text, names_, section_.name + "." + std::string(key)));
        } catch (const value_error& error) {
            report(error, key);
            return fallback;
        }
    }

    /// Reports an error in the value of a key.
    void report(const value_error& error, std::string_view key) const;

    /// Reports an error under another sentence than its own.
    void report(const std::string& original, const std::string& plain, std::string_view key) const;

private:
    loading& shared_;
    const ini_file::section& section_;
    const name_scope& names_;
    std::string suffix_;
};

} // namespace supervisor
