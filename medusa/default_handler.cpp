#include "medusa/default_handler.hpp"

#include "medusa/directory_page.hpp"
#include "medusa/file_answer.hpp"
#include "medusa/http_request.hpp"
#include "medusa/percent.hpp"
#include "medusa/static_files.hpp"

#include <string>
#include <utility>

namespace medusa {

namespace {

void redirect_to_slash(http_request& request) {
    std::string path = request.path();
    path.erase(0, path.find_first_not_of('/') - 1); // two slashes in front would name another host
    std::string location = percent_encode(path) + "/";
    if (!request.query().empty()) location.append("?").append(request.query());
    request.reply().set("Location", location);
    request.error(301);
}

} // namespace

default_handler::default_handler(os_filesystem files, file_settings set)
    : files_(std::make_unique<static_files>(std::move(files), std::move(set))) {}

default_handler::~default_handler() = default;

void default_handler::handle_request(const std::shared_ptr<http_request>& request) {
    const std::string& path = request->path();
    if (path.ends_with('/')) {
        answer_for_directory(*request);
        return;
    }
    const auto found = files_->find(path);
    if (found.file)
        answer_with_file(*request, found.file, files_->settings());
    else if (found.is_directory)
        redirect_to_slash(*request);
    else
        request->error(404);
}

void default_handler::answer_for_directory(http_request& request) {
    const file_settings& set = files_->settings();
    for (const std::string& name : set.index_files) {
        const auto found = files_->find(request.path() + name);
        if (!found.file) continue;
        answer_with_file(request, found.file, set);
        return;
    }
    if (set.directory_pages) {
        if (const auto entries = files_->tree().list(request.path(), set.max_names)) {
            request.reply().set("Content-Type", "text/html; charset=utf-8");
            request.reply().set("X-Content-Type-Options", "nosniff");
            request.push(directory_page(request.path(), *entries));
            request.done();
            return;
        }
    }
    request.error(404);
}

} // namespace medusa
