// Says what is due, overdue and out of band by the tablet's own clock, with or without the server. In dim mode an alarm is
// a slow glow at the edge; where the tablet can, it also shakes.

import { duePoints, nextDue, outOfBand, pointFor } from "./schedule.js";

const EVERY = 5000;
const SHAKE = { amber: [300], red: [300, 150, 300] };
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
    const own = this.waiting();
    const doses = [...sheet.doses, ...own.filter((each) => each.kind === "dose" && !each.said.supersedes).map((each) => each.at)];
    const taken = new Set([...sheet.taken, ...own.filter((each) => each.kind === "vitals").map((each) => each.said.point)]);
    return { sheet, own, doses: doses.map(Date.parse).sort((one, other) => one - other), taken };
  }

  pointNow(at = Date.now()) {
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
    const due = nextDue(duePoints(facts.sheet, facts.doses, facts.taken, Date.now()));
    this.#head(facts, due);
    this.#edge(due);
    this.#concerns(facts);
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

  #edge(due) {
    const late = due && ["amber", "red"].includes(due.state);
    const edge = document.querySelector(".edge") || document.body.appendChild(Object.assign(document.createElement("div"), { className: "edge" }));
    edge.hidden = !late;
    edge.setAttribute("aria-hidden", "true");
    edge.classList.toggle("is-danger", due?.state === "red");
    edge.classList.toggle("is-caution", due?.state === "amber");
    const now = late ? `${due.code} ${due.state}` : "";
    if (now && now !== this.shaken) navigator.vibrate?.(SHAKE[due.state]);
    this.shaken = now;
  }

  // A reading that only this tablet knows asks for a response too; those of the server stand in the page.
  #concerns({ sheet, own }) {
    const readings = own.filter((each) => each.kind === "vitals").map((each) => measuresIn(each.said, sheet));
    const found = readings.length ? outOfBand(sheet.bands, readings.at(-1)) : [];
    const place = document.getElementById("own-concerns");
    if (!place) return;
    const named = Object.fromEntries(sheet.measures.map((each) => [each.code, each]));
    put(place, found.map(({ measure, value, concern }) => `${[named[measure].name, value, named[measure].unit].filter(String).join(" ")}, ${concern}. Respond, then read again.`).join(" "));
    place.hidden = !found.length;
    place.className = `alert ${found.some((each) => each.concern !== "watch") ? "is-danger" : "is-caution"}`;
  }
}

function measuresIn(said, { measures }) {
  return Object.fromEntries(measures.filter(({ code }) => said[code]).map(({ code }) => [code, said[code]]));
}

function clock(at, zone) {
  return new Intl.DateTimeFormat("en-US", { ...CLOCK, timeZone: zone }).format(new Date(at)).toLowerCase();
}

function put(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
