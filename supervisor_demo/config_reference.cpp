#include "supervisor_demo/config/reference.hpp"

#include <cstdio>
#include <string_view>

// config_reference markdown|man: prints the reference of every key.
int main(int argc, char** argv) {
    const std::string_view kind = argc == 2 ? argv[1] : "";
    if (kind != "markdown" && kind != "man") {
        std::fputs("usage: config_reference markdown|man\n", stderr);
        return 2;
    }
    const auto text =
        kind == "man" ? supervisor::reference_in_roff() : supervisor::reference_in_markdown();
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
