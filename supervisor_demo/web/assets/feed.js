// Keeps the model as the daemon is: a status, and then what changes, by server-sent events.

import { urlOf } from "./dom.js";

const hiddenFor = 10_000; // milliseconds until a page nobody sees stops listening
const againAfter = 5_000;
const answerWithin = 30_000; // a status; changes wait for it
const silentFor = 15_000; // of a daemon that tells every two seconds what programs use

export class Feed {
  #model;
  #told;
  #source = null;
  #again = 0;
  #hiding = 0;
  #silence = 0;
  #life = "";
  #asking = false;
  #askAgain = false;
  #early = []; // changes that may be newer than the status which is on its way

  /** `told` is called with "live", "waiting" or "paused"; with "silent" when nothing more comes on a
   * connection that nobody closed; and with "renewed" by another daemon, which is waited for. */
  constructor(model, told) {
    this.#model = model;
    this.#told = told;
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    this.close();
    const source = new EventSource(urlOf("events"));
    this.#source = source;
    const on = (type, take) =>
      source.addEventListener(type, (event) => {
        this.#watchSilence();
        take(JSON.parse(event.data));
      });
    this.#watchSilence();
    source.addEventListener("open", () => this.refresh());
    source.addEventListener("error", () => this.#failed());
    on("changes", (data) => (this.#asking ? this.#early.push(data) : this.#model.takeChanges(data)));
    on("usage", (data) => this.#model.takeUsage(data));
    on("layout", () => this.refresh());
  }

  close() {
    clearTimeout(this.#again);
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
  }

  /** One at a time, for answers may overtake each other; and what changes meanwhile is taken after
   * the answer, for it may have overtaken that. */
  async refresh() {
    this.#askAgain = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#askAgain) {
      this.#askAgain = false;
      await this.#ask();
    }
    this.#asking = false;
    for (const data of this.#early.splice(0)) this.#model.takeChanges(data);
  }

  async #ask() {
    try {
      const answer = await fetch(urlOf("status.json"), { cache: "no-store", signal: AbortSignal.timeout?.(answerWithin) });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const status = await answer.json();
      const renewed = this.#life !== "" && this.#life !== status.since;
      // Whoever sees that it is live again may act at once.
      if (renewed) await this.#told("renewed");
      this.#life = status.since;
      clearTimeout(this.#again);
      this.#model.takeStatus(status);
      this.#told("live");
    } catch {
      this.#failed();
    }
  }

  // A stream that breaks is opened again by the browser, but one that was refused is not.
  #failed() {
    const source = this.#source;
    if (!source) return;
    this.#told("waiting");
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (source.readyState === EventSource.CLOSED) this.open();
      else if (source.readyState === EventSource.OPEN) this.refresh();
    }, againAfter);
  }

  // Of a connection that is lost while this machine sleeps, or a daemon that hangs, no browser tells.
  #watchSilence() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#told("waiting");
      this.#told("silent");
      this.open();
    }, silentFor);
  }

  #visibilityChanged() {
    clearTimeout(this.#hiding);
    if (document.hidden) {
      this.#hiding = setTimeout(() => {
        this.close();
        this.#told("paused");
      }, hiddenFor);
    } else if (!this.#source) {
      this.open();
    }
  }
}
