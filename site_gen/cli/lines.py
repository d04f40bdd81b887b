"""What `resolve` reads and what it and `changes` print: a line of input → a row; an answer, a row → JSON or text."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click

from site_gen.changes import ChangeView
from site_gen.dates import Unreadable, moment
from site_gen.history import ChangedRow
from site_gen.resolve import Change, Resolution, Status, open_in

# What a status says of the items of a row, for a person; `exact` needs no word.
_WORDS: dict[Status, str] = {
    "exact": "", "inherited": "上の行と同じ", "several": "いくつかの項目", "attachment": "別添・別紙", "ancestor": "見出しまで",
    "guessed": "推定", "gone": "今はない", "unresolved": "項目が分からない",
}  # fmt: skip
_FIELDS = ("item", "before", "after", "date")


def changes_in(text: str) -> list[Change]:
    """The rows in `text`, one a line: a 項目 string or a JSON object. Raises UsageError, which names the line."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [_change(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _change(line: str, number: int) -> Change:
    bare = line.strip()
    if not bare.startswith("{"):
        if _is_array(bare):
            raise click.UsageError(f'{number} 行目は JSON の配列（[ ]）です。1行に1件ずつ、{{"item": "項目"}} のように書いてください。')
        return Change(line.rstrip("\r\n"))
    try:
        given = json.loads(bare)
    except (ValueError, RecursionError):
        raise click.UsageError(f"{number} 行目を JSON として読めません。") from None
    if not isinstance(given.get("item"), str):
        raise click.UsageError(f"{number} 行目の JSON に「item」という文がありません。")
    for key in _FIELDS:
        if not isinstance(given.get(key) or "", str):
            raise click.UsageError(f"{number} 行目の「{key}」が文ではありません。\" で囲んでください。")
    item, before, after, date = (given.get(key) or "" for key in _FIELDS)
    day = moment(date) if date.strip() else None
    if isinstance(day, Unreadable):
        raise click.UsageError(f"{number} 行目の「date」を読めません。{day.reason}。令和5年2月6日、2023-02-06 のように書いてください。")
    return Change(item, before, after, day.iso if day else "")


def _is_array(line: str) -> bool:
    """Whether a line is, or begins or ends, a JSON array; a 項目 can begin with a bracket too (［別紙］)."""
    if line in ("[", "]"):
        return True
    try:
        return line.startswith("[") and isinstance(json.loads(line.rstrip(",")), list) and not line[1:-1].isdecimal()
    except (ValueError, RecursionError):
        return False


def of_answer(change: Change, answer: Resolution) -> str:
    """The line that `resolve` prints for one row; `date` as in the input, as a day of the calendar."""
    return _line({
        "text": answer.text, "status": answer.status, "targets": list(answer.targets), "note": answer.note,
        "open": list(answer.open), "date": change.day,
    })  # fmt: skip


def of_row(changed: ChangedRow, pages: Mapping[str, str]) -> str:
    """The line of JSON that `changes` prints for one row; `pages` are the pages of all anchors."""
    targets = [
        {
            "locator": target.locator, "page": f"{pages[target.anchor]}#{target.anchor}" if target.anchor in pages else "",
            "today": target.now if target.anchor else "", "when": target.when, "open": list(open_in(target.locator)) if target.open else [],
        }
        for target in changed.targets
    ]  # fmt: skip
    return _line({
        "date": changed.day.start.iso if changed.day else "", "item": changed.row.child("項目").text,
        "status": changed.resolution.status, "targets": targets, "timing": changed.row.child("提出時期").text,
        "note": changed.resolution.note,
    })  # fmt: skip


def as_text(views: Sequence[ChangeView]) -> str:
    """The rows for a person: day, 提出時期 and 項目, below them each item with its page and what one must know of it."""
    return "\n".join("\n".join(_block(view)) + "\n" for view in views)


def _block(view: ChangeView) -> Iterator[str]:
    answer = view.changed.resolution
    yield "　".join(filter(None, (view.changed.day_text, view.timing.text, " ".join(view.item.split()))))
    words = "：".join(filter(None, (_WORDS[answer.status], answer.note)))
    if words:
        yield f"    {words}"
    for place in view.places:
        where = f"　{place.address}#{place.anchor}" if place.address else ""
        note = f"（{place.note}）" if place.note else ""
        yield f"    → {place.text}{where}{note}"


def summary(views: Sequence[ChangeView]) -> str:
    """How many rows there are, and how many lead to their items with what reservation."""
    count = Counter(view.changed.resolution.status for view in views)
    told = "、".join(f"{words} {count[status]:,}" for status, words in _WORDS.items() if words and count[status])
    return f"変更箇所 {len(views):,} 行（1つの項目に決まる {count['exact']:,}{'、' + told if told else ''}）"


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False)
