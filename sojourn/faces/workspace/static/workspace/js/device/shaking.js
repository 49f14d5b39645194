// A browser lets a tablet shake only after somebody touched the page.

export function shake(pattern) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}
