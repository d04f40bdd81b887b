"""An assessment in, what its change history does not tell truly out: rows that lead nowhere, and, where an earlier text is
kept, differences without a row, rows without a difference, texts that are not what the item says today.

Nothing here is a verdict on the authority: a row may be right and the text wrong, and the other way round.
"""

import re
from collections.abc import Iterator, Sequence

from site_gen.changes import compared
from site_gen.compare import Comparison, Difference, compare, is_known, text_of
from site_gen.form import Checks, Choice
from site_gen.history import ChangedRow, Target, history
from site_gen.model import Assessment, Entry, Instance, Words
from site_gen.problem import Problem, Span, warning
from site_gen.source import brief
from site_gen.wording import SAME_AS_ABOVE, is_nothing_mark, same

HISTORY = "変更箇所"
_PUBLISHED = "表紙/公表日"  # each text has its own
_LEFT_OUT = re.compile(r"[（(][^（）()]{0,12}略[)）]|^(?:中略|以下略|前略|後略)$", re.M)
_POINTS = re.compile(r"[・○●※、。,.()（）\[\]]")
_WORDS = re.compile(r"[^\s、・]+")
_DETAIL = re.compile(r"等?(?:（.*)?$", re.S)  # what a box has beside its name, and how its name is cut short
_REPORTED = 30  # characters of a text in a message
_CERTAIN = ("exact", "inherited", "several", "attachment")
_MANY = 20  # differences without a row that are told one by one


def problems(a: Assessment) -> Iterator[Problem]:
    """Everything that can be said about the change history of `a`. Without an earlier text, the texts after the change
    are compared for the rows of the latest day."""
    found = history(a)
    yield from found.problems
    yield from _unresolved(found.rows)
    yield from _important_after(found.rows)
    if not a.versions:
        yield from _after_differs(a, found.rows, _latest(found.rows))
        return
    earlier = a.versions[0]
    since = _since(found.rows, earlier)
    differences = compare(earlier, a)
    yield from _not_listed(a, earlier, differences, since)
    yield from _unchanged(differences, since, earlier)
    yield from _after_differs(a, found.rows, since)


def _unresolved(rows: Sequence[ChangedRow]) -> Iterator[Problem]:
    """A row whose 項目 names nothing of the form leads its reader nowhere."""
    for row in rows:
        item = row.row.child("項目")
        told = same(item.text) in SAME_AS_ABOVE or row.row.child("対象").state == "given"  # of the row above, of 対象
        if row.resolution.status == "unresolved" and item.state == "given" and not told:
            yield warning(_span(item), "unresolved-item",
                          f"変更箇所の項目「{brief(item.text)}」が、様式のどの項目か分かりません（{row.resolution.note}）",
                          "項目の番号と名前を書くか、「対象:」に位置を書いてください（例：Ⅰ/2/システム7/②）")


def _important_after(rows: Sequence[ChangedRow]) -> Iterator[Problem]:
    """A 重要な変更 needs the assessment before it happens, but one that hardly changes the risk does not (指針 第6の2(2)):
    only the author knows. Asked for the rows of the latest day that do not say why."""
    for row in _latest(rows):
        timing = row.row.child("提出時期")
        reason = row.row.child("提出時期に係る説明").text
        asked = row.resolution.status in _CERTAIN and row.important and (not reason.strip() or is_nothing_mark(reason))
        if asked and text_of(timing) == "事後":
            yield warning(_span(timing), "important-after",
                          f"変更箇所の「{brief(row.row.child('項目').text)}」は※（重要な変更の対象）の項目ですが、提出時期は「事後」でよいですか",
                          "リスクを相当程度変動させない変更や形式的な変更なら「事後」のままで、理由を「提出時期に係る説明」に書いてください")


def _latest(rows: Sequence[ChangedRow]) -> tuple[ChangedRow, ...]:
    """The rows of the latest day."""
    last = max((row.day.start.iso for row in rows if row.day), default="")
    return tuple(row for row in rows if row.day and row.day.start.iso == last)


# -- since the newest earlier text -----------------------------------------------------------------------------------


def _since(rows: Sequence[ChangedRow], earlier: Assessment) -> tuple[ChangedRow, ...]:
    """The rows that the earlier text does not have; where it holds no history, those of later days."""
    if earlier.part(HISTORY).state != "given":
        return tuple(row for row in rows if row.day and row.day.start.iso > earlier.version)
    known = [_words_of(one.row) for one in history(earlier).rows]
    found: list[ChangedRow] = []
    for row in rows:
        own = _words_of(row.row)
        if own in known:
            known.remove(own)
        else:
            found.append(row)
    return tuple(found)


def _words_of(row: Instance) -> tuple[str, ...]:
    return tuple(_flat(row.child(name).text) for name in ("変更日", "項目", "変更前の記載", "変更後の記載"))


def _not_listed(a: Assessment, earlier: Assessment, found: Comparison, since: Sequence[ChangedRow]) -> Iterator[Problem]:
    """Each difference has a row: of the item, of a heading or block above it, or of an item in it."""
    missing = [
        one for one in found.differences
        if one.certain and one.locator != _PUBLISHED and not any(_tells(row, one) for row in since)
    ]
    hint = f"「site-gen diff」で「{earlier.slug.partition('/')[2]}」と比べると、変更箇所に書き加える行が出ます"
    for one in missing[:_MANY]:
        yield warning(_place(one, a), "change-not-listed",
                      f"{one.place}が{earlier.version}の版から変わりましたが、変更箇所に行がありません（{_both(one)}）", hint)
    if len(missing) > _MANY:
        yield warning(a.part(HISTORY).span, "change-not-listed",
                      f"変更箇所に行のない違いが、ほかに{len(missing) - _MANY}件あります（{earlier.version}の版から）", hint)


def _tells(row: ChangedRow, one: Difference) -> bool:
    """Whether the row is about that difference."""
    if one.kind in ("removed", "moved") and one.renumbering in _names(row.row.child("番号の変更")):
        return True
    if one.kind == "moved":
        return False
    for target in row.targets:
        for locator in {target.now, target.locator} if one.kind == "removed" else {target.now}:
            if _within(one.locator, locator) or _within(locator, one.locator):
                return True
    return False


def _within(locator: str, above: str) -> bool:
    """Whether an item is the other one or stands under it; `?` and what is behind it is any block."""
    head = above.partition("?")
    if head[1]:
        return locator.startswith(head[0])
    return locator == above or locator.startswith(f"{above}/") or (
        "/" not in above and locator.startswith(f"{above}["))


def _unchanged(found: Comparison, since: Sequence[ChangedRow], earlier: Assessment) -> Iterator[Problem]:
    """A row tells a change of its item: since the earlier text the item differs."""
    for row in since:
        if row.resolution.status not in _CERTAIN or not row.targets or not all(_is_here(target) for target in row.targets):
            continue
        if not any(_tells(row, one) for one in found.differences):
            item = row.row.child("項目")
            yield warning(_span(item), "listed-but-unchanged",
                          f"変更箇所に「{brief(item.text)}」の行がありますが、この項目は{earlier.version}の版から変わっていません",
                          "今の記載に変更を反映したか、項目の名前が正しいかを確かめてください")


def _after_differs(a: Assessment, rows: Sequence[ChangedRow], since: Sequence[ChangedRow]) -> Iterator[Problem]:
    """変更後の記載 is what the item says today, unless a later row changes it again; part of a text is enough."""
    entries = {entry.locator: entry for part in a.parts for entry in part.walk()}
    last: dict[str, ChangedRow] = {target.now: row for row in rows for target in row.targets}
    for row in since:
        after = row.row.child("変更後の記載")
        kind = compared(row.row.child("変更前の記載"), after)[1].kind
        if kind != "text" or row.resolution.status not in _CERTAIN or _LEFT_OUT.search(after.text):
            continue
        if len({target.anchor.rpartition("-")[2] for target in row.targets}) > 1:
            continue  # one text for several items
        for target in row.targets:
            entry = entries.get(target.now)
            if entry is None or not _is_here(target) or last[target.now] is not row or entry.item.is_heading:
                continue
            if _comparable(entry) and not _says(entry, after.text):
                yield warning(_span(after), "after-text-differs",
                              f"変更後の記載「{_short(after.text)}」が、今の{entry.place}の記載「{_short(text_of(entry))}」と違います",
                              "今の記載か、変更後の記載のどちらが正しいか確かめてください")
                break


def _is_here(target: Target) -> bool:
    return target.when in ("now", "renumbered") and not target.open


def _comparable(entry: Entry) -> bool:
    """Whether the item holds a text of the document, and not a summary; rows under it may hold the text as well."""
    value = entry.value
    return bool(text_of(entry)) and is_known(entry, False) and not (isinstance(value, Words) and value.summary)


def _says(entry: Entry, after: str) -> bool:
    """Whether `entry`, or a row under it, holds `after` line by line, marks and points aside; a part of it is enough."""
    said = _bare(after)
    if isinstance(entry.item, Choice):
        named = [choice for choice in entry.item.choices if _bare(choice) in said]
        return not named or _bare(text_of(entry)) in said  # words of no choice are those of a row beside it
    if isinstance(entry.item, Checks):
        ticked = {_bare(_DETAIL.sub("", label)) for label in text_of(entry).split("\n")}
        boxes = {_bare(_DETAIL.sub("", option.label)) for option in entry.item.options}
        return not ({_bare(_DETAIL.sub("", word)) for word in _WORDS.findall(after)} & boxes) - ticked
    whole = _bare("\n".join(text_of(one) for one in entry.walk()))
    own = re.compile(rf"^(?:{re.escape(entry.item.number)})?{re.escape(entry.item.label)}")
    lines = (_bare(own.sub("", line.strip(), count=1)) for line in after.split("\n"))
    return all(line in whole for line in lines)


def _bare(text: str) -> str:
    """What decides whether one text holds another: no marks, points, brackets or white space."""
    return _POINTS.sub("", _flat(text))


def _flat(text: str) -> str:
    """`text` without white space and differences of width, at any length."""
    return "".join(same(text[at : at + 2000]) for at in range(0, len(text), 2000))


def _place(one: Difference, a: Assessment) -> Span:
    """Where the new text stands; of what is gone, where the rows of 変更箇所 do."""
    if one.new is None or (one.after == "" and isinstance(one.new, Entry) and one.new.state != "blank"):
        return a.part(HISTORY).span
    return _span(one.new) if isinstance(one.new, Entry) else one.new.span


def _both(one: Difference) -> str:
    return f"変更前「{_short(one.before) or 'なし'}」、変更後「{_short(one.after) or 'なし'}」"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _REPORTED else f"{flat[:_REPORTED]}…"


def _names(entry: Entry) -> tuple[str, ...]:
    names = getattr(entry.value, "names", ())
    return tuple(name.text.strip() for name in names)


def _span(entry: Entry) -> Span:
    return getattr(entry.value, "span", entry.span)
