"""What authors write beside the rows of 変更箇所 in, what it settles out: 対象 (items), 番号の変更 (numbers of blocks).

Both are held against what stands today: an item has to be there, and a number must have been one at its time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.dates import Moment, Unreadable, moment
from site_gen.history.today import Today
from site_gen.model import Assessment, Dated, Entry, Instance, Named, Words
from site_gen.problem import Problem, Span, error, warning
from site_gen.resolve import Change, resolve
from site_gen.resolve.follow import Renumbering, block_number, named_block
from site_gen.source import brief
from site_gen.wording import digits, nearest, same

_SPELLING = "「システム2を削除」「システム4を追加」「システム8をシステム5に移動」のように書いてください"
_CHANGED = re.compile(r"^(?P<block>.+?)[をの](?P<kind>削除|追加)$")
_MOVED = re.compile(r"^(?P<block>.+?)[をは](?P<to>.+?)[にへ](?:移動|変更)$")
# A line of the record: the day may hold white space, what follows begins with the address of a block.
_LINE = re.compile(r"^(?P<day>.+?)\s+(?P<text>(?:[^\s/／]+[/／])*(?:システム|委託事項|提供先|移転先).*)$")
_WITHOUT_YEAR = re.compile(r"^\d{1,2}\s*[月/]")


def settled(a: Assessment, row: Instance, today: Today, problems: list[Problem]) -> tuple[str, ...]:
    """The items that the author's 対象 names, as locators of today; full width, white space and roman letters may be
    otherwise (ｼｽﾃﾑ２, I/1/②)."""
    entry = row.child("対象")
    if not isinstance(entry.value, Named):
        return ()
    spelled: dict[str, list[str]] = {}
    for locator in today.places:
        spelled.setdefault(same(locator), []).append(locator)
    found: list[str] = []
    for text, span in _names(entry):
        fitting = [text] if text in today.places else spelled.get(same(text), [])
        if len(fitting) == 1:
            found += fitting
        else:
            hint = f"もしかして「{'」か「'.join(fitting)}」ですか" if fitting else _meant(a, text, today)
            problems.append(error(span, "unknown-target", f"変更箇所の「対象」の「{brief(text)}」という項目はありません",
                                  hint or "Ⅰ/2/システム7/② のように、今の評価書の位置を書いてください"))
    return tuple(found)


def _meant(a: Assessment, text: str, today: Today) -> str:
    """Which item the author may mean: the one that `text` names as 項目 would, or the one spelled most alike."""
    (answer,) = resolve(a.form, [Change(text)], a.files)
    if answer.status == "exact" and answer.targets[0] in today.places:
        return f"もしかして「{answer.targets[0]}」ですか"
    close = nearest(text[:200], today.places)
    return f"もしかして「{close}」ですか" if close else ""


# -- 番号の変更 --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """A change of numbers as somebody wrote it."""

    change: Renumbering
    text: str
    span: Span


def renumberings(a: Assessment, today: Today, problems: list[Problem]) -> tuple[Renumbering, ...]:
    """What rows, and 番号の変更 of the record, say of the numbers of blocks, in the order in which it happened."""
    blocks = [found[0] for locator in today.possible_blocks if (found := block_number(locator))]
    told = sorted(_told(a, tuple(dict.fromkeys(blocks)), problems), key=lambda one: one.change.row)
    problems += _impossible(a, told, today)
    return tuple(one.change for one in told)


def _told(a: Assessment, blocks: Sequence[str], problems: list[Problem]) -> Iterator[_Told]:
    rows = a.part("変更箇所").instances
    for number, row in enumerate(rows):
        for text, span in _names(row.child("番号の変更")):
            # The row that removes a block calls it by its old number, the one that adds a block by its new one.
            yield from _renumbering(text, span, number - text.endswith("追加"), blocks, problems)
    value = a.record.child("番号の変更").value
    for at, line in enumerate(value.text.splitlines() if isinstance(value, Words) else ()):
        assert isinstance(value, Words)
        if not line.strip():
            continue
        span = replace(value.span, line=value.body + at, column=1)
        own = line.strip().replace("　", " ")
        found = _LINE.match(own)
        day, text = (found["day"], found["text"]) if found else (own.partition(" ")[0], own.partition(" ")[2])
        start = moment(day)
        if isinstance(start, Unreadable):
            problems.append(error(span, "renumbering", f"「番号の変更」の「{brief(own)}」を読み取れません", _day_hint(day, start)))
        else:
            before = [number for number, row in enumerate(rows) if _is_before(row, start)]
            yield from _renumbering(text.strip(), span, max(before, default=-1), blocks, problems)


def _day_hint(day: str, wrong: Unreadable) -> str:
    if wrong.impossible:
        return f"{wrong.reason}。暦にある日付に直してください"
    if _WITHOUT_YEAR.match(digits(day)):
        return f"日付「{brief(day)}」に年がありません。「令和5年1月1日」のように、年から書いてください"
    return "「令和5年1月1日 システム2を削除」のように、日付、空白、内容の順に1行で書いてください"


def _renumbering(text: str, span: Span, row: int, blocks: Sequence[str], problems: list[Problem]) -> Iterator[_Told]:
    changed = _CHANGED.match(text)
    found = changed or _MOVED.match(text)
    one = named_block(found["block"], blocks) if found else _SPELLING
    # Where a move ends needs no file: it is the one where it begins.
    to = named_block(found["to"], (one[0],)) if found and not changed and not isinstance(one, str) else ("", 0)
    if isinstance(one, str) or isinstance(to, str):
        hint = one if isinstance(one, str) else f"{to}。移動は、同じ並びの中の番号で書いてください"
        problems.append(error(span, "renumbering", f"「番号の変更」の「{brief(text)}」を読み取れません", hint))
    elif changed:
        yield _Told(Renumbering("removed" if changed["kind"] == "削除" else "added", *one, row), text, span)
    else:
        yield _Told(Renumbering("moved", *one, row, to[1]), text, span)


def _impossible(a: Assessment, told: Sequence[_Told], today: Today) -> Iterator[Problem]:
    """Numbers that no block had at their time. How many there were is known by walking back from today's blocks; where
    an excerpt leaves some of them out, only that there is no number 0, and the highest one that it holds."""
    counts: dict[str, int] = {}
    for locator in today.blocks:
        found = block_number(locator)
        if found:
            counts[found[0]] = max(counts.get(found[0], 0), found[1])
    held = frozenset(counts)
    for one in reversed(told):
        change = one.change
        last = counts.get(change.above, 0)
        if change.kind == "removed":
            last += 1
        name = change.above.rpartition("/")[2]
        message = f"「番号の変更」の「{brief(one.text)}」は、番号が合いません"
        highest = max(change.number, change.to)
        if change.number < 1 or (change.kind == "moved" and change.to < 1):
            yield error(one.span, "renumbering-number", message, "番号は1から数えます。その時の番号を書いてください")
        elif change.kind == "moved" and change.number == change.to:
            yield error(one.span, "renumbering-number", message, "移動の前と後が同じ番号です。動いた番号を書くか、この行を消してください")
        elif highest > last and not (a.excerpt and change.above not in held):
            when = {"removed": "その直前", "added": "その直後", "moved": "その時"}[change.kind]
            there = f"{name}は{when}に{last}個でした" if last else f"{name}は{when}に1つもありませんでした"
            problem = warning if a.excerpt else error  # the others may be left out
            yield problem(one.span, "renumbering-number", message,
                          f"今の評価書から逆に数えると、{there}。番号を確かめてください")
        counts[change.above] = max(last - (change.kind == "added"), 0)


def _is_before(row: Instance, day: Moment) -> bool:
    own = row.child("変更日").value
    return isinstance(own, Dated) and own.start.iso < day.iso


def _names(entry: Entry) -> Iterator[tuple[str, Span]]:
    if isinstance(entry.value, Named):
        yield from ((name.text.strip(), name.span) for name in entry.value.names)
