// A body in chunks, however it is cut, beside a plain reading of the whole.
//
// The first byte of the input is the size of the pieces it arrives in.

#include "medusa/chunk_reader.hpp"
#include "tests/fuzz/pieces.hpp"

#include <cstdlib>

namespace {

constexpr std::size_t most = 1000;

struct decoded {
    std::string body;
    std::string rest; // once the body has ended
    enum { goes_on, ended, wrong } how = goes_on;
    bool operator==(const decoded&) const = default;
};

struct channel {
    medusa::chunk_reader reader{{most, most, most, 5}};
    asynchat::terminator ends = reader.next();
    decoded result = {};
    bool over = false;

    void collect(std::string_view data) {
        if (reader.in_data())
            result.body.append(data);
        else
            note(reader.collect(data));
    }
    void found() {
        note(reader.found());
        if (over) return;
        over = reader.finished();
        if (over)
            result.how = decoded::ended;
        else
            ends = reader.next();
    }
    void note(const std::optional<medusa::http_error>& wrong) {
        if (!wrong) return;
        over = true;
        result.how = decoded::wrong;
    }
};

decoded in_pieces(std::string_view input, std::size_t at_once) {
    channel one;
    give_in_pieces(one, input, at_once, one.result.rest);
    if (one.result.how != decoded::ended) one.result.rest.clear();
    return one.result;
}

// A line up to its CRLF, which is taken off; wrong or none yet is said in `into`.
bool take_line(std::string_view& input, std::string_view& line, decoded& into) {
    const std::size_t end = input.find_first_of("\r\n");
    const std::size_t size = std::min(end, input.size());
    const bool whole = end != std::string_view::npos && end + 1 < input.size();
    const bool bare =
        end != std::string_view::npos && (input[end] == '\n' || (whole && input[end + 1] != '\n'));
    if (size > medusa::max_chunk_line || bare) into.how = decoded::wrong;
    if (size > medusa::max_chunk_line || bare || !whole) return false;
    line = input.substr(0, size);
    input.remove_prefix(size + 2);
    return true;
}

decoded by_the_book(std::string_view input) {
    decoded result;
    std::size_t extensions = 0;
    const auto wrong = [&] {
        result.how = decoded::wrong;
        return result;
    };
    for (std::string_view line;;) {
        if (!take_line(input, line, result)) return result;
        const auto size = medusa::parse_chunk_size(line);
        if (const auto at = line.find(';'); at != line.npos) extensions += line.size() - at;
        if (!size || extensions > most || *size > most - result.body.size()) return wrong();
        if (*size == 0) break;
        result.body.append(input.substr(0, *size));
        input.remove_prefix(std::min<std::size_t>(*size, input.size()));
        if (input.size() < 2) return result;
        if (!input.starts_with("\r\n")) return wrong();
        input.remove_prefix(2);
    }
    medusa::trailer_lines trailer(most, 5);
    for (std::string_view line;;) {
        if (!take_line(input, line, result)) return result;
        if (line.empty()) break;
        if (trailer.add(line)) return wrong();
    }
    result.how = decoded::ended;
    result.rest = input;
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const decoded plain = by_the_book(input);
    if (in_pieces(input, input.size()) != plain || in_pieces(input, data[0]) != plain) std::abort();
    return 0;
}
