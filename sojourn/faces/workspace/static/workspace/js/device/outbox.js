// What was entered here and has not reached the server. An entry is on the disk before anybody is told that it is kept.
// States: "asking" (the person waits for the server's word), "waiting" (they were told it is kept), "stuck" (needs a person).

import { within } from "../../../ui/js/tablet.js";
import { difference } from "./clock.js";
import { seal, unseal } from "./vault.js";

const PIECE = 250;
let last = { ms: 0, count: 0 };

// A UUID of version 7 whose order is the order of making, also within a millisecond.
export function newId(now = Date.now()) {
  last = now > last.ms ? { ms: now, count: 0 } : { ms: last.ms, count: last.count + 1 };
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const ms = last.ms + Math.floor(last.count / 4096);
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(ms / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = 0x70 | ((last.count % 4096) >> 8);
  bytes[7] = last.count % 256;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export async function put(kept, { session, kind, said, words, state = "asking" }) {
  const entry = { id: newId(), session, person: kept.person, who: kept.who, state };
  const content = { kind, said, words, at: new Date().toISOString(), skew_ms: difference() };
  const row = { ...entry, sealed: await seal(kept, content) };
  const sequence = await within("outbox", "readwrite", (store) => store.add(row));
  return { ...entry, ...content, sequence };
}

// The entries of one person in their order, unsealed; the oldest `limit` of them. A long outbox is read piece by piece.
export async function mine(kept, { limit = Infinity, sendable = false } = {}) {
  const found = [];
  for (let after = 0; found.length < limit; ) {
    const rows = await within("outbox", "readonly", (store) => store.getAll(IDBKeyRange.lowerBound(after, true), PIECE));
    found.push(...rows.filter((row) => row.person === kept.person && !(sendable && row.state === "stuck")));
    if (rows.length < PIECE) break;
    after = rows.at(-1).sequence;
  }
  return (await Promise.all(found.slice(0, limit).map((row) => opened(kept, row)))).filter(Boolean);
}

// What this key does not open stays as it is, counted as unsent, and stops none of the others.
async function opened(kept, { sealed, ...row }) {
  try {
    return { ...row, ...(await unseal(kept, sealed)) };
  } catch {
    return null;
  }
}

export async function counts(person) {
  const rows = await within("outbox", "readonly", (store) => store.getAll());
  const own = rows.filter((row) => row.person === person);
  const others = [...new Set(rows.filter((row) => row.person !== person).map((row) => row.who))];
  return { unsent: own.length, stuck: own.filter((row) => row.state === "stuck").length, others, othersCount: rows.length - own.length };
}

export const remove = (sequences) => within("outbox", "readwrite", (store) => { for (const one of sequences) store.delete(one); });

export const mark = (sequences, changes) => within("outbox", "readwrite", (store) => {
  for (const one of sequences) {
    const found = store.get(one);
    found.onsuccess = () => { if (found.result) store.put({ ...found.result, ...changes }); };
  }
});
