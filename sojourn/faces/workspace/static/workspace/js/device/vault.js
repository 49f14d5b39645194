// Seals what this tablet keeps (AES-GCM). The key comes from the server at sign-in, cannot be read out again,
// holds for the length of a session, and is the same for one person on one tablet.

import { fact, keepKey, lock, round, within } from "../../../ui/js/tablet.js";
import { learn } from "./clock.js";

// The key of this person, from the tablet or, failing that, from the server. Null when neither can give it.
export async function unlock(person) {
  const kept = await fact("key");
  if (kept && fits(kept, person)) return kept;
  if (kept) await lock();
  return person ? ask() : null;
}

export async function deviceId() {
  const known = await fact("device");
  if (known) return known.id;
  // Two windows may come here at once; the name that was written first stands, for the key depends on it.
  await within("facts", "readwrite", (store) => store.add({ name: "device", id: crypto.randomUUID() })).catch(() => {});
  return (await fact("device")).id;
}

// Asks the server anew, so that the key holds for another session's length.
export async function ask() {
  try {
    const asked = await round();
    const answer = await fetch(`/workspace/sessions/key/${await deviceId()}/`);
    if (!answer.ok || answer.redirected) return null;
    const told = await answer.json();
    const raw = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    await learn(told.now);
    const kept = { key, person: told.person, who: told.name, until: Date.now() + told.seconds * 1000 };
    return (await keepKey(kept, asked)) ? kept : null;
  } catch {
    return null;
  }
}

export async function seal(kept, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(content));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, kept.key, text) };
}

export async function unseal(kept, { iv, data }) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, kept.key, data);
  return JSON.parse(new TextDecoder().decode(text));
}

function fits(kept, person) {
  return kept.until > Date.now() && (!person || kept.person === person);
}
