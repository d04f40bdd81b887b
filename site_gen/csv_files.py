"""Records in, CSV files out (RFC 4180): UTF-8 as it is for programs, and with a BOM for Excel.

The file for programs holds every text as it is. The one for Excel does the same but for texts that Excel would compute or
take for something else when it opens the file (=…, +…, -…, @…, 011002, 1-2): they get a ' in front, and the last column says
in which columns. A whole day (2024-06-28) becomes a date, as it is one.
"""

import csv
import io
import re
from collections.abc import Iterable

GUARDED = "'を付けた列"
_BOM = "\ufeff"
# A formula (CWE-1236), a tab or line end before one; numbers whose zeros in front Excel drops, that it takes for a date
# (1-2, 2015-06), or of which it keeps 15 digits.
_CHANGED_BY_EXCEL = re.compile(
    r"\s*[=+@＝＋＠]|\s*[-－]\s*\S|[\t\r]|0[0-9]+$|[0-9]{1,4}[-/][0-9]{1,2}$|[0-9]{12,}$|[0-9]+[eE][0-9]+$"
)

Record = tuple[str, ...]


def plain(names: Record, records: Iterable[Record]) -> bytes:
    """`records` under their column names as CSV, each text as it is."""
    return _written(names, records).encode("utf-8")


def excel(names: Record, records: Iterable[Record]) -> bytes:
    """`records` under their column names as CSV that Excel opens with a double click."""
    return (_BOM + _written((*names, GUARDED), (_guarded(names, record) for record in records))).encode("utf-8")


def end_of(data: bytes, records: int) -> int:
    """How many bytes of `data`, records of such a CSV without heads, the first `records` take; all, where it has no more."""
    at = 0
    for _ in range(records):
        begin = at
        while (end := data.find(b"\r\n", at)) >= 0:
            at = end + 2
            if data.count(b'"', begin, end) % 2 == 0:
                break
        else:
            return len(data)
    return at


def _guarded(names: Record, cells: Record) -> Record:
    risky = [bool(_CHANGED_BY_EXCEL.match(cell)) for cell in cells]
    changed = "、".join(name for name, is_risky in zip(names, risky, strict=True) if is_risky)
    return (*(f"'{cell}" if is_risky else cell for cell, is_risky in zip(cells, risky, strict=True)), changed)


def _written(names: Record, records: Iterable[Record]) -> str:
    to = io.StringIO(newline="")
    writer = csv.writer(to)
    writer.writerow(names)
    writer.writerows(records)
    return to.getvalue()
