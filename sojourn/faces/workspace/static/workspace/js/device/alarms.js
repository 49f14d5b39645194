// Says what is due, overdue and out of band by the tablet's own clock, with or without the server. In dim mode an alarm is
// a slow glow at the edge; where the tablet can, it also shakes.

import { showAnswers, showEmergency, showOngoing } from "./answers.js";
import { momentOf, now } from "./clock.js";
import { standing, stillTaken } from "./mistakes.js";
import { duePoints, nextDue, pointFor } from "./schedule.js";
import { shake } from "./shaking.js";

const EVERY = 5000;
const SHAKE = { caution: [300], danger: [300, 150, 300] };
const AGAIN = 30000;
const CLOCK = { hour: "numeric", minute: "2-digit" };

export class Alarms {
  constructor(waiting) {
    this.waiting = waiting;
    this.shaken = "";
    this.show();
    setInterval(() => this.show(), EVERY);
  }

  // The library's numbers and what the server knows, with what only this tablet knows so far.
  #facts() {
    const sheet = JSON.parse(document.getElementById("sheet")?.textContent || "null");
    if (!sheet) return null;
    const all = this.waiting();
    const own = standing(all);
    const doses = [...sheet.doses.map(Date.parse), ...own.filter((each) => each.kind === "dose" && !each.said.supersedes).map((each) => momentOf(each.at))];
    const taken = new Set([...stillTaken(sheet.taken, all), ...own.filter((each) => each.kind === "vitals").map((each) => each.said.point)]);
    return { sheet, all, own, doses: doses.sort((one, other) => one - other), taken };
  }

  pointNow(at = now()) {
    const facts = this.#facts();
    return facts ? pointFor(duePoints(facts.sheet, facts.doses, facts.taken, at), at, facts.doses.length > 0) : "auto";
  }

  // Readings no body has, by the library's limits.
  impossible(said) {
    const measures = this.#facts()?.sheet.measures || [];
    const wrong = measures.filter(({ code, low, high }) => said[code] && !(Number(said[code]) >= low && Number(said[code]) <= high));
    return wrong.map(({ code, name, low, high }) => [code, `${name} of ${said[code]} is not possible: it lies between ${low} and ${high}.`]);
  }

  show() {
    const facts = this.#facts();
    if (!facts || facts.sheet.over) return;
    const due = nextDue(duePoints(facts.sheet, facts.doses, facts.taken, now()));
    this.#head(facts, due);
    const emergency = showEmergency(facts);
    showOngoing(facts);
    this.#edge(due, showAnswers(facts), emergency);
  }

  #head({ sheet, doses }, due) {
    const head = document.getElementById("pad-head");
    if (!head || head.dataset.correcting) return;
    const title = !doses.length ? "Vitals before the dose" : due ? `Vitals at +${due.minutes}` : "An extra reading";
    put(head.querySelector("h2"), title);
    const note = head.querySelector("[data-due]");
    if (note) put(note, !due ? "" : { later: clock(due.dueAt, sheet.zone), due: "now" }[due.state] ?? `${due.late} min overdue`);
    if (note) note.dataset.due = due?.state || "";
    const save = document.querySelector("#pad .save");
    if (save) put(save, doses.length && due ? `Save +${due.minutes} vitals` : "Save vitals");
  }

  // What is late glows; what is urgent and not answered glows, and shakes again until somebody says what was done.
  #edge(due, open, emergency) {
    const late = due && ["amber", "red"].includes(due.state);
    const danger = open.urgent || emergency || due?.state === "red";
    const on = late || open.count > 0 || emergency;
    const edge = document.querySelector(".edge") || document.body.appendChild(Object.assign(document.createElement("div"), { className: "edge" }));
    edge.hidden = !on;
    edge.setAttribute("aria-hidden", "true");
    edge.classList.toggle("is-danger", danger);
    edge.classList.toggle("is-caution", on && !danger);
    const again = open.urgent ? Math.floor(Date.now() / AGAIN) : "";
    const alarm = on ? `${late ? `${due.code} ${due.state}` : ""} ${open.count} ${danger} ${again}` : "";
    if (alarm && alarm !== this.shaken) shake(SHAKE[danger ? "danger" : "caution"]);
    this.shaken = alarm;
  }
}

function clock(at, zone) {
  return new Intl.DateTimeFormat("en-US", { ...CLOCK, timeZone: zone }).format(new Date(at)).toLowerCase();
}

function put(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
