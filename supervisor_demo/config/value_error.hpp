#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace supervisor {

/// A value does not have its type. what() is the sentence Supervisor says; plain() says the same
/// of a value named in front of it: "is not a whole number".
class value_error : public std::runtime_error {
public:
    value_error(const std::string& original, std::string plain)
        : std::runtime_error(original), plain_(std::move(plain)) {}

    const std::string& plain() const noexcept { return plain_; }

private:
    std::string plain_;
};

} // namespace supervisor
