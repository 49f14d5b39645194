// Keeps a page current: <main data-module="live">. Asks again for the page it is on with the tag of what it has seen;
// 304 is "as before". What came anew goes into the elements with the same [data-live], never while somebody types,
// marked text a moment ago, has something open or in hand ([data-held]). When the server is silent for long, the page says so.
// On "live:look" it asks at once and tells "live:fresh" when what it shows is new.

const EVERY_MS = 15000;
const QUIET_MS = 4000;
const READING_MS = 60000;
const SILENT_MS = 45000;
const TOKENS = /(csrfmiddlewaretoken|client_id)" value="[^"]*"/g;

export default function live(page) {
  const note = page.querySelector(".live-note");
  let tag = "";
  let touched = 0;
  let reached = Date.now();
  let [asking, again] = [false, false];

  for (const kind of ["keydown", "input", "pointerdown"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, true);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  document.addEventListener("live:look", () => look(true));
  setInterval(look, EVERY_MS);

  async function look(wanted = false) {
    if (asking) again ||= wanted === true;
    if (asking || (wanted !== true && busy(touched))) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Live": "1", ...(tag && { "If-None-Match": tag }) } });
      if (answer.redirected) location.reload();
      else if (answer.status === 200) await show(answer, wanted);
      else if (answer.status !== 304) throw new Error(String(answer.status));
      reached = Date.now();
      note.hidden = true;
    } catch {
      complain();
    } finally {
      asking = false;
      if (again) { again = false; look(true); }
    }
  }

  // What arrives while somebody has begun to type is left for the next time.
  async function show(answer, wanted) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (wanted !== true && busy(touched)) return;
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
      if (now) put(old, now);
    }
    tag = answer.headers.get("ETag") || "";
    document.dispatchEvent(new CustomEvent("live:fresh"));
  }

  function complain() {
    if (Date.now() - reached < SILENT_MS) return;
    note.querySelector("[data-since]").textContent = new Date(reached).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();
    note.hidden = false;
  }
}

function busy(touched) {
  const field = document.activeElement?.closest("[data-live] :is(input, textarea, select)");
  const open = document.querySelector("dialog[open], [data-held], [data-live] details[open]");
  const still = Date.now() - touched;
  return document.hidden || Boolean(field || open) || still < QUIET_MS || (still < READING_MS && !getSelection().isCollapsed);
}

// Parts of a page that are as they were keep their place on the screen; so does the keyboard.
function put(old, now) {
  const said = now.innerHTML.replace(TOKENS, "");
  if (old.liveSaid === said) return;
  const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  old.replaceChildren(...document.importNode(now, true).childNodes);
  old.liveSaid = said;
  window.htmx?.process(old);
  if (focused) [...old.querySelectorAll("a, button")].find((each) => nameOf(each) === focused)?.focus({ preventScroll: true });
}

function nameOf(element) {
  return element.getAttribute("href") || element.form?.getAttribute("action") || element.id;
}
