#pragma once

#include <string>
#include <string_view>
#include <vector>

/// One answer as it was cut out of what a server sent.
struct raw_answer {
    int status = 0;
    std::string head; // with its CRLF CRLF
    std::string body; // decoded
    std::string field(std::string_view name) const;
};

/// Everything that a server sent, cut into answers to requests of the methods given.
struct raw_answers {
    std::vector<raw_answer> all;
    std::string rest; // what is no whole answer
};

/// Reads answers one after the other, each by its own framing. `closed`: nothing more will come,
/// which ends an answer without a length. `methods`: those of the requests, in order; the last
/// stands for all that follow.
raw_answers read_answers(std::string_view text, bool closed,
                         const std::vector<std::string>& methods);

/// The methods of a row's request: "HEAD" where a request, or a hidden one, begins with it.
std::vector<std::string> methods_of(const std::string& request);

/// "200 404 close": the statuses, then the end.
std::string outcome_of(const std::vector<raw_answer>& answers, std::string_view end);

/// Whether `allowed` (see raw_row) lists the outcome.
bool is_allowed(const std::string& allowed, const std::string& outcome);
