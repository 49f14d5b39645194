// Saves a form as it is filled. <form data-module="autosave" data-autosave-to="/portal/forms/3/save">
// Each change posts the field and every hidden field of the form; the words stand in an element with [data-saved].
// Nothing typed is ever cleared: when the server cannot be reached the change waits and is sent again.

const RETRY_MS = 8000;

export default function autosave(form) {
  const address = form.dataset.autosaveTo || form.action;
  const note = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  const waiting = new Map();
  let sending = false;
  let timer = 0;

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.name || field.type === "file" || field.type === "password") return;
    waiting.set(field.name, field);
    send();
  });
  window.addEventListener("online", send);

  async function send() {
    if (sending || waiting.size === 0) return;
    sending = true;
    clearTimeout(timer);
    timer = 0;
    const batch = new Map(waiting);
    waiting.clear();
    try {
      say("Saving …", true);
      const answer = await fetch(address, { method: "POST", body: body(batch), headers: { "X-Autosave": "1" } });
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      tell(batch, await answer.json().catch(() => ({})));
      say(answer.status === 422 ? "Kept here, please check this answer" : `Saved ${clock()}`, answer.status === 422);
    } catch {
      for (const [name, field] of batch) if (!waiting.has(name)) waiting.set(name, field);
      say("Not saved yet; it stays here and is tried again", true);
      timer = setTimeout(() => { timer = 0; send(); }, RETRY_MS);
    } finally {
      sending = false;
    }
    if (waiting.size && !timer) send();
  }

  function body(batch) {
    const all = new FormData(form);
    const some = new FormData();
    for (const hidden of form.querySelectorAll("input[type=hidden]")) some.append(hidden.name, hidden.value);
    for (const name of batch.keys()) for (const value of all.getAll(name)) some.append(name, value);
    some.append("autosave", [...batch.keys()].join(" "));
    return some;
  }

  // What stands now has been shown, with the question beside it where it is not what stands here.
  function tell(batch, { errors = {}, shown = {} }) {
    const before = form.elements.namedItem("shown");
    if (before) before.value = JSON.stringify({ ...JSON.parse(before.value || "{}"), ...shown });
    for (const name of batch.keys()) beside(name, errors[name] || "");
  }

  function beside(name, words) {
    const place = form.querySelector(`#id_${CSS.escape(name)}`);
    if (!place) return;
    form.querySelector(`#id_${CSS.escape(name)}-asked`)?.remove();
    if (!words) return;
    const line = Object.assign(document.createElement("p"), { className: "error", id: `id_${name}-asked`, textContent: words });
    line.setAttribute("role", "alert");
    if (place.matches("fieldset")) place.querySelector("legend").after(line); else place.closest(".field").append(line);
  }

  function say(words, pending) {
    if (!note) return;
    note.textContent = words;
    note.closest(".saved")?.classList.toggle("is-waiting", pending);
  }
}

function clock() {
  return new Date().toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();
}
