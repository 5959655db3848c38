#include "medusa/xmlrpc_text.hpp"

#include "medusa/utf8.hpp"
#include "medusa/xmlrpc_scalars.hpp"

#include <utility>

namespace medusa {

bool xmlrpc_text::is_short(std::string_view text) noexcept {
    return text.size() <= short_size && is_plain_markup(text);
}

void xmlrpc_text::long_member(std::string_view name, std::string_view text) {
    flush();
    text_.append("<member>\n<name>").append(name).append("</name>\n<value><string>");
    append_xml_escaped(text_, text);
    text_ += "</string></value>\n</member>\n";
}

void xmlrpc_text::add_number(double number) noexcept {
    used_ = static_cast<std::size_t>(write_xmlrpc_double(waiting_ + used_, number) - waiting_);
}

void xmlrpc_text::flush() {
    text_.append(waiting_, used_);
    used_ = 0;
}

xmlrpc_value xmlrpc_text::take() && {
    flush();
    return xmlrpc_value::written(std::exchange(text_, {}));
}

} // namespace medusa
