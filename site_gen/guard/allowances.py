"""公開してよい of site.yaml and municipality.yaml in, what it lets through out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_gen.guard.plain import key
from site_gen.guard.texts import ALLOWED
from site_gen.load import value_span
from site_gen.model import Entry
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import brief


@dataclass(frozen=True, slots=True)
class Allowance:
    """A value that may go out from the files whose path begins with `home`, written at `span`; `key` is compared."""

    key: str
    home: str
    span: Span
    text: str


def allowances(record: Entry, home: str) -> tuple[Allowance, ...]:
    """What the record of a site or municipality allows for the files under `home` (a path as shown)."""
    rows = record.child(ALLOWED).instances
    written = [row.child("値") for row in rows if row.child("理由").text.strip()]
    return tuple(Allowance(key(one.text), home, value_span(one), one.text) for one in written if key(one.text))


def incomplete(record: Entry) -> Iterator[Problem]:
    """Rows whose value or reason is left empty: nothing is let through without somebody having said why."""
    for number, row in enumerate(record.child(ALLOWED).instances, 1):
        for entry in row.children:
            if entry.state == "blank":
                yield error(entry.span, "allowance-blank", f"「{ALLOWED}」の{number}番目の「{entry.item.label}」が空欄です",
                            "公開してよい値と、その理由の両方を書いてください")


def unused(known: Iterable[Allowance], used: Iterable[Allowance]) -> Iterator[Problem]:
    """A warning for each allowance that let nothing through: the text it was for has changed."""
    needed = set(used)
    for one in known:
        if one not in needed:
            yield warning(one.span, "allowance-unused", f"「公開してよい」の「{brief(one.text)}」は、原稿のどこにもありません",
                          "要らなくなったら、この行を消してください。要るなら、原稿に書いてあるとおりの値か確かめてください")
