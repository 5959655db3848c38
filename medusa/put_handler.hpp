#pragma once

#include "medusa/filesystem.hpp"
#include "medusa/handler.hpp"
#include "medusa/upload_tree.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace medusa {

/// Uploads: PUT of a file into a tree, and DELETE where that is allowed (RFC 9110 9.3.4, 9.3.5).
///
/// A body goes to a temporary file as it arrives, and takes the place of the file when all of it is
/// there: whoever looks sees the old file or the new one, and one whose upload breaks off leaves
/// nothing behind. The answer is 201 for a new file and 204 for one that was replaced, with the new
/// ETag. Writing is write(2) from the loop: a disk that stalls stalls the server.
///
///     409  the folder is not there, or a folder stands at the path
///     403  a path that names no file of the tree, or may not be written
///     404  nothing to delete        412  a condition does not hold
///     413  too long                 507  no room
///     400  a part of a file (Content-Range), which would replace the whole
///
/// If-Match (strong ETags or *), If-None-Match (ETags or *) and If-Unmodified-Since are looked at
/// before the body is read, and again when it is there: of many that create a file under
/// If-None-Match: * one alone gets 201.
///
/// Anyone may write who reaches it: wrap it in an auth_handler. Temporary files that a crash leaves
/// behind begin with upload_tree::temporary_prefix.
class put_handler : public handler {
public:
    /// What stands under `prefix`, "/files", goes into the tree at `root`. Requests of other
    /// methods go to `inner`, if there is one and it matches, so that files can be fetched where
    /// they were put; a default_handler may show the old one for its file_settings::cache_valid.
    /// Throws std::system_error when `root` is not a directory.
    put_handler(std::string prefix, const std::string& root,
                std::shared_ptr<handler> inner = nullptr);

    /// The longest file taken, in bytes; the server's limits.max_body holds beside it.
    std::size_t max_file = 64 * 1024 * 1024;
    /// Whether DELETE is a method here.
    bool allow_delete = false;
    /// Whether an upload is on the disk before it is answered. Waits for the disk.
    bool to_disk = false;

    bool match(const http_request& request) override;
    void handle_head(const std::shared_ptr<http_request>& request) override;
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::size_t max_body(const http_request& request) override;
    std::string_view methods(const http_request& request) override;

private:
    struct upload;

    bool is_ours(const http_request& request) const;
    std::string_view path_of(const http_request& request) const;
    /// Whether the conditions hold; the request has been answered when not.
    bool holds(http_request& request) const;
    std::unique_ptr<upload> begin(http_request& request) const;
    void finish(http_request& request, upload& whole) const;
    void remove(http_request& request) const;

    std::string prefix_; // without a slash at its end
    os_filesystem files_;
    upload_tree tree_;
    std::shared_ptr<handler> inner_;
    std::string methods_;
};

} // namespace medusa
