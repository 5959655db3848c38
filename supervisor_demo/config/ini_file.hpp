#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace supervisor {

/// A value and where it was written: the line of its key.
struct ini_value {
    std::string text; // lines of a continued value are joined by "\n"
    std::string file;
    int line = 0;
};

/// What is wrong with the grammar of one file.
struct ini_failure {
    struct bad_line {
        int line;
        std::string text;
        std::string what;
    };
    std::string original;         // Python's words, lines and all
    std::vector<bad_line> lines;  // every one
    bool without_section = false; // the file has text before its first [section]
};

/// The sections of one or more files in INI grammar, exactly as Python's
/// RawConfigParser(strict=False, inline_comment_prefixes=(';', '#')) reads them. Sections of the
/// same name are merged, the last value of a key wins, keys are lower case, [DEFAULT] answers for
/// every section.
///
/// Source: https://docs.python.org/3.11/library/configparser.html#supported-ini-file-structure
class ini_file {
public:
    struct section {
        std::string name;
        std::string file; // where the section was begun
        int line = 0;
        std::vector<std::string> keys; // in order of appearance
        std::map<std::string, ini_value, std::less<>> values;
    };

    /// Adds the content of one file. Lines that are not understood are left out and reported.
    /// REQUIRES: content is UTF-8.
    std::optional<ini_failure> merge(std::string_view content, const std::string& file);

    /// In order of first appearance, without [DEFAULT]. References live until the next merge().
    const std::vector<section>& sections() const { return sections_; }

    const section* find_section(std::string_view name) const;

    /// The value of a key, from the section or from [DEFAULT]; null when neither has it.
    const ini_value* find(const section& owner, std::string_view key) const;

    /// The keys of a section and then those of [DEFAULT].
    std::vector<std::string> keys(const section& owner) const;

    /// Replaces the literal text "%(here)s" in every value by `here`. A value of [DEFAULT] that
    /// holds it becomes a value of each section, so that later files may not change it again.
    void expand_here(const std::string& here);

private:
    section& open_section(std::string_view name, const std::string& file, int line);

    std::vector<section> sections_;
    std::map<std::string, std::size_t, std::less<>> index_; // name -> place in sections_
    section default_{"DEFAULT", {}, 0, {}, {}};
};

} // namespace supervisor
