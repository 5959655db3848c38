#pragma once

#include "medusa/handler.hpp"

#include <memory>
#include <string>

namespace supervisor {

class supervisor;

/// `/logtail/NAME` and `/logtail/NAME/stderr`: the log of a process as it grows. NAME is a
/// namespec. It begins with the last 1024 bytes, or with as many as `limit` in the query says, up
/// to a megabyte. Source: Supervisor's logtail_handler.
class log_tail_handler : public medusa::handler {
public:
    /// The daemon must outlive the handler.
    explicit log_tail_handler(supervisor& daemon) : daemon_(daemon) {}

    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;

private:
    /// The file meant, or empty when there is none.
    std::string find_log(std::string_view path) const;

    supervisor& daemon_;
};

/// `/mainlogtail`: the same for the daemon's own log.
class main_log_tail_handler : public medusa::handler {
public:
    explicit main_log_tail_handler(supervisor& daemon) : daemon_(daemon) {}

    bool match(const medusa::http_request& request) override;
    void handle_request(const std::shared_ptr<medusa::http_request>& request) override;

private:
    supervisor& daemon_;
};

} // namespace supervisor
