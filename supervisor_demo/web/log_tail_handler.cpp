#include "supervisor_demo/web/log_tail_handler.hpp"

#include "medusa/http_date.hpp"
#include "medusa/http_request.hpp"
#include "medusa/percent.hpp"
#include "supervisor_demo/config/namespec.hpp"
#include "supervisor_demo/process/process_group.hpp"
#include "supervisor_demo/supervisor.hpp"
#include "supervisor_demo/web/method_check.hpp"
#include "supervisor_demo/web/page_headers.hpp"
#include "supervisor_demo/web/tail_producer.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <system_error>

namespace supervisor {

namespace {

constexpr std::string_view prefix = "/logtail";
constexpr std::string_view main_prefix = "/mainlogtail";
constexpr std::uint64_t shown_before = 1024; // bytes of the log that was there already
constexpr std::uint64_t most_shown = 1024 * 1024;

// How much of what was there already is wanted.
std::uint64_t limit_of(const medusa::http_request& request) {
    const auto query = medusa::parse_form(request.query());
    const auto text = medusa::find_parameter(query, "limit").value_or("");
    std::uint64_t limit = shown_before;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc{} || end != text.data() + text.size()) return shown_before;
    return std::min(limit, most_shown);
}

void send_tail(const std::shared_ptr<medusa::http_request>& request, const std::string& path,
               asyncore::socket_map& map, bool unbuffered) {
    // The tail is part of the answer and must not keep it alive.
    const auto news = [answer = std::weak_ptr(request)] {
        if (const auto alive = answer.lock()) alive->resume_output();
    };
    std::unique_ptr<tail_producer> tail;
    try {
        tail = std::make_unique<tail_producer>(path, limit_of(*request), map, news);
    } catch (const std::system_error&) {
        request->error(404); // it may come to be there
        return;
    }
    const medusa::http_time modified{std::chrono::seconds(tail->modified())};
    request->reply().set("Last-Modified", medusa::format_http_date(modified));
    request->reply().set("Content-Type", "text/plain;charset=utf-8");
    set_data_headers(request->reply());
    // Or a proxy such as nginx holds the lines back until it has a buffer full.
    if (unbuffered) request->reply().set("X-Accel-Buffering", "no");
    request->set_endless();
    request->push(std::move(tail));
    request->done();
}

} // namespace

bool log_tail_handler::match(const medusa::http_request& request) {
    return request.path().starts_with(prefix);
}

std::string log_tail_handler::find_log(std::string_view path) const {
    path.remove_prefix(prefix.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
    const auto end = path.find('/');
    const auto channel = end == std::string_view::npos ? "stdout" : path.substr(end + 1);
    const namespec names = split_namespec(path.substr(0, end));
    const process* one = daemon_.find_process(names.group, names.process);
    if (!one) return {};
    if (channel == "stdout") return one->stdout_logfile();
    if (channel == "stderr") return one->stderr_logfile();
    return {};
}

void log_tail_handler::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    if (!check_method(*request, "GET, HEAD")) return;
    const std::string path = find_log(request->path());
    if (path.empty())
        request->error(404);
    else
        send_tail(request, path, daemon_.map(), true);
}

bool main_log_tail_handler::match(const medusa::http_request& request) {
    return request.path().starts_with(main_prefix);
}

void main_log_tail_handler::handle_request(const std::shared_ptr<medusa::http_request>& request) {
    if (!check_method(*request, "GET, HEAD")) return;
    const log_file* file = daemon_.log().file();
    if (file)
        send_tail(request, file->path(), daemon_.map(), false);
    else
        request->error(404);
}

} // namespace supervisor
