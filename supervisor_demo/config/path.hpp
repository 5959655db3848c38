#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Paths as text, after Python's os.path. Nothing here follows symbolic links.
namespace supervisor::path {

/// "a" and "b/c" make "a/b/c"; an absolute `name` is taken as it is.
std::string join(std::string_view folder, std::string_view name);

/// What stands before the last slash: "" for a bare name, "/" for "/name".
std::string parent(std::string_view path);

/// Absolute, and without "." , ".." and double slashes. "" is the working directory.
std::string absolute(std::string_view path);

/// "~" and "~user" at the beginning replaced by the home directory, where there is one.
/// `home` is the value of $HOME; without it the user database answers for "~".
std::string expand_user(std::string_view path, const std::optional<std::string>& home);

bool exists(const std::string& path);
bool is_directory(const std::string& path);

/// The whole file, or nothing when it cannot be read; a directory cannot.
std::optional<std::string> read_file(const std::string& path);

} // namespace supervisor::path
