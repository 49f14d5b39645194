"""A clinic that holds the licence of the drug questionnaire. The words are invented; the real ones are not ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

RIVERBEND = Path(__file__).parent / "packs" / "riverbend"
LICENCE = {
    "granted_by": "The holder",
    "granted_on": "2026-11-02",
    "credit": "Printed by leave of the holder.",
}
TEXTS = {f"q{n}": f"Invented question {n}?" for n in range(1, 11)}
WORDING = {"licence": LICENCE, "texts": TEXTS}


def a_pack(folder: Path, *, asks: str = "[phq-9]", **wordings: object) -> Path:
    """A copy of the other clinic's pack that asks these at intake and has these wordings, by id with underscores."""
    pack = Path(shutil.copytree(RIVERBEND, folder / "clinic"))
    policies = pack / "policies.yaml"
    text = policies.read_text(encoding="utf-8")
    policies.write_text(text.replace("instruments: [phq-9]", f"instruments: {asks}"), encoding="utf-8")
    for name, wording in wordings.items():
        path = pack / "instruments" / f"{name.replace('_', '-')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(wording), encoding="utf-8")
    return pack
