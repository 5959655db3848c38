// Asks the daemon to do something, and says what came of it.

import { make, urlOf } from "./dom.js";

let token = document.querySelector('meta[name="page-token"]').content;

/** Another daemon knows other tokens. Resolves to whether its page has other scripts than this. */
export async function renewToken() {
  const page = await (await fetch(urlOf("index.html"), { cache: "no-store" })).text();
  token = /name="page-token" content="([0-9a-f]+)"/.exec(page)?.[1] ?? token;
  const hash = /assets\/([0-9a-f]+)\/page\.js/.exec(page)?.[1];
  return hash !== undefined && !import.meta.url.includes(`/${hash}/`);
}

/** `target` is { processname } or { groupname } or nothing. Resolves to whether it was done. */
export async function act(action, target = {}) {
  const body = new URLSearchParams({ token, action, ...target });
  try {
    const answer = await fetch(urlOf("index.html"), {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    });
    const type = answer.headers.get("Content-Type") ?? "";
    if (!type.startsWith("application/json")) throw new Error(`HTTP ${answer.status}`);
    const result = await answer.json();
    say(result.message, result.done);
    return result.done;
  } catch (error) {
    say(`The daemon did not answer (${error.message})`, false);
    return false;
  }
}

/** Runs an action for a button, which is busy meanwhile. Resolves to whether it was done. */
export async function actBy(button, action, target) {
  if (button.getAttribute("aria-busy") === "true") return false;
  button.setAttribute("aria-busy", "true");
  const done = await act(action, target);
  button.removeAttribute("aria-busy");
  return done;
}

/** Asks first; for what concerns many. */
export function askAndAct(button, question, action, target) {
  const yes = make("button", { class: "primary", value: "yes" }, "Yes");
  const dialog = make(
    "dialog",
    { class: "ask", "aria-labelledby": "question" },
    make(
      "form",
      { method: "dialog" },
      make("p", { id: "question" }, question),
      make("div", { class: "buttons" }, yes, make("button", { value: "no" }, "No"))
    )
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
    if (dialog.returnValue === "yes") actBy(button, action, target);
  });
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
}

const shownFor = 6_000;
const messages = make("div", { class: "messages", role: "status", "aria-live": "polite" });
document.body.append(messages);

/** Shows a message for a while; a bad one until it is closed. */
export function say(text, good = true) {
  const close = () => message.remove();
  const message = make(
    "div",
    { class: good ? "message" : "message bad" },
    make("span", {}, text),
    make("button", { class: "plain", "aria-label": "Close this message", click: close }, "×")
  );
  // What stands outside of an open dialog is behind it, and dead.
  const dialog = document.querySelector("dialog[open]");
  if (!messages.parentElement?.matches("dialog[open]")) (dialog ?? document.body).append(messages);
  dialog?.addEventListener("close", () => document.body.append(messages), { once: true });
  while (messages.childElementCount >= 4) messages.firstElementChild.remove();
  messages.append(message);
  if (good) setTimeout(close, shownFor);
}
