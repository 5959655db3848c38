#include "supervisor_demo/web/request_fields.hpp"

#include "medusa/http_request.hpp"

namespace supervisor {

namespace {

std::string first_of(const medusa::form_parameters& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name && !value.empty()) return value;
    return {};
}

} // namespace

request_fields::request_fields(const medusa::http_request& request)
    : form_(medusa::parse_form(request.body())), query_(medusa::parse_form(request.query())) {}

std::string request_fields::get(std::string_view name) const {
    const std::string value = first_of(form_, name);
    return value.empty() ? first_of(query_, name) : value;
}

std::string request_fields::get_from_form(std::string_view name) const {
    return first_of(form_, name);
}

} // namespace supervisor
