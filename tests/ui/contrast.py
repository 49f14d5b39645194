"""Contrast of the tokens, computed from their OKLCH values the way WCAG counts it."""

from __future__ import annotations

import math
import re
from pathlib import Path

TOKENS = Path("sojourn/faces/ui/static/ui/css/tokens.css")
VALUE = re.compile(r"--([a-z-]+):\s*oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)\)")
BLOCK = re.compile(r'(:root|\[data-theme="(?:dark|dim)"\])\s*\{(.*?)\n  \}', re.S)

Colour = tuple[float, float, float]


def themes() -> dict[str, dict[str, Colour]]:
    """Theme -> token -> (lightness 0–1, chroma, hue in degrees); dark and dim start from light."""
    found: dict[str, dict[str, Colour]] = {}
    for name, body in BLOCK.findall(TOKENS.read_text(encoding="utf-8")):
        theme = "light" if name == ":root" else name.split('"')[1]
        own = {
            key: (float(light) / 100, float(chroma), float(hue))
            for key, light, chroma, hue in VALUE.findall(body)
        }
        found[theme] = found.get("light", {}) | own
    return found


def ratio(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dull = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dull + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in _linear_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_rgb(colour: Colour) -> Colour:
    """OKLCH to linear sRGB, with the matrices of Björn Ottosson."""
    light, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
