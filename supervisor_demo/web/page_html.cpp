#include "supervisor_demo/web/page_html.hpp"

#include "medusa/percent.hpp"
#include "supervisor_demo/config/version.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/web/page_frame.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace supervisor {

namespace {

bool is_bad_news(std::string_view message) {
    return message.starts_with("ERROR") || message.starts_with("unexpected") ||
           message.starts_with("No such");
}

// "4 processes: 2 running, 1 fatal, 1 stopped"
std::string summary_of(const std::vector<page_row>& rows) {
    std::string counts;
    for (const process_state state : process_states) {
        const auto count = std::ranges::count(rows, state, &page_row::state);
        if (count == 0) continue;
        std::string word(state_name(state));
        for (char& c : word)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        counts += format("{}{} {}", counts.empty() ? "" : ", ", count, word);
    }
    return format("{} {}: {}", rows.size(), rows.size() == 1 ? "process" : "processes", counts);
}

std::string table_html(const status_view& view) {
    if (view.rows.empty()) return "<p class=\"empty\">No programs to manage</p>\n";
    std::string groups;
    for (auto begin = view.rows.begin(); begin != view.rows.end();) {
        const auto end = std::find_if(begin, view.rows.end(), [begin](const page_row& row) {
            return row.group != begin->group;
        });
        groups += group_html({begin, end}, view.token);
        begin = end;
    }
    return format(R"(<table class="processes">
<caption>{}</caption>
<thead>
<tr><th scope="col">State</th><th scope="col">Process</th><th scope="col">Description</th><th scope="col">CPU</th><th scope="col">Memory</th><th scope="col">Restarts</th><th scope="col">Last exit</th><th scope="col">Actions</th></tr>
</thead>
{}</table>
)",
                  summary_of(view.rows), groups);
}

} // namespace

std::string memory_text(std::int64_t bytes) {
    constexpr double kilo = 1024;
    auto size = static_cast<double>(bytes);
    const char* unit = "B";
    for (const char* next : {"kB", "MB", "GB", "TB"}) {
        if (size < kilo) break;
        size /= kilo;
        unit = next;
    }
    return size < 10 && *unit != 'B' ? format("{:.1f} {}", size, unit)
                                     : format("{:.0f} {}", size, unit);
}

std::string status_html(const status_view& view) {
    std::string message;
    if (!view.message.empty())
        message = format("<p class=\"message{}\" role=\"status\">{}</p>\n",
                         is_bad_news(view.message) ? " bad" : "", page_text(view.message));
    return page_html("Supervisor Status", view.token,
                     format(R"(<header class="top">
<h1>Supervisor <small>{}</small></h1>
<form class="all" action="index.html" method="post">
<input type="hidden" name="token" value="{}">
<button name="action" value="refresh">Refresh</button>
<button name="action" value="startall">Start All</button>
<button name="action" value="restartall">Restart All</button>
<button name="action" value="stopall">Stop All</button>
<button name="action" value="clearall">Clear All Logs</button>
</form>
</header>
<main id="main">
{}{}</main>
<footer>Supervisor API 3.0, as of Supervisor {}</footer>
)",
                            page_text(view.identifier), view.token, message, table_html(view),
                            version));
}

std::string tail_html(const tail_view& view) {
    std::string links;
    if (!view.processname.empty()) {
        const bool is_stderr = view.channel == "stderr";
        const auto link = [&](std::string_view channel, std::string_view label) {
            links += format(
                R"(<a class="button" href="tail.html?processname={}&amp;limit={}{}">{}</a>
)",
                medusa::percent_encode(view.processname), medusa::percent_encode(view.limit),
                channel, label);
        };
        link(is_stderr ? "&amp;channel=stderr" : "", "Refresh");
        link(is_stderr ? "" : "&amp;channel=stderr", is_stderr ? "Stdout" : "Stderr");
    }
    const std::string_view name = view.processname;
    return page_html(format("Supervisor tail of process {}", name.empty() ? "None" : name), {},
                     format(R"(<header class="top">
<h1>{} <small>{}</small></h1>
<nav class="all">{}<a class="button" href="index.html">All processes</a></nav>
</header>
<main>
<pre class="tail">{}</pre>
</main>
)",
                            name.empty() ? "Tail" : page_text(name), page_text(view.channel), links,
                            page_text(view.tail)));
}

std::string confirmation_html(const confirmation_view& view) {
    return page_html("Supervisor: please confirm", {},
                     format(R"(<main class="question">
<h1>{}</h1>
<p>Your browser did not show that this comes from the status page. Do it all the same?</p>
<form action="index.html" method="post">
<input type="hidden" name="token" value="{}">
<input type="hidden" name="{}" value="{}">
<button class="primary" name="action" value="{}">Yes</button>
<a class="button" href="index.html">No</a>
</form>
</main>
)",
                            page_text(view.question), view.token, view.field,
                            page_text(view.target), page_text(view.action)));
}

} // namespace supervisor
