"""What a YAML file holds: texts, lists and mappings, each with its place."""

from dataclasses import dataclass

from site_gen.problem import Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `body` is the line on which the text itself begins (below the key for `|` blocks).

    `folded` is the line from which YAML has joined its lines to one (it does so but in `|` blocks); 0 where it has not.
    `column` is where each of its lines begins in the file; `raw` what stands in the file where that is not the text itself
    (escapes in quotes, joined lines), else empty: `places` needs them.
    """

    text: str
    span: Span
    body: int
    plain: bool
    folded: int = 0
    column: int = 1
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes in the order written; no key twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


def brief(text: str) -> str:
    """`text` as a message quotes it: its first line, and of that the first 40 characters."""
    first, *more = text.strip().split("\n")
    return first[:40] + ("…" if more or len(first) > 40 else "")
