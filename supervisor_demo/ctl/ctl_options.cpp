#include "supervisor_demo/ctl/ctl_options.hpp"

#include "supervisor_demo/config/config_error.hpp"
#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/getopt.hpp"
#include "supervisor_demo/config/search_path.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/config/value_error.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/rpc/server_url.hpp"

#include <utility>

namespace supervisor::ctl {
namespace {

const std::vector<option_name>& known_options() {
    static const std::vector<option_name> known = {
        {'h', "help", false},         {'?', {}, false},
        {'c', "configuration", true}, {'i', "interactive", false},
        {'s', "serverurl", true},     {'u', "username", true},
        {'p', "password", true},      {'r', "history_file", true},
    };
    return known;
}

char letter_of(const std::string& name) {
    for (const auto& one : known_options())
        if (name == "--" + std::string(one.word)) return one.letter;
    return name.back();
}

parsed_arguments take_apart(const std::vector<std::string>& arguments) {
    try {
        return getopt(arguments, known_options());
    } catch (const getopt_error& error) {
        throw config_error(error.what());
    }
}

void check_url(const std::string& name, const std::string& value) {
    try {
        datatypes::url(value);
    } catch (const value_error&) {
        const auto shown = text::repr(shown_url(value));
        throw config_error(
            format("invalid value for {} {}: value {} is not a URL", name, shown, shown));
    }
}

} // namespace

void turn_to(ctl_config& config, std::string serverurl) {
    const auto who = take_credentials(serverurl);
    config.serverurl = std::move(serverurl);
    const bool is_known = who && who->password.empty() && who->username == config.username;
    if (!who || is_known) return;
    config.username = who->username;
    config.password = who->password;
}

ctl_options parse_ctl_options(const std::vector<std::string>& arguments,
                              const std::string& progname,
                              const std::map<std::string, std::string>& process_environment) {
    ctl_options options;
    auto parsed = take_apart(arguments);
    std::map<char, std::string> given; // by the letter of the option
    for (const auto& [name, value] : parsed.options) {
        const char letter = letter_of(name);
        if (letter == 'h' || letter == '?') {
            options.answer = ctl_usage_text(progname);
            return options;
        }
        if (letter == 's') check_url(name, value);
        if (!given.emplace(letter, value).second)
            throw config_error(format("conflicting command line option {}", text::repr(name)));
    }
    const auto configfile =
        given.contains('c') ? given['c'] : find_config_file(progname).value_or("");
    if (!configfile.empty()) options.config = load_ctl_config(configfile, process_environment);
    const auto in_file = options.config;
    turn_to(options.config, in_file.serverurl);
    if (!in_file.username.empty()) {
        options.config.username = in_file.username;
        options.config.password = in_file.password;
    }
    if (given.contains('s')) turn_to(options.config, given['s']);
    if (given.contains('u')) options.config.username = given['u'];
    if (given.contains('p')) options.config.password = given['p'];
    if (given.contains('r')) options.config.history_file = given['r'];
    options.action = std::move(parsed.arguments);
    options.interactive = given.contains('i') || options.action.empty();
    return options;
}

} // namespace supervisor::ctl
