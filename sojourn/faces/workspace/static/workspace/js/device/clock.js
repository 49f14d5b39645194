// The server's time, as far as this tablet knows it: what is due must not depend on a clock that somebody set wrong.
// A steady difference is learned whenever the server tells its time, and kept for the time without it.

import { fact, within } from "../../../ui/js/tablet.js";

const STEADY = 30000;
let behind = 0;

export const now = () => Date.now() + behind;

// A moment of this tablet's clock, as ISO, by the server's clock in ms.
export const momentOf = (at) => Date.parse(at) + behind;

export async function recall() {
  behind = (await fact("clock"))?.behind || 0;
}

export async function learn(serverTime) {
  const found = Date.parse(serverTime) - Date.now();
  if (!Number.isFinite(found) || Math.abs(found - behind) < STEADY) return;
  behind = found;
  await within("facts", "readwrite", (store) => store.put({ name: "clock", behind }));
}
