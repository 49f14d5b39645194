// Large keys for the number fields of the vitals pad: they type into the field last touched.

const FIELDS = ["systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate"];

export default function pad(form) {
  const fields = FIELDS.map((name) => form.elements[name]).filter(Boolean);
  const keys = form.querySelector(".keypad");
  if (!fields.length || !keys) return;
  let current = fields.find((field) => !field.value) || fields[0];
  keys.hidden = false;
  for (const field of fields) field.inputMode = "none"; // the tablet's own keyboard would cover the chart
  form.addEventListener("focusin", (event) => {
    if (fields.includes(event.target)) current = event.target;
  });
  keys.addEventListener("pointerdown", (event) => event.preventDefault());
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (key) press(key);
  });

  function press(key) {
    const act = { more: () => step(1), less: () => step(-1), delete: erase, next: next, same: asBefore }[key.dataset.do];
    (act || (() => type(key.textContent)))();
    current.focus();
  }
  function type(digit) {
    if (current.value.length < 3) current.value += digit;
    if (Number(current.value) * 10 > Number(current.max)) next();
  }
  function step(by) {
    current.value = Number(current.value || last() || 0) + by;
  }
  function erase() {
    current.value = current.value.slice(0, -1);
  }
  function next() {
    current = fields[(fields.indexOf(current) + 1) % fields.length];
  }
  function asBefore() {
    if (last()) current.value = last();
    next();
  }
  function last() {
    const words = current.closest(".reading").querySelector("small").textContent.match(/\d+/g) || [];
    return current.name === "diastolic" ? words[1] : words[0];
  }
}
