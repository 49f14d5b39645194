// What never happened: "undo" beside a line asks what was mixed up, here on the tablet, so that it also works without the
// server. Until the server knows, what only this tablet holds counts no more; a dose that the server holds goes on counting,
// for readings too many harm nobody.

export function undoing() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-undo]");
    const place = link && document.querySelector("[data-mistake]");
    if (!place) return;
    event.preventDefault();
    open(place, link);
  });
  document.addEventListener("reset", (event) => {
    const place = event.target.closest("[data-mistake]");
    if (place) close(place);
  });
}

function open(place, link) {
  const form = place.querySelector("form");
  place.hidden = false;
  form.dataset.entry = "mistake";
  for (const [name, value] of [["supersedes", link.dataset.undo], ["of", link.dataset.of], ["point", link.dataset.point || ""], ["note", ""]]) form.elements[name].value = value;
  place.querySelector("[data-wrong]").textContent = link.closest("li").querySelector("span").firstChild.textContent.trim();
  place.scrollIntoView({ block: "nearest" });
  form.elements.note.focus();
}

// The form is one of the room's entries only while it stands open.
function close(place) {
  place.hidden = true;
  delete place.querySelector("form").dataset.entry;
}

// Ids of what was undone here and not yet there.
export function undone(own) {
  return new Set(own.filter((each) => each.kind === "mistake").map((each) => each.said.supersedes));
}

// What only this tablet knows and still holds.
export function standing(own) {
  const gone = undone(own);
  return own.filter((each) => each.kind !== "mistake" && !gone.has(each.id));
}

// Points of the schedule as the server has them, less those whose reading was undone here.
export function stillTaken(points, own) {
  const gone = new Set(own.filter((each) => each.kind === "mistake" && each.said.of === "vitals").map((each) => each.said.point));
  return points.filter((each) => !gone.has(each));
}
