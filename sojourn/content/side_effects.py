"""What people may feel that nobody hoped for, in what words, and what is given for it."""

from __future__ import annotations

from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Effect(Content, frozen=True, kw_only=True):
    """One side effect. ``rescues`` are codes of medicines that may be given for it."""

    code: str
    name: str
    watch: str
    rescues: tuple[str, ...] = ()
    urgent: bool = False


class SeverityWord(Content, frozen=True, kw_only=True):
    """One word for how bad it is, and what it means."""

    code: str
    name: str
    meaning: str


class Rescue(Content, frozen=True, kw_only=True):
    """A medicine a clinician may give. ``usual`` is the dose that is offered first; a clinician decides."""

    code: str
    medicine: str
    route: str
    usual: str
    note: str = ""

    @property
    def is_range(self) -> bool:
        """Whether ``usual`` leaves open how much: then what was given is written, not taken over."""
        return " to " in self.usual

    @property
    def label(self) -> str:
        """ "Ondansetron 4 mg, tablet that melts on the tongue"."""
        return f"{self.medicine} {self.usual}, {self.route}"


class SideEffectCase(Content, frozen=True, kw_only=True):
    """A worked case: what is offered for an effect."""

    name: str
    effect: str
    rescues: tuple[str, ...] = ()


class SideEffects(Sheet, frozen=True, kw_only=True):
    """The list for the session room."""

    effects: tuple[Effect, ...]
    severities: tuple[SeverityWord, ...]
    rescues: tuple[Rescue, ...]
    cases: tuple[SideEffectCase, ...]

    def effect(self, code: str) -> Effect:
        """The effect with that code; KeyError when there is none."""
        return {each.code: each for each in self.effects}[code]

    def rescue(self, code: str) -> Rescue:
        """The rescue medicine with that code; KeyError when there is none."""
        return {each.code: each for each in self.rescues}[code]

    def rescues_for(self, effect: str) -> tuple[Rescue, ...]:
        """What may be given for an effect."""
        return tuple(self.rescue(code) for code in self.effect(effect).rescues)


def load(folder: Path) -> SideEffects:
    """The list from ``side_effects.yaml``."""
    path = folder / "side_effects.yaml"
    sheet = read_yaml(path, SideEffects)
    known = {each.code for each in sheet.rescues}
    for effect in sheet.effects:
        for code in effect.rescues:
            if code not in known:
                raise ContentError(path, f"effects.{effect.code}.rescues", f"there is no rescue {code!r}")
    return sheet
