#include "supervisor_demo/web/page_frame.hpp"

#include "medusa/percent.hpp"
#include "medusa/utf8.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/web/assets.hpp"

#include <algorithm>
#include <initializer_list>

namespace supervisor {

namespace {

struct filling {
    std::string_view name;
    std::string_view text;
};

// Replaces each {name} that is one of these; another brace stays what it is, and so does what looks
// like a name in what has been filled in.
std::string fill(std::string_view form, std::initializer_list<filling> fillings) {
    std::string out;
    while (!form.empty()) {
        const auto brace = std::min(form.find('{'), form.size());
        out += form.substr(0, brace);
        form.remove_prefix(brace);
        const auto* found = std::ranges::find_if(fillings, [form](const filling& one) {
            return form.substr(0, one.name.size() + 2) == "{" + std::string(one.name) + "}";
        });
        if (found != fillings.end()) {
            out += found->text;
            form.remove_prefix(found->name.size() + 2);
        } else if (!form.empty()) {
            out += form.front();
            form.remove_prefix(1);
        }
    }
    return out;
}

} // namespace

std::string page_text(std::string_view bytes) {
    return medusa::html_escape(medusa::xml_text(bytes));
}

std::string page_html(std::string_view title, std::string_view token, std::string_view body) {
    std::string script;
    if (!token.empty())
        script =
            format("<script type=\"module\" src=\"assets/{}/page.js\"></script>\n", assets_hash);
    return fill(find_asset("page.html")->plain, {{"title", page_text(title)},
                                                 {"hash", assets_hash},
                                                 {"token", token},
                                                 {"script", script},
                                                 {"body", body}});
}

} // namespace supervisor
