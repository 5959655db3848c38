#include "supervisor_demo/web/page_files.hpp"

namespace supervisor {

constexpr std::string_view style_sheet = R"css(:root {
  color-scheme: light dark;
  --ground: #f6f7f9;
  --paper: #ffffff;
  --ink: #1c2330;
  --faint: #5a6475;
  --line: #dde1e8;
  --shade: #f9fafc;
  --accent: #1f5fbf;
  --good: #14713a;
  --good-ground: #dff5e6;
  --bad: #a4161a;
  --bad-ground: #fde4e4;
  --nominal: #4a5365;
  --nominal-ground: #e8ebf0;
}

@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d;
    --paper: #1a2029;
    --ink: #e4e8ef;
    --faint: #9aa5b6;
    --line: #2d3643;
    --shade: #1e2530;
    --accent: #86b4ff;
    --good: #7fe0a3;
    --good-ground: #163623;
    --bad: #ff9c9c;
    --bad-ground: #43191b;
    --nominal: #b8c1cf;
    --nominal-ground: #2a323e;
  }
}

* { box-sizing: border-box; }

body {
  margin: 0 auto;
  padding: 1.5rem;
  max-width: 76rem;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}

header {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.75rem 1.5rem;
  margin-bottom: 1rem;
}

h1 { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; }
h1 small { color: var(--faint); font-size: 1rem; font-weight: normal; }

a { color: var(--accent); }

button, a.button {
  display: inline-block;
  padding: 0.3rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 0.4rem;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
  font-size: 0.875rem;
  line-height: 1.4;
  text-decoration: none;
  cursor: pointer;
}
button:hover, a.button:hover { border-color: var(--accent); color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

#buttons, nav, .confirm { display: flex; flex-wrap: wrap; gap: 0.5rem; }

.status_msg {
  margin: 0 0 1rem;
  padding: 0.6rem 1rem;
  border-radius: 0.4rem;
  background: var(--good-ground);
  color: var(--good);
  overflow-wrap: anywhere;
}
.status_msg.bad_news { background: var(--bad-ground); color: var(--bad); }

table {
  width: 100%;
  border: 1px solid var(--line);
  border-radius: 0.6rem;
  border-spacing: 0;
  background: var(--paper);
  overflow: hidden;
}
caption { padding: 0 0 0.5rem; color: var(--faint); text-align: left; }
th, td { padding: 0.55rem 0.9rem; text-align: left; vertical-align: middle; }
thead th { color: var(--faint); font-size: 0.8rem; font-weight: 600; }
tbody th { font-weight: 600; overflow-wrap: break-word; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tr.shade { background: var(--shade); }
td.desc { color: var(--faint); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }

td.status span {
  display: inline-block;
  min-width: 5.5rem;
  padding: 0.1rem 0.6rem;
  border-radius: 1rem;
  font-size: 0.85rem;
  font-weight: 600;
  text-align: center;
}
.statusrunning { background: var(--good-ground); color: var(--good); }
.statuserror { background: var(--bad-ground); color: var(--bad); }
.statusnominal { background: var(--nominal-ground); color: var(--nominal); }

td.action form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; }
td.action button { padding: 0.15rem 0.6rem; white-space: nowrap; }
td.action a { font-size: 0.85rem; white-space: nowrap; }

pre {
  margin: 0;
  padding: 1rem;
  border: 1px solid var(--line);
  border-radius: 0.6rem;
  background: var(--paper);
  font: 0.85rem/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}

.empty { padding: 2rem; color: var(--faint); text-align: center; }
footer { margin-top: 1rem; color: var(--faint); font-size: 0.8rem; }

@media (min-width: 68rem) {
  td.action form { flex-wrap: nowrap; }
}

@media (max-width: 46rem) {
  body { padding: 0.9rem; }
  thead { position: absolute; clip-path: inset(50%); }
  table, caption, tbody, tr, th, td { display: block; }
  caption { padding: 0.6rem 0.9rem; }
  tbody tr { display: grid; grid-template-columns: 1fr auto; border-top: 1px solid var(--line); padding: 0.6rem 0; }
  tbody th, tbody td { padding: 0.2rem 0.9rem; border-top: 0; }
  tbody th { grid-area: 1 / 1; }
  td.status { grid-area: 1 / 2; }
  td.desc, td.action { grid-column: 1 / -1; }
  td.action button { padding: 0.4rem 0.9rem; }
  td.action a { padding: 0.4rem 0; }
}
)css";

constexpr std::string_view icon_svg =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1f5fbf"/><path d="M4 8.5l2.7 2.7L12 5.5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>
)svg";

} // namespace supervisor
