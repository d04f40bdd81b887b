"""An Excel workbook in, rows of cells out: of a workbook of ours as it says itself, of others as a person reads them.

The forms as cities have them put labels into the left columns and values to their right, with merged cells; a box stands
in a cell of its own before its label, the list of choices in cells beside or below the chosen value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from site_gen import dates
from site_gen.exporters.layout import HEADS
from site_gen.importers import own, workbooks
from site_gen.importers.rows import Loose, NotReadable, Row, row

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"(?:[①-⑳ⅠⅡⅢⅣⅤⅥ]|[0-9０-９]{1,2}\s*[.．]|リスク\s*[0-9０-９]+\s*[:：])\s*")
_BOX = re.compile(r"[\[［〔]\s*[○〇◯OoＯ✓✔☑レ●×]?\s*[\]］〕]?\s*|[○〇◯✓✔☑レ●]?\s*[\]］〕]\s*|[□■☐☑]\s*")
_SQUARES = {"□": "[ ]", "☐": "[ ]", "■": "[○]", "☑": "[○]"}
_GOES_ON = re.compile(r"\s*(?:[\[［〔\]］〕□■☐☑]|[<＜〈《]?\s*選択肢|[0-9０-９]{1,2}\s*[)）])")


def read(path: Path) -> Iterator[Row]:
    """The rows of all sheets that can be seen, in their order; raises NotReadable."""
    found = False
    for ws, cells in _sheets(path):
        for one in own.rows(path.name, ws.title, cells, _indents(ws)) if own.is_ours(cells) else _rows(path.name, ws, cells):
            found = True
            yield one
    for name, text in workbooks.drawn(path):
        found = True
        yield replace(row(path.name, name, [text]), given=Loose("図形の中の文です"))
    if not found:
        raise NotReadable(f"「{path.name}」は空です。評価書の入ったブックを渡してください。")


def _sheets(path: Path) -> Sequence[tuple[Worksheet, dict[int, dict[int, str]]]]:
    """The sheets that can be seen with their cells; raises NotReadable where one of ours can no longer be told as such."""
    seen = [(ws, _cells(ws)) for ws in workbooks.opened(path).worksheets if ws.sheet_state == "visible"]
    ours = any(own.is_ours(cells) for _, cells in seen)
    damaged = [f"「{ws.title}」" for ws, cells in seen if own.is_damaged(cells, ours)]
    if damaged:
        raise NotReadable(
            f"「{path.name}」のシート{'、'.join(damaged)}の見出しの行（{'・'.join(HEADS)}）が変わっています。"
            "書き出したときの見出しと列に戻してから、読み込んでください。")
    return seen


def _cells(ws: Worksheet) -> dict[int, dict[int, str]]:
    """The texts of the cells that hold something, by row and column; a merged cell holds its text in the first one."""
    found: dict[int, dict[int, str]] = {}
    # Not ws.iter_rows(): a single cell in the last corner of a sheet would make it pass 17,000 million others.
    for (at, column), cell in sorted(ws._cells.items()):
        text = "" if isinstance(cell, MergedCell) else _text(cell)
        if text:
            found.setdefault(at, {})[column] = text
    return found


def _indents(ws: Worksheet) -> Mapping[int, int]:
    return {at: int(cell.alignment.indent or 0) for (at, column), cell in ws._cells.items() if column == 1}


def _text(cell: Cell) -> str:
    """What a cell says, numbers and days as one reads them."""
    value = cell.value
    if value is None or (cell.hyperlink is not None and cell.hyperlink.location == value):
        return ""  # openpyxl puts the address of a link into an empty cell
    if isinstance(value, str):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of characters are none
        return text.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return _day(value, cell.number_format)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if isinstance(value, time) else str(value)


def _day(day: date, form: str) -> str:
    """A day as its format shows it: in the reckoning of eras, in 年月日, or with hyphens."""
    if "g" in form.lower() and "e" in form.lower():
        for era, start in reversed(dates.ERAS.items()):
            if (day.year, day.month, day.day) >= start:
                year = day.year - start[0] + 1
                return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    if "年" in form:
        return f"{day.year}年{day.month}月{day.day}日" if "日" in form else f"{day.year}年{day.month}月"
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


# -- forms as cities have them -----------------------------------------------------------------------------------------


def _rows(source: str, ws: Worksheet, cells: dict[int, dict[int, str]]) -> Iterator[Row]:
    """One row a row of the sheet; one that only goes on with boxes or choices belongs to the row above it."""
    _repeat_days(ws, cells)
    columns = sorted({column for held in cells.values() for column in held})
    places = {column: place for place, column in enumerate(columns)}
    begun: tuple[int, dict[int, str]] | None = None
    for at in sorted(cells):
        held = cells[at]
        first = min(held)
        if begun and first > min(begun[1]) and _GOES_ON.match(held[first]) and not _in_table(begun[1]):
            last = max(begun[1])
            for column in sorted(held):
                key = max(column, last)
                begun[1][key] = f"{begun[1][key]}\n{held[column]}" if key in begun[1] else held[column]
                last = key
            continue
        if begun:
            yield _row(source, ws.title, begun[0], begun[1], places)
        begun = at, dict(held)
    if begun:
        yield _row(source, ws.title, begun[0], begun[1], places)


def _row(source: str, sheet: str, at: int, held: dict[int, str], places: Mapping[int, int]) -> Row:
    table = _in_table(held)
    cells = [""] * (len(places) if table else places[max(held)] + 1)  # an empty last cell of a table is an empty cell
    for column, text in held.items():
        cells[places[column]] = text
    return row(source, f"{sheet}!{get_column_letter(min(held))}{at}", cells if table else _boxed(_numbered(cells)))


def _in_table(held: Mapping[int, str]) -> bool:
    """Whether a row is one of a table: it begins with a day or a running number, or is its head."""
    filled = [held[column] for column in sorted(held)]
    first = filled[0].strip()
    day = not isinstance(dates.moment(first), dates.Unreadable)
    return len(filled) > 2 and (day or bool(re.fullmatch(r"[0-9０-９]{1,3}", first)) or first in ("変更日", "項番", "No.", "番号"))


def _numbered(cells: list[str]) -> list[str]:
    """A number in a cell of its own goes before the label beside it."""
    for place, cell in enumerate(cells):
        if _NUMBER.fullmatch(cell):
            beside = next((other for other in range(place + 1, len(cells)) if cells[other]), None)
            if beside is not None and "\n" not in cells[beside].strip():
                cells[beside] = cell.strip() + cells[beside]
                cells[place] = ""
    return cells


def _boxed(cells: list[str]) -> list[str]:
    """Boxes, or pieces of brackets, in cells of their own are one text with what stands behind them."""
    start = next((place for place, cell in enumerate(cells) if cell and _BOX.fullmatch(cell.split("\n")[0])), None)
    if start is None:
        return cells
    return [*cells[:start], " ".join(_SQUARES.get(cell.strip(), cell) for cell in cells[start:] if cell)]


def _repeat_days(ws: Worksheet, cells: dict[int, dict[int, str]]) -> None:
    """A day that is merged over several rows of a table of changes is the day of each of them."""
    for area in ws.merged_cells.ranges:
        text = cells.get(area.min_row, {}).get(area.min_col, "")
        if area.max_row > area.min_row and not isinstance(dates.moment(text.strip()), dates.Unreadable):
            for at in range(area.min_row + 1, area.max_row + 1):
                if at in cells:
                    cells[at].setdefault(area.min_col, text)
