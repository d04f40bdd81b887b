"""Texts with their places in, what must not go out found: numbers of persons, addresses, names, unfinished and hidden things.

Two ways in: `found` reads the sources as their authors wrote them, to the column; `written.problems` reads the files of a
finished site, whatever came into them on the way.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from site_gen.guard import contacts, drawings, heads, images, marks, numbers, svg
from site_gen.guard.allowances import Allowance, allowances, incomplete, unused
from site_gen.guard.finding import Hit, Text
from site_gen.guard.plain import key, plain
from site_gen.guard.texts import texts
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import Node, place

__all__ = ["Allowance", "Finding", "allowances", "for_publishing", "found", "image", "incomplete", "judged", "name"]

# Each finder with what a text has to hold (as `plain.plain` has it) for it to find anything: most texts hold no number.
_FINDERS: tuple[tuple[re.Pattern[str], Callable[[Text], Iterator[Hit]]], ...] = (
    (re.compile(f"[0-9][ \n-]{{0,4}}[0-9]|[0-9][^0-9]{{1,3}}[0-9]|[{numbers.KANJI}]{{2}}|[{numbers.KANJI}][ \n-]|[{numbers.STRANGE}]"),
     numbers.my_numbers),
    (re.compile("[0-9]{3}"), numbers.pension_numbers),
    (re.compile("[0-9][ -]?[0-9][ -]?[0-9]"), numbers.resident_codes),
    (re.compile(r"@|at|アット|[\[({<【] ?a ?[\])}>】]", re.I), contacts.mail_addresses),
    (re.compile("[0-9]{2}"), contacts.telephone_numbers),
    (re.compile("(?s)."), heads.names),
    (re.compile(r"[A-Za-z]{3}|[要中待下き]|[○〇◯●△×✕□■]{2}"), marks.todos),
    (re.compile("(?s)."), marks.invisible),
)

_LONGEST = 300  # characters; nobody allows a longer text as a whole
_MOST = 500  # findings of one kind in one file that are told

# What may stay while somebody still writes; a build that somebody looks at is no publication.
LATER = frozenset({"todo", "placeholder"})

_CURE = (
    "JPEG は、Windows でファイルを右クリックし、「プロパティ」の「詳細」の「プロパティや個人情報を削除」で消せます。ほかの画像は、絵をコピーして"
    "ペイントの新しい画面に貼り付け、PNG で保存します。SVG は、描画ソフトの「プレーン SVG」か「最適化 SVG」で保存し直します。"
    "残してよいものなら、ファイルの名前を「公開してよい」に書いてください"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: the problem that it is, its value, and what else an author can write to allow it, as `plain.key` has it.

    `passes`: it stands where the form asks for it, and is no problem.
    """

    problem: Problem
    value: str
    keys: frozenset[str]
    passes: bool = False


def found(root: Node, *, todos: bool = True) -> Iterator[Finding]:
    """What is found in one YAML file of the sources; without `todos` in one that is published already and cannot change."""
    for one in texts(root):
        for hit in _hits(one.text):
            if todos or hit.code not in LATER:
                yield finding(hit, one.text, place(one.scalar, hit.start))


@lru_cache(maxsize=16384)  # who edits one text of a file has all of it read again
def _hits(text: Text) -> tuple[Hit, ...]:
    return tuple(hits(text))


def hits(text: Text) -> Iterator[Hit]:
    """What every kind finds in one text."""
    for worth, finder in _FINDERS:
        if worth.search(text.plain):
            yield from finder(text)


def finding(hit: Hit, text: Text, span: Span) -> Finding:
    """`hit` at its place; it can be allowed by its value, by its line or by the whole text."""
    line = text.text[text.text.rfind("\n", 0, hit.start) + 1 :].partition("\n")[0]
    ways = (hit.value, text.text[hit.start : hit.end], line, text.text)
    keys = frozenset(key(one) for one in ways if len(one) <= _LONGEST)
    make = warning if hit.code in LATER else error
    return Finding(make(span, hit.code, hit.message, hit.hint), key(hit.value), keys, hit.passes)


def image(data: bytes, path: str) -> Iterator[Finding]:
    """What the image at `path` (as shown) tells beside its picture."""
    told = _of_drawing(data) if path.lower().endswith(".svg") else images.metadata(data)
    if told is None:
        problem = error(Span(path), "image-unreadable", "画像として読めないため、中に何があるか確かめられません",
                        "PNG、JPEG、WebP、GIF のどれか（ロゴと assets では SVG も）で保存し直してください")
    elif told:
        problem = error(Span(path), "image-metadata", f"画像に、絵のほかの情報が入っています: {'、'.join(told)}"[:190], _CURE)
    else:
        return
    name = key(path.rpartition("/")[2])
    yield Finding(problem, name, frozenset({name}))


def name(path: str) -> Iterator[Finding]:
    """What the last name of `path` (as shown) tells: it is an address of the site, or a part of one."""
    last = path.rpartition("/")[2]
    for hit in hits(Text(last, plain(last))):
        if hit.code not in LATER:
            yield finding(replace(hit, message=f"名前の中に、{hit.message}"), Text(last, last), Span(path))


def _of_drawing(data: bytes) -> tuple[str, ...] | None:
    known, drawing = drawings.metadata(data), svg.read(data)
    return None if known is None or drawing is None else tuple(dict.fromkeys((*known, *drawing.told)))


def judged(findings: Iterable[Finding], known: Iterable[Allowance]) -> tuple[tuple[Problem, ...], frozenset[str]]:
    """The problems that are left when what is allowed is taken out, unused allowances among them; the values let through."""
    known = tuple(known)
    used: set[Allowance] = set()
    public: set[str] = set()
    problems: list[Problem] = []
    told: Counter[tuple[str, str]] = Counter()
    for one in findings:
        allowed = [a for a in known if a.key in one.keys and one.problem.span.path.startswith(a.home)]
        used.update(allowed)
        if allowed or one.passes:
            public.add(one.value)
        elif is_told(one.problem, told):
            problems.append(one.problem)
    return (*problems, *unused(known, used)), frozenset(public)


def is_told(problem: Problem, told: Counter[tuple[str, str]]) -> bool:
    """Whether `problem` is among the first of its kind in its file, which `told` counts: what passes must not use them up."""
    kind = (problem.span.path, problem.code)
    told[kind] += 1
    return told[kind] <= _MOST


def for_publishing(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` with what is unfinished as errors: a text that says 要確認 can be built, but does not go out."""
    return tuple(replace(one, severity="error") if one.code in LATER else one for one in problems)
