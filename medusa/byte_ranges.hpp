#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// Bytes of a representation, both ends included.
struct byte_range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t size() const noexcept { return last - first + 1; }
    friend bool operator==(const byte_range&, const byte_range&) = default;
};

/// What a Range field asks of a representation.
struct byte_ranges {
    enum class kind : unsigned char {
        all,           ///< the field is to be ignored: send the whole
        some,          ///< send `ranges`, of which there is at least one
        unsatisfiable, ///< answer 416
    };
    kind asked = kind::all;
    std::vector<byte_range> ranges;
};

/// Reads the value of a Range field for a representation of `size` bytes.
///
/// Ignored as a whole, as RFC 9110 14.2 lets a server do: another unit than bytes, what breaks the
/// grammar, and more than `most` ranges, which nobody needs who means well. Ranges past the end are
/// left out. Where ranges overlap or meet, all are put in order and those are joined (15.3.7.2):
/// what is sent is never more than the whole and the heads of `most` parts. Else they stay in the
/// order they were asked for.
byte_ranges parse_byte_ranges(std::string_view value, std::uint64_t size, std::size_t most);

/// "bytes 0-499/1234", as Content-Range has it.
std::string content_range(const byte_range& range, std::uint64_t size);

} // namespace medusa
