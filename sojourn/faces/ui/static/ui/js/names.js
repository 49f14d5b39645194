// Type-ahead for medicine names: the browser's own list, filled from what the drug table knows. It never chooses by itself.
// data-several: the field holds names with commas between them; each choice puts what is inside behind the last comma.

export default function names(field) {
  const list = field.list;
  const several = "several" in field.dataset;
  let asked = "";

  field.addEventListener("input", async () => {
    const comma = several ? field.value.lastIndexOf(",") : -1;
    const begun = field.value.slice(comma + 1).trim();
    if (begun.length < 2 || begun === asked) return;
    asked = begun;
    const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (!answer?.ok || begun !== asked) return;
    const before = comma < 0 ? "" : `${field.value.slice(0, comma).trim()}, `;
    const found = await answer.json();
    list.replaceChildren(...found.names.map((each) => option(before, begun, each, several)));
  });
}

// A browser shows only the lines that hold the whole field, so a label behind a comma begins with what stands before it.
function option(before, begun, { name, label, ingredients, near }, several) {
  const value = before + (several ? ingredients.join(", ") : name);
  const asked = before && near ? `${begun}: ` : "";
  return Object.assign(document.createElement("option"), { value, label: before + asked + label });
}
