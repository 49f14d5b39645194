// What the milligrams being typed are by weight, in all, and in the vial's millilitres: told, never suggested or filled in.
// The vial is the one chosen in the form, or the one the form is about (data-strength).

const STRENGTH = /(\d+(?:\.\d+)?) mg\/mL/;

export default function dosing(form) {
  const words = form.querySelector(".by-weight");
  if (!words) return;
  const tell = () => {
    words.textContent = told(form);
    words.hidden = !words.textContent;
  };
  form.addEventListener("input", tell);
  tell();
}

export function told({ elements, dataset }) {
  const mg = Number(elements.mg.value);
  if (!(mg > 0)) return "";
  const weight = Number(dataset.weight);
  const before = Number(dataset.given || 0);
  const strength = Number(dataset.strength || elements.vial?.selectedOptions[0]?.textContent.match(STRENGTH)?.[1]);
  const parts = [
    weight > 0 && `${(mg / weight).toFixed(2)} mg/kg`,
    weight > 0 && before > 0 && `${((before + mg) / weight).toFixed(2)} mg/kg in all`,
    strength > 0 && `${(mg / strength).toFixed(2)} mL`,
  ];
  return parts.filter(Boolean).join(", ");
}
