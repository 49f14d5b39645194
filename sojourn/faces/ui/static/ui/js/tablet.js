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
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
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

// The end of a person's session on this tablet.
export async function lock() {
  windows?.postMessage("locked");
  await within("pages", "readwrite", (store) => store.clear());
  await within("facts", "readwrite", (store) => store.delete("key"));
}
