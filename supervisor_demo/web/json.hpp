#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace supervisor {

/// Writes JSON as it goes, commas and all; nothing is held but the text. Source: RFC 8259.
///
///     json_writer json;
///     json.begin_object();
///     json.member("name", "cat");
///     json.key("pids").begin_array();
///     json.value(12);
///     json.end_array();
///     json.end_object();
///
/// REQUIRES: what begins also ends, and members of objects have keys.
class json_writer {
public:
    json_writer& begin_object() { return open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& begin_array() { return open('['); }
    json_writer& end_array() { return close(']'); }

    json_writer& key(std::string_view name);

    /// Bytes of any kind: what is not UTF-8 becomes U+FFFD.
    json_writer& value(std::string_view text);
    json_writer& value(const char* text) { return value(std::string_view(text)); }
    json_writer& value(std::int64_t number);
    json_writer& value(int number) { return value(std::int64_t{number}); }
    json_writer& value(bool truth) { return raw(truth ? "true" : "false"); }
    json_writer& null() { return raw("null"); }
    /// One digit after the point.
    json_writer& tenths(double number);

    template <class Value>
    json_writer& member(std::string_view name, const Value& what) {
        return key(name).value(what);
    }

    const std::string& text() const noexcept { return text_; }
    std::string take() { return std::move(text_); }

private:
    json_writer& open(char bracket);
    json_writer& close(char bracket);
    json_writer& raw(std::string_view token);
    void separate();

    std::string text_;
    bool comma_ = false; // before the next element
};

} // namespace supervisor
