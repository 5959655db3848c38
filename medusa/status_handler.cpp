#include "medusa/status_handler.hpp"

#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"
#include "medusa/percent.hpp"

#include <chrono>
#include <utility>

namespace medusa {

namespace {

using lines = std::vector<std::pair<std::string, std::string>>;

std::string uptime(std::chrono::system_clock::time_point since) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - since)
            .count();
    return std::to_string(seconds / 86400) + "d " + std::to_string(seconds / 3600 % 24) + "h " +
           std::to_string(seconds / 60 % 60) + "m " + std::to_string(seconds % 60) + "s";
}

lines lines_of(const http_server& server) {
    const server_counters& now = server.counters;
    return {{"uptime", uptime(now.since)},
            {"connections", std::to_string(server.connections().total())},
            {"connections taken", std::to_string(now.connections)},
            {"connections turned away", std::to_string(now.turned_away)},
            {"requests", std::to_string(now.requests)},
            {"answers 2xx", std::to_string(now.answers[2])},
            {"answers 3xx", std::to_string(now.answers[3])},
            {"answers 4xx", std::to_string(now.answers[4])},
            {"answers 5xx", std::to_string(now.answers[5])},
            {"bytes received", std::to_string(now.received)},
            {"bytes sent", std::to_string(now.sent)},
            {"bytes of bodies sent", std::to_string(now.body_bytes)}};
}

} // namespace

void status_handler::watch(const std::shared_ptr<http_server>& server, std::string title) {
    servers_.push_back({server, std::move(title)});
}

bool status_handler::match(const http_request& request) {
    return request.path() == path_;
}

void status_handler::handle_request(const std::shared_ptr<http_request>& request) {
    const bool text = request->query() == "text" || request->get_header("Accept") == "text/plain";
    std::string page = text ? "" : "<!DOCTYPE html>\n<title>Status</title>\n<h1>Status</h1>\n";
    for (const auto& [weak, title] : servers_) {
        const auto server = weak.lock();
        if (!server) continue;
        if (text)
            page.append("server: ").append(title).append("\n");
        else
            page.append("<h2>").append(html_escape(title)).append("</h2>\n<table>\n");
        for (const auto& [name, value] : lines_of(*server)) {
            if (text)
                page.append(name).append(": ").append(value).append("\n");
            else
                page.append("<tr><td>").append(name).append("<td>").append(value).append("\n");
        }
        if (!text) page += "</table>\n";
    }
    request->reply().set("Content-Type",
                         text ? "text/plain; charset=utf-8" : "text/html; charset=utf-8");
    request->reply().set("Cache-Control", "no-store");
    request->push(std::move(page));
    request->done();
}

} // namespace medusa
