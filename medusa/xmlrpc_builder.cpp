#include "medusa/xmlrpc_builder.hpp"

#include "medusa/utf8.hpp"
#include "medusa/xmlrpc_scalars.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>

namespace medusa {

namespace {

[[noreturn]] void refuse(std::string sentence) {
    throw xmlrpc_parse_error(std::move(sentence));
}

// The last member of a name wins and stands where the first stood, as in a Python dict. Looking
// for each among all would let a hostile document cost its length squared.
xmlrpc_struct without_repeats(xmlrpc_struct members, bool strict) {
    if (members.size() < 2) return members;
    std::unordered_map<std::string_view, std::size_t> places;
    places.reserve(members.size());
    bool repeated = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto [place, is_new] = places.try_emplace(members[i].first, i);
        if (is_new) continue;
        members[place->second].second = std::move(members[i].second);
        repeated = true;
    }
    if (!repeated) return members;
    if (strict) refuse("a member of that name is there already");
    xmlrpc_struct kept;
    kept.reserve(places.size());
    for (std::size_t i = 0; i < members.size(); ++i)
        if (places.at(members[i].first) == i)
            kept.emplace_back(members[i].first, std::move(members[i].second));
    return kept;
}

constexpr std::string_view whitespace = " \t\r\n";

std::string_view trim(std::string_view text) noexcept {
    const std::size_t begin = text.find_first_not_of(whitespace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(whitespace) + 1 - begin);
}

bool is_method_name(std::string_view name) noexcept {
    for (char c : name) {
        const bool alphanumeric =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!alphanumeric && std::string_view("_.:/").find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

bool fits_32_bits(std::int64_t number) noexcept {
    return number >= std::numeric_limits<std::int32_t>::min() &&
           number <= std::numeric_limits<std::int32_t>::max();
}

} // namespace

xmlrpc_builder::xmlrpc_builder(document wanted, const xmlrpc_reader_options& options)
    : wanted_(wanted), options_(options) {
    open_.reserve(8);
    open_.emplace_back(tag::root);
}

xmlrpc_builder::tag xmlrpc_builder::type_of(std::string_view name) noexcept {
    if (name == "string") return tag::string;
    if (name == "int" || name == "i4") return tag::integer;
    if (name == "i8" || name == "ex:i8") return tag::long_integer;
    if (name == "boolean") return tag::boolean;
    if (name == "array") return tag::array;
    if (name == "struct") return tag::structure;
    if (name == "double") return tag::real;
    if (name == "dateTime.iso8601") return tag::datetime;
    if (name == "base64") return tag::base64;
    if (name == "nil" || name == "ex:nil") return tag::nil;
    return tag::unknown;
}

xmlrpc_builder::tag xmlrpc_builder::child_of(tag parent, std::string_view name) const {
    switch (parent) {
    case tag::root:
        if (wanted_ == document::request && name == "methodCall") return tag::method_call;
        if (wanted_ == document::response && name == "methodResponse") return tag::method_response;
        break;
    case tag::method_call:
        if (name == "methodName" && !has_method_) return tag::method_name;
        if (name == "params" && !has_params_) return tag::params;
        break;
    case tag::method_response:
        if (has_params_ || has_fault_) break;
        if (name == "params") return tag::params;
        if (name == "fault") return tag::fault;
        break;
    case tag::params:
        if (name == "param") return tag::param;
        break;
    case tag::param:
    case tag::fault:
    case tag::data:
        if (name == "value") return tag::value;
        break;
    case tag::value:
        if (open_.back().filled) break;
        if (const tag type = type_of(name); type != tag::unknown || !options_.strict) return type;
        refuse("<" + std::string(name) + "> is no type");
    case tag::array:
        if (name == "data" && !open_.back().filled) return tag::data;
        break;
    case tag::structure:
        if (name == "member") return tag::member;
        break;
    case tag::member:
        if (name == "name" && !open_.back().named) return tag::name;
        if (name == "value" && open_.back().named) return tag::value;
        break;
    default:
        break;
    }
    refuse("<" + std::string(name) + "> is out of place");
}

void xmlrpc_builder::start_element(std::string_view name) {
    const tag is = child_of(open_.back().is, name);
    if (is == tag::value && ++depth_ > options_.max_depth)
        refuse("values nested deeper than " + std::to_string(options_.max_depth));
    check_no_text();
    text_.clear();
    open_.emplace_back(is);
}

// Before a child, or behind the last.
void xmlrpc_builder::check_no_text() const {
    if (options_.strict && !trim(text_).empty()) refuse("text out of place");
}

xmlrpc_value xmlrpc_builder::number(tag type) const {
    if (type == tag::real) {
        const auto real = read_xmlrpc_double(text_);
        if (!real || (options_.strict && !std::isfinite(*real))) refuse("bad double");
        return *real;
    }
    const auto integer = read_xmlrpc_int(text_);
    if (!integer) refuse("bad integer");
    if (options_.strict && type == tag::integer && !fits_32_bits(*integer))
        refuse("an integer past 32 bits");
    return *integer;
}

xmlrpc_value xmlrpc_builder::scalar(tag type) const {
    switch (type) {
    case tag::integer:
    case tag::long_integer:
    case tag::real:
        return number(type);
    case tag::boolean:
        if (!options_.strict) return text_ == "1";
        if (const auto text = trim(text_); text == "0" || text == "1") return text == "1";
        refuse("bad boolean");
    case tag::datetime:
        if (is_xmlrpc_datetime(text_)) return xmlrpc_value::datetime(text_);
        refuse("bad dateTime.iso8601");
    case tag::base64:
        if (auto bytes = read_xmlrpc_base64(text_)) {
            if (!options_.base64_is_text) return xmlrpc_value::base64(std::move(*bytes));
            if (is_utf8(*bytes)) return std::move(*bytes);
        }
        refuse("bad base64");
    case tag::nil:
        check_no_text();
        return {};
    case tag::unknown:
        return text_.empty() ? xmlrpc_value() : xmlrpc_value(text_);
    default:
        return text_;
    }
}

void xmlrpc_builder::fill(element& parent, xmlrpc_value value) const {
    if (parent.filled) refuse("more than one value where one belongs");
    parent.filled = true;
    parent.value = std::move(value);
}

void xmlrpc_builder::end_value(element& ended, element& parent) {
    --depth_;
    if (ended.filled) check_no_text();
    xmlrpc_value value = ended.filled ? std::move(ended.value) : xmlrpc_value(std::move(text_));
    text_.clear();
    if (parent.is == tag::data)
        parent.items.push_back(std::move(value));
    else
        fill(parent, std::move(value));
}

void xmlrpc_builder::end_element() {
    element ended = std::move(open_.back());
    open_.pop_back();
    element& parent = open_.back();
    switch (ended.is) {
    case tag::root:
    case tag::method_call:
    case tag::method_response:
        check_no_text();
        break;
    case tag::method_name:
        if (options_.strict && !is_method_name(text_)) refuse("bad method name");
        request_.method = std::move(text_);
        has_method_ = true;
        break;
    case tag::params:
        check_no_text();
        request_.params = std::move(ended.items);
        has_params_ = true;
        break;
    case tag::fault:
    case tag::param:
        check_no_text();
        if (!ended.filled)
            refuse(ended.is == tag::fault ? "<fault> without a value" : "<param> without a value");
        if (ended.is == tag::param)
            parent.items.push_back(std::move(ended.value));
        else
            fault_ = std::move(ended.value);
        has_fault_ |= ended.is == tag::fault;
        break;
    case tag::value:
        end_value(ended, parent);
        break;
    case tag::data:
        check_no_text();
        parent.items = std::move(ended.items);
        parent.filled = true;
        break;
    case tag::array:
        check_no_text();
        if (!ended.filled) refuse("<array> without <data>");
        fill(parent, std::move(ended.items));
        break;
    case tag::structure:
        check_no_text();
        fill(parent, without_repeats(std::move(ended.members), options_.strict));
        break;
    case tag::member:
        check_no_text();
        if (!ended.filled) refuse("<member> without a name and a value");
        parent.members.emplace_back(std::move(ended.name), std::move(ended.value));
        break;
    case tag::name:
        parent.name = std::move(text_);
        parent.named = true;
        break;
    default:
        fill(parent, scalar(ended.is));
        break;
    }
    text_.clear();
}

xmlrpc_request xmlrpc_builder::take_request() {
    return std::move(request_);
}

xmlrpc_response xmlrpc_builder::take_response() {
    if (!has_fault_) {
        if (request_.params.size() != 1) refuse("a response has one value or a fault");
        return std::move(request_.params.front());
    }
    try {
        const std::int64_t code = fault_.at("faultCode").as_int();
        if (code < std::numeric_limits<int>::min() || code > std::numeric_limits<int>::max())
            refuse("faultCode past 32 bits");
        return xmlrpc_fault(static_cast<int>(code), fault_.at("faultString").as_string());
    } catch (const xmlrpc_type_error& error) {
        refuse(std::string("bad fault: ") + error.what());
    }
}

} // namespace medusa
