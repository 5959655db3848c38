// The head of the page: whose it is, how it is connected, and what is done to all.

import { actBy, askAndAct } from "./actions.js";
import { make, memory, setText } from "./dom.js";

const words = { live: "Live", waiting: "Not connected", paused: "Paused" };
const themes = ["system", "light", "dark"];

export class Toolbar {
  #live = make("span", { class: "connection", "data-live": "waiting", role: "status" }, "Connecting");
  #theme = make("button", { class: "theme", click: () => this.#nextTheme() });
  element;

  constructor(filter) {
    const all = (action, label, question) =>
      make(
        "button",
        {
          "data-action": action,
          click: ({ currentTarget }) =>
            question ? askAndAct(currentTarget, question, action) : actBy(currentTarget, action),
        },
        label
      );
    this.element = make(
      "div",
      { class: "toolbar" },
      filter.input,
      filter.chips,
      make(
        "div",
        { class: "all", role: "group", "aria-label": "All processes" },
        all("startall", "Start all"),
        all("restartall", "Restart all", "Restart all processes?"),
        all("stopall", "Stop all", "Stop all processes?"),
        all("clearall", "Clear all logs", "Clear the logs of all processes?")
      )
    );
    this.corner = make("div", { class: "corner" }, this.#live, this.#theme);
    this.#showTheme();
  }

  setLive(state) {
    this.#live.dataset.live = state;
    setText(this.#live, words[state]);
  }

  #current() {
    return document.documentElement.dataset.theme ?? "system";
  }

  #nextTheme() {
    const next = themes[(themes.indexOf(this.#current()) + 1) % themes.length];
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    memory.set("theme", next);
    this.#showTheme();
  }

  #showTheme() {
    const now = this.#current();
    const [sign, word] = { system: ["◐", "Auto"], light: ["○", "Light"], dark: ["●", "Dark"] }[now];
    setText(this.#theme, `${sign} ${word}`);
    this.#theme.setAttribute("aria-label", `Colours: ${word}. Change them`);
  }
}
