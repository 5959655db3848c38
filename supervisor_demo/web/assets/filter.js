// Which processes are shown: words that must all be in their names or states, and states chosen.

import { make, setText } from "./dom.js";

const states = ["running", "starting", "stopping", "backoff", "fatal", "unknown", "exited", "stopped"];

export class Filter extends EventTarget {
  #input = make("input", {
    type: "search",
    class: "filter",
    placeholder: "Filter  ( / )",
    "aria-label": "Filter processes by name or state",
    autocomplete: "off",
    spellcheck: "false",
    input: () => this.#changed(),
  });
  #chips = new Map();
  #chosen = "";
  input = this.#input;
  chips = make("div", { class: "chips", role: "group", "aria-label": "Show one state only" });

  constructor() {
    super();
    for (const state of states) {
      const chip = make(
        "button",
        { class: `chip ${state}`, "aria-pressed": "false", click: () => this.#choose(state) },
        make("b"),
        ` ${state}`
      );
      this.#chips.set(state, chip);
      this.chips.append(chip);
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, dialog")) return;
      event.preventDefault();
      this.#input.focus();
    });
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#input.value = "";
      this.#changed();
    });
  }

  isEmpty() {
    return this.#chosen === "" && this.#input.value.trim() === "";
  }

  takes(process) {
    const state = process.statename.toLowerCase();
    if (this.#chosen && state !== this.#chosen) return false;
    const text = `${process.namespec} ${state}`.toLowerCase();
    return this.#input.value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  count(processes) {
    const counts = new Map();
    for (const { statename } of processes) {
      const state = statename.toLowerCase();
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    for (const [state, chip] of this.#chips) {
      const count = counts.get(state) ?? 0;
      setText(chip.firstChild, String(count));
      chip.hidden = count === 0 && state !== this.#chosen;
    }
  }

  #choose(state) {
    this.#chosen = this.#chosen === state ? "" : state;
    for (const [name, chip] of this.#chips) chip.setAttribute("aria-pressed", String(name === this.#chosen));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
