"""What the guard passes on: a text with what is known of its place, and what was found in it."""

from dataclasses import dataclass

from site_gen.source import brief


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the sources, or of a written file, and what its place says of it.

    `plain` is the text with digits and hyphens of one kind, character by character (`plain.plain`); `labels` the words
    that stand over and beside it: its key, the heads of its column, the item that a row of 変更箇所 is about. `contact`:
    it is where the form asks how to reach somebody; `head`: where it asks for the head of a department; `row`: it is the
    text of a row of 変更箇所, which can hold any item.
    """

    text: str
    plain: str
    labels: str = ""
    contact: bool = False
    head: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that should not go out: from `start` to `end` of a text, `value` as an author would allow it.

    `code`, `message` and `hint` are those of the problem that it becomes; `passes`: it stands where the form asks for it.
    """

    code: str
    start: int
    end: int
    value: str
    message: str
    hint: str = ""
    passes: bool = False


def shown(value: str) -> str:
    """`value` as a message quotes it."""
    return brief(value.replace("\n", " "))


def masked(digits: str) -> str:
    """A number that a message must not spread: its first two digits."""
    return f"{digits[:2]}…"
