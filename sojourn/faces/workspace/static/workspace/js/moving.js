// Moves visits on the board and in the week: dragged with a mouse or pen, held and dragged with a finger, or picked up
// with Space and moved with the arrow keys. Putting one down asks first, for the patient gets a message; the answer comes
// from the same page as without script.

import { groundOf } from "./grounds.js";

const FAR_PX = 6;
const FAR_FOR_A_FINGER_PX = 10;
const LONG_PRESS_MS = 450;
const BACK_MS = 300;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STILL = { across: 0, down: 0 };

export default function moving(root) {
  const bar = root.querySelector(".moving-bar");
  const [words, choices] = [bar.querySelector("[data-words]"), bar.querySelector("[data-choices]")];
  const spoken = root.querySelector("[data-spoken]");
  let held = null;
  let pressed = null;

  root.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest("[data-move]");
    if (!slot || held || event.button !== 0 || !event.isPrimary) return;
    const finger = event.pointerType === "touch";
    pressed = { slot, x: event.clientX, y: event.clientY, finger, wait: finger ? setTimeout(() => lift(slot), LONG_PRESS_MS) : 0 };
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > (pressed.finger ? FAR_FOR_A_FINGER_PX : FAR_PX);
    if (!held && far && pressed.finger) return release();
    if (!held && far) lift(pressed.slot);
    if (held) aim(held.ground.pointed(pressed, event));
  });
  document.addEventListener("pointerup", () => {
    if (pressed && held) {
      document.addEventListener("click", unheard, true);
      setTimeout(() => { document.removeEventListener("click", unheard, true); if (held) ask(); });
    }
    release();
  });
  document.addEventListener("pointercancel", () => { if (pressed && held) putBack(); else release(); });
  // A finger that holds a visit does not scroll, opens no menu and follows no link.
  root.addEventListener("touchmove", (event) => { if (pressed && held) event.preventDefault(); }, { passive: false });
  root.addEventListener("touchend", (event) => { if (held && bar.hidden) event.preventDefault(); }, { passive: false });
  root.addEventListener("contextmenu", (event) => { if (pressed?.finger) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest?.("[data-move]");
    if (event.key === "Escape" && (held || !bar.hidden)) putBack();
    else if (held && !bar.hidden) return;
    else if (held && STEPS[event.key]) aim({ across: held.step.across + STEPS[event.key][0], down: held.step.down + STEPS[event.key][1] });
    else if (held && (event.key === "Enter" || event.key === " ")) ask();
    else if (slot && !held && event.key === " " && root.contains(slot)) lift(slot);
    else return;
    event.preventDefault();
  });

  function release() {
    clearTimeout(pressed?.wait);
    pressed = null;
  }

  function lift(slot) {
    close();
    held = { slot, ground: groundOf(root, slot), step: STILL };
    slot.dataset.held = "";
    say(`Picked up ${slot.dataset.who}, ${where()}. Arrow keys move it, Enter puts it down, Escape puts it back.`);
  }

  function aim(wanted) {
    const step = held.ground.within(wanted);
    if (step.across === held.step.across && step.down === held.step.down) return;
    held.step = step;
    const [right, down] = held.ground.shift(step);
    held.slot.style.transform = `translate(${right}px, ${down}px)`;
    say(where());
  }

  function ask() {
    if (!held.step.across && !held.step.down) return putBack();
    open(`Move ${held.slot.dataset.who} from ${held.ground.words(STILL)} to ${where()}? A message goes out.`, [
      ["Move", () => send(held.slot, value())],
      ["Put back", putBack],
    ]);
  }

  async function send(slot, wanted) {
    const body = new FormData(bar);
    body.set("starts_at", wanted);
    body.set("seen", slot.dataset.starts);
    for (const button of choices.children) button.disabled = true;
    const answer = await fetch(slot.dataset.move, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer?.ok && told) return done(slot, told.words);
    putBack();
    refused(slot, told);
  }

  function done(slot, said) {
    const address = slot.getAttribute("href");
    document.addEventListener("live:fresh", () => root.querySelector(`[data-move][href="${address}"]`)?.focus(), { once: true });
    letGo();
    open(said, [["Good", close]]);
    document.dispatchEvent(new CustomEvent("live:look"));
  }

  function refused(slot, told) {
    const said = told?.words || "It could not be moved: the server cannot be reached. It stays where it was.";
    const current = () => root.querySelector(`[data-move="${slot.dataset.move}"]`) || slot;
    const nearest = (told?.free || []).map((each) => [each.words, () => send(slot, each.value)]);
    open(said, [...nearest, ["Leave it where it was", () => { close(); current().focus(); }]]);
    setTimeout(() => document.dispatchEvent(new CustomEvent("live:look")), BACK_MS);
  }

  function putBack() {
    release();
    const slot = held?.slot;
    if (slot) {
      slot.style.transform = "";
      say(`${slot.dataset.who} is back where it was.`);
      letGo();
    }
    close();
    slot?.focus({ preventScroll: true });
  }

  function letGo() {
    if (held) delete held.slot.dataset.held;
    held = null;
  }

  function open(said, buttons) {
    words.textContent = said;
    choices.replaceChildren(...buttons.map(([name, act], at) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: name, className: at ? "button button-quiet button-small" : "button button-small" });
      button.addEventListener("click", act);
      return button;
    }));
    bar.hidden = false;
    say(said);
    choices.firstElementChild.focus();
  }

  function close() {
    bar.hidden = true;
    choices.replaceChildren();
  }

  function value() { return [held.ground.start(held.step).toISOString(), ...held.ground.taken(held.step)].join("|"); }
  function where() { return held.ground.words(held.step); }
  function say(said) { spoken.textContent = said; }
}

// The click that follows the end of a drag opens nothing.
function unheard(event) {
  event.preventDefault();
  event.stopPropagation();
}
