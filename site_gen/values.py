"""A node and the kind of its item in, the value out: one reader a kind, each reporting what it cannot read."""

import re
from collections.abc import Callable
from dataclasses import replace

from site_gen import dates
from site_gen.form import (
    Checks,
    Choice,
    Count,
    Date,
    Fixed,
    Flag,
    FreeTable,
    Image,
    Item,
    Names,
    Option,
    Prose,
    Recorded,
    Text,
)
from site_gen.model import (
    AsWritten,
    Cells,
    Checked,
    Chosen,
    Counted,
    Dated,
    Flagged,
    Mark,
    Named,
    RecordedGroup,
    RecordedItems,
    Value,
    Words,
)
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import Mapping, Node, Scalar, Sequence, brief
from site_gen.wording import digits, is_nothing_mark, same

UNKNOWN = "不明"
SUMMARY = "要約"
TICKED = frozenset({"○", "〇", "◯", "o", "レ", "✓", "✔", "☑", "該当", "はい", "有"})
UNTICKED = frozenset({"非該当", "いいえ", "無"})

_COUNT = re.compile(r"約?\s*([0-9][0-9,]{0,12})\s*(?:件|人|項目|台|か所|箇所)?")
_NUMBERED = re.compile(r"\[?\s*([0-9]{1,2})\s*\)?(.*)")
_MAX = 500  # characters; a text that is longer is no choice and no number, and patterns are not tried on it
_IMAGE = re.compile(r"[a-z][a-z0-9-]{0,59}\.(?:png|jpe?g|webp|gif)")

Report = Callable[[Problem], None]


def is_blank(node: Node) -> bool:
    """Whether an author left the place empty."""
    return isinstance(node, Scalar) and not node.text.strip()


def read(item: Item, node: Node, place: str, report: Report) -> Value | None:
    """The value of `item` at `node`, or None after reporting why it cannot be read. `place` names the item."""
    if isinstance(node, Scalar) and not isinstance(item, Text | Prose | Fixed) and is_nothing_mark(node.text):
        return AsWritten(node.text.strip(), node.span)
    return _READERS[type(item)](item, node, place, report)


def words(node: Node, place: str, report: Report) -> Words | None:
    """A text, or a summary written `{要約: …}`."""
    if isinstance(node, Mapping) and [key.text for key, _ in node.entries] == [SUMMARY]:
        inner = node.entries[0][1]
        if isinstance(inner, Scalar) and not is_blank(inner):
            text = words(inner, place, report)
            return text and replace(text, summary=True)
        report(error(inner.span, "summary-empty", f"{place}の「{SUMMARY}」に文がありません",
                     f"「{SUMMARY}: …」に要約の文を書いてください"))
        return None
    return _text(node, place, report)


def _text(node: Node, place: str, report: Report) -> Words | None:
    if isinstance(node, Scalar):
        _unfolded(node, place, report)
        return Words(node.text.rstrip("\n"), node.span, node.body)
    what = "並び（- で始まる行）" if isinstance(node, Sequence) else "項目（「: 」のある行）"
    report(error(node.span, "text-expected", f"{place}には文を書きますが、{what}になっています",
                 "長い文は「|」の次の行から字下げして書いてください"))
    return None


def _unfolded(node: Scalar, place: str, report: Report) -> None:
    """Reports a text of which YAML has joined the lines."""
    if node.folded:
        report(error(Span(node.span.path, node.folded, 1), "folded-text", f"{place}の文の行が、前の行につながっています",
                     "2行以上の文は「|」の次の行から字下げして書いてください。"
                     "別の項目や並びの行なら、字下げと「- 」「: 」を確かめてください"))


def _words(item: Item, node: Node, place: str, report: Report) -> Value | None:
    return words(node, place, report)


def _choice(item: Item, node: Node, place: str, report: Report) -> Value | None:
    assert isinstance(item, Choice)
    if not isinstance(node, Scalar):
        report(error(node.span, "choice-expected", f"{place}には選択肢を1つ書きます", _listed(item.choices)))
        return None
    text = node.text.strip()
    if text == UNKNOWN:
        return Chosen(text, node.span, None)
    short = text if len(text) <= _MAX else ""
    for index, choice in enumerate(item.choices):
        if same(choice) == same(short):
            return Chosen(text, node.span, index, item.choices[index])
    numbered = _NUMBERED.fullmatch(digits(short))
    if numbered and 1 <= int(numbered[1]) <= len(item.choices):
        index = int(numbered[1]) - 1
        words_after = numbered[2].strip().removesuffix("]")
        if not same(words_after) or same(words_after) == same(item.choices[index]):
            return Chosen(text, node.span, index, item.choices[index])
    report(error(node.span, "unknown-choice", f"{place}に「{brief(text)}」という選択肢はありません", _listed(item.choices)))
    return None


def _checks(item: Item, node: Node, place: str, report: Report) -> Value | None:
    assert isinstance(item, Checks)
    if isinstance(node, Mapping):
        report(error(node.span, "list-expected", f"{place}には該当する欄を「- 」で並べて書きます", _listed_options(item)))
        return None
    nodes = node.items if isinstance(node, Sequence) else () if is_blank(node) else (node,)
    marks = {option.label: Mark(option, "no") for option in item.options}
    said: dict[str, Span] = {}
    fine = True
    unread = False  # 不明 without boxes: whatever is not said is not to be told

    def put(label: Scalar, state: Mark, name: str) -> None:
        nonlocal fine
        if name in said:
            fine = False
            report(error(label.span, "duplicate-check", f"{place}の「{name}」が2回あります（1回目は {said[name].line} 行目）",
                         "どちらか一方を消してください"))
            return
        said[name] = label.span
        marks[name] = state

    for one in nodes:
        pairs = one.entries if isinstance(one, Mapping) else ((one, None),)
        for label, detail in pairs:
            if not isinstance(label, Scalar):
                fine = False
                report(error(label.span, "list-expected", f"{place}の並びに読めない書き方があります", _listed_options(item)))
                continue
            if label.text.strip() == UNKNOWN:
                if detail is None or is_blank(detail):
                    unread = True
                    continue
                for unsure in detail.items if isinstance(detail, Sequence) else (detail,):
                    option = _option(item, unsure, place, report)
                    if option is None or not isinstance(unsure, Scalar):
                        fine = False
                    else:
                        put(unsure, Mark(option, "unknown"), option.label)
                continue
            option = _option(item, label, place, report)
            if option is None:
                fine = False
                continue
            text = detail.text.strip() if isinstance(detail, Scalar) else ""
            if isinstance(detail, Scalar):
                _unfolded(detail, f"{place}の「{option.label}」", report)
            if detail is not None and not isinstance(detail, Scalar):
                fine = False
                report(error(detail.span, "text-expected", f"{place}の「{option.label}」の内容は文で書きます",
                             f"「- {option.label}: …」のように1行で書いてください"))
            elif text and not option.detail:
                fine = False
                report(error(detail.span if detail else label.span, "no-detail",
                             f"{place}の「{option.label}」には内容を書く欄がありません",
                             f"「- {option.label}」だけを書いてください"))
            elif option.detail == "count" and text and not is_nothing_mark(text) and _number(text) is None:
                fine = False
                report(error(detail.span if detail else label.span, "count-expected",
                             f"{place}の「{option.label}」の「{brief(text)}」を件数として読めません", "例: 5件"))
            else:
                put(label, Mark(option, "yes", text, _number(text) if option.detail == "count" else None), option.label)
    for option in item.options:
        if unread and option.label not in said:
            marks[option.label] = Mark(option, "unknown")
    return Checked(tuple(marks[option.label] for option in item.options), node.span) if fine else None


def _option(item: Checks, node: Node, place: str, report: Report) -> Option | None:
    if isinstance(node, Scalar):
        for option in item.options:
            if same(option.label) == same(node.text):
                return option
        if is_blank(node):
            report(error(node.span, "name-empty", f"{place}の並びに空の行があります", "欄の名前を書くか、行を消してください"))
            return None
        bracketed = next((o.label for o in item.options if o.detail and re.match(rf"{o.label}\s*[(（]", node.text.strip())), "")
        hint = f"内容は「- {bracketed}: …」のように書きます" if bracketed else _listed_options(item)
        report(error(node.span, "unknown-check", f"{place}に「{brief(node.text)}」という欄はありません", hint))
        return None
    report(error(node.span, "list-expected", f"{place}の並びに読めない書き方があります", _listed_options(item)))
    return None


def _flag(item: Item, node: Node, place: str, report: Report) -> Value | None:
    if isinstance(node, Scalar):
        text = digits(node.text).casefold()
        if text == UNKNOWN:
            return Flagged("unknown", node.span)
        if text in TICKED or node.text.strip() in TICKED:
            return Flagged("yes", node.span)
        if text in UNTICKED:
            return Flagged("no", node.span)
    written = f"の「{brief(node.text)}」を、該当するともしないとも読めません" if isinstance(node, Scalar) else "には「○」か空欄しか書けません"
    report(error(node.span, "flag-expected", place + written,
                 "該当するときは「○」と書き、しないときは空欄にしてください。原本から読み取れないときは「不明」と書きます"))
    return None


def _count(item: Item, node: Node, place: str, report: Report) -> Value | None:
    number = _number(node.text) if isinstance(node, Scalar) else None
    if number is None or not isinstance(node, Scalar):
        written = f"「{brief(node.text)}」を件数として読めません" if isinstance(node, Scalar) else "には件数を1つ書きます"
        report(error(node.span, "count-expected", f"{place}{'の' if isinstance(node, Scalar) else ''}{written}", "例: 5件"))
        return None
    return Counted(number, node.text.strip(), node.span)


def _number(text: str) -> int | None:
    found = _COUNT.fullmatch(digits(text)) if len(text) <= _MAX else None
    return int(found[1].replace(",", "")) if found else None


def _date(item: Item, node: Node, place: str, report: Report) -> Value | None:
    assert isinstance(item, Date)
    if not isinstance(node, Scalar):
        report(error(node.span, "wrong-date", f"{place}には日付を書きます", _DATE_HINT))
        return None
    text = node.text.strip()
    found = dates.period(text) if item.period else dates.moment(text)
    if isinstance(found, dates.Unreadable):
        code = "impossible-date" if found.impossible else "wrong-date"
        reason = found.reason if found.impossible else "日付として読めません"
        report(error(node.span, code, f"{place}の「{brief(text)}」: {reason}",
                     "暦で確かめて書き直してください" if found.impossible else _DATE_HINT))
        return None
    era = "" if item.period else dates.era_mismatch(text)
    if era:
        report(warning(node.span, "era-mismatch", f"{place}の「{brief(text)}」は{era}の期間の外の日です", "元号か年を確かめてください"))
    start, end = found if isinstance(found, tuple) else (found, found)
    return Dated(text, node.span, start, end)


def _names(item: Item, node: Node, place: str, report: Report) -> Value | None:
    nodes = node.items if isinstance(node, Sequence) else (node,)
    names = [words(one, place, report) for one in nodes]
    for one in names:
        if one is not None and not one.text.strip():
            report(error(one.span, "name-empty", f"{place}の並びに空の行があります", "名前を書くか、行を消してください"))
            return None
    return Named(tuple(one for one in names if one), node.span) if all(names) else None


def _recorded(item: Item, node: Node, place: str, report: Report) -> Value | None:
    if not isinstance(node, Sequence):
        return words(node, place, report)
    groups: list[RecordedGroup] = []
    loose: list[Words] = []
    first = 1

    def close(heading: str, items: list[Words]) -> None:
        nonlocal first
        if items:
            groups.append(RecordedGroup(heading, tuple(items), first))
            first += len(items)

    fine = True
    for one in node.items:
        if isinstance(one, Mapping):
            close("", loose)
            loose = []
            keys = {key.text: value for key, value in one.entries}
            heading, items = keys.pop("見出し", None), keys.pop("項目", None)
            if keys or not isinstance(heading, Scalar) or not isinstance(items, Sequence):
                fine = False
                report(error(one.span, "recorded-group", f"{place}の組は「見出し」と「項目」で書きます",
                             "例:\n  - 見出し: 識別情報\n    項目: [氏名, 生年月日]"))
                continue
            if not items.items:
                fine = False
                report(error(items.span, "name-empty", f"{place}の「{brief(heading.text)}」に項目がありません" if heading.text.strip()
                             else f"{place}の組に項目がありません", "「項目:」の下に記録項目の名前を並べるか、この組を消してください"))
                continue
            _unfolded(heading, f"{place}の見出し", report)
            found = [_recorded_item(i, place, report) for i in items.items]
            fine = fine and all(found)
            close(heading.text.strip(), [w for w in found if w])
        else:
            item_words = _recorded_item(one, place, report)
            if item_words is None:
                fine = False
            else:
                loose.append(item_words)
    close("", loose)
    return RecordedItems(tuple(groups), node.span) if fine else None


def _recorded_item(node: Node, place: str, report: Report) -> Words | None:
    if is_blank(node):
        report(error(node.span, "name-empty", f"{place}の並びに空の行があります", "記録項目の名前を書くか、行を消してください"))
        return None
    return words(node, place, report)


def _free_table(item: Item, node: Node, place: str, report: Report) -> Value | None:
    keys = {key.text: value for key, value in node.entries} if isinstance(node, Mapping) else {}
    head, body = keys.get("欄"), keys.get("行")
    if set(keys) != {"欄", "行"} or not isinstance(head, Sequence) or not isinstance(body, Sequence):
        report(error(node.span, "table-expected", f"{place}は「欄」（見出しの並び）と「行」（行の並び）で書きます",
                     "例:\n  欄: [項番, 内容]\n  行:\n    - [1, …]"))
        return None
    columns = [_text(one, f"{place}の見出し", report) for one in head.items]
    rows: list[list[Words | None]] = []
    fine = all(columns)
    for number, row in enumerate(body.items, 1):
        cells = [_text(c, f"{place}の {number} 行目の欄", report) for c in row.items] if isinstance(row, Sequence) else []
        fine = fine and all(cells)
        if len(cells) != len(columns):
            fine = False
            report(error(row.span, "table-row", f"{place}の {number} 行目の欄の数（{len(cells)}）が見出しの数（{len(columns)}）と違います",
                         "「- [1, …]」のように、見出しと同じ数の欄を並べてください。空の欄は \"\" と書きます"))
        rows.append(cells)
    if not fine:
        return None
    return Cells(_stripped(columns), tuple(_stripped(row) for row in rows), node.span)


def _stripped(cells: list[Words | None]) -> tuple[str, ...]:
    return tuple(cell.text.strip() for cell in cells if cell)


def _image(item: Item, node: Node, place: str, report: Report) -> Value | None:
    if isinstance(node, Scalar) and _IMAGE.fullmatch(node.text.strip()):
        return Words(node.text.strip(), node.span, node.body)
    report(error(node.span, "image-name", f"{place}には同じフォルダーにある画像のファイル名を書きます",
                 "英小文字で始まる英小文字・数字・ハイフンの名前で、.png .jpg .webp .gif のいずれかにしてください"))
    return None


def _listed(choices: tuple[str, ...]) -> str:
    return "選択肢: " + "　".join(f"{number}) {choice}" for number, choice in enumerate(choices, 1))


def _listed_options(item: Checks) -> str:
    return "欄: " + "、".join(option.label for option in item.options)


_DATE_HINT = "令和5年2月6日、平成27年6月、2023-02-06 のように書いてください"

_READERS: dict[type[Item], Callable[[Item, Node, str, Report], Value | None]] = {
    Text: _words,
    Prose: _words,
    Fixed: _words,
    Choice: _choice,
    Checks: _checks,
    Flag: _flag,
    Count: _count,
    Date: _date,
    Names: _names,
    Recorded: _recorded,
    FreeTable: _free_table,
    Image: _image,
}
