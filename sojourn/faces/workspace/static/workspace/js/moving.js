// Moves visits on the board: dragged with a mouse or pen, or picked up with Space and moved with the arrow keys.
// Putting one down asks first, for the patient gets a message; the answer comes from the same page as without script.

const FAR_PX = 6;
const BACK_MS = 300;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export default function moving(root) {
  const bar = root.querySelector(".moving-bar");
  const [words, choices] = [bar.querySelector("[data-words]"), bar.querySelector("[data-choices]")];
  const spoken = root.querySelector("[data-spoken]");
  const clock = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", timeZone: root.dataset.zone });
  let held = null;
  let pressed = null;

  root.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest("[data-move]");
    if (slot && !held && event.button === 0 && event.pointerType !== "touch") pressed = { slot, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    const [dx, dy] = [event.clientX - pressed.x, event.clientY - pressed.y];
    if (!held && Math.hypot(dx, dy) > FAR_PX) lift(pressed.slot);
    if (held) aim(Math.round(dx / held.width), rowAt(event.clientY) - held.row);
  });
  document.addEventListener("pointerup", () => {
    if (pressed && held) {
      document.addEventListener("click", unheard, true);
      setTimeout(() => { document.removeEventListener("click", unheard, true); if (held) ask(); });
    }
    pressed = null;
  });
  document.addEventListener("pointercancel", putBack);
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest?.("[data-move]");
    if (event.key === "Escape" && (held || !bar.hidden)) putBack();
    else if (held && !bar.hidden) return;
    else if (held && STEPS[event.key]) aim(held.columns + STEPS[event.key][0], held.rows + STEPS[event.key][1]);
    else if (held && (event.key === "Enter" || event.key === " ")) ask();
    else if (slot && !held && event.key === " " && root.contains(slot)) lift(slot);
    else return;
    event.preventDefault();
  });

  function lift(slot) {
    close();
    const board = slot.closest("table");
    const lines = [...board.tBodies[0].rows];
    const width = (board.offsetWidth - lines[0].cells[0].offsetWidth) / Number(board.dataset.columns);
    held = { slot, board, lines, width, row: lines.indexOf(slot.closest("tr")), columns: 0, rows: 0 };
    slot.dataset.held = "";
    say(`Picked up ${slot.dataset.who}, ${where()}. Arrow keys move it, Enter puts it down, Escape puts it back.`);
  }

  function aim(columns, rows) {
    const at = (new Date(held.slot.dataset.starts) - new Date(held.board.dataset.opens)) / minutes(1);
    const span = held.slot.closest("td").colSpan;
    const [left, right] = [-Math.floor(at), Number(held.board.dataset.columns) - span - Math.ceil(at)];
    const [toColumns, toRows] = [within(columns, left, right), within(rows, -held.row, held.lines.length - 1 - held.row)];
    if (toColumns === held.columns && toRows === held.rows) return;
    [held.columns, held.rows] = [toColumns, toRows];
    const down = line().offsetTop - held.lines[held.row].offsetTop;
    held.slot.style.transform = `translate(${toColumns * held.width}px, ${down}px)`;
    say(where());
  }

  function ask() {
    if (!held.columns && !held.rows) return putBack();
    const from = `${time(new Date(held.slot.dataset.starts))}, ${held.lines[held.row].dataset.name}`;
    open(`Move ${held.slot.dataset.who} from ${from} to ${where()}? A message goes out.`, [
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
    pressed = null;
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

  function value() {
    const { staff, room } = held.slot.dataset;
    const row = line().dataset.row;
    return [start().toISOString(), ...(root.dataset.by === "people" ? [row, room] : [staff, row])].join("|");
  }

  function minutes(columns) { return columns * Number(held.board.dataset.minutes) * 60000; }
  function start() { return new Date(new Date(held.slot.dataset.starts).getTime() + minutes(held.columns)); }
  function line() { return held.lines[held.row + held.rows]; }
  function time(moment) { return clock.format(moment).toLowerCase(); }
  function where() { return `${time(start())}, ${line().dataset.name}`; }
  function rowAt(y) {
    const below = held.lines.findIndex((each) => y < each.getBoundingClientRect().bottom);
    return below < 0 ? held.lines.length - 1 : below;
  }
  function say(said) { spoken.textContent = said; }
}

// The click that follows the end of a drag opens nothing.
function unheard(event) {
  event.preventDefault();
  event.stopPropagation();
}

function within(number, least, most) {
  return Math.max(least, Math.min(most, number));
}
