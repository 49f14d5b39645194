// Keyboard of the workspace. Any element with data-key is followed or pressed by it: "/" or "c" at once, "g t" as two keys.
// Silent while somebody types, holds a modifier, or has picked something up.

const PAUSE_MS = 900;

export default function keys() {
  let first = "";
  let timer = 0;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || event.key.length > 1) return;
    const pressed = first ? `${first} ${event.key}` : event.key;
    clearTimeout(timer);
    first = "";
    const target = find(pressed);
    if (target) {
      event.preventDefault();
      use(target);
    } else if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
      first = event.key;
      timer = setTimeout(() => { first = ""; }, PAUSE_MS);
    }
  });
}

function typing(element) {
  return element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) || document.querySelector("dialog[open], [data-held]") !== null;
}

function find(pressed) {
  return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === pressed);
}

function use(element) {
  if (["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName)) element.focus();
  else element.click();
}
