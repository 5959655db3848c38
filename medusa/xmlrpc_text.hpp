#pragma once

#include "medusa/xmlrpc_value.hpp"

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace medusa {

/// A value of an answer that is written while it is made, for one with so many structs that to
/// build it first would cost more than to send it:
///
///     xmlrpc_text text;
///     text.begin_array();
///     text.begin_struct();
///     text.member("name", name);
///     text.member("pid", 12);
///     text.end_struct();
///     text.end_array();
///     return std::move(text).take();
///
/// The bytes are those that append_xmlrpc_value() appends for the same value. That what is begun
/// is ended, and no name comes twice, is the caller's business.
class xmlrpc_text {
public:
    /// `about`: how many bytes it will likely have.
    explicit xmlrpc_text(std::size_t about = 0) { text_.reserve(about); }
    xmlrpc_text(const xmlrpc_text&) = delete;
    xmlrpc_text& operator=(const xmlrpc_text&) = delete;

    void begin_array() { markup("<value><array><data>\n"); }
    void end_array() { markup("</data></array></value>\n"); }
    void begin_struct() { markup("<value><struct>\n"); }
    void end_struct() { markup("</struct></value>\n"); }

    /// A member of the struct begun last. REQUIRES: `name` is a literal without markup.
    template <std::size_t Size>
    void member(const char (&name)[Size], std::string_view text) {
        if (!is_short(text)) return long_member({name, Size - 1}, text);
        begin_member(name);
        add("<value><string>");
        add(text);
        add("</string></value>\n</member>\n");
    }
    template <std::size_t Size>
    void member(const char (&name)[Size], std::int32_t number) {
        begin_member(name);
        add("<value><int>");
        used_ = static_cast<std::size_t>(
            std::to_chars(waiting_ + used_, waiting_ + sizeof waiting_, number).ptr - waiting_);
        add("</int></value>\n</member>\n");
    }

    template <std::size_t Size, std::same_as<bool> Truth> // a pointer to text is none
    void member(const char (&name)[Size], Truth yes) {
        begin_member(name);
        if (yes)
            add("<value><boolean>1</boolean></value>\n</member>\n");
        else
            add("<value><boolean>0</boolean></value>\n</member>\n");
    }
    template <std::size_t Size>
    void member(const char (&name)[Size], double number) {
        begin_member(name);
        add("<value><double>");
        add_number(number);
        add("</double></value>\n</member>\n");
    }

    /// All that was written, as a value. The text is empty then.
    xmlrpc_value take() &&;

private:
    static constexpr std::size_t short_size = 256;
    static constexpr std::size_t around_member = 128; // markup, and a number

    static bool is_short(std::string_view text) noexcept;
    void add_number(double number) noexcept;
    void long_member(std::string_view name, std::string_view text);
    void flush();

    void make_room(std::size_t size) {
        if (sizeof waiting_ - used_ < size) flush();
    }
    template <std::size_t Size>
    void begin_member(const char (&name)[Size]) {
        static_assert(Size <= short_size);
        make_room(around_member + Size + short_size);
        add("<member>\n<name>");
        add(name);
        add("</name>\n");
    }
    template <std::size_t Size>
    void markup(const char (&literal)[Size]) {
        make_room(Size);
        add(literal);
    }

    // Each REQUIRES: there is room.
    template <std::size_t Size>
    void add(const char (&literal)[Size]) noexcept {
        std::memcpy(waiting_ + used_, literal, Size - 1);
        used_ += Size - 1;
    }
    void add(std::string_view text) noexcept {
        std::memcpy(waiting_ + used_, text.data(), text.size());
        used_ += text.size();
    }

    std::string text_;
    std::size_t used_ = 0;
    char waiting_[4096]; // gathered here: most of what such an answer costs is appends
};

} // namespace medusa
