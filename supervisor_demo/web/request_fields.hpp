#pragma once

#include "medusa/percent.hpp"

#include <string>
#include <string_view>

namespace medusa {
class http_request;
}

namespace supervisor {

/// The parameters of a request; those of its form go before those of its query.
class request_fields {
public:
    explicit request_fields(const medusa::http_request& request);

    /// The first that is not empty; else empty.
    std::string get(std::string_view name) const;
    /// The same, of the form alone: what no link can say.
    std::string get_from_form(std::string_view name) const;

private:
    medusa::form_parameters form_;
    medusa::form_parameters query_;
};

} // namespace supervisor
