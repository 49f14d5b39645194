"""What must be true of the clinic's messages, in every language it writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sojourn.content.pack.checks import Problem, needed, placeholders_used
from sojourn.content.pack.languages import Language
from sojourn.content.pack.shapes import placeholders
from sojourn.content.pack.words import Message

Messages = Mapping[str, Message]


def messages_fit(
    folder: str, messages: Messages, first: Messages, private_words: Iterable[str]
) -> Iterator[Problem]:
    """One language's messages: all that the first language has, going the same ways with the same placeholders."""
    yield from needed(folder, messages, first)
    for name in first:
        message, file = messages[name], f"{folder}/{name}.md"
        yield from message_channels(file, message)
        yield from message_placeholders(file, message)
        yield from nothing_private(file, message, private_words)
        yield from says_the_same(file, message, first[name])


def message_channels(file: str, message: Message) -> Iterator[Problem]:
    """A text message is written exactly when it is a channel."""
    if ("sms" in message.channels) != bool(message.sms):
        yield file, "sms", "stands exactly when sms is one of the channels"


def nothing_private(file: str, message: Message, private_words: Iterable[str]) -> Iterator[Problem]:
    """What travels unsealed says nothing about health."""
    texts = {"subject": message.subject, "sms": message.sms, "body": message.body}
    for key, text in texts.items():
        for word in private_words:
            if word.lower() in text.lower():
                yield file, key, f"says {word!r}, which tells of somebody's health"


def own_times_fit(language: Language, private_words: Iterable[str]) -> Iterator[Problem]:
    """The sentence of somebody's clock times names them, and nothing of what they are for."""
    file = f"languages/{language.code}.yaml"
    for key, names in (("own_times", {"times"}), ("last_two", {"before", "last"})):
        text = getattr(language, key)
        if placeholders(text) != names:
            yield file, key, f"has exactly these placeholders: {', '.join(sorted(names))}"
        for word in private_words:
            if word.lower() in text.lower():
                yield file, key, f"says {word!r}, which tells of somebody's health"


def message_placeholders(file: str, message: Message) -> Iterator[Problem]:
    """The placeholders of subject, body and text message together."""
    text = " ".join((message.subject, message.body, message.sms))
    return placeholders_used(file, message.placeholders, text)


def says_the_same(file: str, message: Message, first: Message) -> Iterator[Problem]:
    """A translation goes the same ways, with the same values, as the text in the first language."""
    for key in ("channels", "placeholders"):
        if set(getattr(message, key)) != set(getattr(first, key)):
            yield file, key, f"differ from those of messages/{first.id}.md"
    if message.urgent != first.urgent:
        yield file, "urgent", f"differs from that of messages/{first.id}.md"
