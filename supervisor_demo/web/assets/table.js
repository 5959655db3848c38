// The table of all processes.

import { make, setText } from "./dom.js";
import { Group } from "./group.js";
import { Row } from "./row.js";

const columns = ["State", "Process", "Description", "CPU", "Memory", "Restarts", "Last exit", "Actions"];

export class Table {
  #model;
  #filter;
  #openLog;
  #groups = [];
  #rows = new Map();
  #layout = "";
  #table = make("table", { class: "processes enhanced" });
  #empty = make("p", { class: "empty", hidden: true });
  #told = make("p", { class: "unseen", role: "status" });
  element = make("section", { class: "table", "aria-label": "Processes" }, this.#table, this.#empty, this.#told);

  constructor(model, filter, openLog) {
    this.#model = model;
    this.#filter = filter;
    this.#openLog = openLog;
    model.addEventListener("status", () => this.#takeStatus());
    model.addEventListener("process", ({ detail }) => this.#rows.get(detail.namespec)?.update(detail));
    model.addEventListener("changes", () => this.#show());
    model.addEventListener("usage", () => this.#eachShown((row) => row.drawUsage()));
    filter.addEventListener("change", () => this.#show());
    this.#table.addEventListener("keydown", (event) => this.#moveFocus(event));
    setInterval(() => !document.hidden && this.#eachShown((row) => row.tick()), 1000);
  }

  #takeStatus() {
    const layout = [...this.#model.processes.keys()].join("\n");
    if (layout === this.#layout) {
      for (const [name, row] of this.#rows) row.update(this.#model.processes.get(name));
    } else {
      this.#layout = layout;
      this.#build();
    }
    this.#show();
  }

  #build() {
    const focusAgain = this.#focusKept();
    const byGroup = Map.groupBy
      ? Map.groupBy(this.#model.processes.values(), (process) => process.group)
      : grouped(this.#model.processes.values());
    this.#rows.clear();
    this.#groups = [];
    for (const [name, processes] of byGroup) {
      const group = new Group(name, processes.length > 1 || processes[0].namespec !== name);
      for (const process of processes) {
        const row = new Row(this.#model, process, this.#openLog);
        this.#rows.set(process.namespec, row);
        group.add(row);
      }
      this.#groups.push(group);
    }
    const heads = columns.map((column) => make("th", { scope: "col", class: column.toLowerCase().replace(" ", "-") }, column));
    this.#table.replaceChildren(
      make("thead", {}, make("tr", {}, ...heads)),
      ...this.#groups.map((group) => group.element)
    );
    focusAgain();
  }

  /** The button that has the focus is made anew with its row: what is returned goes back to it. */
  #focusKept() {
    const focused = document.activeElement;
    const row = this.#table.contains(focused) && focused.closest("tr");
    if (!row) return () => {};
    const at = [...row.querySelectorAll("button")].indexOf(focused);
    const { name, group } = row.dataset;
    const place = name === undefined ? `tr[data-group="${CSS.escape(group)}"]` : `tr[data-name="${CSS.escape(name)}"]`;
    return () => this.#table.querySelector(place)?.querySelectorAll("button")[at]?.focus();
  }

  #show() {
    let shown = 0;
    for (const group of this.#groups) {
      shown += group.show(this.#filter);
      group.count();
    }
    this.#filter.count(this.#model.processes.values());
    this.#table.hidden = shown === 0;
    this.#empty.hidden = shown > 0;
    const { size } = this.#model.processes;
    setText(this.#told, this.#filter.isEmpty() ? "" : `${shown} of ${size} processes shown`);
    this.#empty.textContent = size ? "Nothing here has that name or state" : "No programs to manage";
  }

  #eachShown(call) {
    for (const row of this.#rows.values()) if (!row.element.hidden) call(row);
  }

  /** Up and down go to the same button of the next row. */
  #moveFocus(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.target.closest("tr");
    if (!step || !from) return;
    event.preventDefault();
    const buttons = [...from.querySelectorAll("button:not([hidden])")];
    const at = buttons.indexOf(event.target);
    const rows = [...this.#table.querySelectorAll("tbody:not([hidden]) > tr:not([hidden])")];
    const to = rows[rows.indexOf(from) + step];
    if (!to) return;
    const action = event.target.dataset.action;
    const same = action && to.querySelector(`button[data-action="${action}"]:not([hidden])`);
    const all = to.querySelectorAll("button:not([hidden])");
    (same ?? all[Math.min(at, all.length - 1)]).focus();
  }
}

function grouped(processes) {
  const groups = new Map();
  for (const process of processes) {
    if (!groups.has(process.group)) groups.set(process.group, []);
    groups.get(process.group).push(process);
  }
  return groups;
}
