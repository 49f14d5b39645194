// Type-ahead for medicine names: the browser's own list, filled from what the drug table knows.

export default function names(field) {
  const list = field.list;
  let asked = "";

  field.addEventListener("input", async () => {
    const begun = field.value.trim();
    if (begun.length < 2 || begun === asked) return;
    asked = begun;
    const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (!answer?.ok || begun !== asked) return;
    const found = await answer.json();
    list.replaceChildren(...found.names.map(option));
  });
}

function option({ name, label }) {
  return Object.assign(document.createElement("option"), { value: name, label });
}
