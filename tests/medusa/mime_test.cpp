#include "medusa/mime.hpp"

#include <catch2/catch.hpp>

#include <string>

using medusa::mime_type;

TEST_CASE("the extension of a file tells its type") {
    CHECK(mime_type("index.html") == "text/html");
    CHECK(mime_type("/a.b/STYLE.Css") == "text/css");
    CHECK(mime_type("x.tar.gz") == "application/gzip");
    CHECK(mime_type("7.7z") == "application/x-7z-compressed");
    CHECK(mime_type("a.zst") == "application/zstd");
}

TEST_CASE("a file without a known extension has no type") {
    const std::string name = GENERATE(as<std::string>{}, "", "html", "dir.html/file", "file.",
                                      "file.xyz", "file.averyveryverylongone", ".", "a/");
    CAPTURE(name);
    CHECK(mime_type(name).empty());
}
