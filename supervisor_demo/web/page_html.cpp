#include "supervisor_demo/web/page_html.hpp"

#include "medusa/percent.hpp"
#include "medusa/utf8.hpp"
#include "supervisor_demo/config/version.hpp"
#include "supervisor_demo/format.hpp"

#include <algorithm>
#include <cctype>

namespace supervisor {

namespace {

// Bytes of a log may be anything; a page is UTF-8.
std::string escaped(std::string_view text) {
    return medusa::html_escape(medusa::xml_text(text));
}

std::string page(std::string_view title, std::string_view body) {
    return format(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="stylesheet" href="stylesheets/supervisor.css">
<link rel="icon" href="images/icon.svg" type="image/svg+xml">
</head>
<body>
{}</body>
</html>
)",
                  escaped(title), body);
}

std::string_view class_of(process_state state) {
    switch (state) {
    case process_state::running:
        return "statusrunning";
    case process_state::fatal:
    case process_state::backoff:
        return "statuserror";
    default:
        return "statusnominal";
    }
}

std::string lower(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

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
        if (!counts.empty()) counts += ", ";
        counts += format("{} {}", count, lower(state_name(state)));
    }
    return format("{} {}: {}", rows.size(), rows.size() == 1 ? "process" : "processes", counts);
}

std::string button(std::string_view action, std::string_view label, std::string_view name) {
    return format(R"(<button name="action" value="{}" aria-label="{} {}">{}</button>)", action,
                  label, name, label);
}

std::string tail_link(std::string_view name, std::string_view channel, std::string_view label) {
    return format(R"(<a href="logtail/{}{}" target="_blank" rel="noopener">{}</a>)",
                  medusa::percent_encode(name), channel, label);
}

std::string row_html(const page_row& row, bool shaded) {
    const std::string name = escaped(row.name);
    std::string actions;
    if (row.state == process_state::running)
        actions = button("restart", "Restart", name) + button("stop", "Stop", name);
    else if (row.state == process_state::stopped || row.state == process_state::exited ||
             row.state == process_state::fatal)
        actions = button("start", "Start", name);
    actions += button("clearlog", "Clear Log", name);
    if (row.has_stdout) actions += tail_link(row.name, "", "Tail -f Stdout");
    if (row.has_stderr) actions += tail_link(row.name, "/stderr", "Tail -f Stderr");
    return format(
        R"(<tr{}>
<td class="status"><span class="{}">{}</span></td>
<th scope="row"><a href="tail.html?processname={}">{}</a></th>
<td class="desc">{}</td>
<td class="action"><form action="index.html" method="post"><input type="hidden" name="processname" value="{}">{}</form></td>
</tr>
)",
        shaded ? R"( class="shade")" : "", class_of(row.state), lower(state_name(row.state)),
        medusa::percent_encode(row.name), name, escaped(row.description), name, actions);
}

std::string table_html(const std::vector<page_row>& rows) {
    if (rows.empty()) return "<p class=\"empty\">No programs to manage</p>\n";
    std::string lines;
    bool shaded = false;
    for (const page_row& row : rows) {
        lines += row_html(row, shaded);
        shaded = !shaded;
    }
    return format(R"(<table>
<caption>{}</caption>
<thead>
<tr><th scope="col">State</th><th scope="col">Name</th><th scope="col">Description</th><th scope="col">Action</th></tr>
</thead>
<tbody>
{}</tbody>
</table>
)",
                  summary_of(rows), lines);
}

} // namespace

std::string status_html(const status_view& view) {
    std::string message;
    if (!view.message.empty())
        message = format("<p class=\"status_msg{}\" role=\"status\">{}</p>\n",
                         is_bad_news(view.message) ? " bad_news" : "", escaped(view.message));
    return page("Supervisor Status",
                format(R"(<header>
<h1>Supervisor <small>{}</small></h1>
<form id="buttons" action="index.html" method="post">
<button name="action" value="refresh">Refresh</button>
<button name="action" value="restartall">Restart All</button>
<button name="action" value="stopall">Stop All</button>
</form>
</header>
<main>
{}{}</main>
<footer>Supervisor API 3.0, as of Supervisor {}</footer>
)",
                       escaped(view.identifier), message, table_html(view.rows), version));
}

std::string tail_html(std::string_view processname, std::string_view limit, std::string_view tail) {
    std::string refresh;
    if (!processname.empty())
        refresh = format(
            R"(<a class="button" href="tail.html?processname={}&amp;limit={}">Refresh</a>
)",
            medusa::percent_encode(processname), medusa::percent_encode(limit));
    return page(format("Supervisor tail of process {}", processname.empty() ? "None" : processname),
                format(R"(<header>
<h1>{}</h1>
<nav>{}<a class="button" href="index.html">All processes</a></nav>
</header>
<main>
<pre>{}</pre>
</main>
)",
                       processname.empty() ? "Tail" : escaped(processname), refresh,
                       escaped(tail)));
}

std::string confirmation_html(std::string_view question, std::string_view action,
                              std::string_view processname) {
    return page("Supervisor: please confirm",
                format(R"(<header>
<h1>{}</h1>
</header>
<main>
<p>Your browser did not say that this comes from the status page. Do it all the same?</p>
<form class="confirm" action="index.html" method="post">
<input type="hidden" name="processname" value="{}">
<button name="action" value="{}">Yes</button>
<a class="button" href="index.html">No</a>
</form>
</main>
)",
                       escaped(question), escaped(processname), escaped(action)));
}

} // namespace supervisor
