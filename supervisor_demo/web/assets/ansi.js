// Colours of terminals: the escape sequences of ECMA-48 that say how text looks. All others go.

const sequence = /\x1b\[([0-9;:]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]/g;
const levels = [0, 95, 135, 175, 215, 255];

export class AnsiStyle {
  classes = new Set();
  color = "";
  background = "";

  /** The parts of a line, each { text, className, color, background }; the style goes on after it. */
  split(line) {
    const parts = [];
    let from = 0;
    const add = (to) => {
      if (to > from) parts.push({ text: line.slice(from, to), className: [...this.classes].join(" "), color: this.color, background: this.background });
    };
    for (const match of line.matchAll(sequence)) {
      add(match.index);
      from = match.index + match[0].length;
      if (match[2] === "m") this.#take(match[1].split(/[;:]/).map(Number));
    }
    add(line.length);
    return parts;
  }

  #take(codes) {
    for (let i = 0; i < codes.length; ++i) {
      const code = codes[i];
      if (code === 0) this.#reset();
      else if (code === 1) this.classes.add("bold");
      else if (code === 2) this.classes.add("faint");
      else if (code === 3) this.classes.add("italic");
      else if (code === 4) this.classes.add("underline");
      else if (code === 7) this.classes.add("reverse");
      else if (code === 9) this.classes.add("struck");
      else if (code === 22) this.#drop(/^(bold|faint)$/);
      else if (code === 23) this.#drop(/^italic$/);
      else if (code === 24) this.#drop(/^underline$/);
      else if (code === 27) this.#drop(/^reverse$/);
      else if (code === 29) this.#drop(/^struck$/);
      else if (code >= 30 && code <= 37) this.#paint("fg", code - 30);
      else if (code >= 90 && code <= 97) this.#paint("fg", code - 82);
      else if (code >= 40 && code <= 47) this.#paint("bg", code - 40);
      else if (code >= 100 && code <= 107) this.#paint("bg", code - 92);
      else if (code === 39) this.#paint("fg");
      else if (code === 49) this.#paint("bg");
      else if (code === 38 || code === 48) i += this.#extended(code === 38 ? "fg" : "bg", codes.slice(i + 1));
    }
  }

  // 5;N out of 256, or 2;R;G;B.
  #extended(where, [kind, ...numbers]) {
    if (kind === 5) {
      const [n] = numbers;
      if (n < 16) this.#paint(where, n);
      else if (n < 232) this.#paint(where, null, [36, 6, 1].map((unit) => levels[Math.floor((n - 16) / unit) % 6]));
      else if (n < 256) this.#paint(where, null, Array(3).fill((n - 232) * 10 + 8));
      return 2;
    }
    if (kind === 2) {
      const color = numbers.slice(0, 3);
      if (color.length === 3 && color.every((n) => n >= 0 && n < 256)) this.#paint(where, null, color);
      return 4;
    }
    return 0;
  }

  #paint(where, index = null, rgb = null) {
    this.#drop(new RegExp(`^${where}`));
    this[where === "fg" ? "color" : "background"] = rgb ? `rgb(${rgb.join(" ")})` : "";
    if (index !== null) this.classes.add(`${where}${index}`);
    else if (rgb) this.classes.add(`${where}-own`);
  }

  #drop(names) {
    for (const name of this.classes) if (names.test(name)) this.classes.delete(name);
  }

  #reset() {
    this.classes.clear();
    this.color = this.background = "";
  }
}
