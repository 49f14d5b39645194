// The page as it was last seen, sealed, so that it can be opened when the server cannot be reached.

import { within } from "../../../ui/js/tablet.js";
import { seal, unseal } from "./vault.js";

// A page in the middle of a correction is not kept: opened again, its next reading would be taken for the correction.
const CORRECTING = "#pad-head[data-correcting], [data-correction]:not([hidden])";

export async function keepPage(kept) {
  if (document.querySelector(CORRECTING)) return;
  const page = document.documentElement.cloneNode(true);
  page.querySelectorAll(".is-waiting, [data-reasons]").forEach((each) => each.remove());
  page.querySelectorAll("[style]").forEach((each) => each.removeAttribute("style"));
  const sealed = await seal(kept, { html: page.outerHTML });
  await within("pages", "readwrite", (store) => store.put({ path: location.pathname, sealed }));
}

export async function pageAt(kept, path) {
  const row = await within("pages", "readonly", (store) => store.get(path));
  return row ? (await unseal(kept, row.sealed)).html : null;
}
