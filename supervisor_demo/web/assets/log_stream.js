// Follows a log of a process as it grows, and comes back when the connection is lost.

import { urlOf } from "./dom.js";

const shownBefore = 64 * 1024; // bytes of what was there already
const againAfter = 2_000;
const answerWithin = 10_000; // or the connection it was asked on is no more
const mostAtOnce = 1024 * 1024; // characters until whatever else the page has to do gets its turn
const aMoment = 100;

export class LogStream {
  #url;
  #told;
  #abort = null;
  #closed = false;
  #timer = 0;

  /** `told` is called with ("text", string), ("gone") when there is no such log, ("lost"), ("open"). */
  constructor(namespec, channel, told) {
    this.#url = `logtail/${encodeURIComponent(namespec)}/${channel}?limit=${shownBefore}`;
    this.#told = told;
    this.#read();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#told = () => {};
  }

  async #read() {
    this.#abort = new AbortController();
    this.#timer = setTimeout(() => this.#abort.abort(), answerWithin);
    try {
      const answer = await fetch(urlOf(this.#url), { cache: "no-store", signal: this.#abort.signal });
      clearTimeout(this.#timer);
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
      if (this.#closed) return;
      this.#told("lost");
      this.#again();
    }
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), againAfter);
  }
}
