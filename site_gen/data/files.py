"""Assessments in, data files out, one at a time: data.json and CSV of each, and the same of all in data/.

What is of one assessment depends on it and nothing else. What is of all is cut into volumes, so that neither this program
nor whoever opens a file has to hold a nation's rows at once, and all.json is a list where the whole would be too large.
"""

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from site_gen import csv_files
from site_gen.data import cells
from site_gen.data.items import items
from site_gen.data.rows import Row, Source, rows
from site_gen.data.schema import schema
from site_gen.data.tables import ASSESSMENTS, OF_ROWS, TABLES, Table, heads
from site_gen.model import Site

FOLDER = "data"
ONE, ALL, SCHEMA = "data.json", f"{FOLDER}/all.json", f"{FOLDER}/schema.json"
ROWS_A_VOLUME = 50_000  # Excel opens 1,048,576 rows of a file, few machines so many with ease
WHOLE = 50_000_000  # bytes that all.json may have with everything in it
CSV_TYPE, JSON_TYPE, SCHEMA_TYPE = "text/csv", "application/json", "application/schema+json"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that was made: its path in the site, what kind of file it is, what is in it and how much.

    `base` is the folder of the assessment (empty: of all), `table` what its rows are (None: JSON), `excel` says for whom
    the CSV is, `volume` counts from 1; `complete` is False for an all.json that only lists.
    """

    path: str
    media: str
    size: int
    base: str = ""
    table: Table | None = None
    rows: int = 0
    excel: bool = False
    volume: int = 1
    complete: bool = True
    modified: str = ""  # the latest day that the documents in it have

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return posixpath.basename(self.path)


@dataclass(frozen=True, slots=True)
class Rows:
    """What one assessment gives to the data files of all: the records of each table by its key, its own line of all.json with
    everything in it (`whole`) and as it is only listed, and the latest day of its dates."""

    records: Mapping[str, Sequence[csv_files.Record]]
    whole: bytes
    listed: bytes
    day: str


def files_of_one(site: Site, source: Source) -> tuple[tuple[tuple[DataFile, bytes], ...], Rows]:
    """The data files of one assessment with their contents, and what it gives to those of all."""
    found = rows(source)
    document = _document(source, found)
    day = modified(found[ASSESSMENTS.key][0])
    records = {table.key: [cells.record(table, row) for row in found[table.key]] for table in TABLES}
    made = [_one(f"{source.base}/{ONE}", _by_row(_with_head(site, source.base, document)), source.base, day)]
    for table in OF_ROWS:
        for excel in (False, True):
            data = (csv_files.excel if excel else csv_files.plain)(heads(table), records[table.key])
            path = f"{source.base}/{file_name(table, excel)}"
            made.append((DataFile(path, CSV_TYPE, len(data), source.base, table, len(records[table.key]), excel, modified=day), data))
    link = {"data": f"{source.site or '../'}{source.base}/{ONE}"}
    return tuple(made), Rows(records, _line(link | document), _line(link | {"assessment": document["assessment"]}), day)


def files_of_all(
    site: Site, every: Iterable[Rows], *, volume: int = ROWS_A_VOLUME, whole: int = WHOLE
) -> Iterator[tuple[DataFile, bytes]]:
    """The data files of all assessments, of which `every` one gave its rows; those are held for no longer than it takes to fill a
    volume of `volume` rows, or an all.json of `whole` bytes."""
    volumes = {table.key: _Volumes(table, volume) for table in TABLES}
    all_of_them = _Whole(whole)
    for one in every:
        all_of_them.add(one)
        for table in TABLES:
            yield from volumes[table.key].add(one.records[table.key], one.day)
    for table in TABLES:
        yield from volumes[table.key].rest()
    data = all_of_them.json(site)
    yield DataFile(ALL, JSON_TYPE, len(data), complete=all_of_them.fits, modified=all_of_them.day), data
    data = json.dumps(schema(), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
    yield DataFile(SCHEMA, SCHEMA_TYPE, len(data)), data


def file_name(table: Table, excel: bool, volume: int = 1) -> str:
    """The name of a CSV file: flows.csv, recorded-items-excel.csv, flows-2.csv."""
    return f"{table.file}{f'-{volume}' if volume > 1 else ''}{'-excel' if excel else ''}.csv"


def modified(assessment: Row) -> str:
    """The day of an assessment's own dates that is the latest: 公表日 or the last 変更日; empty when it has neither."""
    return max(assessment["published_day"] or "", assessment["last_change_day"] or "")


def _one(path: str, data: bytes, base: str, day: str) -> tuple[DataFile, bytes]:
    return DataFile(path, JSON_TYPE, len(data), base, modified=day), data


def _document(source: Source, found: dict[str, tuple[Row, ...]]) -> dict[str, Any]:
    return {
        "assessment": found[ASSESSMENTS.key][0],
        **{table.key: found[table.key] for table in OF_ROWS},
        "items": items(source),
    }


def _with_head(site: Site, folder: str, body: dict[str, Any]) -> dict[str, Any]:
    """`body` behind what every JSON file says of itself."""
    link = posixpath.relpath(f"/{SCHEMA}", f"/{folder}")
    return {"$schema": link, "licence": site.licence, "licence_url": site.licence_url, **body}


def _by_row(document: dict[str, Any]) -> bytes:
    """`document` as JSON, what stands under each name on a line of its own, and of a list each row."""
    return b"{\n" + b",\n".join(_line(name) + b":" + _lines(value) for name, value in document.items()) + b"\n}\n"


def _lines(value: object) -> bytes:
    return b"[\n" + b",\n".join(map(_line, value)) + b"\n]" if isinstance(value, tuple) and value else _line(value)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


@dataclass(slots=True)
class _Volumes:
    """Collects the records of one table until they fill a volume."""

    table: Table
    most: int
    records: list[csv_files.Record] = field(default_factory=list)
    volume: int = 1
    day: str = ""

    def add(self, records: Sequence[csv_files.Record], day: str) -> Iterator[tuple[DataFile, bytes]]:
        self.records += records
        self.day = max(self.day, day) if records else self.day
        while len(self.records) > self.most:
            yield from self._written(self.records[: self.most])
            del self.records[: self.most]
            self.volume += 1
            self.day = day

    def rest(self) -> Iterator[tuple[DataFile, bytes]]:
        """The last volume; one without rows, when there are none."""
        yield from self._written(self.records)

    def _written(self, records: list[csv_files.Record]) -> Iterator[tuple[DataFile, bytes]]:
        for excel in (False, True):
            data = (csv_files.excel if excel else csv_files.plain)(heads(self.table), records)
            path = f"{FOLDER}/{file_name(self.table, excel, self.volume)}"
            yield DataFile(path, CSV_TYPE, len(data), "", self.table, len(records), excel, self.volume, modified=self.day), data


class _Whole:
    """Collects what all.json holds, one assessment a line, as long as everything fits; else only what lists them."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._listed: list[bytes] = []
        self._full: list[bytes] | None = []
        self.day = ""

    @property
    def fits(self) -> bool:
        return self._full is not None

    def add(self, one: Rows) -> None:
        self._listed.append(one.listed)
        self.day = max(self.day, one.day)
        if self._full is not None:
            self._full.append(one.whole)
            self._left -= len(one.whole)
            self._full = self._full if self._left >= 0 else None

    def json(self, site: Site) -> bytes:
        own = {"title": site.title, "publisher": site.publisher, "complete": self.fits}
        head = _line(_with_head(site, FOLDER, own)).removesuffix(b"}")
        lines = b",\n".join(self._listed if self._full is None else self._full)
        return head + b',"assessments":[\n' + lines + b"\n]}\n"
