// Signing out, or in anew, ends what this tablet can read. <form data-module="leaving" data-leaving="out|in">
// Before somebody signs out they are told what has not reached the server.

import { lock, unsent } from "./tablet.js";

export default async function leaving(form) {
  if (!window.indexedDB) return;
  if (form.dataset.leaving === "in") return lock();
  const count = await unsent();
  const note = form.querySelector("[data-unsent]");
  if (count && note) {
    note.querySelector("b").textContent = count === 1 ? "1 entry has" : `${count} entries have`;
    note.hidden = false;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await lock();
    } finally {
      form.submit();
    }
  }, { once: true });
}
