// "correct" beside a reading fills the pad with it, here on the tablet, so that it also works without the server. What is
// saved then stands beside the wrong one, with what was wrong; nothing is changed in place.

export function correcting(pad) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-correct]");
    if (!link || !pad.isConnected) return;
    event.preventDefault();
    fill(pad, JSON.parse(link.dataset.said), link.dataset.correct);
  });
  pad.addEventListener("reset", () => leave(pad));
}

function fill(pad, said, wrong) {
  for (const [name, value] of Object.entries(said)) {
    const field = pad.elements[name];
    if (field) field.value = value;
  }
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
