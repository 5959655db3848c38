#include "supervisor_demo/config/findings.hpp"

#include <algorithm>

namespace supervisor {

void findings::add(const std::string& original, finding found) {
    if (!original_) original_ = original;
    if (std::find(all_.begin(), all_.end(), found) == all_.end()) all_.push_back(std::move(found));
}

void findings::throw_if_any() const {
    if (original_) throw config_error(*original_, all_);
}

} // namespace supervisor
