#include "supervisor_demo/config/ini_file.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>

namespace supervisor {
namespace {

/// The lines of a text, each with the "\n" it ends in; "\r\n" and "\r" count as "\n".
class line_reader {
public:
    explicit line_reader(std::string_view content) : rest_(content) {}

    bool next(std::string& line) {
        if (rest_.empty()) return false;
        const auto end = std::min(rest_.find_first_of("\r\n"), rest_.size());
        line = rest_.substr(0, end);
        rest_.remove_prefix(end);
        if (rest_.empty()) return true;
        line += '\n';
        rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
        return true;
    }

private:
    std::string_view rest_;
};

// Where an inline comment begins, or npos. The two prefixes are looked for in rounds, the next
// occurrence of each per round, and the first round that finds a comment ends the search: an
// occurrence of the other prefix further left may so be missed, as it is by Python.
std::size_t inline_comment(std::string_view line) {
    std::size_t semicolon = line.find(';');
    std::size_t hash = line.find('#');
    while (semicolon != line.npos || hash != line.npos) {
        std::size_t begin = line.npos;
        for (const auto at : {semicolon, hash})
            if (at != line.npos && (at == 0 || text::trailing_space(line.substr(0, at)) != 0))
                begin = std::min(begin, at);
        if (begin != line.npos) return begin;
        if (semicolon != line.npos) semicolon = line.find(';', semicolon + 1);
        if (hash != line.npos) hash = line.find('#', hash + 1);
    }
    return line.npos;
}

std::size_t comment_begin(std::string_view line) {
    const auto stripped = text::strip(line);
    if (stripped.starts_with(';') || stripped.starts_with('#')) return 0;
    return inline_comment(line);
}

std::size_t indent_of(std::string_view line) {
    std::size_t indent = 0;
    while (const auto size = text::leading_space(line)) {
        line.remove_prefix(size);
        ++indent;
    }
    return indent;
}

// "[name]" and anything after the last "]".
std::optional<std::string_view> section_header(std::string_view line) {
    const auto end = line.rfind(']');
    if (!line.starts_with('[') || end == line.npos || end < 2) return std::nullopt;
    return line.substr(1, end - 1);
}

} // namespace

ini_file::section& ini_file::open_section(std::string_view name, const std::string& file,
                                          int line) {
    if (name == default_.name) return default_;
    const auto [place, is_new] = index_.try_emplace(std::string(name), sections_.size());
    if (!is_new) return sections_[place->second];
    return sections_.emplace_back(section{std::string(name), file, line, {}, {}});
}

std::optional<ini_failure> ini_file::merge(std::string_view content, const std::string& file) {
    std::optional<ini_failure> failure;
    section* current = nullptr;
    // Values are nodes of maps: a pointer to one stays good while sections are added.
    ini_value* open_value = nullptr; // the one a deeper line continues
    std::vector<ini_value*> added;
    std::size_t indent = 0;
    std::string line;
    line_reader lines(content);
    const auto bad_line = [&](int number, std::string_view what) {
        if (!failure)
            failure = ini_failure{"Source contains parsing errors: " + text::repr(file), {}, false};
        if (!failure->without_section)
            failure->original += format("\n\t[line {:2}]: {}", number, text::repr(line));
        failure->lines.push_back({number, std::string(text::strip(line)), std::string(what)});
    };

    for (int number = 1; lines.next(line); ++number) {
        const auto comment = comment_begin(line);
        const auto value = text::strip(std::string_view(line).substr(0, comment));
        if (value.empty()) {
            if (comment == line.npos && open_value != nullptr) open_value->text += '\n';
            continue;
        }
        const auto line_indent = indent_of(line);
        if (open_value != nullptr && line_indent > indent) {
            open_value->text.append("\n").append(value);
            continue;
        }
        indent = line_indent;
        if (const auto name = section_header(value)) {
            current = &open_section(*name, file, number);
            open_value = nullptr;
        } else if (current == nullptr) {
            if (failure) continue; // one complaint about the lines before the first section
            failure = ini_failure{format("File contains no section headers.\n"
                                         "file: {}, line: {}\n{}",
                                         text::repr(file), number, text::repr(line)),
                                  {},
                                  true};
            failure->lines.push_back(
                {number, std::string(value), "stands before the first [section]"});
        } else if (const auto delimiter = value.find_first_of("=:"); delimiter == value.npos) {
            bad_line(number, "is neither a [section] nor key=value");
        } else if (const auto key = text::lower(text::rstrip(value.substr(0, delimiter)));
                   key.empty()) {
            bad_line(number, "has no key before the delimiter");
            open_value = nullptr;
        } else {
            auto [entry, is_new] = current->values.try_emplace(key);
            if (is_new) current->keys.push_back(key);
            entry->second = {std::string(text::strip(value.substr(delimiter + 1))), file, number};
            open_value = &entry->second;
            added.push_back(open_value);
        }
    }
    for (ini_value* value : added)
        value->text.resize(text::rstrip(value->text).size());
    return failure;
}

const ini_file::section* ini_file::find_section(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : &sections_[found->second];
}

const ini_value* ini_file::find(const section& owner, std::string_view key) const {
    if (const auto own = owner.values.find(key); own != owner.values.end()) return &own->second;
    const auto shared = default_.values.find(key);
    return shared == default_.values.end() ? nullptr : &shared->second;
}

std::vector<std::string> ini_file::keys(const section& owner) const {
    auto all = owner.keys;
    for (const auto& key : default_.keys)
        if (!owner.values.contains(key)) all.push_back(key);
    return all;
}

void ini_file::expand_here(const std::string& here) {
    constexpr std::string_view pattern = "%(here)s";
    for (auto& owner : sections_) {
        for (const auto& key : default_.keys) {
            const auto& shared = default_.values.find(key)->second;
            if (shared.text.find(pattern) == shared.text.npos) continue;
            if (owner.values.try_emplace(key, shared).second) owner.keys.push_back(key);
        }
        for (auto& [key, value] : owner.values)
            value.text = text::replace_all(std::move(value.text), pattern, here);
    }
}

} // namespace supervisor
