// Makes the page live: what the server has written is replaced by what keeps itself up to date.

import { renewToken, say } from "./actions.js";
import { make } from "./dom.js";
import { Feed } from "./feed.js";
import { Filter } from "./filter.js";
import { LogView } from "./log_view.js";
import { Model, isBad } from "./model.js";
import { Table } from "./table.js";
import { Timeline } from "./timeline.js";
import { Toolbar } from "./toolbar.js";

const model = new Model();
const filter = new Filter();
const toolbar = new Toolbar(filter);
const log = new LogView();
const openLog = (namespec) => log.open(namespec);
const table = new Table(model, filter, openLog);
const timeline = new Timeline(model, openLog);

const feed = new Feed(model, (state) => {
  if (state === "renewed") return renew();
  if (state === "silent") log.listenAgain();
  else toolbar.setLive(state);
});

async function renew() {
  if (await renewToken()) location.reload();
}

function showTrouble() {
  const bad = [...model.processes.values()].filter((process) => isBad(process.statename)).length;
  document.title = `${bad ? `(${bad}) ` : ""}Supervisor Status`;
}

model.addEventListener("status", showTrouble);
model.addEventListener("changes", ({ detail }) => {
  showTrouble();
  for (const change of detail)
    if (change.to === "FATAL") say(`${change.namespec} is fatal: ${change.reason}`, false);
});

// Once there is something to show, and not before: until then the page as it was written stays.
model.addEventListener(
  "status",
  () => {
    const top = document.querySelector("header.top");
    top.querySelector("form").remove();
    top.append(toolbar.corner);
    const written = document.querySelector("main .message");
    if (written) say(written.textContent, !written.classList.contains("bad"));
    document.querySelector("main").replaceChildren(
      toolbar.element,
      make("div", { class: "layout" }, table.element, timeline.element)
    );
    document.documentElement.dataset.live = "yes";
    // A message that was told is not told again.
    history.replaceState(null, "", location.pathname);
  },
  { once: true }
);

feed.open();
