#include "medusa/percent.hpp"
#include "supervisor_demo/format.hpp"
#include "supervisor_demo/web/page_frame.hpp"
#include "supervisor_demo/web/page_html.hpp"

#include <algorithm>
#include <cctype>

namespace supervisor {

namespace {

std::string lower(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// The words of a label are whole, so that a screen reader says of what it is the button.
std::string button(std::string_view action, std::string_view label, std::string_view of) {
    return format(R"(<button name="action" value="{}" aria-label="{} {}">{}</button>)", action,
                  label, of, label);
}

std::string form(std::string_view field, std::string_view target, std::string_view token,
                 std::string_view buttons) {
    return format(
        R"(<form action="index.html" method="post"><input type="hidden" name="token" value="{}"><input type="hidden" name="{}" value="{}">{}</form>)",
        token, field, target, buttons);
}

std::string tail_link(std::string_view name, std::string_view channel, std::string_view label) {
    return format(R"(<a href="logtail/{}{}" target="_blank" rel="noopener">{}</a>)",
                  medusa::percent_encode(name), channel, label);
}

std::string row_html(const page_row& row, std::string_view token) {
    const std::string name = page_text(row.name);
    const std::string state = lower(state_name(row.state));
    std::string buttons;
    if (row.state == process_state::running)
        buttons = button("restart", "Restart", name) + button("stop", "Stop", name);
    else if (row.state == process_state::stopped || row.state == process_state::exited ||
             row.state == process_state::fatal)
        buttons = button("start", "Start", name);
    else if (is_running(row.state))
        buttons = button("stop", "Stop", name);
    buttons += button("clearlog", "Clear Log", name);
    std::string links;
    if (row.has_stdout) links += tail_link(row.name, "", "Tail -f Stdout");
    if (row.has_stderr) links += tail_link(row.name, "/stderr", "Tail -f Stderr");
    return format(
        R"(<tr class="process">
<td class="state"><span class="pill {}">{}</span></td>
<th scope="row"><a href="tail.html?processname={}">{}</a></th>
<td class="desc">{}</td>
<td class="cpu">{}</td>
<td class="memory">{}</td>
<td class="restarts">{}</td>
<td class="exit">{}</td>
<td class="actions">{}<span class="links">{}</span></td>
</tr>
)",
        state, state, medusa::percent_encode(row.name), name, page_text(row.description), row.cpu,
        row.memory, row.restarts, page_text(row.exit_reason),
        form("processname", name, token, buttons), links);
}

std::string heading_html(std::string_view group, std::size_t count, std::string_view token) {
    const std::string name = page_text(group);
    const std::string label = "group " + name;
    const std::string buttons =
        button("startgroup", "Start", label) + button("stopgroup", "Stop", label) +
        button("restartgroup", "Restart", label) + button("cleargroup", "Clear Logs", label);
    return format(
        R"(<tr class="group"><th colspan="7" scope="rowgroup"><span class="name">{}</span> <span class="count">{}</span></th><td class="actions">{}</td></tr>
)",
        name, count, form("groupname", name, token, buttons));
}

} // namespace

std::string group_html(const std::vector<page_row>& rows, std::string_view token) {
    std::string lines;
    if (rows.size() > 1 || rows.front().name != rows.front().group)
        lines = heading_html(rows.front().group, rows.size(), token);
    for (const page_row& row : rows)
        lines += row_html(row, token);
    return "<tbody>\n" + lines + "</tbody>\n";
}

} // namespace supervisor
