#pragma once

#include <string>
#include <vector>

/// Where Debian's nginx answers a row otherwise than its section, as the rows read it, allows.
struct nginx_difference {
    std::string name; // the row's
    std::string outcome;
    std::string why;
};

const std::vector<nginx_difference>& nginx_differences();

/// The difference of that row, or null.
const nginx_difference* find_nginx_difference(const std::string& name);
