"""The record of glossary.yaml in, its terms and what is wrong with them out."""

import re
from collections.abc import Iterable, Iterator

from site_gen import load
from site_gen.model import Entry, Instance, Named, Term, Words
from site_gen.problem import Problem, Span, error
from site_gen.source import brief
from site_gen.wording import name_key, same

DOCUMENTS = "documents"  # the page of the words that documents define: no term can have this address
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_READING = re.compile(r"[ぁ-ゖ][ぁ-ゖー・]*")


def terms(record: Entry) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The terms of the record 用語集 in the order written, without those that cannot be read, and the problems."""
    written = record.child("用語").instances
    found = tuple(_term(one) for one in written if all(one.child(name).text.strip() for name in ("用語", "読み", "説明")))
    return found, (*(problem for one in written for problem in _problems(one)), *_twice(written))


def by_name(glossary: Iterable[Term]) -> dict[str, str]:
    """The key of a term by each of its names, as `same` has them."""
    return {same(name): term.key for term in glossary for name in (term.name, *term.synonyms)}


def _term(one: Instance) -> Term:
    name = one.child("用語").text.strip()
    return Term(
        key=one.child("キー").text.strip() or name_key(name),
        name=name,
        reading=one.child("読み").text.strip(),
        synonyms=tuple(words.text.strip() for words in _synonyms(one)),
        explanation=one.child("説明").text.strip(),
        source=one.child("出典").text.strip(),
        span=load.value_span(one.child("用語")),
    )


def _synonyms(one: Instance) -> tuple[Words, ...]:
    value = one.child("別名").value
    return value.names if isinstance(value, Named) else ()


def _problems(one: Instance) -> Iterator[Problem]:
    for entry in one.children:
        if entry.state == "blank" and not entry.item.optional:
            yield error(entry.span, "blank-item", f"{entry.place}が空欄です", "値を書いてください")
    reading, key = one.child("読み"), one.child("キー")
    if reading.state == "given" and not _READING.fullmatch(reading.text.strip()):
        yield error(load.value_span(reading), "term-reading", f"{reading.place}「{brief(reading.text)}」にひらがな以外の文字があります",
                    "五十音順に並べるため、ひらがなだけで書いてください（マイナンバー は まいなんばー）")
    if key.state == "given" and (not _KEY.fullmatch(key.text.strip()) or key.text.strip() == DOCUMENTS):
        yield error(load.value_span(key), "term-key", f"{key.place}に「{brief(key.text)}」は使えません",
                    f"英小文字で始まり、英小文字・数字・ハイフンだけの、{DOCUMENTS} 以外の名前にしてください")


def _twice(written: Iterable[Instance]) -> Iterator[Problem]:
    """Every word leads to one term: neither a name nor another name nor an address stands twice."""
    known: dict[tuple[str, str], Span] = {}
    for one in written:
        own = [(entry.item.name, entry.text, load.value_span(entry)) for entry in (one.child("用語"), one.child("キー"))]
        for kind, text, span in (*own, *(("用語", other.text, other.span) for other in _synonyms(one))):
            before = known.setdefault((kind, same(text)), span) if text.strip() else span
            if before != span:
                yield error(span, "term-twice", f"「{brief(text.strip())}」は {before.line} 行目にもあります",
                            "1つの言葉は、1つの用語の「用語」か「別名」に1回だけ書いてください")
