// What happened, newest first.

import { make, memory } from "./dom.js";
import { clock } from "./format.js";

export class Timeline {
  #list = make("ol", { class: "changes" });
  #openLog;
  element;

  constructor(model, openLog) {
    this.#openLog = openLog;
    this.element = make(
      "details",
      { class: "timeline", open: memory.get("timeline") !== "closed", toggle: () => memory.set("timeline", this.element.open ? "open" : "closed") },
      make("summary", {}, "Events"),
      this.#list
    );
    model.addEventListener("status", () => this.#list.replaceChildren(...model.changes.map((change) => this.#item(change)).reverse()));
    model.addEventListener("changes", ({ detail }) => {
      for (const change of detail) this.#list.prepend(this.#item(change));
      while (this.#list.childElementCount > 200) this.#list.lastElementChild.remove();
    });
  }

  #item(change) {
    const state = change.to.toLowerCase();
    return make(
      "li",
      { "data-state": state },
      make("time", { datetime: new Date(change.when).toISOString() }, clock(change.when)),
      make("button", { class: "link", "aria-label": `Log of ${change.namespec}`, click: () => this.#openLog(change.namespec) }, change.namespec),
      make("span", { class: `word ${state}` }, state),
      change.reason ? make("span", { class: "reason" }, change.reason) : null
    );
  }
}
