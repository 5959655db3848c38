// The rows of one group, under a heading that folds them.

import { actBy, askAndAct } from "./actions.js";
import { make, memory, setText } from "./dom.js";
import { isBad } from "./model.js";

export class Group {
  #count = make("span", { class: "count" });
  #fold = null;
  #folded = false;
  #name;
  #filter = null; // as it was asked last
  rows = [];
  element = make("tbody");

  /** A program that is in no group has no heading. */
  constructor(name, hasHeading) {
    this.#name = name;
    if (!hasHeading) return;
    this.#folded = memory.get(`folded ${name}`) === "yes";
    this.#fold = make(
      "button",
      { class: "fold", "aria-expanded": String(!this.#folded), "aria-label": `Group ${name}`, click: () => this.#toggle() },
      make("span", { class: "name" }, name)
    );
    const target = { groupname: name };
    const button = (action, label, question) =>
      make(
        "button",
        {
          "data-action": action,
          "aria-label": `${label} group ${name}`,
          click: ({ currentTarget }) =>
            question ? askAndAct(currentTarget, question, action, target) : actBy(currentTarget, action, target),
        },
        label
      );
    this.element.append(
      make(
        "tr",
        { class: "group", "data-group": name },
        make("th", { colspan: "7", scope: "rowgroup" }, this.#fold, this.#count),
        make(
          "td",
          { class: "actions" },
          button("startgroup", "Start"),
          button("stopgroup", "Stop", `Stop all of group ${name}?`),
          button("restartgroup", "Restart", `Restart all of group ${name}?`),
          button("cleargroup", "Clear", `Clear all logs of group ${name}?`)
        )
      )
    );
  }

  add(row) {
    this.rows.push(row);
    this.element.append(row.element);
  }

  /** Hides what the filter does not want; what it asks for is shown though the group is folded. */
  show(filter) {
    this.#filter = filter;
    let shown = 0;
    for (const row of this.rows) {
      const wanted = filter.takes(row.process);
      shown += wanted;
      row.element.hidden = !wanted || (this.#folded && filter.isEmpty());
    }
    this.element.hidden = shown === 0;
    return shown;
  }

  count() {
    if (!this.#fold) return;
    const running = this.rows.filter((row) => row.process.statename === "RUNNING").length;
    const bad = this.rows.filter((row) => isBad(row.process.statename)).length;
    setText(this.#count, `${running} of ${this.rows.length} running${bad ? `, ${bad} in trouble` : ""}`);
    this.#count.classList.toggle("bad", bad > 0);
  }

  #toggle() {
    this.#folded = !this.#folded;
    this.#fold.setAttribute("aria-expanded", String(!this.#folded));
    memory.set(`folded ${this.#name}`, this.#folded ? "yes" : "no");
    this.show(this.#filter);
  }
}
