"""A row of a workbook of ours in, what a person wrote into it beside its value out, and what a mark was taken for.

What the exporter itself would have written into 項目, 印 and 選択肢 follows from the form; all else is a person's, and kept.
"""

import re
from collections.abc import Iterator
from typing import Literal

from site_gen.exporters.cut import one_line
from site_gen.exporters.layout import CONTENTS, ID, ID_LABEL, TICKED, UNKNOWN, UNTICKED, listed
from site_gen.form import Block, Checks, Choice, Flag, Item, Names, Option, Recorded
from site_gen.forms.records import 評価書
from site_gen.importers.rows import Addressed
from site_gen.values import TICKED as TICKS
from site_gen.values import UNTICKED as CROSSED
from site_gen.wording import is_nothing_mark, same

_NUMBER = re.compile(r"[(（]?[0-9０-９]+[)）]?|見出し")


def beside(item: Item, repeat: bool, tail: str | None, given: Addressed) -> Iterator[tuple[str, str]]:
    """The words of a row of `item` that are no value, each with why; `tail` is what stands behind `OF` in its address."""
    boxed = _option(item, tail, given) is not None if tail is not None else isinstance(item, Flag) and not given.text.strip()
    if given.mark and not boxed:
        yield given.mark, "「印」を書く行ではありません"
    expected = listed(item.choices) if isinstance(item, Choice) and tail is None else ""
    if given.choices and same(given.choices) != same(expected):
        yield given.choices, "「選択肢」の列に書かれています"
    if given.label and not _is_label(item, repeat, tail, given):
        yield given.label, "「項目」の列が書き換えられています"


def guess(item: Item, tail: str | None, given: Addressed) -> str:
    """Why the mark of a row of `item` is not certain; empty for a row without a box, and for the marks that are ours."""
    if isinstance(item, Flag) and tail is None and not given.text.strip():
        return mark_of(given)[1]
    return mark_of(given)[1] if _option(item, tail, given) else ""


def mark_of(given: Addressed) -> tuple[Literal["yes", "no", "unknown"], str]:
    """Whether the box of a row is ticked, and why that is a guess, if it is one."""
    mark = given.mark
    if mark == TICKED or mark in TICKS:
        return "yes", ""
    if not mark and given.text.strip():
        return "yes", "印が空ですが、記載があるので、該当としました"
    if mark in ("", UNTICKED):
        return "no", ""
    if mark in CROSSED or mark in ("×", "✕") or is_nothing_mark(mark):
        return "no", f"印「{mark}」を、該当しないと読みました"
    return "unknown", "" if mark == UNKNOWN else f"印「{mark}」は読めないため、不明としました"


def option(item: Checks, tail: str, label: str) -> Option | None:
    """The option that a row is: known by its label, or by its number where the label was changed."""
    found = next((one for one in item.options if same(one.label) == same(label)), None)
    if found is None and tail.isdecimal() and 0 < int(tail) <= len(item.options):
        return item.options[int(tail) - 1]
    return found


def _option(item: Item, tail: str | None, given: Addressed) -> Option | None:
    return option(item, tail, given.label) if isinstance(item, Checks) and tail is not None else None


def _is_label(item: Item, repeat: bool, tail: str | None, given: Addressed) -> bool:
    """Whether the column 項目 of a row says what it says when nobody wrote into it."""
    label = re.sub(r"\s*※\s*$", "", given.label)
    if given.indent < 0:  # the title of a sheet, which may go on with a name; that of the record is a name
        return item is 評価書 or same(label).startswith(same(one_line(item.title)))
    if tail is not None:
        if isinstance(item, Checks):
            options = (one.label for one in item.options)
            return any(same(label) == same(one) for one in (*options, *(f"［{one.group}］" for one in item.options)))
        return label == CONTENTS or (isinstance(item, Names | Recorded) and bool(_NUMBER.fullmatch(label)))
    if given.address.endswith(f"/{ID}") and repeat:
        return label == ID_LABEL
    if isinstance(item, Block) and repeat:
        return bool(re.fullmatch(rf"{re.escape(same(item.label))}[0-9]+", same(label)))
    return same(label) in {same(one) for one in (item.title, item.label, *item.aliases)}
