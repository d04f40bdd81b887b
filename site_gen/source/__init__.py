"""YAML text in, nodes out, every value with its file, line and column; what cannot be read becomes a problem.

Driven by libyaml's events rather than PyYAML's constructors: scalars stay the text the author wrote, both of two equal
keys are seen, and aliases, tags and depth are refused before anything is expanded.
"""

import stat
from itertools import islice
from pathlib import Path

import yaml

from site_gen.problem import Problem, Span, error
from site_gen.source.nodes import Mapping, Node, Scalar, Sequence, brief
from site_gen.source.places import place
from site_gen.source.syntax import CONTROL, control_character, explained
from site_gen.source.tree import SPLIT, Tree

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "brief", "parse", "place", "read"]

MAX_BYTES = 8_000_000  # the largest real document is 0.4 MB
_MOST = 20  # control characters of a file that are told


def read(path: Path, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node tree of the file at `path`, called `shown` in problems; None with the reasons when it has none.

    Never raises for what a file holds or for a file that cannot be opened; memory is bounded by `MAX_BYTES`.
    """
    place = Span(shown)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, (error(place, "unreadable-file", "通常のファイルではないため読めません",
                                "同じ名前の文書ファイルに置き換えてください"),)
        if status.st_size > MAX_BYTES:
            return None, (
                error(
                    place,
                    "file-too-large",
                    f"ファイルが大きすぎます（{status.st_size / 1_000_000:,.0f} MB、上限 {MAX_BYTES // 1_000_000} MB）",
                    SPLIT,
                ),
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as reason:
        return None, (error(place, "unreadable-file", f"ファイルを開けません（{_why(reason)}）",
                            "ファイルの場所と、読む権限を確かめてください"),)
    return parse(data, shown)


def parse(data: bytes, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node tree of the bytes of one YAML file, called `shown` in problems."""
    text, problem = _decode(data, shown)
    if text is None:
        return None, (problem,) if problem else ()
    if not text.strip():
        return None, (error(Span(shown), "empty-file", "ファイルが空です", "内容を書くか、ファイルを削除してください"),)
    most = 1 if "\0" in text else _MOST  # with that it is no text at all, or one in UTF-16
    hidden = tuple(control_character(_span(text, one.start(), shown), one.group()) for one in islice(CONTROL.finditer(text), most))
    if hidden:
        return None, hidden
    try:
        return Tree(shown).build(text)
    except yaml.MarkedYAMLError as reason:
        return None, (explained(reason, text, shown),)


def _decode(data: bytes, shown: str) -> tuple[str | None, Problem | None]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, _wrong_encoding(Span(shown), "encoding-utf-16", "UTF-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        guess = data.decode("utf-8", "replace")
        if 2 * guess.count("\ufffd") > sum(char > "\x7f" for char in guess):  # no UTF-8 with a few bytes damaged
            first = next(at for at, byte in enumerate(data) if byte > 0x7F)
            for codec, code, name in (
                ("euc_jp", "encoding-euc-jp", "EUC-JP"),  # first: much of EUC-JP would pass for Shift_JIS
                ("cp932", "encoding-shift-jis", "Shift_JIS（ANSI）"),
            ):
                try:
                    data.decode(codec)
                except UnicodeDecodeError:
                    continue
                return None, _wrong_encoding(_byte(data, first, shown), code, name)
        return None, error(_byte(data, reason.start, shown), "encoding", "文字として読めない箇所があります",
                           "その箇所を書き直し、文字コードを UTF-8 にして保存してください")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _span(text: str, at: int, shown: str) -> Span:
    return Span(shown, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _byte(data: bytes, at: int, shown: str) -> Span:
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    return Span(shown, data.count(b"\n", 0, at) + 1, len(line.decode("utf-8", "replace")) + 1)


def _wrong_encoding(span: Span, code: str, name: str) -> Problem:
    return error(span, code, f"文字コードが {name} です。UTF-8 で保存してください",
                 "メモ帳では「名前を付けて保存」で文字コードに「UTF-8」を選びます")


def _why(reason: OSError) -> str:
    if isinstance(reason, PermissionError):
        return "読む権限がありません"
    if isinstance(reason, FileNotFoundError):
        return "リンクの先がありません"
    return f"OS のエラー {reason.errno}"
