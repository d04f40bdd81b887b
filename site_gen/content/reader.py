"""A part of a folder of sources in, what it holds and what is to be told of it out: files, folders and their names."""

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from site_gen import check, guard, load, own, source
from site_gen.form import Part
from site_gen.kept import Kept
from site_gen.model import Entry
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import Mapping, Node, brief

T = TypeVar("T")

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)  # no file can be called so on Windows
_DEVICE_HINT = "con、prn、aux、nul、com1、lpt1 などは Windows が装置の名前に使います。別の名前を付けてください"
_NAME_HINT = "英小文字で始め、英小文字・数字・ハイフンだけの64文字以内の名前にしてください（市のサーバーが受け付けない名前を避けるため）"


@dataclass(slots=True)
class Told:
    """What a reading tells beside what it read: problems, what the guard found and what may stay, drafts that were left out (where
    they say so, and their folders), how many files it read."""

    problems: list[Problem] = field(default_factory=list)
    findings: list[guard.Finding] = field(default_factory=list)
    allowed: list[guard.Allowance] = field(default_factory=list)
    left_out: list[tuple[Span, str]] = field(default_factory=list)
    files: int = 0

    def add(self, other: "Told") -> None:
        """Tell what `other` tells as well."""
        self.problems += other.problems
        self.findings += other.findings
        self.allowed += other.allowed
        self.left_out += other.left_out
        self.files += other.files


def wrong_name(name: str, reserved: frozenset[str] = frozenset()) -> tuple[str, str, str] | None:
    """Why no folder can be called `name`: a problem's code, message and hint; None when it can."""
    if not _SLUG.fullmatch(name) or len(name) > 64:
        return "bad-name", f"「{brief(name)}」というフォルダー名は使えません", _NAME_HINT
    if _DEVICE.fullmatch(name):
        return "bad-name", f"「{name}」というフォルダー名は Windows で使えません", _DEVICE_HINT
    if name in reserved:
        return "reserved-name", f"「{name}」はサイト自身が使う名前です", "自治体のフォルダーに別の名前を付けてください"
    return None


def size(folder: Path) -> int:
    """How many bytes the files of the assessment in `folder` and of its earlier texts have, without those at which nobody may look."""
    found = 0
    for one in folder.rglob("*.yaml"):
        with contextlib.suppress(OSError):
            found += one.stat().st_size
    return found


class Reader:
    """Reads files below `folder`, which is called `shown` in problems; what it has to tell gathers in `told`."""

    def __init__(self, folder: Path, shown: str, kept: Kept | None = None) -> None:
        self.folder = folder
        self.shown = shown
        self.kept = kept or Kept()
        self.told = Told()
        self._above = len(os.fspath(folder / "x")) - 1

    def _record(self, path: Path, there: list[Path], table: Part, code: str = "", message: str = "", hint: str = "") -> Entry | None:
        if path not in there:
            self._report(error(Span(self._show(path)), code, message, hint))
            return None
        node = self._node(path)
        if not isinstance(node, Mapping):
            return None
        return self._once(f"record {self._show(path)}", (node,), lambda: self._of_record(path, node, table))

    def _of_record(self, path: Path, node: Mapping, table: Part) -> Entry:
        record = load.record_entry(table, load.PartSource(Span(self._show(path), 1, 1), node), self.told.problems)
        self.told.problems += check.placeholders(record.walk())
        return record

    def _node(self, path: Path) -> Mapping | None:
        """What a file holds, which the guard looks at."""
        node = self._parsed(path)
        if node is not None:
            self.told.findings += self._guarded(path, node)
        return self._mapping(node)

    def _guarded(self, path: Path, node: Node, *, earlier: bool = False) -> tuple[guard.Finding, ...]:
        """What the guard finds in a file; an `earlier` text stays as it was published, with what was unfinished in it."""
        return self.kept.once(f"guard {self._show(path)}", (node,), lambda: tuple(guard.found(node, todos=not earlier)))

    def _parsed(self, path: Path) -> Node | None:
        self.told.files += 1
        node, problems = self.kept.once(f"file {self._show(path)}", (), lambda: source.read(path, self._show(path)), path)
        self.told.problems += problems
        return node

    def _mapping(self, node: Node | None) -> Mapping | None:
        if node is not None and not isinstance(node, Mapping):
            hint = "「- 」の並びや文だけでは読めません。項目名で始めてください"
            if isinstance(node, source.Scalar) and "：" in node.text:
                hint = "全角の「：」ではなく、半角の「:」と半角の空白を使ってください"
            self._report(error(node.span, "mapping-expected", "ファイルのいちばん外側には「項目名: 値」の行を書きます", hint))
            return None
        return node

    def _entries(self, folder: Path) -> list[Path] | None:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            self._report(error(Span(self._show(folder)), "unreadable-folder", "フォルダーを開けません（読む権限がありません）",
                               "フォルダーの権限を確かめてください"))
            return None
        return [folder / name for name in names if not own.SYSTEM_FILES.fullmatch(name)]

    def _name(self, folder: Path, reserved: frozenset[str]) -> None:
        self.told.findings += guard.name(self._show(folder))
        wrong = wrong_name(folder.name, reserved)
        if wrong:
            self._report(error(Span(self._show(folder)), *wrong))

    def _device(self, path: Path) -> None:
        if _DEVICE.fullmatch(path.name):
            self._report(error(Span(self._show(path)), "bad-name", f"「{brief(path.name)}」というファイル名は Windows で使えません",
                               _DEVICE_HINT))

    def _stray(self, path: Path) -> None:
        self._report(warning(Span(self._show(path)), "stray-file", f"「{brief(path.name)}」は使われないファイルです",
                             "必要がなければ別の場所に移してください"))

    def _once(self, name: str, given: tuple[object, ...], make: Callable[[], T], files: Path | None = None) -> T:
        """What `make` gives, with all it tells, or what it gave of the same before; as `Kept.once`."""

        def whole() -> tuple[T, Told]:
            before, self.told = self.told, Told()
            try:
                return make(), self.told
            finally:
                self.told = before

        made, told = self.kept.once(name, given, whole, files)
        self.told.add(told)
        return made

    def _show(self, path: Path) -> str:
        inside = os.fspath(path)[self._above :].replace(os.sep, "/")  # one of our own joining; asked for thousands of times an edit
        return f"{self.shown}/{inside}" if inside not in ("", ".") else self.shown

    def _report(self, problem: Problem) -> None:
        self.told.problems.append(problem)
