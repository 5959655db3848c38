#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <grp.h>
#include <pwd.h>

namespace supervisor::datatypes {
namespace {

std::optional<std::int64_t> as_number(std::string_view s) {
    try {
        return integer(s);
    } catch (const value_error&) {
        return std::nullopt;
    }
}

template <class Id>
bool fits(std::int64_t number) {
    return number >= 0 && static_cast<std::uint64_t>(number) < static_cast<Id>(-1);
}

} // namespace

uid_t name_to_uid(std::string_view s) {
    if (const auto number = as_number(s)) {
        if (fits<uid_t>(*number) && ::getpwuid(static_cast<uid_t>(*number)) != nullptr)
            return static_cast<uid_t>(*number);
        throw value_error(format("Invalid user id {}", s), "is not the number of a user");
    }
    if (const passwd* user = ::getpwnam(std::string(s).c_str())) return user->pw_uid;
    throw value_error(format("Invalid user name {}", s), "is not the name of a user");
}

gid_t name_to_gid(std::string_view s) {
    if (const auto number = as_number(s)) {
        if (fits<gid_t>(*number) && ::getgrgid(static_cast<gid_t>(*number)) != nullptr)
            return static_cast<gid_t>(*number);
        throw value_error(format("Invalid group id {}", s), "is not the number of a group");
    }
    if (const group* found = ::getgrnam(std::string(s).c_str())) return found->gr_gid;
    throw value_error(format("Invalid group name {}", s), "is not the name of a group");
}

owner user_and_group(std::string_view s) {
    const auto colon = s.find(':');
    try {
        owner found{name_to_uid(s.substr(0, colon)), std::nullopt};
        if (colon != s.npos) found.gid = name_to_gid(s.substr(colon + 1));
        return found;
    } catch (const value_error& error) {
        throw value_error(format("Invalid user:group definition {}", s),
                          "is not user:group, a part of it " + error.plain());
    }
}

} // namespace supervisor::datatypes
