#include "medusa/base64.hpp"
#include "medusa/percent.hpp"
#include "tests/supervisor_demo/web/web_daemon.hpp"

#include <catch2/catch.hpp>
#include <openssl/sha.h>

#include <regex>

using namespace std::chrono_literals;
using supervisor::process_state;

namespace {

constexpr const char* forever = "exec sleep 1000";

/// The message an action ends in, out of the redirect; times are T.
std::string message_of(const std::string& answer) {
    const std::string before = "\r\nLocation: http://house:9001/?message=";
    const auto at = answer.find(before);
    if (at == std::string::npos) return "no redirect: " + answer;
    const auto end = answer.find("\r\n", at + 2);
    const auto begin = at + before.size();
    return std::regex_replace(*medusa::percent_decode(answer.substr(begin, end - begin)),
                              std::regex(R"(at \w{3} \w{3} [ 0-9]\d \d\d:\d\d:\d\d \d{4}$)"),
                              "at T");
}

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const auto begin = text.find(before) + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

/// As a Content-Security-Policy names it: CSP Level 3, section 2.3.1.
std::string hash_of(const std::string& text) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    return "sha256-" +
           medusa::base64_encode({reinterpret_cast<const char*>(digest), sizeof digest});
}

std::string act(web_daemon& d, const std::string& query) {
    return message_of(d.ask_web("/index.html?" + query));
}

} // namespace

TEST_CASE("the page is there under both its names with every process on it") {
    web_daemon d;
    d.program("a", forever);
    d.ask("supervisor.startProcess", {"a"});
    for (const char* target : {"/", "/index.html", "//", "/?message="}) {
        const std::string answer = d.ask_web(target);
        CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(contains(answer, "\r\nContent-Type: text/html;charset=utf-8\r\n"));
        CHECK(contains(answer, "\r\nPragma: no-cache\r\n"));
        CHECK(contains(answer, "\r\nCache-Control: no-cache\r\n"));
        CHECK(contains(answer, "\r\nExpires: Thu, 01 Jan 1970 00:00:00 GMT\r\n"));
        CHECK(contains(answer, "\r\nX-Frame-Options: DENY\r\n"));
        CHECK(contains(answer, "\r\nContent-Security-Policy: default-src 'none'; "));
        CHECK(contains(answer, "script-src 'self'; "));
        CHECK(contains(answer, "; frame-ancestors 'none'; "));
        CHECK(contains(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
        CHECK(contains(answer, "\r\nReferrer-Policy: same-origin\r\n"));
        CHECK(contains(answer, ">running</span>"));
        CHECK(contains(answer, ", uptime 0:00:0"));
    }
    CHECK(contains(d.ask_web("/?message=%3Cb%3Ehello"), ">&lt;b&gt;hello</p>"));
}

TEST_CASE("a process is started restarted and stopped from the page") {
    web_daemon d;
    d.program("a", forever);
    CHECK(act(d, "processname=a&action=start") == "Process a started");
    CHECK(d.process("a").state() == process_state::running);
    CHECK(act(d, "processname=a&action=start") == "ERROR: Process a: already started");
    const auto pid = d.process("a").pid();
    CHECK(act(d, "processname=a&action=restart") == "Process a restarted");
    CHECK(d.process("a").state() == process_state::running);
    CHECK(d.process("a").pid() != pid);
    CHECK(act(d, "processname=a&action=stop") == "Process a stopped");
    CHECK(d.process("a").state() == process_state::stopped);
    CHECK(act(d, "processname=a&action=stop") == "unexpected rpc fault [70] NOT_RUNNING: a");
    CHECK(act(d, "processname=a&action=clearlog") == "Log for a cleared");
    CHECK(act(d, "processname=b&action=start") == "No such process named b");
    CHECK(act(d, "processname=a:*&action=stop") == "No such process named a:*");
}

TEST_CASE("a start that fails says why") {
    web_daemon d;
    d.program("none", "").command = "/no/such/program";
    d.program("data", "").command = d.dir.put("data", "x");
    d.program("short", "exit 1").startsecs = 100s;
    d.program("long", forever).startsecs = 100s;
    CHECK(act(d, "processname=none&action=start") == "ERROR: Process none: no such file");
    CHECK(act(d, "processname=data&action=start") == "ERROR: Process data: file not executable");
    CHECK(act(d, "processname=short&action=start") == "ERROR: Process short: spawn error");
    const auto client = d.connect(web_daemon::request("/?processname=long&action=start"));
    d.wait_for("long", process_state::starting);
    act(d, "processname=long&action=stop");
    client->hear("\r\n\r\n");
    CHECK(message_of(client->received) == "ERROR: Process long: abnormal termination");
}

TEST_CASE("all are restarted and stopped and the page refreshed") {
    web_daemon d;
    d.program("a", forever);
    d.program("b", forever);
    CHECK(act(d, "action=restartall") == "All restarted at T");
    CHECK(d.process("b").state() == process_state::running);
    CHECK(act(d, "action=stopall") == "All stopped at T");
    CHECK(d.process("b").state() == process_state::stopped);
    CHECK(act(d, "action=refresh") == "Page refreshed at T");
}

TEST_CASE("a button is a form and its fields go before those of the query") {
    web_daemon d;
    d.program("a", forever);
    const std::string answer = d.ask_web("/index.html?processname=b",
                                         "Content-Type: application/x-www-form-urlencoded\r\n",
                                         "POST", "processname=a&action=start");
    CHECK(answer.starts_with("HTTP/1.1 301 Moved Permanently\r\n"));
    CHECK(contains(answer, "\r\nCache-Control: no-cache\r\n"));
    CHECK(contains(answer, "<p>Error code 301.\r\n"));
    CHECK(message_of(answer) == "Process a started");
}

TEST_CASE("an action that is none is refused") {
    web_daemon d;
    CHECK(d.status("/?action=explode") == 400);
    CHECK(d.status("/?action=start") == 400);
    CHECK(d.status("/?action=") == 200);
}

TEST_CASE("HEAD does nothing and other methods are not allowed") {
    web_daemon d;
    d.program("a", forever);
    const std::string head = d.ask_web("/?processname=a&action=start", "", "HEAD");
    CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(head.ends_with("\r\n\r\n"));
    CHECK(d.process("a").state() == process_state::stopped);
    const std::string refused = d.ask_web("/", "", "DELETE");
    CHECK(refused.starts_with("HTTP/1.1 405 "));
    CHECK(contains(refused, "\r\nAllow: GET, HEAD, POST\r\n"));
}

TEST_CASE("a GET acts for scripts and for the page itself and asks anyone else") {
    struct visitor {
        const char* fields;
        int status; // 301: it was done
    };
    const auto [fields, status] = GENERATE(values<visitor>({
        {"", 301},
        {"User-Agent: curl/7.88.1\r\n", 301},
        {"User-Agent: python-requests/2\r\n", 301},
        {"User-Agent: Mozilla/5.0 (X11)\r\n", 200},
        {"User-Agent: w3m/0.5\r\n", 200},
        {"Cookie: a=b\r\n", 200},
        {"Sec-Fetch-Mode: navigate\r\n", 200},
        {"Sec-Fetch-Site: none\r\nUser-Agent: Mozilla/5.0\r\n", 200},
        {"Sec-Fetch-Site: same-site\r\n", 200},
        {"Sec-Fetch-Site: same-site\r\nReferer: http://house:9001/\r\n", 200},
        {"Sec-Fetch-Site: same-origin\r\nUser-Agent: Mozilla/5.0\r\n", 301},
        {"Sec-Fetch-Site: cross-site\r\n", 403},
        {"Origin: http://house:9001\r\nUser-Agent: Mozilla/5.0\r\n", 301},
        {"Origin: http://evil\r\n", 403},
        {"Origin: null\r\n", 403},
        {"Referer: http://house:9001/index.html\r\nUser-Agent: Mozilla/5.0\r\n", 301},
        {"Referer: http://evil/\r\n", 200},
        {"Referer: http://evil/?http://house:9001/\r\n", 200},
        {"Referer: http://house:9001.evil/\r\n", 200},
        {"Referer: ftp://house:9001/\r\n", 200},
    }));
    CAPTURE(fields);
    web_daemon d;
    d.program("a", "exit 1").startsecs = 100s;
    CHECK(d.status("/?processname=a&action=start", fields) == status);
    CHECK((d.process("a").state() != process_state::stopped) == (status == 301));
}

namespace {

constexpr const char* browser = "User-Agent: Mozilla/5.0\r\nOrigin: http://house:9001\r\n"
                                "Sec-Fetch-Site: same-origin\r\n";
constexpr const char* old_browser = "User-Agent: Mozilla/5.0\r\n";

/// The token of the first form of a page.
std::string token_of(const std::string& page) {
    const std::string before = "name=\"token\" value=\"";
    const auto at = page.find(before);
    return at == std::string::npos ? "(none)" : page.substr(at + before.size(), 32);
}

int post(web_daemon& d, const char* fields, const std::string& body) {
    return d.status("/index.html", fields, "POST", body);
}

} // namespace

TEST_CASE("the form that asks does nothing until it is sent back") {
    web_daemon d;
    d.program("a", forever);
    d.program("b", forever);
    const std::string question = d.ask_web("/?processname=a&action=start", old_browser);
    CHECK(contains(question, "<h1>Start a?</h1>"));
    CHECK(contains(question, "method=\"post\""));
    CHECK(contains(question, "name=\"processname\" value=\"a\""));
    CHECK(contains(question, "name=\"action\" value=\"start\""));
    CHECK_FALSE(contains(question, "page.js"));
    CHECK(d.process("a").state() == process_state::stopped);
    const std::string token = "&token=" + token_of(question);
    CHECK(post(d, old_browser, "processname=b&action=start" + token) == 200);
    CHECK(post(d, old_browser, "processname=a&action=clearlog" + token) == 200);
    CHECK(post(d, old_browser, "action=startall" + token) == 200);
    CHECK(d.process("a").state() == process_state::stopped);
    CHECK(d.process("b").state() == process_state::stopped);
    CHECK(post(d, old_browser, "processname=a&action=start" + token) == 301);
    CHECK(d.process("a").state() == process_state::running);
}

TEST_CASE("a browser posts with the token of the page or is asked") {
    web_daemon d;
    d.program("a", forever);
    const std::string body = "processname=a&action=start";
    const std::string token = token_of(d.ask_web("/"));
    std::string wrong = token;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    for (const char* fields : {browser, old_browser, "Cookie: a=b\r\n",
                               "Referer: http://evil/\r\nUser-Agent: Mozilla/5.0\r\n",
                               "Sec-Fetch-Site: same-site\r\n"}) {
        CAPTURE(fields);
        CHECK(post(d, fields, body) == 200);
        CHECK(post(d, fields, body + "&token=" + wrong) == 200);
        CHECK(post(d, fields, body + "&token=") == 200);
        CHECK(post(d, fields, body + "&token=" + token.substr(1)) == 200);
        // A link cannot carry it, or it would stand in histories and logs.
        CHECK(d.status("/index.html?token=" + token, fields, "POST", body) == 200);
    }
    CHECK(d.process("a").state() == process_state::stopped);
    CHECK(post(d, browser, body + "&token=" + token) == 301);
    CHECK(d.process("a").state() == process_state::running);
    CHECK(post(d, old_browser, "processname=a&action=stop&token=" + token) == 301);
    CHECK(post(d, "Origin: http://evil\r\n", body + "&token=" + token) == 403);
    CHECK(d.process("a").state() == process_state::stopped);
}

TEST_CASE("a page behind a proxy that speaks TLS is gone back to by TLS") {
    web_daemon d;
    const auto answer = d.ask_web("/index.html?action=refresh", "Origin: https://house:9001\r\n");
    CHECK(contains(answer, "\r\nLocation: https://house:9001/?message=Page%20refreshed"));
}

TEST_CASE("a token is another one on each page and good for no other daemon") {
    web_daemon d, other;
    d.program("a", forever);
    other.program("a", forever);
    const std::string token = token_of(d.ask_web("/"));
    CHECK(token != token_of(d.ask_web("/")));
    CHECK(post(other, browser, "processname=a&action=start&token=" + token) == 200);
    CHECK(other.process("a").state() == process_state::stopped);
}

TEST_CASE("a script of the page is answered in JSON") {
    web_daemon d;
    d.program("a", forever);
    const std::string fields = std::string(browser) + "Accept: application/json\r\n";
    const std::string token = "&token=" + token_of(d.ask_web("/"));
    const std::string good =
        d.ask_web("/index.html", fields, "POST", "processname=a&action=start" + token);
    CHECK(good.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(contains(good, "\r\nContent-Type: application/json\r\n"));
    CHECK(good.ends_with(R"({"message":"Process a started","done":true})"));
    const std::string bad =
        d.ask_web("/index.html", fields, "POST", "processname=a&action=start" + token);
    CHECK(bad.ends_with(R"({"message":"ERROR: Process a: already started","done":false})"));
    const std::string refused =
        d.ask_web("/index.html", fields, "POST", "processname=a&action=stop");
    CHECK(refused.starts_with("HTTP/1.1 403 "));
    CHECK(contains(refused, "\"done\":false"));
    CHECK(d.process("a").state() == process_state::running);
}

TEST_CASE("a group is started restarted and stopped and its logs are cleared") {
    web_daemon d;
    d.program("a", "echo hello; exec sleep 1000", "g");
    d.program("b", forever, "g");
    d.program("c", forever);
    CHECK(act(d, "groupname=g&action=startgroup") == "Group g started");
    CHECK(d.process("g:a").state() == process_state::running);
    CHECK(d.process("g:b").state() == process_state::running);
    CHECK(d.process("c").state() == process_state::stopped);
    const auto has_spoken = [&d](const char* text) {
        wait_until([&] { return read_whole(d.dir / "a.out") == text; }, 10s, "it has spoken",
                   d.map);
    };
    has_spoken("hello\n");
    const auto pid = d.process("g:b").pid();
    CHECK(act(d, "groupname=g&action=restartgroup") == "Group g restarted");
    CHECK(d.process("g:b").pid() != pid);
    has_spoken("hello\nhello\n");
    CHECK(act(d, "groupname=g&action=cleargroup") == "Logs of group g cleared");
    CHECK(read_whole(d.dir / "a.out").empty());
    CHECK(act(d, "groupname=g&action=stopgroup") == "Group g stopped");
    CHECK(d.process("g:a").state() == process_state::stopped);
    CHECK(act(d, "groupname=h&action=startgroup") == "No such group named h");
    CHECK(d.status("/?action=startgroup&processname=g") == 400);
    CHECK(act(d, "action=startall") == "All started at T");
    CHECK(d.process("c").state() == process_state::running);
    CHECK(act(d, "action=clearall") == "All logs cleared at T");
}

TEST_CASE("a group that could not be started says which of it and why") {
    web_daemon d;
    d.program("a", forever, "g");
    d.program("b", "", "g").command = "/no/such/program";
    CHECK(act(d, "groupname=g&action=startgroup") == "ERROR: Group g: b (NO_FILE: can't find "
                                                     "command '/no/such/program')");
}

TEST_CASE("a foreign page is refused on every route") {
    web_daemon d;
    for (const char* target :
         {"/", "/index.html", "/tail.html", "/ok.html", "/RPC2", "/logtail/a", "/mainlogtail",
          "/status.json", "/events", "/assets/x/page.js", "/stylesheets/supervisor.css", "/none"}) {
        CAPTURE(target);
        CHECK(d.status(target, "Origin: http://evil\r\n") == 403);
        CHECK(d.status(target, "Sec-Fetch-Site: cross-site\r\n") == 403);
        CHECK(d.status(target, "Origin: http://evil\r\n", "POST", "x") == 403);
    }
}

TEST_CASE("who followed a link of another site is told why and led on") {
    web_daemon d;
    d.server_config.username = "user";
    d.server_config.password = "secret";
    d.program("a", forever);
    const std::string link =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\n";
    const std::string led = link + "Sec-Fetch-Dest: document\r\n";
    for (const char* target : {"/", "/?action=stop&processname=a", "/logtail/a", "/tail.html",
                               "//evil.example/%3Faction=stop", "/%3Cscript%3E"}) {
        CAPTURE(target);
        const auto answer = d.ask_web(target, led);
        CHECK(answer.starts_with("HTTP/1.1 403 "));
        CHECK(contains(answer, "A page of another site led here"));
        // It leads to the same path without a query, whatever that is, and so repeats none of it.
        CHECK(contains(answer, "<a href=\"?\">"));
        CHECK_FALSE(contains(answer, "evil"));
        CHECK_FALSE(contains(answer, "action"));
        CHECK_FALSE(contains(answer, "<script"));
        CHECK(contains(answer, "Content-Security-Policy: default-src 'none'; style-src '" +
                                   hash_of(between(answer, "<style>", "</style>")) + "'"));
        CHECK(contains(answer, "frame-ancestors 'none'"));
        CHECK(contains(answer, "X-Frame-Options: DENY\r\n"));
    }
    CHECK(contains(d.ask_web("/", led + "Origin: http://evil\r\n", "POST", "action=stopall"),
                   "A page of another site led here"));
    // Neither a frame nor a script shows it to anyone.
    CHECK(contains(d.ask_web("/", link + "Sec-Fetch-Dest: iframe\r\n"), "Error code 403."));
    CHECK(contains(d.ask_web("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"
                                  "Sec-Fetch-Dest: document\r\n"),
                   "Error code 403."));
}

TEST_CASE("who asks by a name that is not listed is told where it would be") {
    web_daemon d;
    const auto client =
        d.connect("GET / HTTP/1.1\r\nHost: box.example:9001\r\nSec-Fetch-Mode: navigate\r\n"
                  "Sec-Fetch-Dest: document\r\nConnection: close\r\n\r\n");
    client->hear_the_end();
    CHECK(client->received.starts_with("HTTP/1.1 403 "));
    CHECK(contains(client->received, "does not answer to “box.example:9001”"));
    CHECK(contains(client->received, "allowed_hosts"));
}

TEST_CASE("every route is behind the password when there is one") {
    web_daemon d;
    d.server_config.username = "user";
    d.server_config.password = "secret";
    for (const char* target :
         {"/", "/index.html", "/tail.html", "/ok.html", "/RPC2", "/logtail/a", "/mainlogtail",
          "/status.json", "/events", "/assets/x/page.js", "/stylesheets/supervisor.css", "/none"}) {
        CAPTURE(target);
        CHECK(d.status(target, "", "HEAD") == 401);
        CHECK(d.status(target, "Authorization: Basic dXNlcjpzZWNyZXQ=\r\n", "HEAD") != 401);
        CHECK(d.status(target, "Authorization: Basic dXNlcjp4\r\n", "HEAD") == 401);
    }
    CHECK_FALSE(contains(d.said(), "CRIT "));
}

TEST_CASE("a server without a password says so in the log") {
    web_daemon d;
    supervisor::announce(d.server_config, d.config, d.log);
    CHECK(contains(d.said(), "CRIT Server 'inet_http_server' running without any HTTP "
                             "authentication checking\n"));
    CHECK(contains(d.said(), "INFO RPC interface 'supervisor' initialized\n"));
}

TEST_CASE("without the rpc interface only the system methods are served and the page still acts") {
    web_daemon d;
    d.config.rpcinterfaces.clear();
    d.program("a", forever);
    const std::string call =
        "<methodCall><methodName>supervisor.getState</methodName></methodCall>";
    CHECK(contains(d.ask_web("/RPC2", "", "POST", call), "UNKNOWN_METHOD"));
    const std::string list = "<methodCall><methodName>system.listMethods</methodName></methodCall>";
    CHECK(contains(d.ask_web("/RPC2", "", "POST", list), "system.multicall"));
    CHECK(act(d, "processname=a&action=start") == "Process a started");
}

TEST_CASE("the tail page shows the end of a log") {
    web_daemon d;
    d.program("a", forever);
    d.dir.put("a.out", std::string(3000, 'x') + "<end>\n");
    CHECK(contains(d.ask_web("/tail.html"), "<pre class=\"tail\">No process name found</pre>"));
    CHECK(contains(d.ask_web("/tail.html?processname=b"),
                   "<pre class=\"tail\">ERROR: unexpected rpc fault [10] BAD_NAME: b</pre>"));
    const std::string tail = d.ask_web("/tail.html?processname=a");
    CHECK(contains(tail, "<title>Supervisor tail of process a</title>"));
    CHECK(contains(tail, "<pre class=\"tail\">" + std::string(1018, 'x') + "&lt;end&gt;\n</pre>"));
    CHECK(contains(tail, "tail.html?processname=a&amp;limit=1024"));
    CHECK(contains(d.ask_web("/tail.html?processname=a&limit=2048"),
                   "<pre class=\"tail\">" + std::string(2042, 'x') + "&lt;end&gt;\n</pre>"));
    CHECK(contains(d.ask_web("/tail.html?processname=a&limit=10"),
                   "<pre class=\"tail\">" + std::string(1018, 'x')));
    d.dir.put("a.err", "\x1b[1;31mtrou\x1b[0mble");
    CHECK(contains(d.ask_web("/tail.html?processname=a&channel=stderr"),
                   "<pre class=\"tail\">trouble</pre>"));
    std::filesystem::remove(d.dir / "a.out");
    CHECK(
        contains(d.ask_web("/tail.html?processname=a"), "<pre class=\"tail\">No file for a</pre>"));
}

TEST_CASE("what never changes is there and nothing else") {
    web_daemon d;
    const std::string ok = d.ask_web("/ok.html");
    CHECK(contains(ok, "\r\nContent-Type: text/plain\r\n"));
    CHECK(ok.ends_with("\r\n\r\nOK"));
    CHECK(contains(d.ask_web("/stylesheets/supervisor.css"), "text/css"));
    CHECK(contains(d.ask_web("/images/icon.svg"), "<svg "));
    CHECK(d.status("/ok.html", "", "PUT", "x") == 405);
    for (const char* target : {"/none", "/stylesheets/", "/../etc/passwd", "/ok.html/"})
        CHECK(d.status(target) == 404);
}

TEST_CASE("the page still answers while the daemon stops") {
    web_daemon d;
    d.program("a", forever);
    d.status("/");
    d.ask("supervisor.shutdown");
    d.daemon().on_stopping([] {});
    const auto client = d.connect(web_daemon::request("/?processname=a&action=start"));
    try {
        client->hear("\r\n\r\n");
    } catch (const asyncore::exit_now&) { // everything was stopped already
    }
    client->hear("\r\n\r\n");
    CHECK(message_of(client->received) ==
          "ERROR: Process a: unexpected rpc fault [6] SHUTDOWN_STATE");
}
