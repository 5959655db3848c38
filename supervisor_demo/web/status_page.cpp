#include "supervisor_demo/web/status_page.hpp"

#include "medusa/http_request.hpp"
#include "medusa/percent.hpp"
#include "medusa/request_target.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/process/output_dispatcher.hpp"
#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/action_guard.hpp"
#include "supervisor_demo/web/json.hpp"
#include "supervisor_demo/web/method_check.hpp"
#include "supervisor_demo/web/page_actions.hpp"
#include "supervisor_demo/web/page_headers.hpp"
#include "supervisor_demo/web/page_html.hpp"
#include "supervisor_demo/web/request_fields.hpp"
#include "supervisor_demo/web/status_feed.hpp"

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

// What a token is good for: everything, on the page; one action, in a question.
constexpr std::string_view good_for_the_page = "page";
std::string good_for_one(const std::string& action, const std::string& target) {
    return "action " + action + " " + target;
}

bool wants_json(const medusa::http_request& request) {
    return request.get_header("Accept").starts_with("application/json");
}

void send_html(medusa::http_request& request, std::string html) {
    set_page_headers(request.reply());
    request.reply().set("Content-Type", "text/html;charset=utf-8");
    request.push(std::move(html));
    request.done();
}

void send_json(medusa::http_request& request, const action_result& result) {
    json_writer json;
    json.begin_object().member("message", result.message).member("done", result.done).end_object();
    set_data_headers(request.reply());
    request.reply().set("Content-Type", "application/json");
    request.push(json.take());
    request.done();
}

// Back to the page, which shows the message. Where a proxy has taken TLS off only the browser knows
// of it, and it lets no form of such a page end at plain http.
void redirect(medusa::http_request& request, const std::string& message) {
    const std::string& host = request.head().host();
    const bool tls = request.get_header("Origin").starts_with("https://");
    std::string location;
    if (!host.empty() && medusa::is_host(host)) location = (tls ? "https://" : "http://") + host;
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

status_page::status_page(supervisor& daemon, std::shared_ptr<const method_registry> methods,
                         std::shared_ptr<status_feed> feed)
    : daemon_(daemon), methods_(std::move(methods)), feed_(std::move(feed)) {}

bool status_page::match(const medusa::http_request& request) {
    const auto name = page_name(request);
    return name == "index.html" || name == "tail.html";
}

void status_page::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    if (!check_method(*request, "GET, HEAD, POST")) return;
    const request_fields fields(*request);
    const std::string action = fields.get("action");
    if (page_name(*request) == "tail.html")
        send_html(*request, tail(fields));
    else if (action.empty() || request->method() == "HEAD")
        send_html(*request, status(fields.get("message")));
    else
        ask_or_act(request, fields, action);
}

bool status_page::may_act(const medusa::http_request& request, const request_fields& fields,
                          const std::string& action, const std::string& target) const {
    if (is_no_browser(request)) return true;
    if (request.method() != "POST") return is_from_our_page(request);
    const std::string token = fields.get_from_form("token");
    return tokens_.check(token, good_for_the_page) ||
           tokens_.check(token, good_for_one(action, target));
}

void status_page::ask_or_act(const std::shared_ptr<medusa::http_request>& request,
                             const request_fields& fields, const std::string& action) {
    const auto of = find_action_target(action);
    const std::string field = of == action_target::group ? "groupname" : "processname";
    const std::string target = of == action_target::none ? std::string() : fields.get(field);
    const bool json = wants_json(*request);
    if (!of || (of != action_target::none && target.empty())) {
        request->error(400);
    } else if (may_act(*request, fields, action, target)) {
        run_page_action(*methods_, daemon_, action, target,
                        [request, json](const action_result& result) {
                            if (json)
                                send_json(*request, result);
                            else
                                redirect(*request, result.message);
                        });
    } else if (json) {
        request->reply_code(403);
        send_json(*request, {"This page is not known here any more: load it again", false});
    } else {
        send_html(*request, confirmation_html({question_of(action, target), action, field, target,
                                               tokens_.make(good_for_one(action, target))}));
    }
}

std::string status_page::status(const std::string& message) {
    status_view view{daemon_.identifier(), message, tokens_.make(good_for_the_page), {}};
    const usage_samples& samples = feed_->look();
    for (const process* one : all_by_name(daemon_)) {
        page_row row{std::string(one->group_name()), namespec_of(*one), one->state(),
                     one->description()};
        if (const auto* usage = samples.of(one->pid())) {
            row.cpu = format("{:.1f} %", usage->cpu);
            row.memory = memory_text(usage->memory);
        }
        row.restarts = one->restarts();
        row.exit_reason = one->exit_reason();
        row.has_stdout = !one->stdout_logfile().empty();
        row.has_stderr = !one->stderr_logfile().empty();
        view.rows.push_back(std::move(row));
    }
    return status_html(view);
}

std::string status_page::tail(const request_fields& fields) const {
    const std::int64_t most = limit_of(fields.get("limit"));
    const bool from_stderr = fields.get("channel") == "stderr";
    const std::string name = fields.get("processname");
    std::string text = "No process name found";
    if (!name.empty()) {
        const auto made = std::make_shared<medusa::xmlrpc_call>(
            from_stderr ? "supervisor.readProcessStderrLog" : "supervisor.readProcessStdoutLog",
            medusa::xmlrpc_array{name, -most, 0}, [&text](const medusa::xmlrpc_response& response) {
                text = strip_escapes(std::get<medusa::xmlrpc_value>(response).as_string());
            });
        try {
            methods_->dispatch(made);
        } catch (const medusa::xmlrpc_fault& fault) {
            text = fault.code() == static_cast<int>(fault::no_file)
                       ? "No file for " + name
                       : format("ERROR: unexpected rpc fault [{}] {}", fault.code(), fault.text());
        }
    }
    return tail_html({name, from_stderr ? "stderr" : "stdout", std::to_string(most), text});
}

} // namespace supervisor
