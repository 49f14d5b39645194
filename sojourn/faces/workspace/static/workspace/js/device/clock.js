// The server's time, as far as this tablet knows it: what is due must not depend on a clock that somebody set wrong.
// A steady difference is learned whenever the server tells its time, and kept for the time without it.

import { fact, within } from "../../../ui/js/tablet.js";

const STEADY = 30000;
const ODD = 36e12; // more than a thousand years is no clock
let behind = 0;
let known = null; // what runs evenly, when the difference was learned; null until it was

export const now = () => Date.now() + behind;

// The difference that an entry made now is told with: the clock may be set right before the entry is sent. Null when it was
// never learned, or when the clock was moved since (or the tablet slept): then the server finds it out.
export function difference() {
  return known !== null && Math.abs(evenly() - known) < STEADY && Math.abs(behind) < ODD ? Math.round(behind) : null;
}

const evenly = () => Date.now() - performance.now();

// A moment of this tablet's clock, as ISO, by the server's clock in ms.
export const momentOf = (at) => Date.parse(at) + behind;

export async function recall() {
  const kept = await fact("clock");
  if (!kept) return;
  behind = kept.behind;
  known = evenly();
}

export async function learn(serverTime) {
  const found = Date.parse(serverTime) - Date.now();
  if (!Number.isFinite(found)) return;
  const isNew = known === null || Math.abs(found - behind) >= STEADY;
  known = evenly();
  if (!isNew) return;
  behind = Math.abs(found) < STEADY ? 0 : found;
  await within("facts", "readwrite", (store) => store.put({ name: "clock", behind }));
}
