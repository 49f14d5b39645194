// Opens and closes questions as earlier answers ask for them: data-asked-if="psychosis=yes|unknown bipolar=yes".
// Only answers on this page are known here; the server decides about the rest when the page is drawn.

export default function conditions(form) {
  const asked = [...form.querySelectorAll("[data-asked-if]")];
  form.addEventListener("change", show);
  show();

  function show() {
    for (const part of asked) {
      const known = part.dataset.askedIf.split(" ").map((each) => each.split("=")).filter(([name]) => form.elements[name]);
      if (known.length) part.toggleAttribute("data-closed", !known.every(([name, wanted]) => holds(name, wanted.split("|"))));
    }
  }

  function holds(name, wanted) {
    const closed = form.querySelector(`[name="${name}"]`).closest("[data-closed]");
    return !closed && new FormData(form).getAll(name).some((value) => wanted.includes(value));
  }
}
