#pragma once

#include <span>
#include <string>
#include <string_view>

namespace supervisor {

/// One key of a section. The readers of the sections may ask for no other (see section_reader), and
/// the reference and the manual page are written from the same rows.
struct config_key {
    std::string_view name;
    std::string_view type;     // as in the reference's list of types
    std::string_view fallback; // as it would be written; empty: none, or `what` says it
    std::string_view what;     // sentences in Markdown, without a line break
};

/// A kind of section and its keys, in the order of the reference.
struct section_keys {
    std::string_view name;              // "supervisord"; "program:x" where a name follows
    std::string_view what;              // what the section is for
    std::span<const config_key> keys;   // its own
    std::string_view and_those_of = {}; // a section whose keys it has too
    bool any_key = false;               // more keys may follow, which are no errors
    bool many = false;                  // "name" and "name:x" both, any number of them

    /// Null when the section has no such key. Its own keys are looked at first.
    const config_key* find(std::string_view key) const;
};

/// Every kind of section, in the order of the reference.
///
/// Source: Supervisor's documentation, "Configuration File"; keys of ours say so.
std::span<const section_keys> key_table();

/// The kind of a section by its full name, "program:cat"; null for one that nobody reads.
const section_keys* find_section_keys(std::string_view section);

/// The key that was most likely meant by one that is not in the table: differs in two letters at
/// most, and is the only one so near. Empty: none.
std::string_view nearest_key(const section_keys& section, std::string_view key);

} // namespace supervisor
