#include "tests/medusa/raw/nginx_differences.hpp"

#include <algorithm>

const std::vector<nginx_difference>& nginx_differences() {
    const std::string spaces =
        "runs of spaces in the request line are taken for one, as RFC 9112 3 allows";
    const std::string http09 =
        "a line of two words is a request of HTTP/0.9, whose answer has no head";
    const std::string two_digits = "a minor version may have any number of digits";
    const std::string target = "a target is cut at the #, and any byte past ASCII may stand in it";
    const std::string scheme = "the scheme of the absolute form is not looked at";
    const std::string asterisk = "the asterisk form is not known";
    const std::string host = "Host is checked for dots, slashes and control characters only, and "
                             "its port is dropped unread";
    const std::string guard = "a guard against foreign pages is not there";
    const std::string ignored =
        "a field whose name has such a character, or no colon, is left out and the rest taken";
    const std::string cr = "any number of CRs may stand before the LF";
    const std::string control = "control characters other than NUL, CR and LF may stand in a value";
    const std::string blanks = "a tab is no whitespace around a value";
    const std::string codings = "a coding list is not read: all but the word chunked gets 501";
    const std::string extensions = "extensions are passed over unread up to the LF";
    const std::string size = "blanks behind the size are passed over";
    const std::string lf = "an LF alone ends a line of the chunked coding, as RFC 9112 2.2 allows";
    const std::string trailer = "trailers are passed over unread";
    const std::string closed = "close is looked for anywhere in Connection";
    const std::string early = "a client is told to go on before it is known whether it has a body";
    const std::string expects = "an expectation other than 100-continue is ignored";
    const std::string announced =
        "the connection stays a while, and the body that was announced is waited for";
    const std::string methods = "its return directive answers every method";
    const std::string unbounded = "extensions have no bound";
    static const std::vector<nginx_difference> all = {
        {"an expectation without a body", "100 200 keep", early},
        {"an expectation that is not known", "200 keep", expects},
        {"two expectations", "200 keep", expects},
        {"an expectation of a body that is not wanted", "100 200 wait | 100 200 close", announced},
        {"an expectation of a body for no one", "404 wait | 404 close", announced},
        {"HEAD of what takes POST", "200 keep", methods},
        {"POST of what takes GET", "200 keep", methods},
        {"GET of what takes POST", "200 keep", methods},
        {"PUT", "200 keep", methods},
        {"a body for another method", "200 200 keep", methods},
        {"a body of a method that is not known", "200 200 keep", methods},
        {"a body of a foreign page", "200 200 keep", guard},
        {"DELETE", "200 keep", methods},
        {"PATCH", "200 keep", methods},
        {"a method that is not known", "200 keep", methods},
        {"a method that is not known of what is not there", "404 keep", methods},
        {"a longer word than GET", "200 keep", methods},
        {"a chunk that is too long", "wait", "a chunk is refused when its data come"},
        {"an extension of 64 KB", "200 keep", unbounded},
        {"small chunks with large extensions", "200 keep", unbounded},
        {"two spaces before the target", "200 keep", spaces},
        {"two spaces before the version", "200 keep", spaces},
        {"a space after the version", "200 keep", spaces},
        {"no version", "close and no answer", http09},
        {"HTTP/0.9", "close and no answer", http09},
        {"a bare LF in the target", "close and no answer", http09},
        {"a version of two digits", "200 keep", two_digits},
        {"a fragment", "200 keep", target},
        {"UTF-8 in the target", "404 keep", target},
        {"overlong UTF-8 in the target", "404 keep", target},
        {"the absolute form of another scheme", "200 keep", scheme},
        {"OPTIONS of the server", "400 close", asterisk},
        {"a Host with a port that is no number", "200 keep", host},
        {"a Host with a port out of range", "200 keep", host},
        {"a Host with a negative port", "200 keep", host},
        {"a Host with two ports", "200 keep", host},
        {"a Host with userinfo", "200 keep", host},
        {"a Host with a query", "200 keep", host},
        {"a Host with a backslash", "200 keep", host},
        {"a Host that is not ASCII", "200 keep", host},
        {"an IPv6 Host without its end", "200 keep", host},
        {"an IPv6 Host that is none", "200 keep", host},
        {"a Host that is neither local nor allowed", "200 keep", guard},
        {"a foreign Origin", "200 keep", guard},
        {"a cross-site request", "200 keep", guard},
        {"no colon", "200 keep", ignored},
        {"brackets in the name", "200 keep", ignored},
        {"an at sign in the name", "200 keep", ignored},
        {"a slash in the name", "200 keep", ignored},
        {"a quote in the name", "200 keep", ignored},
        {"a semicolon in the name", "200 keep", ignored},
        {"a comma in the name", "200 keep", ignored},
        {"UTF-8 in the name", "200 keep", ignored},
        {"CR before the end of the value", "200 keep", cr},
        {"a control character in the value", "200 keep", control},
        {"a vertical tab in the value", "200 keep", control},
        {"an escape in the value", "200 keep", control},
        {"DEL in the value", "200 keep", control},
        {"blanks around a length", "400 close", blanks},
        {"Transfer-Encoding with blanks around", "501 close", blanks},
        {"Transfer-Encoding twice", "501 close", codings},
        {"Transfer-Encoding chunked and gzip", "501 close", codings},
        {"an extension without a name", "200 keep", extensions},
        {"an extension of a value", "200 keep", extensions},
        {"an extension that is no token", "200 keep", extensions},
        {"an extension with NUL", "200 keep", extensions},
        {"an extension with a control character", "200 keep", extensions},
        {"an extension with a quote that is not ended", "200 keep", extensions},
        {"a size with a space behind", "200 keep", size},
        {"a size with a tab behind", "200 keep", size},
        {"an extension with a bare LF", "200 keep", lf},
        {"a size line that ends in LF", "200 keep", lf},
        {"data that ends in LF", "200 keep", lf},
        {"data that is too short", "200 keep", lf},
        {"lines that end in LF throughout", "200 keep", lf},
        {"the last chunk ends in LF", "200 keep", lf},
        {"the end is LF", "200 keep", lf},
        {"a trailer of 100 KB", "200 keep", trailer},
        {"a trailer with a space before the colon", "200 keep", trailer},
        {"a trailer without a colon", "200 keep", trailer},
        {"a trailer with NUL", "200 keep", trailer},
        {"a folded trailer", "200 keep", trailer},
        {"a longer word than close", "200 close", closed},
    };
    return all;
}

const nginx_difference* find_nginx_difference(const std::string& name) {
    const auto& all = nginx_differences();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const nginx_difference& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}
