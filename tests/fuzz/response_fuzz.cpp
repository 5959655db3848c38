// What a server answers a client, however it is cut: heads, 1xx ones before the last, and a body by
// its framing. The first byte of the input is the size of the pieces it arrives in, and says
// whether HEAD was asked.

#include "medusa/chunk_reader.hpp"
#include "medusa/response_head.hpp"
#include "tests/fuzz/pieces.hpp"

#include <cstdlib>
#include <memory>
#include <variant>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

struct told {
    int status = 0;
    std::string body;
    std::string rest;
    enum { goes_on, ended, wrong } how = goes_on;
    bool operator==(const told&) const = default;
};

// As client_channel reads it.
struct channel {
    explicit channel(std::string_view asked) : method(asked) {}

    std::string_view method;
    asynchat::terminator ends{std::string("\r\n\r\n")};
    bool over = false;
    told result = {};

    void collect(std::string_view data) {
        if (at == piece::head)
            head.append(data);
        else if (at == piece::body || chunks->in_data())
            result.body.append(data);
        else if (chunks->collect(data))
            end(told::wrong);
    }

    void found() {
        if (at == piece::head)
            found_head();
        else if (at == piece::body)
            end(told::ended);
        else if (chunks->found())
            end(told::wrong);
        else if (chunks->finished())
            end(told::ended);
        else
            ends = chunks->next();
    }

private:
    enum class piece { head, body, chunks } at = piece::head;
    std::string head;
    std::unique_ptr<medusa::chunk_reader> chunks;

    void end(decltype(told::how) how) {
        over = true;
        result.how = how;
    }

    void found_head() {
        const auto read = medusa::parse_response_head(method, std::exchange(head, {}));
        if (const auto* error = std::get_if<medusa::http_error>(&read)) {
            require(!error->reason.empty());
            end(told::wrong);
            return;
        }
        const auto& good = std::get<medusa::response_head>(read);
        check(good);
        result.status = good.status();
        if (good.status() < 200) return;
        using medusa::body_framing;
        if (good.framing() == body_framing::chunked) {
            at = piece::chunks;
            chunks = std::make_unique<medusa::chunk_reader>(medusa::chunk_reader::limits{});
            ends = chunks->next();
        } else if (good.framing() == body_framing::until_close || good.content_length() > 0) {
            at = piece::body;
            ends = asynchat::terminator(static_cast<std::size_t>(good.content_length()));
        } else {
            end(told::ended);
        }
    }

    void check(const medusa::response_head& good) const {
        using medusa::body_framing;
        const auto& headers = good.headers();
        for (std::size_t i = 0; i < headers.size(); ++i)
            require(headers.value(i).find_first_of(std::string_view("\0\r\n", 3)) ==
                    std::string_view::npos);
        require(good.status() >= 100 && good.status() <= 999);
        require(!(headers.has("Content-Length") && headers.has("Transfer-Encoding")) ||
                good.framing() == body_framing::none);
        const bool never = method == "HEAD" || good.status() == 204 || good.status() == 304;
        if (never) require(good.framing() == body_framing::none);
        if (good.framing() == body_framing::until_close) require(!good.keep_alive());
    }
};

told read(std::string_view method, std::string_view input, std::size_t at_once) {
    channel one(method);
    give_in_pieces(one, input, at_once, one.result.rest);
    if (one.result.how != told::ended) one.result.rest.clear();
    return one.result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string_view method = data[0] & 0x80 ? "HEAD" : "GET";
    require(read(method, input, input.size()) == read(method, input, data[0] & 0x7f));
    return 0;
}
