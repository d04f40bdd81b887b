"""Rows of an assessment that this program printed in, the same rows as the form prints them out.

The page `all/` shows the form in its own way: boxes with their state in words, 空欄 and 未収録 in words, lists of choices
with a mark, changes by their day, one part for each file. What it adds is counted as markup, so that nothing gets lost.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen import dates
from site_gen.form import Part, Printed, Table
from site_gen.form import rows as form_rows
from site_gen.forms import FORMS
from site_gen.forms.records import 評価書
from site_gen.importers.labels import reduced
from site_gen.importers.rows import ABSENT, EMPTY, HEADING, SUMMARY, TICKED, UNSURE, Addressed, Row, visible

_LABEL = re.compile(r"※\s*" + r"\s*".join("重要な変更の対象"))
_STATES = {"該当": TICKED, "非該当": EMPTY, "不明": UNSURE}
_STATE = re.compile(rf"^([{TICKED}{EMPTY}{UNSURE}？]\s*)(.*)：(該当|非該当|不明)$", re.M)
_CHOICES = re.compile(r"(?:^不明\n)?(?:^|(?<=\n))選択肢(?:（全[0-9]+項目）)?(?=[\s1-9])")
_CHOSEN = re.compile(r"(?<=\S) 選択(?=\s|$)")
_UNASKED = re.compile(r"(?:[^：\n]{2,20}：)?未収録|(?:[^：\n]{2,20}：)空欄|記載を要しない項目です(?:（.*）)?|この部の項目は ※.*|未収録の部：.*")
_SAME = re.compile(r"\s*（上の行と同じ）$")
_DAY = re.compile(r"(.+?) ?[0-9]+件")
_ORIGINAL = re.compile(r"^.* ?（原文は「(.*)」）$", re.S)
_COUNT = re.compile(r"[0-9]+項目(?:\n|$)")
_NUMBERED = re.compile(r"[0-9]{1,3}\. ?")
_NAME = re.compile(r"^([(（][0-9]+[)）] ?)要約 ", re.M)  # of a list, itself a summary
_FILE = re.compile(r"(.*?)[\s　]*([(（][0-9]+[)）]\s*.+)")
_FORM = re.compile("|".join(form.name for form in FORMS))
_EDITION = re.compile(rf"({_FORM.pattern})（様式[0-9]、(?:版は)?(.+?)版?）")
_FOOT = re.compile(r"(?:部署|所在地|電話|受付時間|URL|ライセンス)：|\[?.*の公式サイト|このサイトについて")
_CHANGES = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")



def is_own(rows: Sequence[Row]) -> bool:
    """Whether the rows are those of a page that this program made."""
    cover = next((n for n, row in enumerate(rows) if row.cells == ("表紙",)), 0)
    return any(re.search(r"評価書（様式[0-9]、", cell) for row in rows[:cover] for cell in row.cells)


def as_form(rows: Sequence[Row]) -> Iterator[Row]:
    """`rows` without what the site adds, in the shapes of the form."""
    return _Printed(rows).rows()


@dataclass(slots=True)
class _Change:
    """A row of the table of changes as far as it has been read."""

    row: Row
    cells: list[str]
    drawn: int


class _Printed:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.given = list(rows)
        name = next((found.group() for row in rows for cell in row.cells if (found := _FORM.search(cell))), "")
        forms = [form for form in FORMS if form.name == name] or FORMS
        self.parts = {
            _name(part.number + label): part
            for form in forms for part in form.parts for label in (part.label, *part.aliases)
        }
        tables = [one.item for form in forms for one in form_rows(form) if isinstance(one.item, Table)]
        printed = [one.item for form in forms for one in form_rows(form) if isinstance(one.item, Printed)]
        self.printed = {item.label: reduced("".join(item.texts)) for item in printed}
        self.heads = {tuple(reduced(column.label) for column in item.items) for item in tables}
        self.caption = re.compile(rf"(?:^|\n)(?:{'|'.join(re.escape(item.label) for item in tables)})（[0-9]+行）$")
        self.part: Part | None = None
        self.file = ""
        self.sheets = 0
        self.day = ""
        self.change: _Change | None = None
        cover = next((n for n, row in enumerate(rows) if row.cells == ("表紙",)), 0)
        self.head = [cell for row in rows[:cover] for cell in row.cells]
        self.badged = {cell[3:] for row in rows for cell in row.cells if cell.startswith("要約 ")}
        self.width = 0  # columns of the form's table that is open
        self.grid = 0  # columns of a table inside a text

    def rows(self) -> Iterator[Row]:
        cover = next(n for n, row in enumerate(self.given) if row.cells == ("表紙",))
        body = self._without_contents(self.given[cover + 1 : self._end()])
        for row in self.given[: cover + 1]:
            name = _FORM.search("".join(row.cells))
            yield _instead(row, (f"特定個人情報保護評価書（{name.group()}）",) if name else ())
            edition = _EDITION.search("".join(row.cells))
            for key, text in (("様式", edition[1]), ("版", edition[2])) if edition else ():
                yield replace(row, cells=(), markup=0, given=Addressed(f"{評価書.name}/{key}", text=text))
        for place, row in enumerate(body):
            following = body[place + 1] if place + 1 < len(body) else None
            yield from self._row(row, following)
        yield from self._end_change()
        for row in self.given[self._end() :]:
            yield _instead(row, ())

    def _end(self) -> int:
        """Where the foot of the site begins."""
        last = next((n for n in range(len(self.given) - 1, 0, -1) if "このサイトについて" in "".join(self.given[n].cells)), 0)
        if not last:
            return len(self.given)
        while last and len(self.given[last - 1].cells) == 1 and _FOOT.match(self.given[last - 1].cells[0]):
            last -= 1
        city = self.given[last - 1].cells  # the name of a municipality without a site of its own; it begins the head as well
        return last - (len(city) == 1 and any(cell.startswith(f"{city[0]}（") or cell.startswith(f"{city[0]} ") for cell in self.head))

    def _without_contents(self, rows: list[Row]) -> list[Row]:
        start = next((n for n, row in enumerate(rows) if row.cells == ("このページの内容",)), None)
        if start is None:
            return rows
        first = rows[start + 1].cells
        end = next((n for n in range(start + 2, len(rows)) if rows[n].cells == first), start)
        return [*rows[:start], *(_instead(row, ()) for row in rows[start:end]), *rows[end:]]

    def _row(self, row: Row, following: Row | None) -> Iterator[Row]:
        if row.blank:
            yield row
        elif len(row.cells) == 1:
            yield from self._single(row, _LABEL.sub("※", row.cells[0]), following)
        elif self.part is not None and self.part.each == "change":
            yield from self._change(row)
        elif len(row.cells) > 2:
            yield self._table_row(row)
        else:
            self.width = self.grid = 0
            yield self._labelled(row)

    # -- rows of one cell ------------------------------------------------------------------------------------------

    def _single(self, row: Row, text: str, following: Row | None) -> Iterator[Row]:
        self.width = self.grid = 0
        part, file = self._part(text)
        if part is not None:
            yield from self._end_change()
            self.part, self.file, self.sheets = part, re.sub(r"^[(（][0-9]+[)）]\s*", "", file), 0
            yield _instead(row, (text[: len(text) - len(file)].strip(),), visible(file))
            if file:
                yield replace(row, cells=(file.replace(self.file, SUMMARY + self.file) if self.file in self.badged else file,), markup=0)
            if part.each == "change":
                yield _instead(replace(row, cells=(), markup=0), _CHANGES)
        elif self.part is not None and self.part.each == "change" and not _UNASKED.fullmatch(text):
            yield from self._change_heading(row, text)
        elif text == "未収録":
            yield _instead(row, (ABSENT,))
        elif _UNASKED.fullmatch(text) or self.caption.match(text) or text == "空欄" or self._is_file(text):
            yield _instead(row, ())
        elif self.part is not None and self.part.each == "sheet":
            self.sheets += 1
            if self.sheets > 1:
                yield _instead(replace(row, cells=(), markup=0), (f"{self.part.number}{self.part.label}",))
            yield _instead(row, (text,))
        else:
            block = re.fullmatch(r"(\S+?[0-9]+)　(.+)", text, re.S)
            repeated = block and following and len(following.cells) == 2 and _value(following.cells[1]).lstrip(SUMMARY) == block[2]
            yield _instead(row, (block[1] if block and repeated else _value(text),))

    def _part(self, text: str) -> tuple[Part | None, str]:
        """The part whose heading `text` is, and the file that it is about."""
        found = _FILE.fullmatch(text)
        file = found[2] if found and _name(found[1]) in self.parts else ""
        part = self.parts.get(_name(found[1] if found and file else text))
        if part is None or self.part is None:
            return part, file
        order = list(self.parts.values())
        goes_on = order.index(part) > order.index(self.part) or (bool(file) and part is self.part)
        return (part, file) if goes_on else (None, "")  # else the words of a change that names it

    # -- rows of labels and values, tables ---------------------------------------------------------------------------

    def _labelled(self, row: Row) -> Row:
        label, text = (_LABEL.sub("※", cell) for cell in row.cells)
        if self._is_printed(label, text) or _UNASKED.fullmatch(text) or (label == "特定個人情報ファイル名" and self._is_file(text)):
            return _instead(row, ())
        if text in _STATES:
            return _instead(row, (label, _STATES[text]))
        if _COUNT.match(text) and label == "記録項目":
            lines = _COUNT.sub("", text, count=1).split("\n")
            return _instead(row, (label, "\n".join(line if _NUMBERED.match(line) else HEADING + line for line in lines)))
        return _instead(row, (label, _value(self.caption.sub("", text))))

    def _is_file(self, text: str) -> bool:
        """Whether `text` is the name of the file that the heading of the part gave already."""
        return bool(self.file) and _value(text).lstrip(SUMMARY) == self.file

    def _is_printed(self, label: str, text: str) -> bool:
        """Whether a row is what the form itself prints under `label`."""
        return label in self.printed and all(reduced(line.lstrip("・")) in self.printed[label] for line in text.split("\n"))

    def _table_row(self, row: Row) -> Row:
        heads = tuple(reduced(cell) for cell in row.cells)
        if heads in self.heads:
            self.width = len(heads)
            return row
        if self.width:
            return _instead(row, tuple("" if _SAME.search(cell) else _cell(cell) for cell in row.cells))
        line = f"| {' | '.join(cell.replace(chr(10), ' ') for cell in row.cells)} |"
        rule = "" if self.grid else "\n|" + " --- |" * len(row.cells)
        self.grid = len(row.cells)
        return _instead(row, ("", line + rule))

    # -- changes, which the site shows by their day ------------------------------------------------------------------

    def _change_heading(self, row: Row, text: str) -> Iterator[Row]:
        yield from self._end_change()
        day = _DAY.fullmatch(text)
        if day and (day[1] == "日付なし" or not isinstance(dates.moment(day[1]), dates.Unreadable)):
            self.day = "" if day[1] == "日付なし" else day[1]
            yield _instead(row, ())
            return
        original = _ORIGINAL.match(text)
        item = "" if text == "項目の記載なし" else original[1] if original else _value(text)
        self.change = _Change(row, [self.day, item, "", "", "", ""], visible(text) + row.markup)

    def _change(self, row: Row) -> Iterator[Row]:
        change = self.change
        if change is None:
            yield row
            return
        change.drawn += visible("".join(row.cells)) + row.markup
        for place, cell in enumerate(row.cells):
            label, _, text = cell.partition("\n")
            if label in _CHANGES:
                change.cells[_CHANGES.index(label)] = _cell(text)
            elif cell:  # the rest of a cell that the end of a page cut after a paragraph
                change.cells[2 + place] += f"\n{cell}"

    def _end_change(self) -> Iterator[Row]:
        change, self.change = self.change, None
        if change:
            yield replace(change.row, cells=tuple(change.cells), markup=change.drawn - visible("".join(change.cells)))


def _name(text: str) -> str:
    """The name of a part without the brackets that its number may stand in."""
    return re.sub(r"[()]", "", reduced(text))


def _cell(text: str) -> str:
    """The value of a cell of a table, or that the source does not hold it."""
    return ABSENT if text == "未収録" else _value(text)


def _value(text: str) -> str:
    """A value without the words that say its state, with the marks that the form prints."""
    if text == "空欄":
        return ""
    if text == "要約" or text.startswith(("要約\n", "要約 ")):
        return SUMMARY + _value(text[3:])
    if re.match(r"[1-9]\) ", text):
        return _CHOSEN.sub("", text)  # a line of a list of choices that stands outside of boxes
    text = _NAME.sub(rf"\1{SUMMARY}", text)
    text = _STATE.sub(lambda found: _STATES[found[3]] + " " + found[2], text)
    choices = _CHOICES.search(text)
    if choices:
        head, tail = text[: choices.start()], text[choices.end() :]
        text = f"{head}＜選択肢＞{_CHOSEN.sub('', tail)}"
    return text


def _instead(row: Row, cells: tuple[str, ...], elsewhere: int = 0) -> Row:
    """`row` with other cells; what they do not hold is markup, unless it stands `elsewhere`."""
    drawn = visible("".join(row.cells)) + row.markup
    return replace(row, cells=cells, markup=drawn - visible("".join(cells)) - elsewhere)
