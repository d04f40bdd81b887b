"""Every file of tests/bad/ holds a mistake and is marked on the line where it must be told.

The first line says what the file is: `# base: kiso` (or juten, zenkomoku) stands for a file of an assessment on that
form, `# base: municipality`, `# base: site`, `# base: glossary` and `# base: laws` for those files; the test supplies the
rest of a content folder around it, and a 評価書 that makes it a 抄録 where the file has none. A mark is `# ! code` (or
several codes) at the end of the line; `@:7` after it is the column. Where no comment can stand, in a `|` text or in a
broken file, the mark is a line of its own with `@LINE:COLUMN` or `@LINE`; line 0 is the file as a whole. A file of the
same name in tests/bad/earlier/ is the earlier text of the assessment, one in tests/bad/municipality/ the
municipality.yaml, one in tests/bad/laws/ the laws.yaml of the site. A line `# today: 2026-04-01` is the day on which the
file is checked; without it no day is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from site_gen import checking, content, dates
from site_gen.problem import Problem
from tests.conftest import ROOT

BAD = ROOT / "tests/bad"
FILES = sorted(BAD.glob("*.yaml"))
FORMS = {"kiso": "基礎項目評価書", "juten": "重点項目評価書", "zenkomoku": "全項目評価書"}
PLACES = {"site": "site.yaml", "municipality": "m/municipality.yaml", "glossary": "glossary.yaml", "laws": "laws.yaml"} | dict.fromkeys(
    FORMS, "m/a/x.yaml")

SITE = "サイト名: 見本\n発行者: 見本市\n"
MUNICIPALITY = "名称: 見本市\n読み: みほんし\n都道府県: 見本県\n全国地方公共団体コード: '992011'\n架空: ○\n"
RECORD = "評価書:\n  様式: {form}\n  版: 令和6年10月\n  収録: 抄録\n  出典:\n    名称: 見本\n"

BASE = re.compile(r"# base: ([a-z]+)")
TODAY = re.compile(r"^# today: (\S+)$", re.MULTILINE)
MARK = re.compile(r"# ! ((?:[a-z0-9-]+ ?)+?)(?: ?@([0-9]*)(?::([0-9]+))?)?$")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")

# Tests of what no YAML file can show: bytes, folders, names of files. They name the codes they expect.
OTHER_TESTS = (
    "test_source.py", "test_content.py", "test_import.py", "test_cli.py", "test_versions.py", "test_search_index.py",
    "test_build.py", "test_guard.py", "test_theme.py", "test_own.py",
    "test_preview.py", "test_preview_browser.py", "test_verify.py", "test_build_atomic.py",
    "test_publish.py", "test_publish_servers.py", "test_publish_faults.py",
    "test_incremental.py", "test_cluster.py", "test_search_reuse.py", "test_crew.py",
)


def folder_of(file: Path, folder: Path) -> str:
    """A content folder around `file` in `folder`; where in it `file` stands."""
    text = file.read_text(encoding="utf-8")
    base = BASE.match(text)
    assert base, f"{file.name} does not say what it is"
    place = PLACES[base[1]]
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY})
    if base[1] in FORMS and not re.search("^評価書:", text, re.MULTILINE):
        write(folder, {"m/a/hyoka.yaml": RECORD.format(form=FORMS[base[1]])})
    write(folder, {place: text})
    table = BAD / "laws" / file.name
    if table.is_file():
        write(folder, {"laws.yaml": table.read_text(encoding="utf-8")})
    earlier = BAD / "earlier" / file.name
    if earlier.is_file():
        then = RECORD.format(form=FORMS[base[1]]) + earlier.read_text(encoding="utf-8")
        write(folder, {"m/a/versions/2024-01-31/x.yaml": then})
    settings = BAD / "municipality" / file.name
    if settings.is_file():
        write(folder, {"m/municipality.yaml": MUNICIPALITY + settings.read_text(encoding="utf-8")})
    return place


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Writes `files`, path in `folder` to what they hold."""
    for name, held in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held.encode() if isinstance(held, str) else held)


def marks(file: Path) -> Iterator[tuple[int, int, str]]:
    """Line, column (0: not said) and code of each mark."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        found = MARK.search(line)
        if found:
            for code in found[1].split():
                yield int(found[2] or number), int(found[3] or 0), code


def problems_of(file: Path, folder: Path) -> tuple[str, tuple[Problem, ...]]:
    """Where the file stands, and what is told about the folder around it."""
    place = folder_of(file, folder)
    day = TODAY.search(file.read_text(encoding="utf-8"))
    result = checking.checked(folder, cast(dates.Moment, dates.moment(day[1])), "c") if day else content.read(folder, "c")
    return place, result.problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_told_where_it_is_marked_and_nowhere_else(file: Path, tmp_path: Path) -> None:
    """The problems of a bad file are those that it is marked with: place and code, none more and none less."""
    place, problems = problems_of(file, tmp_path)
    expected = sorted(marks(file))
    assert expected, "no mark"
    columns = [bool(column) for _, column, _ in expected]
    told = sorted((p.span.line, p.span.column, p.code) for p in problems)
    if len(told) == len(expected):
        told = [(line, column if wanted else 0, code) for (line, column, code), wanted in zip(told, columns, strict=True)]
    assert told == expected, [f"{p.span} {p.code} {p.message}" for p in problems]
    assert {p.span.path for p in problems} == {f"c/{place}"}


def well_said(problem: Problem) -> None:
    """Fails unless the problem is told in Japanese, in one line, with the cure, and without traces of the program."""
    for text in (problem.message, problem.hint):
        assert JAPANESE.search(text), problem
        assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|[A-Za-z]+Error|\\u|\\x|object at|\[[fn]\]", text), problem
        assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", text), problem
        assert "「」" not in text
    assert "\n" not in problem.message
    assert len(problem.message) < 200


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_told_in_japanese_with_the_cure(file: Path, tmp_path: Path) -> None:
    """A problem is a short Japanese sentence without traces of the program, and a second one says what to do."""
    for problem in problems_of(file, tmp_path)[1]:
        well_said(problem)


def test_every_code_is_seen() -> None:
    """Whatever the program can tell is told in some test; with the marks held true above, nothing else is marked."""
    marked = {code for file in FILES for _, _, code in marks(file)}
    named = {word for name in OTHER_TESTS for text in _strings(ROOT / "tests" / name) for word in text.split()}
    codes = set(_codes())
    assert sorted(codes - marked - named) == []
    assert sorted(marked - codes) == []
    assert len(codes) > 60


def _codes() -> Iterator[str]:
    """The codes of all problems in the program, read from its calls of `error`, `warning` and `notice`."""
    for file in sorted((ROOT / "site_gen").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        told = [call.args[1] for call in calls if getattr(call.func, "id", "") in ("error", "warning", "notice") and call.args[1:]]
        told += [call.args[0] for call in calls if getattr(call.func, "id", "") == "Hit"]  # what the guard finds
        yield from (node.value for node in told if isinstance(node, ast.Constant) and isinstance(node.value, str))
        if any(not isinstance(node, ast.Constant) for node in told):  # from a table or an argument: any such word
            yield from (word for word in _strings(file) if CODE.fullmatch(word) and not word.startswith("utf-"))


def _strings(file: Path) -> Iterator[str]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
