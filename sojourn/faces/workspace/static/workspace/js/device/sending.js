// Brings entries to the server, oldest first, one sender for all windows of this tablet. Whatever gets no answer stays
// and is sent again; the server counts each once.

import { counts, mark, mine, remove } from "./outbox.js";
import { learn } from "./clock.js";
import { deviceId } from "./vault.js";

const PARCEL = 500;
const [SOON, LATE] = [2000, 30000];
const DONE = new Set(["kept", "held"]);
const STUCK = new Set(["unreadable"]);
const UNREADABLE = new Set([400, 413]);

export class Sender extends EventTarget {
  constructor(kept, { reached = true } = {}) {
    super();
    this.kept = kept;
    this.asking = new Map();
    this.state = { reached, since: reached ? null : new Date(), signedOut: false };
    this.pause = SOON;
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.send(); });
  }

  // Sends until nothing is left or nobody answers. Resolves with the answers by entry id.
  async send() {
    const [answers, arrived] = [new Map(), []];
    await navigator.locks.request("sojourn-sending", async () => {
      while (await this.#parcel(answers, arrived)) ;
    });
    await this.#tell(arrived);
    return answers;
  }

  // Something else got no answer: find out whether the server is there.
  doubt() {
    if (!this.state.reached) return;
    this.state = { ...this.state, reached: false, since: new Date() };
    this.send();
  }

  // An empty parcel asks whether the server is back.
  async #parcel(answers, arrived) {
    const entries = await mine(this.kept, { limit: PARCEL, sendable: true });
    if (!entries.length && this.state.reached) return false;
    const told = await this.#post(entries);
    if (!told) return false;
    if (told.some((each) => each.state === "other_person")) return Boolean(this.#missed({ signedOut: true }));
    for (const answer of told) answers.set(answer.id, answer);
    const again = await this.#settle(entries, answers, arrived);
    return again || (told.length > 0 && told.length < entries.length) || entries.length === PARCEL;
  }

  // A refusal goes back to whoever waits for it. When they were told meanwhile that the entry is kept, it is sent again
  // as kept, and the server holds it. True when there is such a one.
  async #settle(entries, answers, arrived) {
    const sequencesOf = (wanted) => entries.filter((each) => wanted(answers.get(each.id)?.state, each)).map((each) => each.sequence);
    arrived.push(...entries.filter((each) => DONE.has(answers.get(each.id)?.state) && !this.asking.has(each.id))
      .map((each) => ({ kind: each.kind, state: answers.get(each.id).state })));
    const over = sequencesOf((state, each) => DONE.has(state) || (state === "refused" && this.asking.has(each.id)));
    for (const { id } of entries) if (this.asking.has(id)) this.asking.set(id, answers.get(id));
    await remove(over);
    const stuck = sequencesOf((state) => STUCK.has(state));
    if (stuck.length) await mark(stuck, { state: "stuck" });
    return sequencesOf((state, each) => state === "refused" && !this.asking.has(each.id)).length > 0;
  }

  async #post(entries) {
    const parcel = {
      device: await deviceId(),
      clock: new Date().toISOString(),
      entries: entries.map(({ id, session, kind, sequence, at, skew_ms, person, said }) => ({
        id, session, kind, sequence, at, skew_ms, author: person, said, confirmed: !this.asking.has(id),
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
      if (UNREADABLE.has(answer.status) && entries.length) return this.#apart(entries);
      if (!answer.ok) return this.#missed({ reached: false });
      const { answers, now } = await answer.json();
      if (!Array.isArray(answers)) return this.#missed({ reached: false });
      await learn(now);
      this.pause = SOON;
      this.state = { reached: true, since: null, signedOut: false };
      return answers;
    } catch {
      return this.#missed({ reached: false });
    }
  }

  // One entry that makes the whole parcel unreadable is found by halves, and stops none of the others.
  #apart(entries) {
    if (entries.length > 1) return this.#post(entries.slice(0, Math.ceil(entries.length / 2)));
    return [{ id: entries[0].id, state: "unreadable", reasons: [["", "The server cannot read this entry."]] }];
  }

  #missed(why) {
    this.state = { ...this.state, since: this.state.since || new Date(), ...why };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(this.pause * 2, LATE);
    return null;
  }

  async #tell(arrived) {
    const detail = { ...this.state, ...(await counts(this.kept.person)), arrived };
    this.dispatchEvent(new CustomEvent("state", { detail }));
  }
}

function cookie(name) {
  return document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || "";
}
