// Answers for the server when it cannot be reached: files of the pages, and an empty shell in place of a page. Records are
// not here; they lie sealed in the tablet's store.

const CACHE = "sojourn-room-{{ version }}";
const SHELL = "{{ url('workspace:session_shell') }}";
const FILES = [{% for name in files %}"{{ static(name) }}"{% if not loop.last %}, {% endif %}{% endfor %}];
const PAGES = /^\/workspace\/(sessions|group-room)\//;
const [PAGE_MS, FILE_MS] = [6000, 3000];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const wanted = (event.data.keep || []).filter((name) => new URL(name).origin === self.origin && isFile(new URL(name).pathname));
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(wanted.map((name) => keep(cache, name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.origin) return;
  if (request.mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(request));
  else if (isFile(pathname)) event.respondWith(file(request));
});

async function page(request) {
  try {
    const answer = await within(PAGE_MS, (signal) => fetch(request, { signal }));
    if (answer.type === "opaqueredirect" || answer.status < 502) return answer;
  } catch { /* nobody answered */ }
  return (await caches.match(SHELL)) || Response.error();
}

async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (!kept) return fetch(request);
  try {
    const answer = await within(FILE_MS, (signal) => fetch(request, { signal }));
    if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
    return answer.ok ? answer : kept;
  } catch {
    return kept;
  }
}

async function keep(cache, name) {
  if (!(await cache.match(name))) await cache.add(name).catch(() => {});
}

async function within(ms, act) {
  return act(AbortSignal.timeout(ms));
}

async function forget() {
  const old = (await caches.keys()).filter((name) => name.startsWith("sojourn-room-") && name !== CACHE);
  return Promise.all(old.map((name) => caches.delete(name)));
}

function isFile(pathname) {
  return pathname.startsWith("/static/");
}
