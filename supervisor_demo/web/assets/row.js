// One process in the table.

import { actBy } from "./actions.js";
import { make, setText } from "./dom.js";
import { bytes, percent, uptime } from "./format.js";
import { Sparkline } from "./sparkline.js";

const startable = new Set(["STOPPED", "EXITED", "FATAL", "UNKNOWN"]);
const stoppable = new Set(["STARTING", "RUNNING", "BACKOFF"]);

export class Row {
  #model;
  #cpu = new Sparkline(10);
  #memory = new Sparkline(1);
  #parts;
  process;
  element;

  constructor(model, process, openLog) {
    this.#model = model;
    this.process = process;
    const name = process.namespec;
    const target = { processname: name };
    const button = (action, label) =>
      make(
        "button",
        { "data-action": action, "aria-label": `${label} ${name}`, click: (event) => actBy(event.currentTarget, action, target) },
        label
      );
    this.#parts = {
      pill: make("span", { class: "pill" }),
      description: make("td", { class: "desc" }),
      cpu: make("span", { class: "number" }),
      memory: make("span", { class: "number" }),
      restarts: make("td", { class: "restarts" }),
      exit: make("td", { class: "exit" }),
      start: button("start", "Start"),
      stop: button("stop", "Stop"),
      restart: button("restart", "Restart"),
    };
    const parts = this.#parts;
    const open = () => openLog(name);
    this.element = make(
      "tr",
      { class: "process", "data-name": name },
      make("td", { class: "state" }, parts.pill),
      make("th", { scope: "row" }, make("button", { class: "link", "aria-label": `Log of ${name}`, click: open }, process.name === process.group ? name : process.name)),
      parts.description,
      make("td", { class: "cpu" }, this.#cpu.element, parts.cpu),
      make("td", { class: "memory" }, this.#memory.element, parts.memory),
      parts.restarts,
      parts.exit,
      make(
        "td",
        { class: "actions" },
        parts.start,
        parts.stop,
        parts.restart,
        make("button", { "data-action": "log", "aria-label": `Show the log of ${name}`, click: open }, "Log"),
        button("clearlog", "Clear")
      )
    );
    this.update(process);
  }

  update(process) {
    this.process = process;
    const parts = this.#parts;
    const state = process.statename.toLowerCase();
    if (this.element.dataset.state !== state) {
      // A button that goes would take the focus with it.
      const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
      this.element.dataset.state = state;
      parts.pill.className = `pill ${state}`;
      setText(parts.pill, state);
      parts.start.hidden = !startable.has(process.statename);
      parts.stop.hidden = !stoppable.has(process.statename);
      parts.restart.hidden = process.statename !== "RUNNING";
      if (focused?.hidden) (parts.start.hidden ? parts.stop : parts.start).focus();
    }
    setText(parts.restarts, process.restarts ? String(process.restarts) : "");
    parts.restarts.title = process.restarts ? `started again by itself ${process.restarts} times` : "";
    setText(parts.exit, process.exit_reason);
    this.tick();
    this.drawUsage();
  }

  /** What changes by itself: the time it has been up. */
  tick() {
    const { process } = this;
    const text =
      process.statename === "RUNNING"
        ? `pid ${process.pid}, up ${uptime(this.#model.now() / 1000 - process.start)}`
        : process.description;
    setText(this.#parts.description, text);
  }

  drawUsage() {
    const { cpu, memory, history } = this.process;
    this.element.toggleAttribute("data-idle", cpu === null);
    setText(this.#parts.cpu, cpu === null ? "" : percent(cpu));
    setText(this.#parts.memory, memory === null ? "" : bytes(memory));
    this.#cpu.draw(history.cpu);
    this.#memory.draw(history.memory);
  }
}
