// A small curve of the last samples, drawn again when there is one more.

import { makeSvg } from "./dom.js";

const width = 60;
const height = 18;
const samples = 40;

export class Sparkline {
  #line = makeSvg("path", { class: "line" });
  #area = makeSvg("path", { class: "area" });
  #least;
  element = makeSvg(
    "svg",
    { class: "spark", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "none" },
    this.#area,
    this.#line
  );

  /** The top of the curve stands for at least `least`. */
  constructor(least) {
    this.#least = least;
  }

  draw(values) {
    if (values.length < 2) {
      this.#line.setAttribute("d", "");
      this.#area.setAttribute("d", "");
      return;
    }
    const top = Math.max(this.#least, Math.max(...values) * 1.15);
    const step = width / (samples - 1);
    const first = width - (values.length - 1) * step;
    const points = values.map(
      (value, i) => `${(first + i * step).toFixed(1)} ${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`
    );
    const line = `M${points.join("L")}`;
    this.#line.setAttribute("d", line);
    this.#area.setAttribute("d", `${line}L${width} ${height}L${first.toFixed(1)} ${height}Z`);
  }
}
