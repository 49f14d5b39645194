// Brings entries to the server, oldest first, one sender for all windows of this tablet. Whatever gets no answer stays
// and is sent again; the server counts each once.

import { counts, mark, mine, remove } from "./outbox.js";
import { deviceId } from "./vault.js";

const PARCEL = 500;
const [SOON, LATE] = [2000, 30000];
const DONE = new Set(["kept", "held"]);
const STUCK = new Set(["unreadable"]);

export class Sender extends EventTarget {
  constructor(kept, { reached = true } = {}) {
    super();
    this.kept = kept;
    this.asking = new Set();
    this.state = { reached, since: reached ? null : new Date(), signedOut: false };
    this.pause = SOON;
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.send(); });
  }

  // Sends until nothing is left or nobody answers. Resolves with the answers by entry id.
  async send() {
    const answers = new Map();
    this.arrived = [];
    await navigator.locks.request("sojourn-sending", async () => {
      while (await this.#parcel(answers)) ;
    });
    await this.#tell();
    return answers;
  }

  // Something else got no answer: find out whether the server is there.
  doubt() {
    if (!this.state.reached) return;
    this.state = { ...this.state, reached: false, since: new Date() };
    this.send();
  }

  // An empty parcel asks whether the server is back.
  async #parcel(answers) {
    const entries = await mine(this.kept, { limit: PARCEL, sendable: true });
    if (!entries.length && this.state.reached) return false;
    const told = await this.#post(entries);
    if (!told) return false;
    if (told.some((each) => each.state === "other_person")) return Boolean(this.#missed({ signedOut: true }));
    for (const answer of told) answers.set(answer.id, answer);
    const again = await this.#settle(entries, answers);
    return again || entries.length === PARCEL;
  }

  // A refusal goes back to whoever waits for it. When they were told meanwhile that the entry is kept, it is sent again
  // as kept, and the server holds it. True when there is such a one.
  async #settle(entries, answers) {
    const sequencesOf = (wanted) => entries.filter((each) => wanted(answers.get(each.id)?.state, each)).map((each) => each.sequence);
    this.arrived.push(...entries.filter((each) => DONE.has(answers.get(each.id)?.state) && !this.asking.has(each.id))
      .map((each) => ({ kind: each.kind, state: answers.get(each.id).state })));
    await remove(sequencesOf((state, each) => DONE.has(state) || (state === "refused" && this.asking.has(each.id))));
    const stuck = sequencesOf((state) => STUCK.has(state));
    if (stuck.length) await mark(stuck, { state: "stuck" });
    return sequencesOf((state, each) => state === "refused" && !this.asking.has(each.id)).length > 0;
  }

  async #post(entries) {
    const parcel = {
      device: await deviceId(),
      clock: new Date().toISOString(),
      entries: entries.map(({ id, session, kind, sequence, at, person, said }) => ({
        id, session, kind, sequence, at, author: person, said, confirmed: !this.asking.has(id),
      })),
    };
    try {
      const answer = await fetch("/workspace/sessions/arrivals/", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify(parcel),
        signal: AbortSignal.timeout(20000),
      });
      if (answer.redirected || answer.status === 403) return this.#missed({ signedOut: true });
      if (!answer.ok) return this.#missed({ reached: false });
      const { answers } = await answer.json();
      this.pause = SOON;
      this.state = { reached: true, since: null, signedOut: false };
      return answers;
    } catch {
      return this.#missed({ reached: false });
    }
  }

  #missed(why) {
    this.state = { ...this.state, since: this.state.since || new Date(), ...why };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(this.pause * 2, LATE);
    return null;
  }

  async #tell() {
    const detail = { ...this.state, ...(await counts(this.kept.person)), arrived: this.arrived };
    this.dispatchEvent(new CustomEvent("state", { detail }));
  }
}

function cookie(name) {
  return document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || "";
}
