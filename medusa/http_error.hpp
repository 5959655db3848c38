#pragma once

#include <string>

namespace medusa {

/// What is wrong with a request: the status to answer with and a sentence for the log.
/// The framing of what follows is no longer known, so the channel closes after the answer.
struct http_error {
    int status = 400;
    std::string reason;
};

} // namespace medusa
