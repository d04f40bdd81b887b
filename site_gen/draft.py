"""What differs between two texts in, the rows of 変更箇所 that tell it out, as YAML that a person pastes and completes.

項目 is written in the form's words and tried on the resolver; where it would not lead back to the item (a row of 別紙, a
sheet), the row carries 対象. 提出時期 and its reason stay open: only a person can know them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_gen import cut
from site_gen.compare import Comparison, Difference
from site_gen.difference import runs
from site_gen.importers import emit
from site_gen.model import Assessment
from site_gen.resolve import Change, resolve
from site_gen.resolve.words import as_written

NEW, GONE = "（新規）", "（削除）"  # what stands where there was, or is, no text
LEFT_OUT = "（略）"
_LONG = 80  # characters that stayed; longer ones are left out when asked
_ENDS, _REACH = 20, 15  # characters of them that stay on each side, and how many more or less for whole words
_SHEETS = re.compile(r"^(別添1|別紙)\[")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of 変更箇所 to be completed: the words of the form; `targets` settles what they leave open."""

    day: str
    item: str
    before: str
    after: str
    targets: tuple[str, ...] = ()
    renumbering: str = ""


def drafted(found: Comparison, new: Assessment, short: bool = False) -> tuple[Row, ...]:
    """One row for each difference that `found` has with `new`, but for 公表日, which every text has anew.

    変更日 is the 公表日 of `new`. `short` leaves out long runs of text that stayed (（略）).
    """
    day = new.part("表紙").child("公表日").text
    sheets = {part.locator: [one.name for one in part.instances] for part in new.parts}
    differences = [one for one in found.differences if one.locator != "表紙/公表日"]
    rows = [_row(one, day, new, sheets, short) for one in differences]
    known = [name for locator, names in sheets.items() for name in names if locator == "別添1"]
    answers = resolve(new.form, [Change(row.item, row.before, row.after) for row in rows], new.files, known)
    return tuple(
        row if answer.targets == (one.locator,) or one.kind == "removed" else replace(row, targets=(one.locator,))
        for row, answer, one in zip(rows, answers, differences, strict=True)
    )


def as_yaml(rows: Sequence[Row]) -> str:
    """`rows` as the items of the list 変更箇所, indented as they stand there; empty without rows."""
    if not rows:
        return ""
    text = emit.document({"変更箇所": [_written(row) for row in rows]}, [])
    return text.removeprefix("変更箇所:\n")


def _row(one: Difference, day: str, new: Assessment, sheets: dict[str, list[str]], short: bool) -> Row:
    names = sheets.get(one.locator.partition("[")[0], []) if _SHEETS.match(one.locator) else []
    before, after = _shortened(one.before, one.after) if short else (one.before, one.after)
    return Row(day, as_written(new.form, one.locator, new.files, names), before or NEW, after or GONE, (), one.renumbering)


def _written(row: Row) -> dict[str, object]:
    found: dict[str, object] = {
        "変更日": row.day or None, "項目": row.item, "変更前の記載": row.before, "変更後の記載": row.after,
        "提出時期": None, "提出時期に係る説明": None,
    }
    if row.targets:
        found["対象"] = list(row.targets)
    if row.renumbering:
        found["番号の変更"] = [row.renumbering]
    return found


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Both texts without the middle of long runs that stayed."""
    if not before or not after:
        return before, after
    found = runs(before, after)
    sides = []
    for skipped in ("new", "gone"):
        kept = [run for run in found if run.kind != skipped]
        sides.append("".join(
            run.text if run.kind != "same" else _middle_left_out(run.text, first=run is found[0], last=run is found[-1])
            for run in kept
        ))
    return sides[0], sides[1]


def _middle_left_out(text: str, first: bool, last: bool) -> str:
    if len(text) <= _LONG:
        return text
    head, tail = "" if first else cut.beginning(text, _ENDS, _REACH), "" if last else cut.ending(text, _ENDS, _REACH)
    return f"{head}{LEFT_OUT}{tail}"
