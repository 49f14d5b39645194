"""What a score against the first one before treatment says, in the words of the field. Lower is better throughout."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.content.instruments import ChangeNumbers, Instrument

RESPONSE = "response"
REMISSION = "remission"
RELIABLE = "reliable"
MEANINGFUL = "meaningful"
NO_RELIABLE_CHANGE = "no reliable change"
DETERIORATION = "deterioration"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Latest against baseline. ``delta`` and ``percent`` are negative when the score fell.

    ``percent`` is None when the baseline was zero. ``words`` is empty for an instrument without change numbers.
    """

    delta: float
    percent: float | None
    words: tuple[str, ...]

    @property
    def responded(self) -> bool:
        """The score fell by the share that counts as a response."""
        return RESPONSE in self.words

    @property
    def remitted(self) -> bool:
        """The score came down into remission."""
        return REMISSION in self.words

    @property
    def worsened(self) -> bool:
        """The score rose by more than measurement error."""
        return DETERIORATION in self.words


def change(instrument: Instrument, baseline: float, latest: float) -> Change:
    """Compare two totals of the same instrument."""
    delta = round(latest - baseline, 2)
    percent = round(100 * delta / baseline, 1) if baseline else None
    numbers = instrument.change
    return Change(delta=delta, percent=percent, words=_words(numbers, baseline, latest) if numbers else ())


def _words(numbers: ChangeNumbers, baseline: float, latest: float) -> tuple[str, ...]:
    drop = round(baseline - latest, 2)
    if _reached(-drop, numbers.reliable):
        return (DETERIORATION,)
    good = {
        RESPONSE: drop > 0 and _reached(100 * drop, _times(numbers.response_percent, baseline)),
        REMISSION: _came_below(numbers.remission_below, baseline, latest),
        RELIABLE: _reached(drop, numbers.reliable),
        MEANINGFUL: _reached(drop, numbers.meaningful),
    }
    return tuple(word for word, holds in good.items() if holds) or (NO_RELIABLE_CHANGE,)


def _reached(value: float, threshold: float | None) -> bool:
    return threshold is not None and round(value, 6) >= threshold


def _times(percent: float | None, baseline: float) -> float | None:
    return None if percent is None else round(percent * baseline, 6)


def _came_below(threshold: float | None, baseline: float, latest: float) -> bool:
    return threshold is not None and latest < threshold <= baseline
