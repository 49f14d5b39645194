// The store on this tablet: what was entered and has not reached the server, pages to show without it, and the key that
// seals both. Signing out takes the key away; what stays is unreadable until the same person signs in here again.

const NAME = "sojourn-tablet";
const STORES = { facts: { keyPath: "name" }, outbox: { keyPath: "sequence", autoIncrement: true }, pages: { keyPath: "path" } };
let opening;

export function database() {
  opening ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(STORES)) asked.result.createObjectStore(store, options);
    };
    asked.onsuccess = () => {
      asked.result.onclose = () => { opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      reject(asked.error);
    };
  });
  return opening;
}

// One transaction on one store. Resolves with what `act` asked for, once the disk has it.
export async function within(store, mode, act) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, mode === "readwrite" ? { durability: "strict" } : {});
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const fact = (name) => within("facts", "readonly", (store) => store.get(name));

export const unsent = () => within("outbox", "readonly", (store) => store.count());

const windows = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

// Other windows of this browser close their pages when somebody signs out in one of them.
export function onLocked(act) {
  windows?.addEventListener("message", ({ data }) => { if (data === "locked") act(); });
}

// The end of a person's session on this tablet. A key that is still on its way belongs to an earlier round; see `keepKey`.
export async function lock() {
  windows?.postMessage("locked");
  await within("facts", "readwrite", (store) => {
    store.delete("key");
    store.put({ name: "round", id: crypto.randomUUID() });
  });
  await within("pages", "readwrite", (store) => store.clear());
}

export const round = async () => (await fact("round"))?.id;

// Keeps a key that was asked for in this round, and says whether it did: not when somebody signed out meanwhile.
export async function keepKey(key, asked) {
  let kept = false;
  await within("facts", "readwrite", (store) => {
    const found = store.get("round");
    found.onsuccess = () => {
      kept = found.result?.id === asked;
      if (kept) store.put({ ...key, name: "key" });
    };
  });
  return kept;
}
