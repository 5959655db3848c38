#pragma once

#include "medusa/file_settings.hpp"
#include "medusa/filesystem.hpp"
#include "medusa/handler.hpp"

#include <memory>
#include <string_view>

namespace medusa {

class http_request;
class static_files;

/// Static files: GET and HEAD of what lies in a tree.
///
///     auto files = std::make_shared<medusa::default_handler>(medusa::os_filesystem("/srv/www"));
///     server->install_handler(files, true);
///
/// Matches every request, so it belongs behind the others. Another method gets 405; what is not
/// there, or may not be seen, gets 404. A directory is answered with its index file, or a page of
/// its names where that is wanted; without the slash at its end, with a redirect to there.
///
/// Each file has a strong ETag and a Last-Modified, and conditions on both are looked at in the
/// order of RFC 9110 13.2.2. Ranges (14) are answered singly and as multipart/byteranges; see
/// byte_ranges.hpp for which are not. A HEAD is answered as the GET without ranges would be.
///
/// For clients that take gzip there may be a file beside it, or it is compressed; see
/// file_settings. What can be had in both ways says so with Vary, and each has an ETag of its own.
/// A file beside it has ranges; what is compressed here has a weak ETag, as another version of zlib
/// makes other bytes, and no ranges. A client that refuses every coding there is gets 406.
///
/// Small files are held ready to be sent, and looked at again at most once in `cache_valid`; large
/// ones are sent by the kernel (sendfile(2)) where there is no TLS. Files should be replaced by
/// rename(2): one that gets shorter while it is sent ends its connection.
/// Source: medusa's default_handler.
class default_handler : public handler {
public:
    explicit default_handler(os_filesystem files, file_settings set = {});
    ~default_handler() override;

    bool match(const http_request&) override { return true; }
    void handle_request(const std::shared_ptr<http_request>& request) override;
    std::string_view methods(const http_request&) override { return "GET, HEAD"; }

private:
    void answer_for_directory(http_request& request);

    std::unique_ptr<static_files> files_;
};

} // namespace medusa
