"""What is said beside names that look alike: plain words for what each is commonly known for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn import content
from sojourn.content import class_words
from sojourn.content.errors import ContentError
from sojourn.content.library_loader import LIBRARY_FOLDER

FILE = LIBRARY_FOLDER / "drugs" / "class_words.yaml"
CASES = content.library().class_words.cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.medicine)
def test_each_worked_case(case: class_words.ClassCase) -> None:
    named = content.library().drugs.find(case.medicine.lower().split())
    assert named and content.library().class_words.of(named.drugs) == case.says


def test_a_class_no_drug_has_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / FILE.name
    broken.write_text(FILE.read_text(encoding="utf-8").replace("  statin:", "  statins:"), encoding="utf-8")
    with pytest.raises(ContentError, match="no drug"):
        class_words.load(broken, content.library().drugs.drugs.values())
