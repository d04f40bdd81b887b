"""Sheets in, the bytes of an Excel workbook out: to be read, printed on A4, filled in and sent; same sheets, same bytes."""

import io
import re
import zipfile
from copy import copy
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from site_gen.exporters.cut import one_line, width_of
from site_gen.exporters.layout import ADDRESS, HEADS, LISTS, MAX_CELL, STATE, TICKED, UNKNOWN, UNTICKED, listed
from site_gen.exporters.sheets import Grid, Line, Sheet

_EPOCH = datetime(2000, 1, 1)  # of every workbook: when it was written is no part of what it says
_WIDTHS = (32, 6, 60, 9, 25, 19)  # of HEADS, in half-width characters
_FONT = "ＭＳ Ｐゴシック"  # the font of the statutory forms
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
_MAX_COLUMNS = 16_384  # of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet, where 31 characters are allowed

_THIN = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILLS = {"section": "DCE6F1", "heading": "EEF3FA", "head": "1F3864", "label": "F7F7F7"}


class NotWritable(Exception):
    """A text that no cell of a workbook can hold; the message is one sentence in Japanese."""


def workbook(sheets: tuple[Sheet, ...], name: str) -> bytes:
    """The workbook of `sheets`, whose first is the record; `name` stands at the foot of every page. Raises NotWritable."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "site-gen"
    book.properties.title = name = one_line(name)
    book.properties.created = book.properties.modified = _EPOCH
    names = _names(sheets)
    writer = _Writer(book, names)
    for sheet in sheets:
        writer.sheet(sheet, name)
    writer.lists()
    held = io.BytesIO()
    book.save(held)
    return _timeless(held.getvalue())


def _names(sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """The names of the sheets as Excel takes them, none twice."""
    found: dict[str, str] = {}
    for sheet in sheets:
        plain = _FORBIDDEN.sub("・", sheet.name).strip("'")
        short = plain[:31]
        number = 1
        while short.casefold() in map(str.casefold, (*found.values(), LISTS)):
            number += 1
            short = f"{plain[:31 - len(str(number)) - 1]}~{number}"
        found[sheet.name] = short
    return found


class _Writer:
    def __init__(self, book: Workbook, names: dict[str, str]) -> None:
        self.book = book
        self.names = names
        self.choices: dict[tuple[str, ...], str] = {}  # list of choices -> where it stands in the hidden sheet
        self.styles: dict[tuple[object, ...], Cell] = {}  # the first cell of each look

    def sheet(self, sheet: Sheet, name: str) -> None:
        ws = self.book.create_sheet(self.names[sheet.name])
        lines = sheet.body if isinstance(sheet.body, tuple) else None
        heads: tuple[str, ...] = HEADS
        widths: tuple[int, ...] = _WIDTHS
        if isinstance(sheet.body, Grid):
            heads = (*(head for head, _ in sheet.body.columns), STATE, ADDRESS)
            widths = (*(max(width + 2, 6) for _, width in sheet.body.columns), 16, 20)
        if len(heads) > _MAX_COLUMNS:
            raise NotWritable(f"シート「{ws.title}」の列が多すぎるため、Excel に書けません（{_MAX_COLUMNS:,} 列まで）。")
        for number, width in enumerate(widths, 1):
            ws.column_dimensions[get_column_letter(number)].width = width
        last = len(heads)
        self._put(ws, 1, 1, sheet.title, size=14, bold=True, wrap=False, border=False)
        self._put(ws, 1, last, sheet.address, size=8, colour="7F7F7F", border=False, wrap=False)
        for column, head in enumerate(heads, 1):
            self._put(ws, 2, column, head, bold=True, fill="head", colour="FFFFFF", centre=True)
        if lines is not None:
            self._lines(ws, lines)
        elif isinstance(sheet.body, Grid):
            self._grid(ws, sheet.body)
        _heights(ws, widths)
        ws.freeze_panes = "A3"
        ws.print_title_rows = "1:2"
        ws.sheet_view.showGridLines = False
        ws.page_setup.paperSize = 9  # A4
        printed = HEADS.index(STATE) + 1 if lines is not None else last - 1  # 選択肢 and 番地 would make the print tiny
        ws.page_setup.orientation = "portrait" if sum(widths[:printed]) < 110 else "landscape"
        _print_columns(ws, self.book.index(ws), get_column_letter(printed))
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        for side in ("left", "right", "top", "bottom"):
            setattr(ws.page_margins, side, 0.5)
        ws.oddFooter.left.text = name.replace("&", "&&")
        ws.oddFooter.right.text = "&P / &N"

    def _lines(self, ws: Worksheet, lines: tuple[Line, ...]) -> None:
        boxes = DataValidation("list", formula1=f'"{TICKED},{UNTICKED},{UNKNOWN}"', allow_blank=True)
        lists: dict[tuple[str, ...], DataValidation] = {}
        for row, line in enumerate(lines, 3):
            fill = line.kind if line.kind in ("section", "heading") else ""
            bold = bool(fill)
            self._put(ws, row, 1, line.label, bold=bold, fill=fill or ("label" if line.kind == "item" else ""), indent=line.indent,
                      italic=line.kind == "printed")
            self._put(ws, row, 2, line.mark, fill=fill, centre=True, text_format=line.marked)
            printed = line.kind == "printed"
            cell = self._put(ws, row, 3, line.text, fill=fill, colour="595959" if printed else "000000",
                             italic=printed, text_format=not fill and not printed)
            self._put(ws, row, 4, line.state, fill=fill, size=9, colour="C00000", centre=True)
            self._put(ws, row, 5, listed(line.choices), fill=fill, size=8, colour="595959")
            self._put(ws, row, 6, line.address, fill=fill, size=8, colour="7F7F7F", wrap=False)
            if line.link:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{self.names[line.link]}'!A1")
            if line.marked:
                boxes.add(f"B{row}")
            if line.choices:
                lists.setdefault(line.choices, DataValidation("list", formula1=self._list(line.choices), allow_blank=True,
                                                              showErrorMessage=False)).add(f"C{row}")
        for one in (boxes, *lists.values()):
            if one.sqref:
                ws.add_data_validation(one)

    def _grid(self, ws: Worksheet, grid: Grid) -> None:
        last = len(grid.columns) + 2
        for row, one in enumerate(grid.rows, 3):
            for column, text in enumerate(one.cells, 1):
                self._put(ws, row, column, text, text_format=True)
            self._put(ws, row, last - 1, one.state, size=8, colour="C00000")
            self._put(ws, row, last, one.address, size=8, colour="7F7F7F", wrap=False)
        ws.auto_filter.ref = f"A2:{get_column_letter(last)}{max(len(grid.rows) + 2, 2)}"

    def lists(self) -> None:
        """The hidden sheet with the lists of choices, one a column; commas forbid writing them into the cells' rules."""
        ws = self.book.create_sheet(LISTS)
        ws.sheet_state = "hidden"
        for column, choices in enumerate(self.choices, 1):
            for row, choice in enumerate(choices, 1):
                self._put(ws, row, column, choice, border=False)

    def _list(self, choices: tuple[str, ...]) -> str:
        column = get_column_letter(len(self.choices) + 1)
        return self.choices.setdefault(choices, f"'{LISTS}'!${column}$1:${column}${len(choices)}")

    def _put(
        self, ws: Worksheet, row: int, column: int, text: str, *, bold: bool = False, italic: bool = False, size: int = 10,
        colour: str = "000000", fill: str = "", indent: int = 0, centre: bool = False, wrap: bool = True, border: bool = True,
        text_format: bool = False,
    ) -> Cell:
        """A cell that holds `text`, whatever it looks like: never a formula, a number or an error."""
        cell = ws.cell(row, column)
        assert isinstance(cell, Cell)
        if len(text) > MAX_CELL:
            raise NotWritable(f"「{text[:20]}…」が長すぎるため、Excel に書けません（1つの欄に {MAX_CELL:,} 文字まで）。")
        if text:
            cell.value = _ESCAPE.sub("_x005F_", text)
            cell.data_type = "s"
        as_text = text_format and len(text) < 256  # older Excel shows ### for long texts in cells of the kind 文字列
        key = (bold, italic, size, colour, fill, indent, centre, wrap, border, as_text, text[:1] in tuple("=+-@"))
        style = self.styles.get(key)
        if style is None:
            cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic, color=colour)
            cell.alignment = Alignment(
                horizontal="center" if centre else "left", vertical="top", wrap_text=wrap, indent=indent)
            cell.border = _BORDER if border else Border()
            if fill:
                cell.fill = PatternFill("solid", fgColor=_FILLS[fill])
            cell.number_format = "@" if as_text else "General"
            cell.quotePrefix = key[-1]
            self.styles[key] = cell
        else:
            # Setting each part of a style anew takes ten times as long.
            cell._style = copy(style._style)  # type: ignore[attr-defined]  # openpyxl's types leave it out
        return cell


def _print_columns(ws: Worksheet, number: int, last: str) -> None:
    """Columns up to `last` are printed, to the last row that is filled, whenever that is."""
    # ws.print_area takes no columns without rows, and Excel would leave out what a person adds below the last row.
    ws.defined_names["_xlnm.Print_Area"] = DefinedName(
        "_xlnm.Print_Area", localSheetId=number, attr_text=f"{quote_sheetname(ws.title)}!$A:${last}")


def _heights(ws: Worksheet, widths: tuple[int, ...]) -> None:
    """Rows as high as their texts: Excel finds this by itself only for the rows that are changed."""
    ws.row_dimensions[1].height = 24
    for number, row in enumerate(ws.iter_rows(min_row=2), 2):
        heights = [14.0]
        for cell, width in zip(row[:-1], widths, strict=False):  # 番地 is on one line
            size = cell.font.size or 10
            room = max(1, int((width - 1.3 * cell.alignment.indent) * 10.3 / size))
            lines = sum(max(1, -(-width_of(line) // room)) for line in str(cell.value or "").split("\n"))
            heights.append(lines * size * 1.38 + 2)
        ws.row_dimensions[number].height = min(max(heights), 409)


def _timeless(data: bytes) -> bytes:
    """The bytes of a workbook without the time at which they were written, and with rows that grow when they are filled."""
    held = io.BytesIO()
    stamp = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            body = old.read(one)
            if one.filename == "docProps/core.xml":
                body = stamp.sub(rb"\g<1>" + _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), body)
            if one.filename.startswith("xl/worksheets/"):
                body = body.replace(b' customHeight="1"', b"")
            entry = zipfile.ZipInfo(one.filename, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            new.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return held.getvalue()
