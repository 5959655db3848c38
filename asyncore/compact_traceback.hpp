#pragma once

#include <string>
#include <typeinfo>

namespace asyncore {

/// The exception that is being handled, as a line: its type and its message, and after "; " those
/// of each exception nested in it (std::throw_with_nested), the outermost first. Exceptions that
/// are no std::exception are named by their type alone. C++ keeps no trace of the calls; what
/// event was being handled is added by dispatcher::handle_error().
///
///     std::runtime_error: cannot start; std::system_error: bind [::1]:80: Permission denied
///
/// REQUIRES: called in a catch block.
/// Source: CPython's asyncore.compact_traceback.
std::string compact_traceback();

/// The name of a type as it stands in the source.
std::string type_name(const std::type_info& type);

} // namespace asyncore
