// "correct" beside a line fills a form with it, here on the tablet, so that it also works without the server: a reading goes
// to the pad, anything else to the form of its kind above the log. What is saved then stands beside the wrong one, with
// what was wrong; nothing is changed in place.

export function correcting(pad) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-correct], a[data-leave]");
    if (link) take(event, link, pad);
  });
  document.addEventListener("reset", (event) => {
    if (event.target === pad) leave(pad);
    else if (event.target.closest("[data-correction]")) close(event.target);
  });
}

function take(event, link, pad) {
  if ("leave" in link.dataset) {
    event.preventDefault();
    return link.closest("form").reset();
  }
  const { correct, kind = "vitals", said } = link.dataset;
  if (kind === "vitals") {
    if (!pad?.isConnected) return;
    event.preventDefault();
    return fillPad(pad, JSON.parse(said), correct);
  }
  const place = document.querySelector(`[data-correction="${kind}"]`);
  if (!place) return;
  event.preventDefault();
  fillForm(place, JSON.parse(said), correct, link.closest("li")?.querySelector("span")?.textContent || "");
}

// A form that corrects is one of the room's entries only while it stands open.
function close(form) {
  form.closest("[data-correction]").hidden = true;
  delete form.dataset.entry;
}

function fillForm(place, said, wrong, words) {
  document.querySelectorAll("[data-correction] form").forEach(close);
  const form = place.querySelector("form");
  place.hidden = false;
  form.dataset.entry = place.dataset.correction;
  for (const [name, value] of Object.entries(said)) put(form, name.replace(/_id$/, ""), value);
  form.elements.supersedes.value = wrong;
  place.querySelector("[data-wrong]").textContent = words.trim();
  form.elements.note.value = "";
  place.scrollIntoView({ block: "nearest" });
  form.elements.note.focus();
}

function fillPad(pad, said, wrong) {
  for (const [name, value] of Object.entries(said)) put(pad, name, value);
  let hidden = pad.elements.supersedes;
  if (!hidden) {
    hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "supersedes" });
    pad.append(hidden);
  }
  hidden.value = wrong;
  say(pad, true);
  pad.elements.note.focus();
  pad.scrollIntoView({ block: "nearest" });
}

function put(form, name, value) {
  const field = form.elements[name];
  if (field) field.value = value;
}

function leave(pad) {
  pad.elements.supersedes?.remove();
  say(pad, false);
}

function say(pad, isCorrection) {
  const head = pad.querySelector(".pad-head");
  if (isCorrection) head.dataset.correcting = "yes";
  else delete head.dataset.correcting;
  if (isCorrection) {
    head.querySelector("h2").textContent = "Correct a reading";
    head.querySelector("[data-due]").dataset.due = "";
    pad.querySelector(".save").textContent = "Save the correction";
  }
  pad.elements.note.required = isCorrection;
  pad.elements.note.previousSibling.textContent = isCorrection ? "What was wrong " : "Note ";
}
