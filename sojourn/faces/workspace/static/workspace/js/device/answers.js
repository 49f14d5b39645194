// Readings out of band stand above the chart until somebody says what was done: those of the server are in the page,
// those that only this tablet knows are added here, and what was answered here is put away.

import { undone } from "./mistakes.js";
import { outOfBand } from "./schedule.js";

// Shows what is open; says how many there are and whether one of them is urgent.
export function showAnswers({ sheet, all, own }) {
  const place = document.getElementById("answers");
  if (!place) return { count: 0, urgent: false };
  const answered = new Set(own.filter((each) => each.kind === "response").map((each) => each.said.reading));
  const open = new Map(unanswered(sheet, all, own).filter((each) => !answered.has(each.reading)).map((each) => [each.reading, each]));
  for (const block of place.querySelectorAll("[data-answers]")) {
    const { answers, own: mine } = block.dataset;
    if (mine && !open.has(answers)) block.remove();
    else if (!mine) block.hidden = answered.has(answers) || undone(all).has(answers);
  }
  const standing = new Set([...place.querySelectorAll("[data-answers]")].map((each) => each.dataset.answers));
  for (const one of open.values()) if (!standing.has(one.reading)) place.prepend(blockOf(one));
  return { count: open.size, urgent: [...open.values()].some((each) => each.urgent) };
}

// Of the server, and of this tablet alone. A reading that was corrected or undone no longer asks.
function unanswered(sheet, all, own) {
  const readings = own.filter((each) => each.kind === "vitals");
  const corrected = new Set([...undone(all), ...readings.map((each) => each.said.supersedes).filter(Boolean)]);
  const mine = readings.filter((each) => !corrected.has(each.id)).map((each) => ofOwn(each, sheet)).filter(Boolean);
  return [...(sheet.unanswered || []).filter((each) => !corrected.has(each.reading)), ...mine];
}

function ofOwn({ id, said }, sheet) {
  const taken = Object.fromEntries(sheet.measures.filter(({ code }) => said[code]).map(({ code }) => [code, said[code]]));
  const found = outOfBand(sheet.bands, taken);
  if (!found.length) return null;
  const named = Object.fromEntries(sheet.measures.map((each) => [each.code, each]));
  const words = found.map(({ measure, value, concern }) => `${[named[measure].name, value, named[measure].unit].filter(String).join(" ")}, ${concern}`);
  return { reading: id, urgent: found[0].concern !== "watch", words: words.join("; ") };
}

function blockOf({ reading, urgent, words }) {
  const block = document.getElementById("answer-of-own").content.firstElementChild.cloneNode(true);
  block.dataset.answers = reading;
  block.dataset.own = "yes";
  block.classList.toggle("is-danger", urgent);
  block.classList.toggle("is-caution", !urgent);
  block.querySelector("h2 span").textContent = words;
  const form = block.querySelector("form");
  form.elements.reading.value = reading;
  form.dataset.words = `Answered ${words}`;
  return block;
}

// What is over on this tablet is no longer asked about; felt again, it is.
export function showOngoing({ own }) {
  const last = new Map(own.filter((each) => ["gone", "side_effect"].includes(each.kind)).map((each) => [each.said.kind, each.kind]));
  for (const line of document.querySelectorAll("#ongoing li")) line.hidden = last.get(line.querySelector("[name=kind]").value) === "gone";
}

// The emergency's buttons stand there from the call for help until it is over.
export function showEmergency({ sheet, own }) {
  const panel = document.getElementById("emergency");
  if (!panel) return false;
  const on = isEmergency(own, sheet.emergency);
  panel.hidden = !on;
  return on;
}

// Whether one is under way, by what this tablet holds; otherwise by what was known before.
export function isEmergency(own, before) {
  const said = own.filter((each) => each.kind === "remark" && ["emergency", "emergency_over"].includes(each.said.kind));
  return said.length ? said.at(-1).said.kind === "emergency" : before;
}
