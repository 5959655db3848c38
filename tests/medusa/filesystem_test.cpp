#include "medusa/directory_page.hpp"
#include "medusa/filesystem.hpp"
#include "medusa/open_beneath.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <future>
#include <string>

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

using Catch::Contains;
using medusa::os_filesystem;
using links = os_filesystem::links;

namespace {

std::string content(const std::optional<medusa::opened_file>& file) {
    if (!file) return "none";
    if (file->status.is_directory) return "directory";
    char text[100];
    const ssize_t size = ::read(file->fd.get(), text, sizeof text);
    return std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0);
}

// A tree with an outside, and a way to it of every kind.
struct tree {
    temp_dir dir;
    std::string root = dir / "root";

    tree() {
        std::filesystem::create_directories(root + "/sub/deep");
        std::filesystem::create_directories(dir / "outside");
        dir.put("secret", "secret");
        dir.put("outside/file", "secret");
        dir.put("root/file", "file");
        dir.put("root/sub/file", "in sub");
        dir.put("root/a\\b", "backslash");
        dir.put("root/.hidden", "hidden");
        link("file", "link");
        link("../file", "sub/up");
        link("sub", "sub_link");
        link("../secret", "out");
        link("../outside", "out_dir");
        link("sub/../../secret", "out_through_sub");
        link(dir / "secret", "absolute");
        link(root + "/file", "absolute_in");
        link("/proc/self/root/" + (dir / "secret"), "magic");
        link("loop", "loop");
        link("none", "dangling");
        REQUIRE(::mkfifo((root + "/fifo").c_str(), 0666) == 0);
    }
    void link(const std::string& to, const std::string& name) const {
        std::filesystem::create_symlink(to, root + "/" + name);
    }
    std::string read(const std::string& path, links follow = links::beneath) const {
        return content(os_filesystem(root, {.follow = follow}).open(path));
    }
};

} // namespace

TEST_CASE("no path leaves the root", "[filesystem]") {
    const tree it;
    CHECK(it.read("/file") == "file");
    CHECK(it.read("file") == "file");
    CHECK(it.read("//sub//./file") == "in sub");
    CHECK(it.read("/") == "directory");
    CHECK(it.read("") == "directory");
    CHECK(it.read("/sub/") == "directory");
    for (const links follow : {links::beneath, links::never, links::anywhere}) {
        for (const std::string path :
             {"/../secret", "/..", "/sub/../file", "/sub/../../secret", "/sub/..", "..",
              "/./../secret", "/file/", "/file/x", "/none", "/a\\b", "/..\\secret", "/loop",
              "/dangling", "/fifo"}) {
            CAPTURE(path, static_cast<int>(follow));
            CHECK(it.read(path, follow) == "none");
        }
        CHECK(it.read(std::string("/file\0", 6), follow) == "none");
        CHECK(it.read(std::string("/file\0.html", 11), follow) == "none");
        CHECK(it.read(std::string(5000, 'x'), follow) == "none");
    }
}

TEST_CASE("links are followed as far as they may be", "[filesystem]") {
    const tree it;
    struct row {
        std::string path, beneath, never, anywhere;
    };
    const row rows[] = {
        {"/link", "file", "none", "file"},
        {"/sub/up", "file", "none", "file"},
        {"/sub_link/file", "in sub", "none", "in sub"},
        {"/sub_link", "directory", "none", "directory"},
        {"/out", "none", "none", "secret"},
        {"/out_dir/file", "none", "none", "secret"},
        {"/out_through_sub", "none", "none", "secret"},
        {"/absolute", "none", "none", "secret"},
        {"/absolute_in", "none", "none", "file"},
        {"/magic", "none", "none", "secret"},
    };
    for (const row& each : rows) {
        CAPTURE(each.path);
        CHECK(it.read(each.path, links::beneath) == each.beneath);
        CHECK(it.read(each.path, links::never) == each.never);
        CHECK(it.read(each.path, links::anywhere) == each.anywhere);
    }
}

TEST_CASE("without openat2 a path is walked through no link", "[filesystem]") {
    const tree it;
    const asyncore::unique_fd root(::open(it.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const auto walk = [&](const std::string& path) {
        asyncore::unique_fd fd = medusa::walk_beneath(root.get(), path, O_RDONLY | O_NONBLOCK);
        if (!fd) return std::string("none");
        medusa::opened_file file;
        struct stat status {};
        ::fstat(fd.get(), &status);
        file.status.is_directory = S_ISDIR(status.st_mode);
        file.fd = std::move(fd);
        return content(std::move(file));
    };
    CHECK(walk("file") == "file");
    CHECK(walk("sub/file") == "in sub");
    CHECK(walk("sub//./file") == "in sub");
    CHECK(walk(".") == "directory");
    CHECK(walk("sub/") == "directory");
    for (const char* path : {"link", "sub/up", "sub_link/file", "out", "out_dir/file", "absolute",
                             "magic", "none", "file/", "file/x", "sub_link"}) {
        CAPTURE(path);
        CHECK(walk(path) == "none");
    }
}

TEST_CASE("names that begin with a dot are hidden but for the well-known", "[filesystem]") {
    const tree it;
    it.dir.put("root/sub/.git", "hidden");
    std::filesystem::create_directories(it.root + "/.well-known/.deep");
    std::filesystem::create_directories(it.root + "/sub/.well-known");
    it.dir.put("root/.well-known/security.txt", "contact");
    it.dir.put("root/.well-known/.deep/x", "hidden");
    it.dir.put("root/sub/.well-known/x", "hidden");
    const os_filesystem shut(it.root);
    const os_filesystem open(it.root, {.dotfiles = true});
    for (const char* path :
         {"/.hidden", "/sub/.git", "/.well-known/.deep/x", "/sub/.well-known/x"}) {
        CAPTURE(path);
        CHECK(content(shut.open(path)) == "none");
        CHECK(content(open.open(path)) == "hidden");
    }
    CHECK(content(shut.open("/.well-known/security.txt")) == "contact");
    CHECK(content(shut.open("/.well-known")) == "directory");
    CHECK(content(open.open("/../secret")) == "none");
}

TEST_CASE("a fifo and a device are not even opened", "[filesystem]") {
    const tree it;
    const asyncore::unique_fd opens(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    const auto watch = [&](const std::string& name) {
        REQUIRE(::inotify_add_watch(opens.get(), (it.root + name).c_str(), IN_OPEN) >= 0);
    };
    const auto was_opened = [&] {
        alignas(inotify_event) char events[4096];
        return ::read(opens.get(), events, sizeof events) > 0;
    };
    const os_filesystem files(it.root);
    watch("/fifo");
    CHECK_FALSE(files.open("/fifo"));
    CHECK_FALSE(was_opened());
    watch("/file");
    CHECK(files.open("/file"));
    CHECK(was_opened());
    const os_filesystem devices("/dev");
    CHECK_FALSE(devices.open("/null"));
    CHECK_FALSE(devices.status("/null"));
}

TEST_CASE("a root that is no directory is refused", "[filesystem]") {
    const tree it;
    CHECK_THROWS_AS(os_filesystem(it.root + "/none"), std::system_error);
    CHECK_THROWS_AS(os_filesystem(it.root + "/file"), std::system_error);
}

TEST_CASE("the tag of a file changes with its content, size, time and place", "[filesystem]") {
    const temp_dir dir;
    const os_filesystem files(dir.path());
    const auto tag = [&](const std::string& name) { return files.status(name)->etag(); };
    dir.put("a", "one");
    const std::string first = tag("/a");
    CHECK(first.front() == '"');
    CHECK(first.back() == '"');
    CHECK(tag("/a") == first);
    dir.put("a", "longer");
    const std::string longer = tag("/a");
    CHECK(longer != first);
    const timespec times[2] = {{0, UTIME_OMIT}, {1'000'000'000, 1}};
    REQUIRE(::utimensat(AT_FDCWD, (dir / "a").c_str(), times, 0) == 0);
    const std::string then = tag("/a");
    CHECK(then != longer);
    CHECK(files.status("/a")->modified().time_since_epoch().count() == 1'000'000'000);
    dir.put("b", "longer");
    REQUIRE(::utimensat(AT_FDCWD, (dir / "b").c_str(), times, 0) == 0);
    CHECK(tag("/b") != then);
}

TEST_CASE("a directory lists what may be seen of it", "[filesystem]") {
    const tree it;
    const auto names = [&](const std::string& path, links follow, std::size_t most = 100) {
        const auto list = os_filesystem(it.root, {.follow = follow}).list(path, most);
        if (!list) return std::string("none");
        std::string all;
        for (const auto& one : list->entries)
            all += one.name + (one.status.is_directory ? "/ " : " ");
        return all + (list->cut_short ? "..." : "");
    };
    CHECK(names("/", links::beneath) == "sub/ sub_link/ file link ");
    CHECK(names("/", links::never) == "sub/ file ");
    CHECK(names("/sub", links::never) == "deep/ file ");
    CHECK(names("/sub/deep/", links::never).empty());
    CHECK(names("/file", links::never) == "none");
    CHECK(names("/out_dir", links::beneath) == "none");
    CHECK(names("/..", links::anywhere) == "none");
    CHECK(names("/", links::never, 2) == "sub/ file ");
    CHECK_THAT(names("/", links::never, 1), Catch::EndsWith("..."));
}

TEST_CASE("a directory's page escapes every name", "[directory_page]") {
    medusa::directory_entries found;
    const auto add = [&](const std::string& name, bool is_directory, std::uint64_t size) {
        found.entries.push_back({name, {}});
        found.entries.back().status.is_directory = is_directory;
        found.entries.back().status.size = size;
        found.entries.back().status.modified_ns = 784111777'000000000;
    };
    add("sub \"x\"", true, 4096);
    add("<script>alert('&')</script>", false, 17);
    add("javascript:alert(1)", false, 1);
    add("a?b#c%20", false, 2);
    add("bad\xff", false, 3);
    const std::string page = medusa::directory_page("/<b>/", found);
    CHECK_THAT(page, !Contains("<script>") && !Contains("<b>"));
    CHECK_THAT(page,
               Contains("<title>&lt;b&gt;/</title>") || Contains("<title>/&lt;b&gt;/</title>"));
    CHECK_THAT(page, Contains("<a href=\"./sub%20%22x%22/\">sub &quot;x&quot;/</a><td><td>"));
    CHECK_THAT(page, Contains("\">&lt;script&gt;alert("));
    CHECK_THAT(page, Contains("<a href=\"./javascript%3Aalert%281%29\">"));
    CHECK_THAT(page,
               Contains("<a href=\"./a%3Fb%23c%2520\">a?b#c%20</a><td>2<td>1994-11-06 08:49:37"));
    CHECK_THAT(page, Contains("<a href=\"./bad%FF\">bad\xEF\xBF\xBD</a>"));
    CHECK_THAT(page, Contains("href=\"../\""));
    CHECK_THAT(page, !Contains("There are more"));
    found.cut_short = true;
    CHECK_THAT(medusa::directory_page("/", found), Contains("There are more") && !Contains("../"));
}
