"""What a medicine is commonly known for, in plain words by its class: to tell names apart that look alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sojourn.content.drugs import Drug
from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class ClassCase(Content, frozen=True, kw_only=True):
    """A worked case: what is said beside a medicine."""

    medicine: str
    says: str


class ClassWords(Sheet, frozen=True, kw_only=True):
    """Plain words by class; of several classes the first of this list counts."""

    words: Mapping[str, str]
    cases: tuple[ClassCase, ...]

    def of(self, drugs: Iterable[Drug]) -> str:
        """What is said beside these drugs, each thing once; "" when nothing is."""
        said = (self._of_one(each) for each in drugs)
        return "; ".join(dict.fromkeys(filter(None, said)))

    def _of_one(self, drug: Drug) -> str:
        return next((said for name, said in self.words.items() if name in drug.classes), "")


def load(path: Path, drugs: Iterable[Drug]) -> ClassWords:
    """Read and check the file. Raises ContentError naming file, key and reason."""
    found = read_yaml(path, ClassWords)
    known = {name for each in drugs for name in each.classes}
    for name in sorted(set(found.words) - known):
        raise ContentError(path, f"words.{name}", "no drug of the table has this class")
    return found
