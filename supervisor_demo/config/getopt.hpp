#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace supervisor {

/// One option of a command line: "-c FILE", "--configuration=FILE".
struct option_name {
    char letter = 0;            // 0: none
    std::string_view word = {}; // empty: none
    bool takes_value = false;
    bool whole = false; // the word may not be shortened, and makes no other ambiguous
};

/// The command line is not understood; what() is Python's sentence for it.
struct getopt_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A command line taken apart.
struct parsed_arguments {
    struct option {
        std::string name; // "-c" or "--configuration", whole even if it was shortened
        std::string value;
    };
    std::vector<option> options;        // in the order they were given
    std::vector<std::string> arguments; // from the first one that is no option
};

/// Python's getopt.getopt(): letters may be joined, words shortened to a prefix that fits one
/// option only, and the first argument that is no option ends the options. The libc's getopt_long
/// keeps its place in global variables and cannot tell these errors apart.
///
/// Throws getopt_error.
/// Source: https://docs.python.org/3.11/library/getopt.html
parsed_arguments getopt(const std::vector<std::string>& arguments,
                        const std::vector<option_name>& known);

} // namespace supervisor
