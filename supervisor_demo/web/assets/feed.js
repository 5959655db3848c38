// Keeps the model as the daemon is: a status, and then what changes, by server-sent events.

const hiddenFor = 10_000; // milliseconds until a page nobody sees stops listening
const againAfter = 5_000; // where the browser does not come back by itself

export class Feed {
  #model;
  #told;
  #source = null;
  #timer = 0;
  #life = "";

  /** `told` is called with "live", "waiting" or "paused", and with "renewed" by another daemon. */
  constructor(model, told) {
    this.#model = model;
    this.#told = told;
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    this.close();
    const source = new EventSource("events");
    this.#source = source;
    const on = (type, take) => source.addEventListener(type, (event) => take(JSON.parse(event.data)));
    source.addEventListener("open", () => this.refresh());
    source.addEventListener("error", () => this.#failed());
    on("changes", (data) => this.#model.takeChanges(data));
    on("usage", (data) => this.#model.takeUsage(data));
    on("layout", () => this.refresh());
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  async refresh() {
    try {
      const answer = await fetch("status.json", { cache: "no-store" });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const status = await answer.json();
      const renewed = this.#life !== "" && this.#life !== status.since;
      this.#life = status.since;
      this.#model.takeStatus(status);
      this.#told("live");
      if (renewed) this.#told("renewed");
    } catch {
      this.#failed();
    }
  }

  #failed() {
    this.#told("waiting");
    if (!this.#source || this.#source.readyState !== EventSource.CLOSED) return;
    // The browser has given up: what it was told was no stream.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), againAfter);
  }

  #visibilityChanged() {
    clearTimeout(this.#timer);
    if (document.hidden) {
      this.#timer = setTimeout(() => {
        this.close();
        this.#told("paused");
      }, hiddenFor);
    } else if (!this.#source) {
      this.open();
    }
  }
}
