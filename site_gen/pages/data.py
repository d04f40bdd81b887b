"""A site and its data files in, the page of /data/ out: what there is to download, how to open it, what each column means."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.data import OF_ROWS, STATES, STATES_EXPLAINED, TABLES, Column, DataFile, Table, csv_columns
from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, DATA, Link, Page

TITLE = "データ（JSON・CSV）"
_TYPES = {
    "text": "文字", "number": "数", "flag": "はい・いいえ", "day": "日付", "word": "決まった語", "names": "並び",
    "said": "記載と状態", "ticked": "並びと状態", "objects": "並び",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file with how much is in it; sizes in words (12.3 KB), empty where it was not made yet."""

    file: DataFile
    href: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Described:
    """A column in the data dictionary: head and name as CSV and JSON have them, type, meaning, and the words it is one of."""

    head: str
    name: str
    type: str
    meaning: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: its files of the whole site, and its columns; `of_one` says that each assessment has files of its own."""

    table: Table
    downloads: tuple[Download, ...]
    columns: tuple[Described, ...]
    of_one: bool


@dataclass(frozen=True, slots=True)
class DataView:
    """What /data/ shows; `states` are (word of CSV, code of JSON, meaning)."""

    tables: tuple[TableView, ...]
    json: tuple[Download, ...]
    schema: tuple[Download, ...]
    catalog: tuple[Download, ...]
    states: tuple[tuple[str, str, str], ...]


def data_page(site: Site, files: Sequence[DataFile]) -> Page:
    """The page; without `files` it describes what there would be."""
    own = tuple(_download(file) for file in files if posixpath.dirname(file.path) == DATA)
    tables = tuple(
        TableView(table, tuple(one for one in own if one.file.table is table), tuple(_described(table)), table in OF_ROWS)
        for table in TABLES
    )
    view = DataView(
        tables,
        tuple(one for one in own if one.name == "all.json"),
        tuple(one for one in own if one.name == "schema.json"),
        tuple(one for one in own if one.name == "catalog.jsonld"),
        tuple((word, code, STATES_EXPLAINED[code]) for code, word in STATES.items()),
    )
    return Page(
        path=DATA, template="data.html", title=TITLE, site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=view,
    )


def _download(file: DataFile) -> Download:
    return Download(file, file.name, file.name, _in_words(file.size))


def _in_words(size: int) -> str:
    """A number of bytes as one reads it."""
    for unit, least in (("MB", 1_000_000), ("KB", 1_000)):
        if size >= least:
            return f"{size / least:,.1f} {unit}"
    return f"{size} バイト"


def _described(table: Table) -> Iterator[Described]:
    for column in table.columns:
        yield from _of_column(column)


def _of_column(column: Column) -> Iterator[Described]:
    if column.kind == "objects":
        for (head, name), field in zip(csv_columns(column), column.fields, strict=True):
            meaning = f"{column.meaning}{field.meaning}" if field is column.fields[0] else field.meaning
            yield Described(head, name, _TYPES[column.kind], meaning, _words(field))
        return
    (head, name), *state = csv_columns(column)
    yield Described(head, name, _TYPES[column.kind], column.meaning, _words(column))
    for state_head, state_name in state:
        yield Described(state_head, state_name, _TYPES["word"], "その欄の「記載の状態」", ())


def _words(column: Column) -> tuple[str, ...]:
    return tuple(f"{word}（{code}）" for code, word in column.words)
