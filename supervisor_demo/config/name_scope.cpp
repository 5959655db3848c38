#include "supervisor_demo/config/name_scope.hpp"

#include <set>

namespace supervisor {

void name_scope::set(std::string name, named_value value) {
    values_.insert_or_assign(std::move(name), std::move(value));
}

void name_scope::erase(std::string_view name) {
    if (const auto found = values_.find(name); found != values_.end()) values_.erase(found);
}

const named_value* name_scope::find(std::string_view name) const {
    for (const name_scope* scope = this; scope != nullptr; scope = scope->outer_)
        if (const auto found = scope->values_.find(name); found != scope->values_.end())
            return &found->second;
    return nullptr;
}

std::vector<std::string> name_scope::names() const {
    std::set<std::string> all;
    for (const name_scope* scope = this; scope != nullptr; scope = scope->outer_)
        for (const auto& [name, value] : scope->values_)
            all.insert(name);
    return {all.begin(), all.end()};
}

} // namespace supervisor
