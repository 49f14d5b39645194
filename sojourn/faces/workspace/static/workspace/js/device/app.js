// The session room on this tablet: entries first, then the server. Starts on pages whose body says data-tablet.

import { onLocked } from "../../../ui/js/tablet.js";
import { Alarms } from "./alarms.js";
import { recall } from "./clock.js";
import { correcting } from "./correcting.js";
import { Entering } from "./entering.js";
import { showWaiting } from "./log.js";
import { undoing } from "./mistakes.js";
import { mine } from "./outbox.js";
import { keepPage, pageAt } from "./pages.js";
import { Board } from "./pods.js";
import { Sender } from "./sending.js";
import { showStanding } from "./standing.js";
import { ask, unlock } from "./vault.js";

const KEEP_AFTER = 1500;

export async function begin(body = document.body) {
  const { session, person, zone } = body.dataset;
  const fromTablet = "fromTablet" in body.dataset;
  onLocked(() => location.replace(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`));
  await recall();
  const kept = await unlock(person);
  if (!kept) return;
  navigator.storage?.persist?.();
  const sender = new Sender(kept, { reached: !fromTablet });
  sender.addEventListener("state", ({ detail }) => showStanding(detail, location.pathname, zone));
  for (const silence of ["htmx:sendError", "htmx:responseError"]) document.addEventListener(silence, () => sender.doubt());
  document.addEventListener("htmx:beforeSwap", (event) => onlyThisPage(event, sender));
  const room = session ? chart({ kept, sender, session, zone }) : null;
  if (fromTablet) sender.addEventListener("state", ({ detail }) => { if (detail.reached && !detail.signedOut) back(); });
  else remember(kept);
  if (document.querySelector(".pods")) board({ kept, sender });
  await room?.refresh();
  await sender.send();
  await room?.refresh();
  body.dataset.tabletReady = "yes";
}

function chart({ kept, sender, session, zone }) {
  let waiting = [];
  const alarms = new Alarms(() => waiting);
  const entering = new Entering({ kept, sender, changed });
  entering.prepare = (kind, said) => { if (kind === "vitals" && !said.supersedes) said.point = alarms.pointNow(); };
  entering.refuse = (kind, said) => [...(kind === "vitals" ? alarms.impossible(said) : []), ...unexplained(said)];
  correcting(document.getElementById("pad"));
  undoing();
  document.addEventListener("htmx:oobBeforeSwap", keepWhatIsTyped);
  sender.addEventListener("state", ({ detail }) => later(detail.arrived));
  document.addEventListener("htmx:afterSettle", refresh);

  async function refresh() {
    waiting = (await mine(kept)).filter((each) => each.session === session);
    showWaiting(waiting, zone);
    alarms.show();
  }

  async function changed(entry, answer) {
    await refresh();
    if (answer) showAnew([{ kind: entry.kind, state: answer.state }]);
    else if (!waiting.some(({ id }) => id === entry.id)) location.reload(); // another window of this tablet sent it
    else if (["phase", "dose"].includes(entry.kind)) dimIfJourney(entry);
  }

  // What was kept here reached the server in the meantime.
  async function later(arrived) {
    await refresh();
    if (arrived.length && !typing()) showAnew(arrived);
  }

  return { refresh };
}

// One touch at a seat writes that an emergency began there and opens that person's page, where its lines are. Without the
// server it opens if this tablet has seen it; the seat says it in any case.
function board({ kept, sender }) {
  const seats = new Board(kept);
  new Entering({ kept, sender, changed: opens });

  async function opens({ session }, answer) {
    const { pathname } = document.querySelector(`[data-session="${session}"] h2 a`);
    await seats.show();
    if (answer || (await pageAt(kept, pathname))) location.assign(pathname);
  }
}

// A dose, a phase and what is held change the whole page; anything else its moving parts.
function showAnew(arrived) {
  const moves = arrived.some(({ kind, state }) => state === "held" || ["dose", "phase", "rescue"].includes(kind));
  if (moves || !document.getElementById("live")) location.reload();
  else window.htmx?.trigger("#live", "kept");
}

function typing() {
  const fields = [...document.querySelectorAll("form[data-entry] input:not([type=hidden], [type=radio])")];
  return fields.some((field) => field.value !== field.defaultValue);
}

// Somebody signed out elsewhere, or a network that answers for the server: what came is not this page. The log and what the
// alarms count with stay where they are.
function onlyThisPage({ detail }, sender) {
  const { responseURL, responseText } = detail.xhr;
  if (new URL(responseURL).pathname === location.pathname && responseText.includes(`id="${detail.target.id}"`)) return;
  detail.shouldSwap = false;
  sender.doubt();
}

// A part that comes anew does not take away what somebody is typing in it, nor that they are correcting a reading.
function keepWhatIsTyped(event) {
  if (event.target.dataset.correcting) event.detail.shouldSwap = false;
  const fields = [...event.target.querySelectorAll("input:not([type=hidden])")];
  if (fields.some((field) => field.value !== field.defaultValue || field === document.activeElement)) event.detail.shouldSwap = false;
}

function unexplained({ supersedes, note }) {
  return supersedes && !note?.trim() ? [["note", "Say what was wrong."]] : [];
}

// The journey is dark, also when the server does not know yet that it began.
function dimIfJourney(entry) {
  if (entry.kind === "dose" || entry.said.phase === "journey") document.documentElement.dataset.theme = "dim";
}

// Keeps the page as it stands, now and whenever its parts came anew; asks for a fresh key, which holds for longer.
function remember(kept) {
  let timer = setTimeout(() => keepPage(kept), 0);
  document.addEventListener("htmx:afterSettle", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keepPage(kept), KEEP_AFTER);
  });
  ask();
  keepFiles();
}

// Files of this page are kept for the time without a network; they hold nothing about anybody.
async function keepFiles() {
  const worker = document.body.dataset.worker;
  if (!worker || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker, { scope: "/workspace/" });
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((each) => each.name).filter((name) => name.includes("/static/"));
  active.postMessage({ keep: [...new Set(files)] });
}

// The server answers again: the page is fetched anew, unless somebody is in the middle of an entry.
function back() {
  if (!typing()) location.reload();
}
