// A signature drawn by finger, pen or mouse, kept as path data of whole numbers. Without this the name is typed.

const LEAST_MOVE = 3;
const MOST_LETTERS = 11800;

export default function signature(box) {
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const pad = box.querySelector("svg");
  const path = pad.querySelector("path");
  const kept = box.querySelector('[name="strokes"]');
  let last = null;

  part("how").hidden = false;
  part("how").addEventListener("change", show);
  part("clear").addEventListener("click", () => draw(""));
  pad.addEventListener("pointerdown", begin);
  pad.addEventListener("pointermove", go);
  for (const over of ["pointerup", "pointercancel"]) pad.addEventListener(over, end);
  show();

  function show() {
    const drawn = box.querySelector('[name="how"]:checked')?.value === "drawn";
    part("drawn").hidden = !drawn;
    part("typed").hidden = drawn;
  }
  function begin(event) {
    if (event.button || !event.isPrimary || kept.value.length > MOST_LETTERS) return;
    pad.setPointerCapture(event.pointerId);
    last = at(event);
    const [x, y] = last;
    draw(`${kept.value}M${x} ${y}L${x} ${y}`);
  }
  function go(event) {
    if (!last || kept.value.length > MOST_LETTERS) return;
    const [x, y] = at(event);
    if (Math.hypot(x - last[0], y - last[1]) < LEAST_MOVE) return;
    last = [x, y];
    draw(`${kept.value}L${x} ${y}`);
  }
  function end() {
    last = null;
  }
  function draw(strokes) {
    kept.value = strokes;
    path.setAttribute("d", strokes);
  }
  function at(event) {
    const frame = pad.getBoundingClientRect();
    const { width, height } = pad.viewBox.baseVal;
    const inside = (part, size) => Math.round(Math.min(Math.max(part, 0), 1) * size);
    return [
      inside((event.clientX - frame.left) / frame.width, width),
      inside((event.clientY - frame.top) / frame.height, height),
    ];
  }
}
