#include "supervisor_demo/format.hpp"

namespace supervisor {

std::string format_arguments(fmt::string_view text, fmt::format_args arguments) {
    return fmt::vformat(text, arguments);
}

} // namespace supervisor
