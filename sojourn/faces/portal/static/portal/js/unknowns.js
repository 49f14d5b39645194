// "I don't know" beside a field: typing takes the tick away. Nothing typed is ever cleared.

export default function unknowns(form) {
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type === "checkbox" || !field.value) return;
    const box = form.querySelector(`#${CSS.escape(field.id)}_unknown`);
    if (box) box.checked = false;
  });
}
