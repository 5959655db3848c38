#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace supervisor {

/// What a %(name)s may stand for: process_num and numprocs are numbers, all else is text.
using named_value = std::variant<std::string, std::int64_t>;

/// The names that can be expanded in a place of the file. A scope lies within an outer one, whose
/// names it sees and may hide.
/// REQUIRES: the outer scope lives longer.
class name_scope {
public:
    explicit name_scope(const name_scope* outer = nullptr) : outer_(outer) {}

    void set(std::string name, named_value value);

    /// Forgets a name of this scope, which uncovers the outer one's.
    void erase(std::string_view name);

    const named_value* find(std::string_view name) const;

    /// Every name that can be seen from here, sorted.
    std::vector<std::string> names() const;

private:
    const name_scope* outer_;
    std::map<std::string, named_value, std::less<>> values_;
};

} // namespace supervisor
