#pragma once

#include "asyncore/address.hpp"
#include "tests/medusa/raw/raw_row.hpp"

#include <string>
#include <vector>

#include <sys/types.h>

/// A server that runs as a process of its own, ended with the object.
class asked_server {
public:
    /// Starts the command and waits until `at` takes connections. Throws when it does not.
    asked_server(const std::vector<std::string>& command, asyncore::address at);
    ~asked_server();
    asked_server(const asked_server&) = delete;
    asked_server& operator=(const asked_server&) = delete;

    /// The outcome of a row's request, said whole on a connection of its own, and the last answer's
    /// body. `likely`, outcomes as in a row, says how many answers to wait for.
    struct told {
        std::string outcome;
        std::string body;
    };
    told ask(const raw_row& row, const std::string& likely) const;

private:
    asyncore::address at_;
    pid_t pid_ = -1;
};
