#include "supervisor_demo/config/reference.hpp"

#include <cstdio>
#include <string_view>

// config_reference markdown|man [FILE]: writes the reference of every key, to stdout without FILE.
int main(int argc, char** argv) {
    const std::string_view kind = argc == 2 || argc == 3 ? argv[1] : "";
    if (kind != "markdown" && kind != "man") {
        std::fputs("usage: config_reference markdown|man [FILE]\n", stderr);
        return 2;
    }
    const auto text =
        kind == "man" ? supervisor::reference_in_roff() : supervisor::reference_in_markdown();
    std::FILE* file = argc == 3 ? std::fopen(argv[2], "w") : stdout;
    if (file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
        std::fclose(file) == 0)
        return 0;
    std::perror(argc == 3 ? argv[2] : "stdout");
    return 1;
}
