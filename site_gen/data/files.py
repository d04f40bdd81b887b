"""Assessments in, data files out, one at a time: data.json and CSV of each, and the same of all in data/.

What is of one assessment depends on it and nothing else. What is of all is put together of the files of each and cut into volumes,
so that neither this program nor whoever opens a file has to hold a nation's rows at once, and all.json is a list where the whole would
be too large.
"""

import contextlib
import hashlib
import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

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
_WRITERS = (csv_files.plain, csv_files.excel)
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
    """What one assessment gives to the data files of all beside its own data files in the folder `base`: the `link` to its data.json,
    its record in the table of assessments, how many records there are of each other table by its key, how many bytes its line of all.json
    has with everything in it (`whole`), that line as it is only listed, the latest day of its dates, and what tells its files apart from
    others (`digest`)."""

    base: str
    link: str
    record: csv_files.Record
    counts: Mapping[str, int]
    whole: int
    listed: bytes
    day: str
    digest: str


def files_of_one(site: Site, source: Source) -> tuple[tuple[tuple[DataFile, bytes], ...], Rows]:
    """The data files of one assessment with their contents, and what it gives to those of all."""
    found = rows(source)
    document = _document(source, found)
    day = modified(found[ASSESSMENTS.key][0])
    made = [_one(f"{source.base}/{ONE}", by_row(_with_head(site, source.base, document)), source.base, day)]
    for table in OF_ROWS:
        records = [cells.record(table, row) for row in found[table.key]]
        for excel in (False, True):
            data = (csv_files.excel if excel else csv_files.plain)(heads(table), records)
            path = f"{source.base}/{file_name(table, excel)}"
            made.append((DataFile(path, CSV_TYPE, len(data), source.base, table, len(records), excel, modified=day), data))
    link = f"{source.site or '../'}{source.base}/{ONE}"
    return tuple(made), Rows(
        source.base, link, cells.record(ASSESSMENTS, found[ASSESSMENTS.key][0]), {table.key: len(found[table.key]) for table in OF_ROWS},
        len(_in_one_line(made[0][1], link)), _line({"data": link, "assessment": document["assessment"]}), day,
        hashlib.blake2b(b"".join(data for _, data in made), digest_size=16).hexdigest(),
    )


def files_of_all(
    site: Site, folder: Path, every: Callable[[], Iterable[Rows]], *, volume: int = ROWS_A_VOLUME, whole: int = WHOLE
) -> Iterator[DataFile]:
    """Write the data files of all assessments to the folder of the site, in which those of `every` one lie already; they are read and
    written one at a time, in volumes of up to `volume` rows. all.json holds everything where that is no more than `whole` bytes. Raises
    OSError."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        volumes = [stack.enter_context(contextlib.closing(_Volumes(folder, table, volume))) for table in TABLES]
        for one in every():
            for each in volumes:
                yield from each.add(one)
        for each in volumes:
            yield from each.rest()
    yield _all(site, folder, every, whole)
    data = json.dumps(schema(), ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
    (folder / SCHEMA).write_bytes(data)
    yield DataFile(SCHEMA, SCHEMA_TYPE, len(data))


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


def by_row(document: dict[str, Any]) -> bytes:
    """`document` as JSON, what stands under each name on a line of its own, and of a list each row."""
    return b"{\n" + b",\n".join(_line(name) + b":" + _lines(value) for name, value in document.items()) + b"\n}\n"


def _lines(value: object) -> bytes:
    return b"[\n" + b",\n".join(map(_line, value)) + b"\n]" if isinstance(value, tuple) and value else _line(value)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _in_one_line(data: bytes, link: str) -> bytes:
    """A data.json as a line of all.json, with a `link` to it in the place of what each file says of itself."""
    plain = data.replace(b"\n", b"")  # in which a line end within a text is \\n
    return _line({"data": link}).removesuffix(b"}") + b"," + plain[plain.index(b'"assessment":'):]


def _all(site: Site, folder: Path, every: Callable[[], Iterable[Rows]], most: int) -> DataFile:
    """Write all.json: everything, one assessment a line, where it is no more than `most` bytes, else only what lists them."""
    fits = sum(one.whole for one in every()) <= most
    own = {"title": site.title, "publisher": site.publisher, "complete": fits}
    day = ""
    with (folder / ALL).open("wb") as file:
        size = file.write(_line(_with_head(site, FOLDER, own)).removesuffix(b"}") + b',"assessments":[\n')
        for at, one in enumerate(every()):
            line = _in_one_line((folder / one.base / ONE).read_bytes(), one.link) if fits else one.listed
            size += file.write(b",\n" + line if at else line)
            day = max(day, one.day)
        size += file.write(b"\n]}\n")
    return DataFile(ALL, JSON_TYPE, size, complete=fits, modified=day)


class _Volumes:
    """Writes the records of one table, one volume after the other: as it is for programs, and for Excel."""

    def __init__(self, folder: Path, table: Table, most: int) -> None:
        self._folder, self._table, self._most = folder, table, most
        self._volume = self._rows = 0
        self._day = ""
        self._open: tuple[BinaryIO, ...] = ()
        self._heads = tuple(write(heads(table), ()) for write in _WRITERS)
        self._begin("")

    def add(self, one: Rows) -> Iterator[DataFile]:
        """Take the records of one assessment."""
        count = 1 if self._table is ASSESSMENTS else one.counts[self._table.key]
        bodies = self._bodies(one) if count else ()
        while count:
            if self._rows == self._most:
                yield from self.rest()
                self._begin(one.day)
            some = min(count, self._most - self._rows)
            for at, (file, body) in enumerate(zip(self._open, bodies, strict=True)):
                place = len(body) if some == count else csv_files.end_of(body, some)
                file.write(body[:place])
                bodies = (*bodies[:at], body[place:], *bodies[at + 1 :])
            self._rows += some
            self._day = max(self._day, one.day)
            count -= some

    def rest(self) -> Iterator[DataFile]:
        """The volume that is open, which has no rows where there are none; it is closed."""
        sizes = [file.tell() for file in self._open]
        self.close()
        for excel, size in enumerate(sizes):
            path = f"{FOLDER}/{file_name(self._table, bool(excel), self._volume)}"
            yield DataFile(path, CSV_TYPE, size, "", self._table, self._rows, bool(excel), self._volume, modified=self._day)

    def close(self) -> None:
        """Leave the files."""
        for file in self._open:
            file.close()
        self._open = ()

    def _begin(self, day: str) -> None:
        self._volume += 1
        self._rows, self._day = 0, day
        names = (file_name(self._table, excel, self._volume) for excel in (False, True))
        self._open = tuple((self._folder / FOLDER / name).open("wb") for name in names)
        for file, head in zip(self._open, self._heads, strict=True):
            file.write(head)

    def _bodies(self, one: Rows) -> tuple[bytes, ...]:
        """The records of one assessment as they are in CSV, without the heads."""
        if self._table is ASSESSMENTS:
            found = tuple(write(heads(self._table), (one.record,)) for write in _WRITERS)
        else:
            found = tuple((self._folder / one.base / file_name(self._table, excel)).read_bytes() for excel in (False, True))
        return tuple(data[len(head):] for data, head in zip(found, self._heads, strict=True))
