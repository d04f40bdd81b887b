"""An assessment in, what its change history does not tell truly out: rows that lead nowhere, and, where an earlier text is
kept, published rows that are gone, differences without a row, rows without a difference, texts that are not what the
item says today.

Nothing here is a verdict on the authority: a row may be right and the text wrong, and the other way round.
"""

import re
from collections.abc import Iterator, Sequence

from site_gen.changes import compared
from site_gen.check_changes.held import differing, is_comparable, mentions
from site_gen.check_changes.published import Gone, Published, published, repeated
from site_gen.check_changes.told import is_about, is_in_words, untold
from site_gen.compare import Comparison, Difference, compare, text_of
from site_gen.difference import around
from site_gen.history import ChangedRow, Target, history
from site_gen.model import Assessment, Entry, Words
from site_gen.problem import Problem, Span, warning
from site_gen.source import brief
from site_gen.wording import SAME_AS_ABOVE, is_nothing_mark, same

HISTORY = "変更箇所"
_PUBLISHED = "表紙/公表日"  # each text has its own
_LEFT_OUT = re.compile(r"[（(][^（）()]{0,12}略[)）]|^(?:中略|以下略|前略|後略)$", re.M)
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
    then = _since(found.rows, earlier)
    comparison = compare(earlier, a)
    yield from _gone(a, earlier, then.gone)
    yield from _repeated(found.rows, then.since, comparison)
    yield from _not_listed(a, earlier, comparison, then.since)
    yield from _unchanged(comparison, then.since, earlier)
    yield from _after_differs(a, found.rows, then.since, comparison.differences)


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


def _since(rows: Sequence[ChangedRow], earlier: Assessment) -> Published:
    """What became of the rows of the earlier text; where it holds none, those of later days are new."""
    if earlier.part(HISTORY).state != "given":
        return Published(tuple(row for row in rows if row.day and row.day.start.iso > earlier.version), ())
    return published(rows, earlier.part(HISTORY).instances)


def _gone(a: Assessment, earlier: Assessment, gone: Sequence[Gone]) -> Iterator[Problem]:
    """What was published stays in the history; of a row that is not there, an excerpt says nothing."""
    missing = [one for one in gone if not a.excerpt or one.now]
    hint = f"公表した行を消したり書き換えたりする理由がなければ、{earlier.version}の版から写して戻してください"
    for one in missing[:_MANY]:
        day, item = one.row.child("変更日").text or "日付なし", brief(one.row.child("項目").text)
        row = f"{earlier.version}の版にある変更箇所の行「{item}」（{day}）"
        if one.now:
            name, *texts = one.altered
            old, new = around(*texts)
            yield warning(one.now.row.span, "published-row-missing",
                          f"{row}がありません。この行に書き換えましたか（{name}「{old}」が「{new}」）", hint)
        else:
            yield warning(a.part(HISTORY).span, "published-row-missing", f"{row}が、今の変更箇所にありません", hint)
    if len(missing) > _MANY:
        yield warning(a.part(HISTORY).span, "published-row-missing",
                      f"{earlier.version}の版にある変更箇所の行が、ほかに{len(missing) - _MANY}行ありません", hint)


def _repeated(rows: Sequence[ChangedRow], since: Sequence[ChangedRow], found: Comparison) -> Iterator[Problem]:
    """A row pasted twice tells one change twice."""
    known = [sum(is_about(row, one) for one in found.differences) for row in since]
    for row, other in repeated(rows, since, known):
        yield warning(row.row.span, "repeated-row",
                      f"変更箇所の「{brief(row.row.child('項目').text)}」の行は、{other.row.span.line} 行目の行と同じです。2回貼り付けましたか",
                      "別のファイルや組の変更なら、項目にその名前か番号を書き、同じ変更なら、一方を消してください")


def _not_listed(a: Assessment, earlier: Assessment, found: Comparison, since: Sequence[ChangedRow]) -> Iterator[Problem]:
    """Each difference has a row: of the item, of a heading or block above it, or of an item in it."""
    differences = [one for one in found.differences if one.certain and one.locator != _PUBLISHED]
    missing = list(untold(differences, since))
    diff = f"「site-gen diff」で「{earlier.folder.partition('/')[2]}」と比べると、変更箇所に書き加える行が出ます"
    for one, row in missing[:_MANY]:
        before, after = around(one.before, one.after)
        hint = diff if row is None else (
            f"「{brief(row.row.child('項目').text)}」の行のことなら、ファイル、番号、項目の名前まで書くか、「対象:」に位置を書いてください")
        yield warning(_place(one, a), "change-not-listed",
                      f"{one.place}が{earlier.version}の版から変わりましたが、変更箇所に行がありません"
                      f"（変更前「{before or 'なし'}」、変更後「{after or 'なし'}」）", hint)
    if len(missing) > _MANY:
        yield warning(a.part(HISTORY).span, "change-not-listed",
                      f"変更箇所に行のない違いが、ほかに{len(missing) - _MANY}件あります（{earlier.version}の版から）", diff)


def _unchanged(found: Comparison, since: Sequence[ChangedRow], earlier: Assessment) -> Iterator[Problem]:
    """A row tells a change of its item: since the earlier text the item, or one of those it may mean, differs."""
    for row in since:
        here = row.targets and all(target.when in ("now", "renumbered") for target in row.targets)
        if row.resolution.status in _CERTAIN and here and not any(is_about(row, one) for one in found.differences):
            item = row.row.child("項目")
            yield warning(_span(item), "listed-but-unchanged",
                          f"変更箇所に「{brief(item.text)}」の行がありますが、この項目は{earlier.version}の版から変わっていません",
                          "今の記載に変更を反映したか、項目の名前が正しいかを確かめてください")


def _after_differs(
    a: Assessment, rows: Sequence[ChangedRow], since: Sequence[ChangedRow], differences: Sequence[Difference] = ()
) -> Iterator[Problem]:
    """変更後の記載 is what the item says today, unless a later row changes it again; a part of a text is enough when it is
    whole words, or those that came since the earlier text."""
    entries = {entry.locator: entry for entry in a.entries}
    last: dict[str, ChangedRow] = {target.now: row for row in rows for target in row.targets}
    for row in since:
        after = row.row.child("変更後の記載")
        kind = compared(row.row.child("変更前の記載"), after)[1].kind
        if kind != "text" or row.resolution.status not in _CERTAIN or _LEFT_OUT.search(after.text):
            continue
        if len({target.anchor.rpartition("-")[2] for target in row.targets}) > 1:
            continue  # one text for several items
        came = [one for one in differences if is_about(row, one) and is_in_words(row, one)]
        for target in row.targets:
            entry = entries.get(target.now)
            if entry is None or not _is_here(target) or last[target.now] is not row or entry.item.is_heading:
                continue
            wrong = differing(entry, after.text) if is_comparable(entry) else None
            if wrong and not (came and isinstance(entry.value, Words) and mentions(entry, after.text)):
                said, today = around(*wrong)
                yield warning(_span(after), "after-text-differs",
                              f"変更後の記載「{said}」が、今の{entry.place}の記載「{today}」と違います",
                              "今の記載か、変更後の記載のどちらが正しいか確かめてください")
                break


def _is_here(target: Target) -> bool:
    return target.when in ("now", "renumbered") and not target.open


def _place(one: Difference, a: Assessment) -> Span:
    """Where the new text stands; of what is gone, where the rows of 変更箇所 do."""
    if one.new is None or (one.after == "" and isinstance(one.new, Entry) and one.new.state != "blank"):
        return a.part(HISTORY).span
    return _span(one.new) if isinstance(one.new, Entry) else one.new.span


def _span(entry: Entry) -> Span:
    return getattr(entry.value, "span", entry.span)
