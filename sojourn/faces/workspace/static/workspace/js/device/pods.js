// The board of a group by the tablet's own clock: minutes since each dose, what is due and late, the glow at a seat's edge.
// What this tablet alone knows of a seat counts too.

import { isEmergency } from "./answers.js";
import { momentOf, now } from "./clock.js";
import { standing, stillTaken } from "./mistakes.js";
import { mine } from "./outbox.js";
import { duePoints, nextDue, outOfBand } from "./schedule.js";
import { shake } from "./shaking.js";

const EVERY = 5000;
const CLOCK = { hour: "numeric", minute: "2-digit" };

export class Board {
  constructor(kept) {
    this.kept = kept;
    this.shaken = "";
    this.show();
    setInterval(() => this.show(), EVERY);
    document.addEventListener("htmx:afterSettle", () => this.show());
  }

  async show() {
    const sheet = JSON.parse(document.getElementById("sheet")?.textContent || "null");
    if (!sheet) return;
    const own = await mine(this.kept);
    const alarms = [...document.querySelectorAll(".pod[data-session]")].map((pod) => this.#pod(pod, sheet, own.filter((each) => each.session === pod.dataset.session)));
    const alarm = alarms.filter(Boolean).join(" ");
    if (alarm && alarm !== this.shaken) shake(alarm.includes("danger") ? [300, 150, 300] : [300]);
    this.shaken = alarm;
  }

  // What the seat asks for: "3 danger", or nothing.
  #pod(pod, sheet, all) {
    if ("over" in pod.dataset) return "";
    const own = standing(all);
    const doses = [...JSON.parse(pod.dataset.doses).map(Date.parse), ...own.filter((each) => each.kind === "dose" && !each.said.supersedes).map((each) => momentOf(each.at))];
    const times = doses.sort((one, other) => one - other);
    const readings = own.filter((each) => each.kind === "vitals");
    const taken = new Set([...stillTaken(JSON.parse(pod.dataset.taken), all), ...readings.map((each) => each.said.point)]);
    const due = nextDue(duePoints(sheet, times, taken, now()));
    since(pod, times.at(-1));
    const emergency = isEmergency(own, "emergency" in pod.dataset);
    pod.classList.toggle("is-emergency", emergency);
    const alarm = emergency ? "danger" : heavier(pod.dataset.alarm, readings.length ? toneOf(readings.at(-1), sheet) : "");
    const tone = heavier(alarm, { red: "danger", amber: "caution" }[due?.state] || "");
    pod.classList.toggle("is-danger", tone === "danger");
    pod.classList.toggle("is-caution", tone === "caution");
    say(pod, due, sheet.zone);
    return tone && `${pod.dataset.seat} ${tone}`;
  }
}

function heavier(one, other) {
  return [one, other].includes("danger") ? "danger" : one || other || "";
}

function toneOf({ said }, sheet) {
  const read = Object.fromEntries(sheet.measures.filter(({ code }) => said[code]).map(({ code }) => [code, said[code]]));
  const found = outOfBand(sheet.bands, read);
  return found.length ? (found[0].concern === "watch" ? "caution" : "danger") : "";
}

function since(pod, dose) {
  const place = pod.querySelector(".t b");
  if (place && dose) put(place, String(Math.max(0, Math.floor((now() - dose) / 60000))));
}

// The line about what is due; words about a reading out of band stand before it and stay.
function say(pod, due, zone) {
  const place = pod.querySelector("[data-due]");
  if (!place || !due) return;
  const label = `+${due.minutes}`;
  const late = ["amber", "red"].includes(due.state);
  put(place, late ? `${label} vitals ${due.late} min overdue` : due.state === "due" ? `${label} now` : `${label} at ${clock(due.dueAt, zone)}`);
  place.dataset.due = due.state;
}

function clock(at, zone) {
  return new Intl.DateTimeFormat("en-US", { ...CLOCK, timeZone: zone }).format(new Date(at)).toLowerCase();
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
