#include "supervisor_demo/config/getopt.hpp"

#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

class argument_reader {
public:
    argument_reader(const std::vector<std::string>& arguments,
                    const std::vector<option_name>& known)
        : arguments_(arguments), known_(known) {}

    parsed_arguments read() {
        while (at_ < arguments_.size() && arguments_[at_].starts_with('-') &&
               arguments_[at_] != "-") {
            const std::string_view argument = arguments_[at_++];
            if (argument == "--") break;
            if (argument.starts_with("--"))
                read_word(argument.substr(2));
            else
                read_letters(argument.substr(1));
        }
        for (; at_ < arguments_.size(); ++at_)
            parsed_.arguments.push_back(arguments_[at_]);
        return std::move(parsed_);
    }

private:
    const option_name& option_of(std::string_view word) const {
        const option_name* found = nullptr;
        bool unique = true;
        for (const auto& option : known_) {
            if (option.word.empty() || !option.word.starts_with(word)) continue;
            if (option.word == word) return option;
            if (option.whole) continue;
            unique = found == nullptr;
            found = &option;
        }
        if (found == nullptr) throw getopt_error(format("option --{} not recognized", word));
        if (!unique) throw getopt_error(format("option --{} not a unique prefix", word));
        return *found;
    }

    const option_name& option_of(char letter) const {
        for (const auto& option : known_)
            if (option.letter == letter && letter != 0) return option;
        throw getopt_error(format("option -{} not recognized", letter));
    }

    std::string next_argument(std::string_view shown) {
        if (at_ == arguments_.size())
            throw getopt_error(format("option {} requires argument", shown));
        return arguments_[at_++];
    }

    void read_word(std::string_view text) {
        const auto equals = text.find('=');
        const auto& option = option_of(text.substr(0, equals));
        const auto name = format("--{}", option.word);
        if (!option.takes_value && equals != text.npos)
            throw getopt_error(format("option {} must not have an argument", name));
        std::string value;
        if (equals != text.npos)
            value = text.substr(equals + 1);
        else if (option.takes_value)
            value = next_argument(name);
        parsed_.options.push_back({name, value});
    }

    void read_letters(std::string_view letters) {
        while (!letters.empty()) {
            const auto& option = option_of(letters.front());
            const std::string name{'-', letters.front()};
            letters.remove_prefix(1);
            if (!option.takes_value) {
                parsed_.options.push_back({name, {}});
                continue;
            }
            parsed_.options.push_back(
                {name, letters.empty() ? next_argument(name) : std::string(letters)});
            return;
        }
    }

    const std::vector<std::string>& arguments_;
    const std::vector<option_name>& known_;
    std::size_t at_ = 0;
    parsed_arguments parsed_;
};

} // namespace

parsed_arguments getopt(const std::vector<std::string>& arguments,
                        const std::vector<option_name>& known) {
    return argument_reader(arguments, known).read();
}

} // namespace supervisor
