// Follows a log of a process as it grows, and comes back when the connection is lost.

import { urlOf } from "./dom.js";

const shownBefore = 64 * 1024; // bytes of what was there already
const againAfter = 2_000;
const mostAtOnce = 1024 * 1024; // characters until whatever else the page has to do gets its turn
const aMoment = 100;

export class LogStream {
  #url;
  #told;
  #abort = new AbortController();
  #timer = 0;

  /** `told` is called with ("text", string), ("gone") when there is no such log, ("lost"), ("open"). */
  constructor(namespec, channel, told) {
    this.#url = `logtail/${encodeURIComponent(namespec)}/${channel}?limit=${shownBefore}`;
    this.#told = told;
    this.#read();
  }

  close() {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#told = () => {};
  }

  async #read() {
    try {
      const answer = await fetch(urlOf(this.#url), { cache: "no-store", signal: this.#abort.signal });
      if (answer.status === 404) {
        this.#told("gone");
        this.#again();
        return;
      }
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      this.#told("open");
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let taken = 0;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        this.#told("text", value);
        taken += value.length;
        if (taken < mostAtOnce) continue;
        await new Promise((go) => setTimeout(go, aMoment));
        taken = 0;
      }
      throw new Error("the end");
    } catch {
      if (this.#abort.signal.aborted) return;
      this.#told("lost");
      this.#again();
    }
  }

  #again() {
    this.#timer = setTimeout(() => this.#read(), againAfter);
  }
}
