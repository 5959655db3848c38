// The lines of a log: kept up to two bounds, coloured as they ask to be, searched.

import { AnsiStyle } from "./ansi.js";
import { make } from "./dom.js";

const linesKept = 5000;
const charactersKept = 2 * 1024 * 1024;
const longestLine = 16 * 1024;

export class LogLines {
  #style = new AnsiStyle();
  #unfinished = "";
  #open = null; // the element of a line that has no end yet
  #search = "";
  #size = 0; // characters shown
  element = make("div", { class: "lines" });

  isEmpty() {
    return !this.element.firstChild;
  }

  clear() {
    this.#style = new AnsiStyle();
    this.#unfinished = "";
    this.#open = null;
    this.#size = 0;
    this.element.replaceChildren();
  }

  add(text) {
    const lines = (this.#unfinished + text).split("\n");
    this.#unfinished = lines.pop();
    if (this.#open) this.#remove(this.#open);
    this.#open = null;
    const fresh = lines.slice(-linesKept).map((line) => this.#make(line, this.#style));
    if (this.#unfinished.length > longestLine) {
      fresh.push(this.#make(this.#unfinished, this.#style));
      this.#unfinished = "";
    } else if (this.#unfinished) {
      // Shown as it is so far; drawn anew, in the same style, when there is more of it.
      const style = Object.assign(new AnsiStyle(), { ...this.#style, classes: new Set(this.#style.classes) });
      this.#open = this.#make(this.#unfinished, style);
      fresh.push(this.#open);
    }
    this.element.append(...fresh);
    for (const line of fresh) this.#size += line.textContent.length;
    while (this.element.childElementCount > linesKept || this.#size > charactersKept)
      this.#remove(this.element.firstElementChild);
  }

  /** Says that something is missing between what was added and what will be. */
  leaveOut(characters) {
    if (this.#unfinished) this.add("\n");
    const line = make("div", { class: "line left-out" }, `… ${characters} characters left out`);
    this.#size += line.textContent.length;
    this.element.append(line);
  }

  /** Marks lines that have the text; returns how many there are. */
  search(text) {
    this.#search = text.toLowerCase();
    let found = 0;
    for (const line of this.element.children) found += this.#mark(line);
    return found;
  }

  found() {
    return [...this.element.querySelectorAll(".found")];
  }

  #remove(line) {
    this.#size -= line.textContent.length;
    line.remove();
  }

  #make(line, style) {
    const element = make("div", { class: "line" });
    for (const part of style.split(line.endsWith("\r") ? line.slice(0, -1) : line)) {
      if (!part.className) {
        element.append(part.text);
        continue;
      }
      const span = make("span", { class: `ansi ${part.className}` }, part.text);
      if (part.color) span.style.setProperty("--own-fg", part.color);
      if (part.background) span.style.setProperty("--own-bg", part.background);
      element.append(span);
    }
    if (!element.firstChild) element.append("\u00a0");
    this.#mark(element);
    return element;
  }

  #mark(element) {
    const found = this.#search !== "" && element.textContent.toLowerCase().includes(this.#search);
    element.classList.toggle("found", found);
    return found;
  }
}
