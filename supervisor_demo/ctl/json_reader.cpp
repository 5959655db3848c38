#include "supervisor_demo/ctl/json_reader.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <charconv>
#include <cstdint>

namespace supervisor::ctl {
namespace {

constexpr int max_depth = 64;

class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    medusa::xmlrpc_value whole() {
        auto value = next_value(0);
        skip_space();
        if (at_ != text_.size()) fail("more than a value");
        return value;
    }

private:
    [[noreturn]] void fail(std::string_view what) const {
        throw json_error(format("not JSON: {} at byte {}", what, at_));
    }

    void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

    bool take(std::string_view token) {
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }

    bool take_token(std::string_view token) {
        skip_space();
        return take(token);
    }

    medusa::xmlrpc_value next_value(int depth) {
        if (depth > max_depth) fail("nested too deeply");
        if (take_token("{")) return object(depth);
        if (take("[")) return array(depth);
        if (take("\"")) return string();
        if (take("true")) return true;
        if (take("false")) return false;
        if (take("null")) return {};
        return number();
    }

    medusa::xmlrpc_value object(int depth) {
        medusa::xmlrpc_struct members;
        if (take_token("}")) return members;
        do {
            if (!take_token("\"")) fail("no name");
            auto name = string();
            if (!take_token(":")) fail("no colon");
            members.emplace_back(std::move(name), next_value(depth + 1));
        } while (take_token(","));
        if (!take("}")) fail("an object without an end");
        return members;
    }

    medusa::xmlrpc_value array(int depth) {
        medusa::xmlrpc_array items;
        if (take_token("]")) return items;
        do
            items.push_back(next_value(depth + 1));
        while (take_token(","));
        if (!take("]")) fail("an array without an end");
        return items;
    }

    medusa::xmlrpc_value number() {
        const auto end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
        const auto* first = text_.data() + at_;
        const auto* last = text_.data() + end;
        std::int64_t whole = 0;
        if (const auto read = std::from_chars(first, last, whole);
            read.ec == std::errc{} && read.ptr == last) {
            at_ = end;
            return whole;
        }
        double real = 0;
        const auto read = std::from_chars(first, last, real);
        if (first == last || read.ec != std::errc{} || read.ptr != last) fail("no value");
        at_ = end;
        return real;
    }

    std::string string() {
        std::string result;
        for (;;) {
            const auto end = text_.find_first_of("\"\\", at_);
            if (end == text_.npos) fail("a string without an end");
            result += text_.substr(at_, end - at_);
            at_ = end + 1;
            if (text_[end] == '"') return result;
            escape(result);
        }
    }

    void escape(std::string& to) {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take("u")) return text::append_character(to, code_point());
        const auto which = at_ < text_.size() ? letters.find(text_[at_]) : letters.npos;
        if (which == letters.npos) fail("a bad escape");
        to += meanings[which];
        ++at_;
    }

    std::uint32_t code_unit() {
        std::uint32_t unit = 0;
        const auto digits = text_.substr(at_, 4);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
        if (digits.size() != 4 || read.ptr != digits.data() + 4) fail("a bad escape");
        at_ += 4;
        return unit;
    }

    // Of one unit, or of a pair of surrogates; a half of one is U+FFFD.
    std::uint32_t code_point() {
        const auto unit = code_unit();
        if (unit < 0xd800 || unit > 0xdfff) return unit;
        if (unit > 0xdbff || !text_.substr(at_).starts_with("\\u")) return 0xfffd;
        const auto before = std::exchange(at_, at_ + 2);
        const auto low = code_unit();
        if (low >= 0xdc00 && low <= 0xdfff)
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        at_ = before;
        return 0xfffd;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

medusa::xmlrpc_value read_json(std::string_view text) {
    return reader(text).whole();
}

} // namespace supervisor::ctl
