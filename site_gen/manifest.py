"""What was made the last time and of what, in and out: units of a site, each with the key of all that it was made of and with values.

A unit is an assessment, or pages that are made together. One whose key is still the same need not be made again: its files lie in the
site of before, and its values here. They are read one kind at a time, as nobody can hold those of a nation; what units say of a subject
(a recipient, a provision) is read one subject at a time.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from site_gen.packed import Foreign, digest, pack, unpack

_VERSION = "5"  # of the tables below
_TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE unit (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE held (kind TEXT, unit TEXT, digest TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, unit)) WITHOUT ROWID",
    "CREATE INDEX held_by_unit ON held (unit)",
    "CREATE TABLE share (subject TEXT NOT NULL, unit TEXT NOT NULL, part INTEGER NOT NULL,"
    " digest TEXT NOT NULL, value BLOB NOT NULL, size INTEGER NOT NULL)",
    "CREATE INDEX share_by_subject ON share (subject, unit, part, digest, size)",
    "CREATE INDEX share_by_unit ON share (unit)",
    "CREATE TABLE reading (name TEXT PRIMARY KEY, digest TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID",
)
_OF_UNITS = ("held", "share")
_SHARE = "share "


class Damaged(Exception):
    """The file is no manifest, or not as it was written."""


class Outdated(Damaged):
    """It is one of another version of this program."""


@dataclass(frozen=True, slots=True)
class Said:
    """That a unit says something of a subject, in this part of its share: what tells that apart from others, and how many bytes it has."""

    unit: str
    part: int
    digest: str
    size: int


def share_kind(subject: str, part: int) -> str:
    """The kind of value that is this part of what a unit says of `subject`."""
    return f"{_SHARE}{part} {subject}"


class Manifest:
    """The units of one output folder, as the file `path` has them where there is one (None: there is to be none).

    Nothing is written down before `keep`; whoever is killed leaves the file as it was. Methods raise Damaged, and OSError where the
    file cannot be opened, or another build has it open.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._is_new = path is None or not path.is_file()
        if path is not None and not self._is_new:
            path.open("ab").close()  # says in the words of the system why it cannot be written
        self._file = sqlite3.connect(path if path and not self._is_new else "", timeout=0, isolation_level=None)
        with _read():
            self._file.execute("PRAGMA synchronous = OFF")  # a file that a power failure has damaged is not used
            try:
                self._file.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as reason:
                if reason.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise BlockingIOError(f"{path} is in use") from reason  # by another build, which will be in the way soon
                raise
            if self._is_new:
                for one in _TABLES:
                    self._file.execute(one)
                self.tell("version", _VERSION)
            if (version := self.told("version")) != _VERSION:
                raise Outdated(version) if version.isdecimal() else Damaged

    def told(self, name: str) -> str:
        """What was told under `name`; empty where nothing was."""
        with _read():
            found = self._file.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
            return str(found[0]) if found else ""

    def tell(self, name: str, value: str) -> None:
        """Hold `value` under `name`."""
        with _read():
            self._file.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def is_known(self, unit: str, key: str) -> bool:
        """Whether `unit` was made last of what `key` stands for."""
        with _read():
            found = self._file.execute("SELECT key FROM unit WHERE name = ?", (unit,)).fetchone()
            return bool(found) and found[0] == key

    def put(self, unit: str, key: str, values: Mapping[str, bytes]) -> None:
        """Hold what was made of `unit`: packed values by their kinds, of which those that `share_kind` names are what it says of subjects."""
        with _read():
            self._file.execute("INSERT OR REPLACE INTO unit VALUES (?, ?)", (unit, key))
            for table in _OF_UNITS:
                self._file.execute(f"DELETE FROM {table} WHERE unit = ?", (unit,))
            for kind, value in values.items():
                if kind.startswith(_SHARE):
                    _, part, subject = kind.split(" ", 2)
                    row = (subject, unit, int(part), digest(value), value, len(value))
                    self._file.execute("INSERT INTO share VALUES (?, ?, ?, ?, ?, ?)", row)
                else:
                    self._file.execute("INSERT INTO held VALUES (?, ?, ?, ?)", (kind, unit, digest(value), value))

    def packed(self, unit: str, kind: str) -> bytes:
        """The value of that kind, packed."""
        with _read():
            found = self._file.execute("SELECT digest, value FROM held WHERE kind = ? AND unit = ?", (kind, unit)).fetchone()
        return _sound(found)

    def value(self, unit: str, kind: str) -> Any:
        """The value of that kind."""
        try:
            return unpack(self.packed(unit, kind))
        except Foreign as reason:
            raise Damaged from reason

    def holds(self, unit: str, kind: str) -> bool:
        """Whether there is a value of that kind."""
        return any(self.digests((unit,), kind))

    def digests(self, units: Iterable[str], kind: str) -> Iterator[str]:
        """What tells the values of that kind apart from others, of each unit."""
        for unit in units:
            with _read():
                found = self._file.execute("SELECT digest FROM held WHERE kind = ? AND unit = ?", (kind, unit)).fetchone()
            yield found[0] if found else ""

    def subjects(self) -> Iterator[tuple[str, tuple[Said, ...]]]:
        """Every subject of which any unit says something, in their order, with what says something of it."""
        with _read():
            rows = self._file.execute("SELECT subject, unit, part, digest, size FROM share ORDER BY subject, unit, part")
            for subject, own in groupby(rows, lambda row: row[0]):
                yield subject, tuple(Said(*row[1:]) for row in own)

    def said(self, subject: str) -> tuple[Said, ...]:
        """What says something of `subject`."""
        with _read():
            rows = self._file.execute("SELECT unit, part, digest, size FROM share WHERE subject = ? ORDER BY unit, part", (subject,))
            return tuple(Said(*row) for row in rows)

    def share(self, subject: str, unit: str, part: int) -> bytes:
        """This part of what the unit says of `subject`, packed."""
        with _read():
            asked = "SELECT digest, value FROM share WHERE subject = ? AND unit = ? AND part = ?"
            found = self._file.execute(asked, (subject, unit, part)).fetchone()
        return _sound(found)

    def forget(self, but: Iterable[str] = ()) -> None:
        """Hold nothing of any unit `but` these."""
        with _read():
            known = {name for (name,) in self._file.execute("SELECT name FROM unit")} - set(but)
            self._file.executemany("DELETE FROM unit WHERE name = ?", ((one,) for one in known))
            for table in _OF_UNITS:
                self._file.executemany(f"DELETE FROM {table} WHERE unit = ?", ((one,) for one in known))

    def reading(self, name: str) -> Any:
        """What was read of the files that go by `name`; None where nobody knows."""
        with _read():
            found = self._file.execute("SELECT digest, value FROM reading WHERE name = ?", (name,)).fetchone()
        try:
            return unpack(_sound(found)) if found else None
        except Foreign as reason:
            raise Damaged from reason

    def put_reading(self, name: str, value: bytes) -> None:
        """Hold this packed value as what was read of the files that go by `name`."""
        with _read():
            self._file.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", (name, digest(value), value))

    def forget_readings(self, but: Iterable[str]) -> None:
        """Hold nothing of what was read `but` what goes by these names."""
        with _read():
            known = {name for (name,) in self._file.execute("SELECT name FROM reading")} - set(but)
            self._file.executemany("DELETE FROM reading WHERE name = ?", ((one,) for one in known))

    def keep(self) -> None:
        """Write everything down."""
        with _read():
            self._file.execute("COMMIT")
            if self._is_new and self._path:
                whole = self._path.with_name(f"{self._path.name}.{os.getpid()}")
                try:
                    with contextlib.closing(sqlite3.connect(whole)) as file:
                        self._file.backup(file)
                    whole.replace(self._path)
                finally:
                    with contextlib.suppress(OSError):
                        whole.unlink()

    def close(self) -> None:
        """Leave the file, without what was not kept."""
        with contextlib.suppress(sqlite3.Error):
            self._file.close()


class Readings:
    """What the check of a built site has read of its files, as a manifest holds it (`verify.Readings`). What was held before is told once
    it is `trusted`: when the site of before lies as it was made. `made_with` stands for the program and all that every page is made with."""

    def __init__(self, manifest: Manifest, made_with: str) -> None:
        self.trusted = False
        self._manifest = manifest
        self._made_with = made_with
        self._names: set[str] = set()

    def known(self, key: str) -> Any:
        """What was read; None where nobody knows. Raises Damaged."""
        found = self._manifest.reading(self._name(key)) if self.trusted else None
        if found is not None:
            self._names.add(self._name(key))
        return found

    def hold(self, key: str, read: object) -> None:
        """Keep what was read, where that is possible: else it is read again."""
        with contextlib.suppress(Damaged):
            self._manifest.put_reading(self._name(key), pack(read))
            self._names.add(self._name(key))

    def tidy(self) -> None:
        """Let go of what no file of the site is like any more. Raises Damaged."""
        self._manifest.forget_readings(self._names)

    def _name(self, key: str) -> str:
        return f"{self._made_with} {key}"


def _sound(found: tuple[str, bytes] | None) -> bytes:
    if found is None or digest(found[1]) != found[0]:
        raise Damaged
    return found[1]


@contextlib.contextmanager
def _read() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as reason:
        raise Damaged(str(reason)) from reason
