#include "supervisor_demo/config/expansion.hpp"

#include "supervisor_demo/config/format_directive.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <stdexcept>

namespace supervisor {
namespace {

struct unknown_name {
    std::string name;
};

constexpr const char* too_few_arguments = "not enough arguments for format string";

struct bad_format {
    std::string message;
};

/// Walks along the format as CPython's unicode_format_arg_parse does; the order of the checks
/// decides which error is reported.
class formatter {
public:
    formatter(std::string_view format, const name_scope& scope) : format_(format), scope_(scope) {}

    std::string run() {
        while (at_ < format_.size()) {
            const auto percent = std::min(format_.find('%', at_), format_.size());
            out_ += format_.substr(at_, percent - at_);
            at_ = percent;
            if (at_ == format_.size()) break;
            ++at_;
            directive();
        }
        return std::move(out_);
    }

private:
    char read() {
        if (at_ >= format_.size()) throw bad_format{"incomplete format"};
        return format_[at_++];
    }

    std::string_view read_name() {
        const auto begin = at_;
        for (int depth = 1; at_ < format_.size(); ++at_) {
            if (format_[at_] == '(') ++depth;
            if (format_[at_] == ')' && --depth == 0) return format_.substr(begin, at_++ - begin);
        }
        throw bad_format{"incomplete format key"};
    }

    int read_number(char& c, const char* what) {
        int number = 0;
        for (; c >= '0' && c <= '9'; c = read()) {
            number = number * 10 + (c - '0');
            if (number > 1'000'000) throw bad_format{what};
        }
        return number;
    }

    void directive() {
        if (at_ < format_.size() && format_[at_] == '%') {
            out_ += format_[at_++];
            return;
        }
        const named_value* value = nullptr;
        if (at_ < format_.size() && format_[at_] == '(') {
            ++at_;
            const auto name = read_name();
            value = scope_.find(name);
            if (value == nullptr) throw unknown_name{std::string(name)};
        }
        format_directive d;
        char c = read();
        for (;; c = read()) {
            if (c == '-')
                d.left = true;
            else if (c == '+')
                d.plus = true;
            else if (c == ' ')
                d.space = true;
            else if (c == '#')
                d.alternate = true;
            else if (c == '0')
                d.zero = true;
            else
                break;
        }
        if (c == '*') {
            const bool number = value != nullptr && std::holds_alternative<std::int64_t>(*value);
            throw bad_format{number ? too_few_arguments : "* wants int"};
        }
        d.width = read_number(c, "width too big");
        if (c == '.') {
            c = read();
            d.precision = read_number(c, "precision too big");
        }
        if (c == 'h' || c == 'l' || c == 'L') c = read();
        d.conversion = c;
        const auto index = text::count_characters(format_.substr(0, at_ - 1));
        // Without a name the first directive stands for the whole dictionary, later ones for
        // nothing.
        if (value == nullptr && !is_first_) throw bad_format{too_few_arguments};
        is_first_ = false;
        try {
            d.check(format_.substr(at_ - 1), index);
            if (value == nullptr) d.refuse("dict");
            out_ += d.apply(*value);
        } catch (const std::invalid_argument& error) {
            throw bad_format{error.what()};
        }
    }

    std::string_view format_;
    const name_scope& scope_;
    std::size_t at_ = 0;
    bool is_first_ = true;
    std::string out_;
};

} // namespace

std::string expand(std::string_view format, const name_scope& scope, std::string_view where) {
    if (format.find('%') == format.npos) return std::string(format);
    try {
        return formatter(format, scope).run();
    } catch (const unknown_name& unknown) {
        std::string available;
        for (const auto& name : scope.names()) {
            if (!available.empty()) available += ", ";
            available += name;
        }
        throw value_error(
            supervisor::format("Format string {} for {} contains names ({}) which cannot be expanded. "
                   "Available names: {}",
                   text::repr(format), text::repr(where), text::repr(unknown.name), available),
            supervisor::format("%({}) is not a name that can be expanded here", unknown.name));
    } catch (const bad_format& bad) {
        throw value_error(
            supervisor::format("Format string {} for {} is badly formatted: {}", text::repr(format),
                   text::repr(where), bad.message),
            supervisor::format("is badly formatted ({}), a percent sign is written %%", bad.message));
    }
}

} // namespace supervisor
