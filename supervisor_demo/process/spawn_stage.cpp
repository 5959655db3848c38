#include "supervisor_demo/process/spawn_stage.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>

#include <limits.h>

namespace supervisor {

namespace {

enum class names { nothing, user, directory, program };

struct row {
    spawn_stage stage;
    const char* what;
    names subject;
    const char* because; // null: the name of errno
};

constexpr row rows[] = {
    {spawn_stage::process_group, "make a process group", names::nothing, nullptr},
    {spawn_stage::pipes, "set up the pipes", names::nothing, nullptr},
    {spawn_stage::user_lookup, "setuid to ", names::user, "Can't find uid "},
    {spawn_stage::user_change, "setuid to ", names::user, "Can't drop privilege as nonroot user"},
    {spawn_stage::groups, "setuid to ", names::user, "Could not set groups of effective user"},
    {spawn_stage::group_id, "setuid to ", names::user, "Could not set group id of effective user"},
    {spawn_stage::user_id, "setuid to ", names::user, nullptr},
    {spawn_stage::directory, "chdir to ", names::directory, nullptr},
    {spawn_stage::exec, "exec ", names::program, nullptr},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].stage != static_cast<spawn_stage>(i)) return false;
    return std::size(rows) == static_cast<std::size_t>(spawn_stage::count);
}
static_assert(in_order(), "every stage has its sentence");

// Text into a buffer that does not grow.
struct fixed_text {
    char* at;
    char* end;

    void add(std::string_view text) noexcept {
        const auto fits = std::min(text.size(), static_cast<std::size_t>(end - at));
        std::memcpy(at, text.data(), fits);
        at += fits;
    }
    void add(long number) noexcept {
        char digits[24];
        const auto last = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
        add(std::string_view(digits, static_cast<std::size_t>(last - digits)));
    }
    void add_errno(int error) noexcept {
        if (const char* name = ::strerrorname_np(error))
            add(name);
        else
            add(long{error});
    }
};

} // namespace

std::size_t write_sentence(spawn_failure failure, const spawn_subject& about, char* to,
                           std::size_t size) noexcept {
    const row& said = rows[static_cast<std::size_t>(failure.stage)];
    fixed_text text{to, to + size};
    text.add("couldn't ");
    text.add(said.what);
    if (said.subject == names::user) text.add(long{about.uid});
    if (said.subject == names::directory) text.add(about.directory);
    if (said.subject == names::program) text.add(about.program);
    text.add(": ");
    if (!said.because) {
        text.add_errno(failure.error);
    } else {
        text.add(said.because);
        if (failure.stage == spawn_stage::user_lookup) text.add(long{about.uid});
    }
    return static_cast<std::size_t>(text.at - to);
}

std::string failure_sentence(spawn_failure failure, const spawn_subject& about) {
    char text[PATH_MAX + 128];
    return {text, write_sentence(failure, about, text, sizeof text)};
}

std::string errno_name(int error) {
    const char* name = ::strerrorname_np(error);
    return name ? name : std::to_string(error);
}

} // namespace supervisor
