"""How bright a picture is: measured in the browser, from the pixels somebody would see."""

from __future__ import annotations

from base64 import b64encode

from playwright.sync_api import Page

BRIGHTEST = """async (data) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${data}`;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0);
  const { data: pixels } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const lit = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const linear = Array.from({ length: 256 }, (_, at) => lit(at / 255));
  let most = 0, where = null, bluest = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const light = 0.2126 * linear[pixels[at]] + 0.7152 * linear[pixels[at + 1]] + 0.0722 * linear[pixels[at + 2]];
    bluest = Math.max(bluest, pixels[at + 2] - pixels[at]);
    if (light > most) { most = light; where = [(at / 4) % canvas.width, Math.floor(at / 4 / canvas.width)]; }
  }
  return { most, where, bluest };
}"""


def brightest(page: Page) -> dict[str, float]:
    """Relative luminance of the brightest pixel on the screen (white is 1), where it is, and by how much any pixel has
    more blue than red (of 255)."""
    seen = b64encode(page.screenshot()).decode()
    judge = page.context.new_page()
    try:
        found: dict[str, float] = judge.evaluate(BRIGHTEST, seen)
        return found
    finally:
        judge.close()
