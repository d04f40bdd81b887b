"""What stands in no file of tests/bad/: bytes, sizes and depths; and that no input at all makes the program fall over."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_gen import content, source
from site_gen.problem import Problem
from site_gen.source import Mapping, Node, Scalar, Sequence
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, RECORD, SITE, well_said, write

TEXT = "表紙:\n  評価書番号: 1\n  評価書名: 住民基本台帳に関する事務\n"


def told(data: bytes | str) -> list[str]:
    """What is told about one file that holds `data`: place and code."""
    node, problems = source.parse(data.encode() if isinstance(data, str) else data, "x")
    assert node is None or not problems
    for problem in problems[:100]:
        well_said(problem)
    return [f"{p.span} {p.code}" for p in problems]


BYTES: tuple[tuple[str, bytes, str], ...] = (
    ("shift-jis", TEXT.encode("cp932"), "x:1:1 encoding-shift-jis"),
    ("shift-jis-late", ("a: b\n# " + TEXT).encode("cp932"), "x:2:3 encoding-shift-jis"),
    ("euc-jp", TEXT.encode("euc_jp"), "x:1:1 encoding-euc-jp"),
    ("euc-jp-that-passes-for-shift-jis", "名称: 見本市\n".encode("euc_jp"), "x:1:1 encoding-euc-jp"),
    ("utf-16-le", b"\xff\xfe" + TEXT.encode("utf-16-le"), "x encoding-utf-16"),
    ("utf-16-be", b"\xfe\xff" + TEXT.encode("utf-16-be"), "x encoding-utf-16"),
    ("utf-16-without-mark", "a: b\n".encode("utf-16-le"), "x:1:2 control-character"),
    ("utf-32", TEXT.encode("utf-32"), "x encoding-utf-16"),
    ("one-byte-damaged", TEXT.encode().replace("番".encode(), b"\x95", 1), "x:2:6 encoding"),
    ("cut-off", TEXT.encode()[:-2], "x:3:20 encoding"),
    ("no-encoding-at-all", b"\xff\xff\x80\x81\xfe", "x:1:1 encoding"),
    ("nul", TEXT.encode() + b"a: \x00\n", "x:4:4 control-character"),
    ("escape", TEXT.replace("住民", "\x1b住民").encode(), "x:3:9 control-character"),
    ("form-feed", TEXT.replace("住民", "\x0c住民").encode(), "x:3:9 control-character"),
    ("line-separator", TEXT.replace("住民", "\u2028住民").encode(), "x:3:9 control-character"),
    ("next-line", TEXT.replace("住民", "\x85住民").encode(), "x:3:9 control-character"),
    ("zero-width-space", TEXT.replace("番号:", "番号\u200b:").encode(), "x:2:8 control-character"),
    ("right-to-left", TEXT.replace("住民", "\u202e住民").encode(), "x:3:9 control-character"),
    ("second-byte-order-mark", "\ufeff\ufeffa: b\n".encode(), "x:1:1 control-character"),
    ("empty", b"", "x empty-file"),
    ("white-space", " \n\n　\n".encode(), "x empty-file"),
    ("comment", "# 注釈だけ\n".encode(), "x empty-file"),
    ("separator", b"---\n", "x empty-file"),
    ("nothing-twice", b"---\n---\n", "x:2:1 several-documents"),
    ("deep", b"[" * 100_000, "x:1:41 too-deep"),
    ("deep-mapping", b"{a: " * 100_000, "x:1:161 too-deep"),
    ("deep-block", b"".join(b"  " * n + b"a:\n" for n in range(60)), "x:41:81 too-deep"),
    ("alias-bomb", b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)),
     "x:1:4 yaml-alias"),
    ("alias-to-itself", b"a: &a [*a]\n", "x:1:4 yaml-alias"),
    ("long-text-not-closed", b'a: "' + b"x\n" * 3_000_000, "x:1:4 yaml-syntax"),
)


def test_every_control_character_is_told() -> None:
    """Nothing else of the file is looked at until they are gone; a file of them is not told without end."""
    assert told("a: x\u200by\nb: z\u2060\u202e\n".encode()) == [f"x:{at} control-character" for at in ("1:5", "2:5", "2:6")]
    assert len(told(b"a: " + b"\x01" * 1_000_000)) == 20


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_bytes(data: bytes, expected: str) -> None:
    """Bytes that are no text in UTF-8, or no tree that a source may hold, are told once, at their place."""
    assert told(data) == [expected]


def test_code_page_of_windows_is_named() -> None:
    """An official who saved with ANSI learns what to choose instead."""
    _, (problem,) = source.parse(TEXT.encode("cp932"), "x")
    assert "Shift_JIS" in problem.message
    assert "UTF-8" in problem.message + problem.hint


def shape(node: Node | None) -> object:
    """A tree without places but for lines and columns of its texts."""
    if isinstance(node, Scalar):
        return node.text, node.span.line, node.span.column, node.body
    if isinstance(node, Sequence):
        return [shape(item) for item in node.items]
    return [(shape(key), shape(value)) for key, value in node.entries] if node else None


BLOCKS = TEXT + "  特記事項: |\n    一行目\n\n    　二行目\n    三行目\n関連情報:\n  他: [a, 'b', \"c\"]\n"


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "bom"])
def test_line_ends_and_byte_order_mark_change_nothing(ending: str, start: str) -> None:
    """The editor of Windows and the one of Unix give the same tree at the same places."""
    node, problems = source.parse((start + BLOCKS.replace("\n", ending)).encode(), "x")
    assert problems == ()
    assert shape(node) == shape(source.parse(BLOCKS.encode(), "x")[0])


def test_scalars_stay_text() -> None:
    """Nothing is made a number, a truth value, a date or null."""
    node, _ = source.parse(b"[no, 010, 12:30, 2024-01-31, ~, null, 1e3, 0x1F, true, .5, '']", "x")
    assert isinstance(node, Sequence)
    assert [item.text for item in node.items if isinstance(item, Scalar)] == [
        "no", "010", "12:30", "2024-01-31", "~", "null", "1e3", "0x1F", "true", ".5", "",
    ]


def test_places() -> None:
    """A value stands where it begins; the text of a `|` block on the line below."""
    node, _ = source.parse(BLOCKS.encode(), "x")
    assert isinstance(node, Mapping)
    ((_, cover), (key, _)) = node.entries
    assert isinstance(cover, Mapping)
    assert [(str(value.span), getattr(value, "body", 0)) for _, value in cover.entries] == [
        ("x:2:10", 2), ("x:3:9", 3), ("x:4:9", 5),
    ]
    assert str(key.span) == "x:9:1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: x\n  y\n", 2), ("a:\n  x\n  y\n", 3), ('a: "x\n  y"\n', 2), ("a: >\n  x\n  y\nb: 1\n", 2), ("- x\n - y\n", 2),
        ("a: x\n\n# y\nb: 1\n", 0), ("a: |\n  x\n  y\n", 0), ("a: >\n  x\nb: 1\n", 0), ("a: |-\n  x\n", 0), ("a:\n  x\n", 0),
    ],
)
def test_lines_that_yaml_would_join(text: str, line: int) -> None:
    """A text of several lines outside `|` says from which line on YAML has joined it."""
    node, _ = source.parse(text.encode(), "x")
    first = node.entries[0][1] if isinstance(node, Mapping) else node.items[0] if isinstance(node, Sequence) else node
    assert isinstance(first, Scalar)
    assert first.folded == line


def test_too_many_values() -> None:
    """A file within the limit of bytes but of a million values is given up early."""
    for data in (b"- a\n" * 1_900_000, b"".join(b"k%d: 1\n" % n for n in range(600_000)), b"a: 1\n" * 1_000_000):
        assert told(data)[-1].endswith(" file-too-large")


# -- files ------------------------------------------------------------------------------------------------------------


def _sparse(size: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, size) if path.write_bytes(b"a: b\n") else None


def _link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


FILES: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("of-2-gb", _sparse(2_000_000_000), "file-too-large"),
    ("of-50-mb", _sparse(50_000_000), "file-too-large"),
    ("folder", lambda path: path.mkdir(), "unreadable-file"),
    ("fifo", lambda path: os.mkfifo(path), "unreadable-file"),
    ("link-to-nothing", _link("nowhere.yaml"), "unreadable-file"),
    ("link-to-itself", _link("x.yaml"), "unreadable-file"),
    ("device", _link("/dev/zero"), "unreadable-file"),
)


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_files_that_are_not_read(make: Callable[[Path], None], code: str, tmp_path: Path) -> None:
    """A file that is no text, or far too long for one, is refused in no time and with no memory."""
    make(tmp_path / "x.yaml")
    tracemalloc.start()
    begun = time.process_time()
    node, problems = source.read(tmp_path / "x.yaml", "x.yaml")
    seconds, memory = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (node, [p.code for p in problems]) == (None, [code])
    well_said(problems[0])
    assert seconds < 1
    assert memory < 1_000_000


@pytest.mark.parametrize("name", ["deep", "alias-bomb", "long-text-not-closed"])
def test_hostile_text_costs_little(name: str, tmp_path: Path) -> None:
    """In a process of its own: less than a second of the processor, and no more memory than 200 MB with all that Python needs itself."""
    (tmp_path / "x.yaml").write_bytes(next(data for case, data, _ in BYTES if case == name))
    code = (
        "import resource, sys, time; from pathlib import Path; from site_gen import source\n"
        "resource.setrlimit(resource.RLIMIT_AS, (200_000_000, 200_000_000))\n"
        "begun = time.process_time(); node, problems = source.read(Path(sys.argv[1]), 'x')\n"
        "assert node is None and len(problems) == 1, problems\n"
        "assert time.process_time() - begun < 1"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "x.yaml")]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# -- anything at all ----------------------------------------------------------------------------------------------------

SAMPLES = tuple(file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests/bad").glob("*.yaml"))[::9])
WHOLE = (ROOT / "tests/example/mihon/kiso/hyoka.yaml").read_text(encoding="utf-8")
PIECES = (
    "\t", "　", "：", ":", "- ", "-", "[", "]", "{", "}", "'", '"', "|\n", ">", "&a ", "*a", "!", "#", "%", "@", "\\", "\n", "\n\n",
    "? ", ", ", "---\n", "...\n", "<<: ", "\r", "\x00", "\ufeff", "不明", "なし", "要約: ", "記載: ", "番号: ", "id: ", "9" * 5000, "①",
    "令和", "元年", "日", "～", "[ ]", "<b>", "](", "~", "null", "\u2028", "½", "፩", "²",
)  # fmt: skip


def _told_about(data: bytes) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": data})
        if b"\xe8\xa9\x95\xe4\xbe\xa1\xe6\x9b\xb8:" not in data:
            write(Path(folder), {"m/a/hyoka.yaml": RECORD.format(form="全項目評価書")})
        return content.read(Path(folder), "c").problems


quick = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck), database=None)


@quick
@given(st.binary(max_size=300))
@example(b"")
def test_any_bytes(data: bytes) -> None:
    """Whatever a file holds, there is a place for each problem and never an exception."""
    for problem in _told_about(data):
        assert problem.span.path.startswith("c/")
        assert problem.message


@quick
@given(
    st.sampled_from((*SAMPLES, WHOLE)),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 30), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
def test_any_damage(text: str, damages: list[tuple[int, int, str]]) -> None:
    """A file of which pieces are cut out and others put in is told about, and never an exception."""
    for at, length, piece in damages:
        at %= len(text) + 1
        text = text[:at] + piece + text[at + length :]
    for problem in _told_about(text.encode()):
        assert problem.span.path.startswith("c/")
        assert problem.span.line <= text.count("\n") + text.count("\r") + 1
        assert (problem.span.line > 0) == (problem.span.column > 0)
        assert problem.message
        assert "\n" not in problem.message
