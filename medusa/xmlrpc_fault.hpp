#pragma once

#include <exception>
#include <string>
#include <utility>

namespace medusa {

/// The answer of a method that says no: a number of the API and its text. Thrown by the method,
/// sent as <fault>; thrown again where a client reads it.
class xmlrpc_fault : public std::exception {
public:
    xmlrpc_fault(int code, std::string text) : code_(code), text_(std::move(text)) {}

    int code() const noexcept { return code_; }
    const std::string& text() const noexcept { return text_; }
    const char* what() const noexcept override { return text_.c_str(); }

private:
    int code_;
    std::string text_;
};

} // namespace medusa
