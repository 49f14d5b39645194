// Forms of a session (<form data-entry="vitals">) write to the tablet first and to the server from there. While the server
// answers, it decides as ever: what it refuses comes back to the form. When it does not, the entry is kept here. Whose
// session it is, the part of the page around the form says.

import { mark as note, put } from "./outbox.js";

const PATIENCE = { dose: 8000, rescue: 8000 };
const USUAL = 2500;
const NOT_SAID = new Set(["csrfmiddlewaretoken", "entry_id", "client_id"]);

export class Entering {
  constructor({ kept, sender, changed }) {
    Object.assign(this, { kept, sender, changed, busy: new WeakSet() });
    // A page that was kept in the middle of an entry says so no more when it is opened again.
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
    document.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-entry]");
      if (form) this.#take(event, form);
    });
    document.addEventListener("invalid", missing, true);
  }

  async #take(event, form) {
    event.preventDefault();
    if (this.busy.has(form)) return;
    this.busy.add(form);
    form.setAttribute("aria-busy", "true");
    complain(form, []);
    try {
      await this.#enter(form, event.submitter);
    } catch {
      complain(form, [["", "This tablet could not keep the entry. Write it on paper and call for help with the tablet."]]);
    } finally {
      this.busy.delete(form);
      form.removeAttribute("aria-busy");
    }
  }

  async #enter(form, submitter) {
    const said = whatIsSaid(form, submitter);
    this.prepare?.(form.dataset.entry, said);
    const impossible = this.refuse?.(form.dataset.entry, said) || [];
    if (impossible.length) return complain(form, impossible);
    const { session } = form.closest("[data-session]").dataset;
    const entry = await put(this.kept, { session, kind: form.dataset.entry, said, words: inWords(form, submitter) });
    const answer = await this.#ask(entry);
    if (answer?.state === "refused") return complain(form, answer.reasons);
    clear(form);
    this.changed(entry, answer);
  }

  // The server's answer, or nothing when it takes too long or sending fails: then the entry counts as kept here. An answer
  // that is being settled at this very moment counts: what was refused is no longer on the tablet.
  async #ask(entry) {
    const { asking } = this.sender;
    asking.set(entry.id, null);
    const patience = PATIENCE[entry.kind] || USUAL;
    await Promise.race([this.sender.send(), new Promise((resolve) => setTimeout(resolve, patience))]).catch(() => {});
    const answer = asking.get(entry.id);
    asking.delete(entry.id);
    if (!answer) await note([entry.sequence], { state: "waiting" }).catch(() => {});
    return answer;
  }
}

// What is missing is said in the form's own light: a browser's bubble is bright, and the room may be dark.
function missing(event) {
  const form = event.target.closest("form[data-entry]");
  if (!form) return;
  event.preventDefault();
  complain(form, [[event.target.name, event.target.validationMessage]]);
  event.target.focus();
}

function whatIsSaid(form, submitter) {
  const data = new FormData(form, submitter);
  return Object.fromEntries([...data].filter(([name, value]) => !NOT_SAID.has(name) && typeof value === "string"));
}

// How the entry reads in the log until the server words it: labels of what was chosen, and what was typed.
function inWords(form, submitter) {
  const chosen = submitter?.value ? [submitter.querySelector("span")?.textContent || submitter.textContent.trim()] : [];
  const fields = [...form.elements].filter((field) => field.value && field.type !== "hidden" && field.localName !== "button");
  return [form.dataset.words, ...chosen, ...fields.map(wordOf)].filter(Boolean).join(", ");
}

function wordOf(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked ? field.nextElementSibling?.firstChild?.textContent : "";
  if (field.localName === "select") return field.selectedOptions[0]?.value && field.selectedOptions[0].textContent;
  return field.value;
}

function clear(form) {
  form.reset();
  for (const field of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox])")) field.value = field.defaultValue;
  form.closest("details")?.removeAttribute("open");
}

// Every reason in one place at the top of the form; the fields they name are marked. Nothing typed is cleared.
export function complain(form, reasons) {
  form.querySelector("[data-reasons]")?.remove();
  [...form.elements].forEach((field) => mark(field, false));
  if (!reasons.length) return;
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.reasons = "";
  note.setAttribute("role", "alert");
  note.textContent = [...new Set(reasons.map(([, sentence]) => sentence))].join(" ");
  form.prepend(note);
  for (const [name] of reasons) if (form.elements[name]?.setAttribute) mark(form.elements[name], true);
  note.scrollIntoView({ block: "nearest" });
}

function mark(field, isWrong) {
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  field.closest(".reading")?.classList.toggle("is-wrong", isWrong);
}
