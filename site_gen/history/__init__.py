"""An assessment in, its change history out: every row of 変更箇所 with the items it changed, as they stand today.

The string 項目 is resolved (`resolve`), an author's 対象 settles it, 番号の変更 is followed (`resolve.follow`). A block's
number is that of the time of the change: without 番号の変更 it leads to today's block of that number only when the names
agree, and says otherwise that it is the number of the time (forms.md 7).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from site_gen.form import Form
from site_gen.history.authors import renumberings, settled
from site_gen.history.today import Today, standing
from site_gen.kept import remembered
from site_gen.model import Assessment, Dated, Entry, Instance, Words
from site_gen.problem import Problem
from site_gen.resolve import Change, Resolution, Status, resolve
from site_gen.resolve.follow import Renumbering, block_number, follow
from site_gen.resolve.words import in_words
from site_gen.wording import same

# now: the item of today. renumbered: today's item, which had another number then. then: the number is that of the time,
# today's item of that number may be another one. gone: the block is not there any more. absent: not included (未収録).
When = Literal["now", "renumbered", "then", "gone", "absent"]

_SETTLED_NOTE = "対象は、評価書の作成者が示したものです"
# What stands in 変更後 where a block, or a row of a list, went: （削除）, 廃止, 「…の記載を削除し、以降の番号を繰上げ」.
_WENT = re.compile(r"[（(【\[]?(?:[^。\n]{0,120}を)?(?:削除|廃止)(?:する|し[^\n]{0,120})?[）)】\]]?[。．]?")
_LISTED = re.compile(r"^.+?一覧\[[^]]+\]")


@dataclass(frozen=True, slots=True)
class Target:
    """One item that a row changed: its locator with the numbers of the time, and where it stands today.

    `now` is its locator today, `anchor` its address today (empty: nowhere), `title` names it to a person, `short` in
    few words, `important` is its ※. `steps` are the
    numbers that its block had, the first that of the time; `open` says that the row does not tell which file or block,
    and that the address is one of several or a heading above them.
    """

    locator: str
    when: When
    anchor: str = ""
    now: str = ""
    title: str = ""
    short: str = ""
    important: bool = False
    steps: tuple[int, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of 変更箇所 with its items; `number` counts from 0."""

    number: int
    row: Instance
    resolution: Resolution
    targets: tuple[Target, ...]

    @property
    def important(self) -> bool:
        """Whether any item it changed is marked ※."""
        return any(target.important for target in self.targets)

    @property
    def day_text(self) -> str:
        """変更日 as written, or that there is none."""
        return self.row.child("変更日").text or "日付なし"

    @property
    def day(self) -> Dated | None:
        """変更日, None where the row has none of its own."""
        value = self.row.child("変更日").value
        return value if isinstance(value, Dated) else None


@dataclass(frozen=True)
class History:
    """All rows in the order written, and what could not be read in 対象 and 番号の変更."""

    rows: tuple[ChangedRow, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_anchor(self) -> dict[str, tuple[ChangedRow, ...]]:
        """The rows that changed each item, by its address; those that only may have (`open`, `then`) are left out."""
        found: dict[str, list[ChangedRow]] = {}
        for row in self.rows:
            for target in row.targets:
                if target.anchor and not target.open and target.when in ("now", "renumbered"):
                    found.setdefault(target.anchor, []).append(row)
        return {anchor: tuple(rows) for anchor, rows in found.items()}


@remembered(64)  # a check asks for it, and pages do
def history(a: Assessment) -> History:
    """The change history of `a`. An author's mistakes in 対象 and 番号の変更 are problems; nothing else can go wrong."""
    rows = a.part("変更箇所").instances
    changes = [Change(*(row.child(name).text for name in ("項目", "変更前の記載", "変更後の記載", "変更日"))) for row in rows]
    today = standing(a)
    problems: list[Problem] = []
    changed_numbers = renumberings(a, today, problems)
    sheets = [sheet.name for part in a.parts if part.item.name == "事務の内容" for sheet in part.instances]
    found: list[ChangedRow] = []
    for number, (row, answer) in enumerate(zip(rows, resolve(a.form, changes, a.files, sheets), strict=True)):
        known = settled(a, row, today, problems)
        if known:
            status: Status = "several" if len(known) > 1 else "exact"
            answer = Resolution(answer.text, status, known, _SETTLED_NOTE)
            own = tuple(_in_words(a.form, _here(locator, today)) for locator in known)
            found.append(ChangedRow(number, row, answer, own))
            continue
        targets = tuple(
            _in_words(a.form, target) for locator in answer.targets for target in _targets(locator, number, row, today, changed_numbers)
        )
        if targets and all(target.when == "gone" for target in targets):
            answer = replace(answer, status="gone", note="この項目は、今の評価書にはありません")
        found.append(ChangedRow(number, row, answer, targets))
    return History(tuple(found), tuple(problems))


def _targets(locator: str, number: int, row: Instance, today: Today, renumberings: Sequence[Renumbering]) -> Iterator[Target]:
    """Where `locator`, as row `number` names it, stands today: one target, or one a file where the row names none."""
    files = range(1, max(today.files, 1) + 1) if "[?]" in locator else ()
    ways = [locator.replace("[?]", f"[{file}]") for file in files] or [locator]
    ways = [way for way in ways if way.partition("?")[0].rstrip("/") in today.places] or [locator]
    for way in ways:
        if "?" in way:  # the block is not named: the heading above the blocks
            heading = way.partition("?")[0].rpartition("/")[0]
            yield replace(_standing(locator, heading, "now", today), now=way, open=True)
        else:
            yield replace(_followed(way, number, row, today, renumberings), locator=locator, open=len(ways) > 1)


def _in_words(form: Form, target: Target) -> Target:
    """`target` named: a block by its number of today where that is followed, else by the number of the time."""
    return replace(target, title=in_words(form, target.now), short=in_words(form, target.now, short=True))


def _followed(locator: str, number: int, row: Instance, today: Today, renumberings: Sequence[Renumbering]) -> Target:
    block = block_number(locator)
    if block is None:
        listed = _LISTED.match(locator)
        agrees = listed is None or _row_agrees(today.blocks.get(listed.group()), row, today)
        return _standing(locator, locator, "now" if agrees else "then", today)
    known = [one for one in renumberings if one.above == block[0]]
    moved = follow(locator, number, known)
    if moved.locator is None:
        return Target(locator, "gone", now=locator, steps=moved.steps)
    if moved.steps:
        return replace(_standing(locator, moved.locator, "renumbered", today), steps=moved.steps)
    agrees = _block_agrees(locator, block, row, today) or (bool(known) and not _called_otherwise(block, row, today))
    return _standing(locator, locator, "now" if agrees else "then", today)


def _standing(locator: str, now: str, when: When, today: Today) -> Target:
    """The item that stands at `now`; where the sources hold none, that it is not included."""
    place = today.places.get(now)
    if place is None or not place.present:
        return Target(locator, "absent", now=now)
    return Target(locator, when, place.anchor, now, important=place.important)


def _here(locator: str, today: Today) -> Target:
    """The item at `locator`, which an author named: whether it is included or not."""
    place = today.places[locator]
    return Target(locator, "now", place.anchor, locator, important=place.important)


def _block_agrees(locator: str, block: tuple[str, int], row: Instance, today: Today) -> bool:
    """Whether the row means today's block of that number: its name stands in the row, or its text is the one that the
    row brought, or the row is of the latest day, calls the block by no other name and does not say that it went."""
    one = today.blocks.get(f"{block[0]}{block[1]}")
    if one is None:
        return False
    written = [same(row.child(name).text) for name in ("項目", "変更前の記載", "変更後の記載")]
    names = [same(name) for name in _called(one.name)]
    if any(name in text for name in names for text in written):
        return True
    place = today.places.get(locator)
    if place and len(place.text) > 4 and same(place.text) == written[2]:
        return True
    if _WENT.fullmatch(written[2]) and locator == f"{block[0]}{block[1]}":
        return False
    return _is_latest(row, today) and not _called_otherwise(block, row, today)


def _is_latest(row: Instance, today: Today) -> bool:
    day = row.child("変更日").value
    return isinstance(day, Dated) and day.start.iso == today.last


def _called_otherwise(block: tuple[str, int], row: Instance, today: Today) -> bool:
    """Whether the row calls the block by a name that today's block of that number does not have."""
    one = today.blocks.get(f"{block[0]}{block[1]}")
    called = re.search(rf"{block[0].rpartition('/')[2]}{block[1]}([^①-⑳0-9]*)", same(row.child("項目").text))
    words = called[1].strip("-ー―—・.,、 ") if called else ""
    return one is not None and len(words) > 2 and not any(words in same(name) for name in _called(one.name))


def _called(name: str) -> Iterator[str]:
    """The name of a block without its bracket, and what the bracket calls it: 住民記録システム（以下「住基システム」という。）."""
    for one in (name, name.partition("（")[0], *re.findall(r"[「（]([^「」（）]{4,})[」）]", name)):
        if len(one.strip()) > 1:
            yield one.strip()


def _row_agrees(one: Instance | None, row: Instance, today: Today) -> bool:
    """Whether the row means today's row of that 項番: words that it brought stand there, or it is of the latest day and
    does not say that the row went."""
    if one is None:
        return False
    if _is_latest(row, today):
        return not _WENT.fullmatch(same(row.child("変更後の記載").text))
    cells = same("".join(child.text or _above(child) for child in one.children))
    words = re.split(r"[、,:：・\s()（）]+", row.child("変更後の記載").text)
    return any(len(word) > 2 and same(word) in cells for word in words)


def _above(cell: Entry) -> str:
    return cell.above.text if isinstance(cell.above, Words) else ""
