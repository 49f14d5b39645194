// Where a visit in hand can be put down: on the board of one day, or on the days of a week.
// A step is so far across and so far down from where it was; a ground says what that means in time, place and words.
// A visit stays on the board of its place, and every time is that of the clock there.

const MINUTE = 60000;
const HALF_A_DAY = 720 * MINUTE;

export function groundOf(root, slot) {
  return root.dataset.by === "week" ? week(root, slot) : board(root, slot);
}

// Across are cells of some minutes, down the rows of rooms or people.
function board(root, slot) {
  const table = slot.closest("table");
  const lines = [...table.tBodies[0].rows];
  const width = (table.offsetWidth - lines[0].cells[0].offsetWidth) / Number(table.dataset.columns);
  const row = lines.indexOf(slot.closest("tr"));
  const every = Number(table.dataset.minutes) * MINUTE;
  const starts = new Date(slot.dataset.starts).getTime();
  const at = (starts - new Date(table.dataset.opens)) / every;
  const span = slot.closest("td").colSpan;
  const time = clockOf(slot);
  const line = (step) => lines[row + step.down];
  const start = (step) => new Date(starts + step.across * every);
  return {
    start,
    pointed: (pressed, event) => ({ across: Math.round((event.clientX - pressed.x) / width), down: rowAt(lines, event.clientY) - row }),
    within: (step) => ({
      across: within(step.across, -Math.floor(at), Number(table.dataset.columns) - span - Math.ceil(at)),
      down: within(step.down, -row, lines.length - 1 - row),
    }),
    shift: (step) => [step.across * width, line(step).offsetTop - lines[row].offsetTop],
    words: (step) => `${time(start(step))}, ${line(step).dataset.name}`,
    taken: (step) => (root.dataset.by === "people" ? [line(step).dataset.row, slot.dataset.room] : [slot.dataset.staff, line(step).dataset.row]),
  };
}

// Across are days, and the clock on the wall stays, whatever the night between them does to it; down are minutes, by
// keys alone. People and room stay.
function week(root, slot) {
  const days = [...root.querySelectorAll("[data-noons]")];
  const own = days.indexOf(slot.closest("[data-noons]"));
  const noon = (at) => new Date(JSON.parse(days[at].dataset.noons)[slot.dataset.zone]).getTime();
  const every = Number(root.dataset.minutes) * MINUTE;
  const since = new Date(slot.dataset.starts) - noon(own);
  const time = clockOf(slot);
  const start = (step) => new Date(noon(own + step.across) + since + step.down * every);
  const corner = (at) => days[at].getBoundingClientRect();
  return {
    start,
    pointed: (pressed, event) => ({ across: dayAt(days.map((_, at) => corner(at)), event, own) - own, down: 0 }),
    within: (step) => ({
      across: within(step.across, -own, days.length - 1 - own),
      down: within(step.down, Math.ceil((-HALF_A_DAY - since) / every), Math.floor((HALF_A_DAY - every - since) / every)),
    }),
    shift: (step) => [corner(own + step.across).left - corner(own).left, corner(own + step.across).top - corner(own).top],
    words: (step) => `${days[own + step.across].dataset.name}, ${time(start(step))}`,
    taken: () => [slot.dataset.staff, slot.dataset.room],
  };
}

function clockOf(slot) {
  const clock = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", timeZone: slot.dataset.zone });
  return (moment) => clock.format(moment).toLowerCase();
}

function rowAt(lines, y) {
  const below = lines.findIndex((each) => y < each.getBoundingClientRect().bottom);
  return below < 0 ? lines.length - 1 : below;
}

// Days stand side by side on a wide screen and one below the other on a narrow one.
function dayAt(boxes, { clientX, clientY }, otherwise) {
  const inside = (box) => clientX >= box.left && clientX < box.right && clientY >= box.top && clientY < box.bottom;
  const over = (box) => clientX >= box.left && clientX < box.right;
  const found = boxes.findIndex(inside);
  if (found >= 0) return found;
  const column = boxes.filter(over).length === 1 ? boxes.findIndex(over) : -1;
  return column < 0 ? otherwise : column;
}

function within(number, least, most) {
  return Math.max(least, Math.min(most, number));
}
