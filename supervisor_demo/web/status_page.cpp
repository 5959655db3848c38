#include "supervisor_demo/web/status_page.hpp"

#include "medusa/http_request.hpp"
#include "medusa/percent.hpp"
#include "medusa/request_target.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/action_guard.hpp"
#include "supervisor_demo/web/method_check.hpp"
#include "supervisor_demo/web/page_actions.hpp"
#include "supervisor_demo/web/page_headers.hpp"
#include "supervisor_demo/web/page_html.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace supervisor {

namespace {

constexpr std::int64_t least_tail = 1024; // bytes

// "index.html" for "/", whatever the number of slashes before it.
std::string_view page_name(const medusa::http_request& request) {
    std::string_view path = request.path();
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    return path.empty() ? "index.html" : path;
}

// The parameters of a request; those of a form go before those of the query.
class form {
public:
    explicit form(const medusa::http_request& request)
        : body_(medusa::parse_form(request.body())), query_(medusa::parse_form(request.query())) {}

    std::string get(std::string_view name) const {
        for (const auto* fields : {&body_, &query_})
            for (const auto& [key, value] : *fields)
                if (key == name && !value.empty()) return value;
        return {};
    }

private:
    medusa::form_parameters body_;
    medusa::form_parameters query_;
};

void send_html(medusa::http_request& request, std::string html) {
    set_page_headers(request.reply());
    request.reply().set("Content-Type", "text/html;charset=utf-8");
    request.push(std::move(html));
    request.done();
}

// Back to the page, which shows the message.
void redirect(medusa::http_request& request, const std::string& message) {
    const std::string& host = request.head().host();
    std::string location;
    if (!host.empty() && medusa::is_host(host)) location = "http://" + host;
    location += "/?message=" + medusa::percent_encode(message);
    set_page_headers(request.reply());
    request.reply().set("Location", location);
    request.error(301);
}

std::int64_t limit_of(const std::string& text) {
    std::int64_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc{} || end != text.data() + text.size()) return least_tail;
    return std::max(limit, least_tail);
}

} // namespace

bool status_page::match(const medusa::http_request& request) {
    const auto name = page_name(request);
    return name == "index.html" || name == "tail.html";
}

void status_page::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    if (!check_method(*request, "GET, HEAD, POST")) return;
    const form fields(*request);
    const std::string processname = fields.get("processname");
    if (page_name(*request) == "tail.html") {
        send_html(*request, tail(processname, fields.get("limit")));
        return;
    }
    const std::string action = fields.get("action");
    if (action.empty() || request->method() == "HEAD")
        send_html(*request, status(fields.get("message")));
    else if (!is_page_action(action, processname))
        request->error(400);
    else if (is_trusted(*request) || is_confirmed(*request))
        act(request, action, processname);
    else
        send_html(*request,
                  confirmation_html(question_of(action, processname), action, processname));
}

void status_page::act(const std::shared_ptr<medusa::http_request>& request,
                      const std::string& action, const std::string& processname) {
    run_page_action(*methods_, daemon_, action, processname,
                    [request](const std::string& message) { redirect(*request, message); });
}

std::string status_page::status(const std::string& message) const {
    status_view view{daemon_.identifier(), message, {}};
    for (const process* one : all_by_name(daemon_))
        view.rows.push_back({namespec_of(*one), one->state(), one->description(),
                             !one->stdout_logfile().empty(), !one->stderr_logfile().empty()});
    return status_html(view);
}

std::string status_page::tail(const std::string& processname, const std::string& limit) const {
    const std::int64_t most = limit_of(limit);
    std::string text = "No process name found";
    if (!processname.empty()) {
        const auto made = std::make_shared<medusa::xmlrpc_call>(
            "supervisor.readProcessStdoutLog", medusa::xmlrpc_array{processname, -most, 0},
            [&text](const medusa::xmlrpc_response& response) {
                text = std::get<medusa::xmlrpc_value>(response).as_string();
            });
        try {
            methods_->dispatch(made);
        } catch (const medusa::xmlrpc_fault& fault) {
            text = fault.code() == static_cast<int>(fault::no_file)
                       ? "No file for " + processname
                       : format("ERROR: unexpected rpc fault [{}] {}", fault.code(), fault.text());
        }
    }
    return tail_html(processname, std::to_string(most), text);
}

} // namespace supervisor
