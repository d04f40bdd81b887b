"""A comparison in, its table as CSV out: a line for each cell."""

from collections.abc import Iterator

from site_gen import csv_files
from site_gen.jimu.table import Comparison, in_words, state, titles

NAME, EXCEL = "table.csv", "table-excel.csv"
HEAD = ("区分", "大項目", "項目", "違い", "都道府県", "自治体", "全国地方公共団体コード", "評価書名", "様式", "状態", "値", "ページ")


def tables(found: Comparison, url: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the CSV files that hold every cell of `found` with its row's mark, as they are and for Excel.

    `url` is where the site lies (empty: addresses are relative to its root).
    """
    lines = tuple(_lines(found, url.rstrip("/")))
    yield NAME, csv_files.plain(HEAD, lines)
    yield EXCEL, csv_files.excel(HEAD, lines)


def _lines(found: Comparison, url: str) -> Iterator[tuple[str, ...]]:
    for sheet in found.sheets:
        names = titles(sheet.columns)
        for row in sheet.rows:
            for one, name, cell in zip(sheet.columns, names, row.cells, strict=True):
                place = f"{cell.place.page}/index.html" + (f"#{cell.place.anchor}" if cell.place.anchor else "")
                yield (
                    sheet.title, row.asked.topic, row.asked.title, row.mark.words, one.prefecture, name, one.code, one.name,
                    one.form + ("（抄録）" if one.excerpt else ""), state(cell) or "値あり", in_words(cell) if cell.values else "",
                    (f"{url}/{place}" if url else place) if cell.place.page else "",
                )
