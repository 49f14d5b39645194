// What has not reached the server stands in the log already, marked as being on this tablet.

import { momentOf } from "./clock.js";
import { undone } from "./mistakes.js";

// To draw thousands of lines would keep the tablet from sending them; the line at the top counts all of them.
const NEWEST = 100;
const UNDONE = new Set(["vitals", "dose", "side_effect", "gone", "response", "rescue", "remark"]);
const CORRECTED = new Set(["vitals", "dose", "side_effect", "rescue", "remark"]);
const CLOCK = { hour: "numeric", minute: "2-digit" };

export function showWaiting(entries, zone) {
  const log = document.querySelector(".log");
  if (!log) return;
  log.querySelectorAll(".is-waiting").forEach((line) => line.remove());
  const gone = undone(entries);
  for (const entry of entries.slice(-NEWEST)) log.prepend(lineOf(entry, zone, gone.has(entry.id)));
}

function lineOf(entry, zone, isUndone) {
  const line = document.createElement("li");
  line.className = isUndone ? "is-waiting is-replaced" : "is-waiting";
  line.dataset.waiting = entry.id;
  const time = document.createElement("time");
  time.dateTime = entry.at;
  time.textContent = new Intl.DateTimeFormat("en-US", { ...CLOCK, timeZone: zone }).format(new Date(momentOf(entry.at))).toLowerCase();
  const words = document.createElement("span");
  words.textContent = wordsOf(entry);
  const where = document.createElement("small");
  where.textContent = entry.state === "stuck" ? "could not be sent" : "on this tablet";
  words.append(" ", where);
  const by = document.createElement("span");
  by.className = "soft small";
  if (!isUndone && entry.state !== "stuck") by.append(...linksOf(entry));
  by.append(entry.who.split(/\s+/).map((part) => part[0]).join(""));
  line.append(time, words, by);
  return line;
}

function linksOf(entry) {
  return [CORRECTED.has(entry.kind) && correctLink(entry), UNDONE.has(entry.kind) && undoLink(entry)].filter(Boolean).flatMap((each) => [each, " "]);
}

function undoLink({ id, kind, said }) {
  const link = Object.assign(document.createElement("a"), { href: "#mistake", textContent: "undo" });
  Object.assign(link.dataset, { undo: id, of: kind, point: said.point || "" });
  return link;
}

function correctLink({ id, kind, said }) {
  const link = Object.assign(document.createElement("a"), { href: "#pad", textContent: "correct" });
  link.dataset.correct = id;
  link.dataset.kind = kind;
  link.dataset.said = JSON.stringify(said);
  return link;
}

export function wordsOf({ kind, said, words }) {
  if (kind === "mistake") return words;
  if (kind !== "vitals" && said.supersedes) return `Corrected: ${words}`;
  if (kind === "remark") return said.kind === "words" ? `“${said.text}”` : said.text;
  if (kind === "phase") return `${words} begins`;
  if (kind === "dose") return `${said.mg} mg given, ${words}`;
  if (kind !== "vitals") return words;
  const label = { "": "Extra", before: "Before" }[said.point] ?? said.point.split(":").at(-1);
  const parts = [
    said.systolic && `${said.systolic}/${said.diastolic}`,
    said.heart_rate,
    said.spo2 && `${said.spo2} %`,
    said.respiratory_rate && `RR ${said.respiratory_rate}`,
    said.moaas && `MOAA/S ${said.moaas}`,
    said.nausea && `nausea ${said.nausea} of 10`,
  ];
  const read = `${label}: ${parts.filter(Boolean).join(", ")}`;
  return said.supersedes ? `Corrected: ${read}. ${said.note}` : read;
}
