// The command palette: every page of the rail and every [data-action] on the screen, found by a few letters. ⌘K or Ctrl K.

export default function palette(dialog) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let shown = [];
  let chosen = 0;

  for (const opener of document.querySelectorAll('[data-opens="palette"]')) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(chosen + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(shown[chosen]);
    }
  });

  function open() {
    input.value = "";
    dialog.showModal();
    draw();
    input.focus();
  }

  function draw() {
    const words = input.value.trim().toLowerCase();
    shown = entries().filter((entry) => entry.words.toLowerCase().includes(words));
    list.replaceChildren(...shown.map(row));
    choose(0);
  }

  function row(entry, index) {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.setAttribute("role", "option");
    item.textContent = entry.words;
    if (entry.key) {
      const key = document.createElement("kbd");
      key.textContent = entry.key;
      item.append(key);
    }
    item.addEventListener("click", () => go(entry));
    return item;
  }

  function choose(index) {
    chosen = Math.max(0, Math.min(index, shown.length - 1));
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function go(entry) {
    if (!entry) return;
    dialog.close();
    entry.element.click();
  }
}

function entries() {
  const pages = [...document.querySelectorAll(".rail a, .tabs a")].map((element) => entry(element, element.title || element.textContent));
  const actions = [...document.querySelectorAll("[data-action]")].map((element) => entry(element, element.dataset.action));
  return [...actions, ...pages];
}

function entry(element, words) {
  return { element, words: words.replace(/\s+/g, " ").trim(), key: element.dataset.key || "" };
}
