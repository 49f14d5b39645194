// Attaches behaviour to elements by name: <div data-module="autosave">. One module, one behaviour; pages work without any.
// A face adds its own with attach({ name: () => import(…) }); each module exports default function(element).

const attached = new WeakMap();

export function attach(modules, root = document) {
  run(modules, root);
  document.addEventListener("htmx:load", (event) => run(modules, event.detail.elt));
}

function run(modules, root) {
  const inside = root.querySelectorAll ? root.querySelectorAll("[data-module]") : [];
  const own = root.matches && root.matches("[data-module]") ? [root] : [];
  for (const element of [...own, ...inside]) {
    for (const name of element.dataset.module.split(" ")) {
      if (name in modules) start(modules[name], name, element);
    }
  }
}

function start(load, name, element) {
  const already = attached.get(element) || new Set();
  if (already.has(name)) return;
  attached.set(element, already.add(name));
  load().then((module) => module.default(element));
}
