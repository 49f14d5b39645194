// Keeps each answer of a questionnaire at the click, and shows what the server says beside it (whom to call).
// A click that does not reach the server is tried again; the button still sends the answer the plain way.

const RETRY_MS = 4000;

export default function clicks(form) {
  const address = form.dataset.saveTo;
  const beside = form.querySelector("[data-beside]");
  const note = document.querySelector("[data-saved]");
  let latest = 0;

  form.addEventListener("change", (event) => {
    if (event.target.name !== "value") return;
    form.elements.client_id.value = crypto.randomUUID();
    save(++latest, new FormData(form));
  });

  async function save(turn, body) {
    say("Saving …", true);
    try {
      const answer = await fetch(address, { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      const words = await answer.text();
      if (turn !== latest) return;
      if (beside) beside.innerHTML = words;
      markSeen(words);
      say("Saved", false);
    } catch {
      if (turn !== latest) return;
      say("Not saved yet; trying again", true);
      setTimeout(() => turn === latest && save(turn, body), RETRY_MS);
    }
  }

  function markSeen(words) {
    form.querySelector("input[name=seen]")?.remove();
    if (!words.trim()) return;
    const seen = Object.assign(document.createElement("input"), { type: "hidden", name: "seen", value: "yes" });
    form.append(seen);
  }

  function say(words, pending) {
    if (!note) return;
    note.textContent = words;
    const line = note.closest(".saved");
    line.hidden = false;
    line.classList.toggle("is-waiting", pending);
  }
}
