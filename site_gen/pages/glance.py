"""An assessment in, what a reader grasps of it in seconds out: figures, who gets the data, until when what is due, whom to
ask; each with the place that says so.

All days are counted from the document's own dates; nothing here knows today's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from site_gen import duties, facts
from site_gen.dates import in_japanese
from site_gen.form import Block, Choice
from site_gen.model import Assessment, Chosen, Entry, Instance, Words
from site_gen.pages.parts import addresses
from site_gen.wording import is_nothing_mark, same

_SHOWN = 3  # names of recipients before 「など」
_POINTS_ELSEWHERE = re.compile(r"別紙|別表|一覧|参照")

# The columns of the table of files; those with a block are listed by it, on its own page where it has one.
_COUNTED = (("記録項目", ""), ("委託", "委託事項"), ("提供先", "提供先"), ("移転先", "移転先"))
# Who gets data, in the form's words and in plain ones.
_RECEIVERS = {"提供先": "ほかの機関", "移転先": "同じ機関のほかの部署", "委託": "取扱いを任せる事業者"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an assessment says something: a page of it (`ii-f1-teikyo`) and the anchor there."""

    address: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: of what, as the form or the count has it, what to know of it, and where it stands (None: nowhere)."""

    label: str
    value: str
    note: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Receivers:
    """Some of those who get data: the form's word for them, in other words, how many are declared (None: not said; `partly`:
    not of every file), their first names (`more`: there are others), and one place a file, with the file's name."""

    label: str
    meaning: str
    total: int | None
    partly: bool
    names: tuple[str, ...]
    more: bool
    places: tuple[tuple[str, Place], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in the table of files: of what, how many (None: not included), and where they are listed."""

    label: str
    count: int | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """One 特定個人情報ファイル in that table."""

    file: facts.FileFigures
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """The head of an overview. `reassess` and `keep` are days in words, empty where the sources have no date for them;
    `verdicts` counts the authority's answers by the form's own words; `ask` is 連絡先 and
    `claim` 請求先 (None: not included)."""

    facts: tuple[Fact, ...]
    receivers: tuple[Receivers, ...]
    files: tuple[FileRow, ...]
    verdicts: tuple[tuple[str, int], ...]
    reassess: str
    keep: str
    ask: Entry | None
    claim: Entry | None


def glance(a: Assessment, figures: facts.Figures) -> Glance:
    """What the overview of `a` begins with."""
    where = addresses(a)
    files = tuple(_row(a, file, where) for file in figures.files)
    keep = duties.keep_until(a.part("表紙").child("評価書名").text)
    published = figures.published
    return Glance(
        facts=tuple(_facts(a, figures, where)),
        receivers=tuple(one for label in _RECEIVERS if (one := _receivers(a, label, files))),
        files=files,
        verdicts=_verdicts(figures),
        reassess=in_japanese(duties.reassess_by(published.start)) if published and not keep else "",
        keep=in_japanese(keep) if keep else "",
        ask=_told(a, "連絡先"),
        claim=_told(a, "請求先"),
    )


def _told(a: Assessment, name: str) -> Entry | None:
    """The first item of that name that says something."""
    return next((e for e in _entries(a) if e.item.name == name and e.state == "given" and e.text), None)


def _facts(a: Assessment, figures: facts.Figures, where: Mapping[str, str]) -> Iterator[Fact]:
    yield from _chosen(a, "対象人数", ("対象人数", "評価対象の事務の対象人数は何人か"), where)
    if figures.files:
        recorded = [file.recorded for file in figures.files if file.recorded is not None]
        note = f"記録項目は合わせて{sum(recorded):,}" if recorded else ""
        yield Fact("特定個人情報ファイル", f"{len(figures.files)}", note, None)
    yield from _chosen(a, "情報連携", ("実施の有無",), where)
    if figures.systems:
        block = next(e for e in _entries(a) if isinstance(e.item, Block) and e.item.name == "システム")
        yield Fact("使用するシステム", f"{figures.systems}", "", Place(where[block.anchor], block.instances[0].anchor))
    yield from _accident(a, where)


def _chosen(a: Assessment, label: str, names: tuple[str, ...], where: Mapping[str, str]) -> Iterator[Fact]:
    """The one choice of those names."""
    for entry in _entries(a):
        if isinstance(entry.item, Choice) and entry.item.name in names and isinstance(entry.value, Chosen) and entry.value.choice:
            yield Fact(label, entry.value.choice, "", _place(entry, where))
            return


def _accident(a: Assessment, where: Mapping[str, str]) -> Iterator[Fact]:
    """重大事故 as the form asks for it; 発生あり when any file says so."""
    asked = [e for e in _entries(a) if isinstance(e.item, Choice) and e.item.name == "重大事故"]
    said = [(e.value.index, e) for e in asked if isinstance(e.value, Chosen) and e.value.index is not None]
    if said:
        _, entry = min(said, key=lambda one: one[0])
        assert isinstance(entry.value, Chosen)
        years = re.match(r"過去(\d+)年以内", entry.item.label)
        assert years  # both wordings of the forms begin so
        yield Fact(f"過去{years[1]}年以内の重大事故", entry.value.choice, "", _place(entry, where))


def _row(a: Assessment, file: facts.FileFigures, where: Mapping[str, str]) -> FileRow:
    counts = (file.recorded, file.outsourcings, file.recipients, file.transfers)
    cells = (Cell(label, count, _listed(a, file.number, label, block, where) if count else None)
             for (label, block), count in zip(_COUNTED, counts, strict=True))
    return FileRow(file, tuple(cells))


def _listed(a: Assessment, number: int, label: str, block: str, where: Mapping[str, str]) -> Place | None:
    """Where the things that are counted stand one by one, if they do."""
    for entry in _of_file(a, number):
        if entry.item.name == label and not block:
            return _place(entry, where)
        if block and entry.instances and entry.item.name in (block, f"{block}一覧"):
            address = where.get(entry.anchor, "")
            of_its_own = getattr(entry.item, "page", "")
            return Place(address, address if of_its_own else entry.instances[0].anchor) if address else None
    return None


def _receivers(a: Assessment, label: str, files: tuple[FileRow, ...]) -> Receivers | None:
    found = {same(name): name for row in files for name in _names(a, row.file.number, label)}
    cells = [(row.file.name, cell) for row in files for cell in row.cells if cell.label == label]
    counts = [cell.count for _, cell in cells if cell.count is not None]
    if not found and not counts:
        return None
    return Receivers(
        label, _RECEIVERS[label], sum(counts) if counts else None, len(counts) < len(cells),
        tuple(found.values())[:_SHOWN], len(found) > _SHOWN, tuple((name, cell.place) for name, cell in cells if cell.place),
    )


def _names(a: Assessment, number: int, label: str) -> Iterator[str]:
    """Who is named, in the order of the form; not what only points at a list."""
    for entry in _of_file(a, number):
        for one in entry.instances:
            name = _name(one, entry, label)
            value = name.value if name else None
            if isinstance(value, Words) and not value.summary and not _POINTS_ELSEWHERE.search(value.text):
                text = value.text.strip().split("\n")[0]
                if text and not is_nothing_mark(text):
                    yield text


def _name(one: Instance, entry: Entry, label: str) -> Entry | None:
    """The row that names who gets the data of a 提供先, a row of its list, or a 委託事項."""
    if label == "委託":
        return one.child("委託先名") if entry.item.name == "委託事項" else None
    if entry.item.name == label:
        return one.children[0]
    return one.child(label) if entry.item.name == f"{label}一覧" else None


def _verdicts(figures: facts.Figures) -> tuple[tuple[str, int], ...]:
    """The answers to 「リスクへの対策は十分か」 by their words, in the order of the form."""
    verdicts = chain.from_iterable(some for file in figures.verdicts for _, some in file.groups)
    answers = [one.answer.value for one in verdicts if isinstance(one.answer.value, Chosen) and one.answer.value.index is not None]
    words = sorted({(answer.index or 0, answer.choice) for answer in answers})
    return tuple((choice, sum(answer.choice == choice for answer in answers)) for _, choice in words)


def _place(entry: Entry, where: Mapping[str, str]) -> Place | None:
    address = where.get(entry.anchor)
    return Place(address, entry.anchor) if address else None


def _of_file(a: Assessment, number: int) -> Iterator[Entry]:
    """All rows of the parts of one file."""
    for part in a.parts:
        for instance in part.instances:
            if getattr(part.item, "each", "") == "file" and instance.number == number:
                yield from _all(instance.children)


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    return chain.from_iterable(entry.walk() for entry in entries)


def _entries(a: Assessment) -> Iterator[Entry]:
    return _all(a.parts)
