"""What the clinic says: pages, questions, self-check, consents, messages and letters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from sojourn.content.pack.shapes import Code, Positive, Shape, Words, fill


class Topic(Shape, frozen=True, kw_only=True):
    """A heading that questions stand under."""

    code: Code
    name: Words


class Question(Shape, frozen=True, kw_only=True):
    """A question people ask, with the clinic's answer in Markdown."""

    id: Code
    topic: Code
    question: Words
    answer: Words
    programme: tuple[Annotated[str, Meta(pattern=r"^P\d{1,2}$")], ...] = ()


class Item(Shape, frozen=True, kw_only=True):
    """A short piece with a heading inside a block."""

    heading: Words
    text: Words


class Block(Shape, frozen=True, kw_only=True):
    """One block of a page: a heading, a text, a list of pieces, a link onwards. Each but the id may be missing."""

    id: Code
    heading: str = ""
    text: str = ""
    items: tuple[Item, ...] = ()
    link_label: str = ""
    link_to: str = ""


class Page(Shape, frozen=True, kw_only=True):
    """The words of one page of the website."""

    id: Code
    title: Words
    description: Words
    kicker: str = ""
    heading: Words
    lead: Words
    note: str = ""
    blocks: tuple[Block, ...] = ()

    def block(self, id: str) -> Block:
        """A block by its id. Raises KeyError."""
        return {each.id: each for each in self.blocks}[id]


Outcome = Literal["fine", "talk", "not_now"]


class SelfCheckAnswer(Shape, frozen=True, kw_only=True):
    """One possible answer and what it would mean."""

    value: Code
    label: Words
    outcome: Outcome
    text: str = ""


class SelfCheckQuestion(Shape, frozen=True, kw_only=True):
    """One private question, and why it is asked."""

    id: Code
    question: Words
    why: Words
    answers: Annotated[tuple[SelfCheckAnswer, ...], Meta(min_length=2)]


class SelfCheck(Shape, frozen=True, kw_only=True):
    """ "Could this be for me": a private check that stores nothing."""

    intro: Words
    outro: Words
    questions: Annotated[tuple[SelfCheckQuestion, ...], Meta(min_length=1)]
    outcomes: dict[Outcome, Item]


class Statement(Shape, frozen=True, kw_only=True):
    """A sentence a person ticks when they sign.

    ``unless``: answers of the intake form it cannot stand beside, and ``unless_says`` what whoever gave one reads.
    """

    id: Code
    text: Words
    unless: dict[str, tuple[str, ...]] = {}
    unless_says: str = ""

    def told_otherwise(self, told: Mapping[str, Any]) -> str:
        """The question whose answer it cannot stand beside; "" when there is none."""
        return next((key for key, answers in self.unless.items() if told.get(key) in answers), "")


class Consent(Shape, frozen=True, kw_only=True):
    """A document people read and sign. A changed text needs a new version."""

    id: Code
    version: Positive
    title: Words
    services: tuple[Code, ...] = ()
    expires_months: Positive | None = None
    required: bool = True
    statements: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    body: Words

    @property
    def whole_text(self) -> str:
        """What a signer sees and the signature keeps, word for word: the text, then the statements ticked."""
        statements = "\n".join(f"- {each.text}" for each in self.statements)
        return f"{self.body}\n\n{statements}"

    @property
    def digest(self) -> str:
        """SHA-256 of :attr:`whole_text`, stored with the signature: the same bytes give it again at any time."""
        return hashlib.sha256(self.whole_text.encode()).hexdigest()


class Filled(Shape, frozen=True, kw_only=True):
    """A message ready to send; ``sms`` is empty when it only goes by e-mail."""

    subject: str
    body: str
    sms: str


class Message(Shape, frozen=True, kw_only=True):
    """An e-mail and, when it goes that way too, its text message. Neither says anything about health.

    An ``urgent`` one, such as the answer to what somebody has just done, goes in quiet hours too.
    """

    id: Code
    subject: Words
    channels: Annotated[tuple[Literal["email", "sms"], ...], Meta(min_length=1)]
    urgent: bool = False
    placeholders: tuple[Code, ...] = ()
    sms: str = ""
    body: Words

    def filled(self, **values: str) -> Filled:
        """The message for one person. Raises KeyError naming a placeholder that got no value."""
        given = _required(self.placeholders, values)
        return Filled(
            subject=fill(self.subject, given), body=fill(self.body, given), sms=fill(self.sms, given)
        )


class Letter(Shape, frozen=True, kw_only=True):
    """A document for a patient or a colleague, in Markdown.

    ``standings``: how the patient stands to the treatment by what was decided, for the placeholder of that name.
    """

    id: Code
    title: Words
    kind: Literal["decision", "prescriber", "discharge", "estimate", "receipt", "superbill", "plan"]
    placeholders: tuple[Code, ...] = ()
    usual: dict[str, str] = {}
    standings: dict[str, Words] = {}
    body: Words

    def filled(self, **values: str) -> str:
        """The letter for one person, in Markdown; ``usual`` stands for what is left empty.

        Raises KeyError naming a placeholder that got no value.
        """
        given = {name: value for name, value in values.items() if value}
        return fill(self.body, _required(self.placeholders, {**self.usual, **given}))


def _required(names: tuple[str, ...], values: dict[str, str]) -> dict[str, str]:
    return {name: str(values[name]) for name in names}
