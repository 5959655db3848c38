#include "medusa/compressing_producer.hpp"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

namespace medusa {

struct compressing_producer::stream {
    explicit stream(int level) {
        constexpr int gzip_window = 15 + 16;
        if (::deflateInit2(&z, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~stream() { ::deflateEnd(&z); }
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;

    std::string take(std::string_view text, int flush) {
        std::string out;
        // zlib reads it only, whatever its type says.
        z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        do {
            constexpr std::size_t most = 1U << 30; // what zlib counts with is 32 bits wide
            const std::size_t part = std::min(text.size(), most);
            text.remove_prefix(part);
            z.avail_in = static_cast<uInt>(part);
            drain(out, text.empty() ? flush : Z_NO_FLUSH);
        } while (!text.empty());
        return out;
    }

private:
    // Until there is room left over: then all has come out that will.
    void drain(std::string& out, int flush) {
        do {
            const std::size_t before = out.size();
            const std::size_t room = std::max<std::size_t>(z.avail_in / 2, 4096);
            out.resize(before + room);
            z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
            z.avail_out = static_cast<uInt>(room);
            ::deflate(&z, flush);
            out.resize(out.size() - z.avail_out);
        } while (z.avail_out == 0);
    }

    z_stream z{};
};

compressing_producer::compressing_producer(std::unique_ptr<asynchat::producer> inner, int level)
    : inner_(std::move(inner)), stream_(std::make_unique<stream>(level)) {}

compressing_producer::~compressing_producer() = default;

bool compressing_producer::ready() {
    return !inner_ || inner_->ready();
}

std::string compressing_producer::more() {
    if (!inner_) return {};
    const std::string piece = inner_->more();
    if (!piece.empty()) return stream_->take(piece, Z_SYNC_FLUSH);
    if (!inner_->ready()) return {};
    inner_.reset();
    std::string last = stream_->take({}, Z_FINISH);
    stream_.reset();
    return last;
}

std::string gzip(std::string_view text, int level) {
    struct whole : asynchat::producer {
        explicit whole(std::string_view all) : text(all) {}
        std::string more() override { return std::string(std::exchange(text, {})); }
        std::string_view text;
    };
    compressing_producer source(std::make_unique<whole>(text), level);
    std::string all = source.more();
    if (!text.empty()) all += source.more();
    return all;
}

} // namespace medusa
