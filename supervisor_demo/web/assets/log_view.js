// The viewer of logs: follows, pauses, searches, wraps; stdout and stderr.

import { actBy } from "./actions.js";
import { make, memory, setText } from "./dom.js";
import { LogLines } from "./log_lines.js";
import { LogStream } from "./log_stream.js";

const drawnEvery = 100; // milliseconds
const drawnAtOnce = 128 * 1024; // characters; of more than that no one could read a line
const heldBack = 1024 * 1024; // characters that wait while paused
const hiddenFor = 10_000; // milliseconds until a page nobody sees stops following

export class LogView {
  #lines = new LogLines();
  #stream = null;
  #namespec = "";
  #channel = "stdout";
  #paused = false;
  #waiting = "";
  #renewed = false; // what is shown goes when there is more
  #leftOut = 0; // characters before those that wait
  #drawing = 0;
  #hiding = 0;
  #current = null; // the line that was found last
  #title = make("h2", { id: "log-title" });
  #state = make("span", { class: "log-state", role: "status" });
  #hits = make("span", { class: "hits", role: "status" });
  #body = make("div", { class: "log-body", tabindex: "0", role: "log", "aria-live": "off", "aria-labelledby": "log-title" }, this.#lines.element);
  #tabs = ["stdout", "stderr"].map((channel) => this.#toggle(channel, channel === "stdout", () => this.#show(channel)));
  #follow = this.#toggle("Follow", true, () => this.#setFollow(!this.#follows()));
  #pause = this.#toggle("Pause", false, () => this.#setPaused(!this.#paused));
  #wrap = this.#toggle("Wrap", memory.get("wrap") !== "no", () => this.#setWrap(!this.#body.classList.contains("wrap")));
  #search = make("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search the log",
    input: () => this.#searched(),
    keydown: (event) => this.#searchKey(event),
  });
  #steps = make("span", { class: "steps", hidden: true }, this.#step("↑", "Line found before", -1), this.#step("↓", "Next line found", 1));
  #dialog;

  constructor() {
    const clear = make("button", { click: ({ currentTarget }) => this.#clear(currentTarget) }, "Clear log");
    const close = make("button", { class: "plain close", "aria-label": "Close the log", click: () => this.#dialog.close() }, "×");
    this.#dialog = make(
      "dialog",
      { class: "log", "aria-labelledby": "log-title" },
      make("header", {}, this.#title, make("div", { class: "tabs", role: "group", "aria-label": "Stream" }, ...this.#tabs), this.#state, close),
      make("div", { class: "tools" }, this.#follow, this.#pause, this.#wrap, this.#search, this.#hits, this.#steps, clear),
      this.#body
    );
    this.#setWrap(memory.get("wrap") !== "no");
    this.#dialog.addEventListener("close", () => this.#stop());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#body.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    document.body.append(this.#dialog);
  }

  open(namespec) {
    this.#namespec = namespec;
    setText(this.#title, namespec);
    this.#show("stdout");
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#body.focus();
  }

  /** When connections may have been lost unheard: a log may be silent for long, and no one knows why. */
  listenAgain() {
    if (!this.#stream) return;
    this.#stream.close();
    this.#listen();
  }

  #toggle(label, pressed, click) {
    return make("button", { "aria-pressed": String(pressed), click }, label);
  }

  #step(sign, label, step) {
    return make("button", { "aria-label": label, click: () => this.#go(step) }, sign);
  }

  #show(channel) {
    this.#stop();
    this.#channel = channel;
    for (const tab of this.#tabs) tab.setAttribute("aria-pressed", String(tab.textContent === channel));
    this.#lines.clear();
    this.#renewed = false;
    this.#setPaused(false);
    this.#setFollow(true);
    setText(this.#state, "");
    this.#listen();
  }

  #listen() {
    this.#stream = new LogStream(this.#namespec, this.#channel, (what, text) => this.#told(what, text));
  }

  #stop() {
    this.#stream?.close();
    this.#stream = null;
    this.#forgetWaiting();
  }

  #forgetWaiting() {
    this.#waiting = "";
    this.#leftOut = 0;
  }

  #told(what, text) {
    if (what === "text") {
      this.#hold(text);
      this.#drawing ||= setTimeout(() => this.#draw(), this.#lines.isEmpty() ? 0 : drawnEvery);
    } else if (what === "open") {
      // What comes now begins a little before the end again. Who has paused may read on until then.
      if (this.#paused) this.#renewed = true;
      else this.#lines.clear();
      this.#forgetWaiting();
      setText(this.#state, "");
    } else {
      setText(this.#state, what === "gone" ? `there is no log of ${this.#channel}` : "connection lost, trying again");
    }
  }

  // Of what is too much to wait the oldest lines go.
  #hold(text) {
    this.#waiting += text;
    const most = this.#paused ? heldBack : drawnAtOnce;
    if (this.#waiting.length <= most) return;
    const gone = this.#waiting.indexOf("\n", this.#waiting.length - most / 2) + 1 || most / 2;
    this.#waiting = this.#waiting.slice(gone);
    this.#leftOut += gone;
  }

  #draw() {
    clearTimeout(this.#drawing);
    this.#drawing = 0;
    if (this.#paused || !this.#waiting) return;
    if (this.#renewed) this.#lines.clear();
    this.#renewed = false;
    if (this.#leftOut) this.#lines.leaveOut(this.#leftOut);
    this.#lines.add(this.#waiting);
    this.#forgetWaiting();
    if (this.#search.value) this.#countHits();
    if (this.#follows()) this.#body.scrollTop = this.#body.scrollHeight;
  }

  #follows() {
    return this.#follow.getAttribute("aria-pressed") === "true";
  }

  #setFollow(on) {
    this.#follow.setAttribute("aria-pressed", String(on));
    if (on) this.#body.scrollTop = this.#body.scrollHeight;
  }

  #setPaused(on) {
    this.#paused = on;
    this.#pause.setAttribute("aria-pressed", String(on));
    this.#draw();
  }

  #setWrap(on) {
    this.#body.classList.toggle("wrap", on);
    this.#wrap.setAttribute("aria-pressed", String(on));
    memory.set("wrap", on ? "yes" : "no");
    if (this.#follows()) this.#setFollow(true);
  }

  // A browser opens few connections to one host, for all its pages together. Who reads further up,
  // or has paused, finds it as it was.
  #visibilityChanged() {
    clearTimeout(this.#hiding);
    if (!document.hidden) {
      if (this.#dialog.open && !this.#stream) this.#listen();
      return;
    }
    this.#hiding = setTimeout(() => {
      if (this.#follows() && !this.#paused) this.#stop();
    }, hiddenFor);
  }

  // Who scrolls up wants to read; who comes back to the end wants to follow.
  #scrolled() {
    const atEnd = this.#body.scrollHeight - this.#body.scrollTop - this.#body.clientHeight < 8;
    this.#follow.setAttribute("aria-pressed", String(atEnd));
  }

  #searched() {
    this.#current?.classList.remove("current");
    this.#current = null;
    this.#lines.search(this.#search.value);
    this.#countHits();
    if (this.#search.value) this.#go(1);
  }

  #searchKey(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#go(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && this.#search.value) {
      event.preventDefault();
      this.#search.value = "";
      this.#searched();
    }
  }

  #countHits() {
    const found = this.#lines.found();
    const at = found.indexOf(this.#current) + 1;
    const text = `${at ? `${at} of ` : ""}${found.length} ${found.length === 1 ? "line" : "lines"}`;
    setText(this.#hits, this.#search.value ? text : "");
    this.#steps.hidden = !this.#search.value;
  }

  #go(step) {
    const found = this.#lines.found();
    if (found.length === 0) return;
    const from = found.indexOf(this.#current);
    const to = from < 0 && step < 0 ? found.length - 1 : (from + step + found.length) % found.length;
    this.#current?.classList.remove("current");
    this.#current = found[to];
    this.#current.classList.add("current");
    this.#countHits();
    this.#setFollow(false);
    this.#current.scrollIntoView({ block: "center" });
  }

  async #clear(button) {
    if (!(await actBy(button, "clearlog", { processname: this.#namespec }))) return;
    this.#lines.clear();
    this.#forgetWaiting();
  }
}
