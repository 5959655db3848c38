#include "medusa/callback_handler.hpp"

#include "medusa/http_request.hpp"

#include <stdexcept>
#include <utility>

namespace medusa {

callback_handler::callback_handler(std::string path, function call, std::string methods,
                                   std::size_t max_body)
    : path_(std::move(path)),
      call_(std::move(call)),
      methods_(std::move(methods)),
      max_body_(max_body) {
    if (!path_.starts_with('/')) throw std::invalid_argument("a path without a slash: " + path_);
    if (!call_) throw std::invalid_argument("no function for " + path_);
    prefix_ = path_.ends_with('*');
    if (prefix_) path_.pop_back();
}

bool callback_handler::match(const http_request& request) {
    return prefix_ ? request.path().starts_with(path_) : request.path() == path_;
}

} // namespace medusa
