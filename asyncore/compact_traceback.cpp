#include "asyncore/compact_traceback.hpp"

#include <cassert>
#include <cstdlib>
#include <exception>
#include <memory>

#include <cxxabi.h>

namespace asyncore {

namespace {

void describe(const std::exception_ptr& thrown, std::string& line) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        // What throw_with_nested() throws is of a class of its own, derived from both.
        const auto* nested = dynamic_cast<const std::nested_exception*>(&error);
        std::string name = type_name(typeid(error));
        constexpr std::string_view wrapped = "std::_Nested_exception<";
        if (name.starts_with(wrapped))
            name = name.substr(wrapped.size(), name.size() - 1 - wrapped.size());
        line += name + ": " + error.what();
        if (!nested || !nested->nested_ptr()) return;
        line += "; ";
        describe(nested->nested_ptr(), line);
    } catch (...) {
        const std::type_info* type = abi::__cxa_current_exception_type();
        line += type ? type_name(*type) : "unknown exception";
    }
}

} // namespace

std::string type_name(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : type.name();
}

std::string compact_traceback() {
    const auto now = std::current_exception();
    assert(now);
    std::string line;
    if (now) describe(now, line);
    return line;
}

} // namespace asyncore
