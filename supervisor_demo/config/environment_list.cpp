#include "supervisor_demo/config/environment_list.hpp"

#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <vector>

namespace supervisor {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_quote(char c) {
    return c == '\'' || c == '"';
}
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_/.+-():").find(c) != std::string_view::npos;
}

/// The tokens of a shell-like text: words, quoted texts with their quotes, and all other
/// characters one by one. A quote within a word belongs to the word, and so does what follows a
/// comment that begins within one.
class token_reader {
public:
    explicit token_reader(std::string_view s) : s_(s) {}

    std::vector<std::string> all() {
        std::vector<std::string> tokens;
        for (;;) {
            while (at_ < s_.size() && (is_space(s_[at_]) || s_[at_] == '#')) {
                if (s_[at_] == '#')
                    skip_comment();
                else
                    ++at_;
            }
            if (at_ == s_.size()) return tokens;
            tokens.push_back(is_quote(s_[at_]) ? quoted() : is_word(s_[at_]) ? word() : other());
        }
    }

private:
    void skip_comment() { at_ = std::min(s_.find('\n', at_), s_.size() - 1) + 1; }

    std::string quoted() {
        const auto end = s_.find(s_[at_], at_ + 1);
        if (end == s_.npos) throw value_error("No closing quotation", "has no closing quotation");
        std::string token(s_.substr(at_, end + 1 - at_));
        at_ = end + 1;
        return token;
    }

    std::string word() {
        std::string token;
        while (at_ < s_.size()) {
            if (s_[at_] == '#')
                skip_comment();
            else if (is_word(s_[at_]) || is_quote(s_[at_]))
                token += s_[at_++];
            else
                break;
        }
        return token;
    }

    std::string other() {
        const auto size = std::min(text::character_size(s_[at_]), s_.size() - at_);
        at_ += size;
        return std::string(s_.substr(at_ - size, size));
    }

    std::string_view s_;
    std::size_t at_ = 0;
};

std::string without_quotes(const std::string& token) {
    const auto begin = token.find_first_not_of("'\"");
    if (begin == token.npos) return {};
    return token.substr(begin, token.find_last_not_of("'\"") + 1 - begin);
}

} // namespace

std::map<std::string, std::string> parse_environment_list(std::string_view s) {
    const auto tokens = token_reader(s).all();
    std::map<std::string, std::string> pairs;
    for (std::size_t n = 0; n < tokens.size(); n += 4) {
        if (n + 2 >= tokens.size() || tokens[n + 1] != "=")
            throw value_error(format("Unexpected end of key/value pairs in value '{}'", s),
                              "is not a list of KEY=\"value\" pairs with commas between them");
        pairs[tokens[n]] = without_quotes(tokens[n + 2]);
    }
    return pairs;
}

} // namespace supervisor
