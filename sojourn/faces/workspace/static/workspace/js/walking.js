// Walks a list by keyboard: j and k go from one [data-step] to the next, a presses the button of that line.

export default function walking(list) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName)) return;
    const steps = [...list.querySelectorAll("[data-step]")];
    const line = document.activeElement.closest("li, tr");
    const at = steps.findIndex((step) => line?.contains(step));
    if (event.key === "j") steps[Math.min(at + 1, steps.length - 1)]?.focus();
    else if (event.key === "k") steps[Math.max(at - 1, 0)]?.focus();
    else if (event.key === "a" && at >= 0) line.querySelector("form button")?.click();
  });
}
