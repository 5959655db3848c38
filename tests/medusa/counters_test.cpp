#include "medusa/counting_handler.hpp"
#include "medusa/metrics_handler.hpp"
#include "medusa/producers.hpp"
#include "medusa/status_handler.hpp"
#include "tests/support/answer.hpp"
#include "tests/support/web.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <stdexcept>

using Catch::Contains;
using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

void hello(const request_ptr& request) {
    request->push("hello");
    request->done();
}

} // namespace

TEST_CASE("a server counts what it is asked and what it answers", "[counters]") {
    web it;
    it.install("/", hello);
    it.install("/in/pieces", [](const request_ptr& request) {
        auto pieces = std::make_unique<medusa::composite_producer>();
        pieces->add(std::string(1000, 'x'));
        pieces->add(std::string(234, 'y'));
        request->push(std::move(pieces));
        request->done();
    });
    std::size_t heard = 0;
    std::size_t said = 0;
    const auto ask = [&](const std::string& text) {
        said += text.size();
        heard += it.ask(text).size();
    };
    ask("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /in/pieces HTTP/1.1\r\nHost: x\r\n"
        "Connection: close\r\n\r\n");
    ask("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    ask("nonsense\r\n\r\n");
    const medusa::server_counters& now = it.server->counters;
    CHECK(now.connections == 3);
    CHECK(now.requests == 3);
    CHECK(now.answers[2] == 3);
    CHECK(now.answers[4] == 1);
    CHECK(now.received == said);
    CHECK(now.sent == heard);
    // The page of the refusal has a body, too.
    CHECK(now.body_bytes > 5 + 1234);
    CHECK(now.body_bytes < 5 + 1234 + 400);
    it.server->limits.max_connections_per_address = 1;
    const auto first = it.client();
    first->say("GET");
    CHECK(status_of(it.ask("")) == 503);
    CHECK(now.turned_away == 1);
}

TEST_CASE("a handler's own counters count it alone, bodies or not", "[counters]") {
    web it;
    const auto inner = std::make_shared<function_handler>("/in", hello);
    const auto counted = std::make_shared<medusa::counting_handler>(inner);
    inner->body_limit = 10;
    it.server->install_handler(std::make_shared<function_handler>("/", hello));
    it.server->install_handler(counted);
    static_cast<void>(it.get("/"));
    static_cast<void>(it.get("/in"));
    static_cast<void>(it.get("/in", "", "POST", "body"));
    static_cast<void>(it.get("/in", "", "POST", "more than ten"));
    CHECK(counted->counters.requests == 3);
    CHECK(counted->counters.answers[2] == 2);
    CHECK(counted->counters.answers[4] == 1);
    CHECK(it.server->counters.requests == 4);
}

TEST_CASE("the status page shows counters as HTML or as text", "[status_handler]") {
    web it;
    const auto page = std::make_shared<medusa::status_handler>();
    page->watch(it.server, "<main>");
    it.server->install_handler(page);
    const std::string html = it.get("/status");
    CHECK(field_of(html, "Content-Type") == "text/html; charset=utf-8");
    CHECK_THAT(body_of(html), Contains("<h2>&lt;main&gt;</h2>") &&
                                  Contains("<tr><td>requests<td>1\n") &&
                                  Contains("<td>uptime<td>0d 0h 0m "));
    const std::string text = it.get("/status?text");
    CHECK(field_of(text, "Content-Type") == "text/plain; charset=utf-8");
    CHECK_THAT(body_of(text), Contains("server: <main>\n") && Contains("\nrequests: 2\n") &&
                                  Contains("\nanswers 2xx: 1\n") && Contains("\nconnections: 1\n"));
    CHECK_THAT(body_of(it.get("/status", "Accept: text/plain\r\n")), Contains("requests: 3\n"));
    CHECK(status_of(it.get("/status", "", "POST", "x")) == 405);
}

TEST_CASE("metrics are written as Prometheus reads them", "[metrics_handler]") {
    medusa::metrics_handler metrics;
    std::uint64_t& orders = metrics.counter("shop_orders_total", "Orders\ntaken \\ \"so far\".");
    std::uint64_t& odd = metrics.counter("odd", "", {{"a", "x\"y\\z\n"}, {"b", ""}});
    double level = 0.5;
    metrics.gauge("level", "Level.", {}, [&] { return level; });
    metrics.gauge("level", "ignored", {{"of", "two"}},
                  [] { return std::numeric_limits<double>::infinity(); });
    orders += 3;
    odd = std::numeric_limits<std::uint64_t>::max();
    CHECK(metrics.text() == "# HELP shop_orders_total Orders\\ntaken \\\\ \"so far\".\n"
                            "# TYPE shop_orders_total counter\n"
                            "shop_orders_total 3\n"
                            "# HELP odd \n"
                            "# TYPE odd counter\n"
                            "odd{a=\"x\\\"y\\\\z\\n\",b=\"\"} 18446744073709551615\n"
                            "# HELP level Level.\n"
                            "# TYPE level gauge\n"
                            "level 0.5\n"
                            "level{of=\"two\"} +Inf\n");
}

TEST_CASE("a metric that cannot be one is refused", "[metrics_handler]") {
    medusa::metrics_handler metrics;
    metrics.counter("a", "", {{"x", "1"}});
    CHECK_NOTHROW(metrics.counter("a", "", {{"x", "2"}}));
    CHECK_THROWS_AS(metrics.counter("a", "", {{"x", "1"}}), std::invalid_argument);
    CHECK_THROWS_AS(metrics.gauge("a", "", {}, [] { return 0.0; }), std::invalid_argument);
    for (const char* name : {"", "1a", "a-b", "a b", "\xc3\xa9"})
        CHECK_THROWS_AS(metrics.counter(name, ""), std::invalid_argument);
    for (const char* label : {"", "1", "a:b", "__name__", "a-b"})
        CHECK_THROWS_AS(metrics.counter("b", "", {{label, ""}}), std::invalid_argument);
    CHECK_NOTHROW(metrics.counter("ns:b_total", ""));
}

TEST_CASE("a server and a handler tell their counters at /metrics", "[metrics_handler]") {
    web it;
    const auto metrics = std::make_shared<medusa::metrics_handler>();
    const auto counted = std::make_shared<medusa::counting_handler>(
        std::make_shared<function_handler>("/in", hello));
    it.server->install_handler(counted);
    it.server->install_handler(metrics);
    metrics->watch(it.server, {{"listener", "one"}});
    metrics->watch(counted, {{"handler", "in"}});
    static_cast<void>(it.get("/in"));
    const std::string answer = it.get("/metrics");
    CHECK(field_of(answer, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK_THAT(body_of(answer),
               Contains("medusa_connections_total{listener=\"one\"} 2\n") &&
                   Contains("medusa_requests_total{listener=\"one\"} 2\n") &&
                   Contains("medusa_answers_total{listener=\"one\",class=\"2xx\"} 1\n") &&
                   Contains("medusa_connections{listener=\"one\"} 1\n") &&
                   Contains("medusa_handler_requests_total{handler=\"in\"} 1\n") &&
                   Contains("medusa_handler_body_bytes_total{handler=\"in\"} 5\n"));
    CHECK(status_of(it.get("/metrics", "", "POST", "x")) == 405);
}
