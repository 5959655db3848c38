#include "supervisor_demo/web/asset_handler.hpp"

#include "medusa/content_coding.hpp"
#include "medusa/http_request.hpp"
#include "supervisor_demo/web/assets.hpp"

#include <algorithm>
#include <string_view>

namespace supervisor {

namespace {

constexpr std::string_view prefix = "/assets/";

} // namespace

const asset* find_asset(std::string_view name) {
    const auto found = std::ranges::find(assets, name, &asset::name);
    return found == assets.end() ? nullptr : &*found;
}

bool asset_handler::match(const medusa::http_request& request) {
    return request.path().starts_with(prefix);
}

void asset_handler::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    std::string_view path = request->path();
    path.remove_prefix(prefix.size());
    const auto slash = std::min(path.find('/'), path.size());
    const asset* found =
        path.substr(0, slash) == assets_hash ? find_asset(path.substr(slash + 1)) : nullptr;
    if (!found) {
        request->error(404);
        return;
    }
    auto& reply = request->reply();
    reply.set("Content-Type", found->type);
    reply.set("Cache-Control", "public, max-age=31536000, immutable");
    reply.set("Vary", "Accept-Encoding");
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("Cross-Origin-Resource-Policy", "same-origin");
    const bool gzip = medusa::choose_coding(request->head().headers(), !found->gzip.empty()) ==
                      medusa::content_coding::gzip;
    if (gzip) reply.set("Content-Encoding", "gzip");
    request->push(gzip ? found->gzip : found->plain);
    request->done();
}

} // namespace supervisor
