"""A build that would make and tell the same as the last one is not made again; one that might not is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import unchanged
from site_gen.cli import cli
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

TEXT = RECORD.format(form="基礎項目評価書") + "表紙:\n  評価書名: 見本に関する事務\n  公表日: 令和7年3月28日\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small content/, which is the current one, and the site of it in output/."""
    write(tmp_path / "content", {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": TEXT, "m/a/memo.txt": "覚え"})
    monkeypatch.chdir(tmp_path)
    assert "作りました" in run().output
    return tmp_path


def run(*options: str) -> Result:
    return CliRunner().invoke(cli, ["build", "--no-search", *options])


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of output/ with what it holds and when it was written."""
    files = (path for path in sorted((folder / "output").rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_the_same_is_not_made_again(folder: Path) -> None:
    """The problems are told as before, nothing is written, and the record is kept out of the sources' history."""
    earlier, first = state(folder), run("--no-cache")
    assert "memo.txt" in first.output and "ページ" in first.output and "を作りました" in first.output
    made = state(folder)
    again = run()
    assert again.exit_code == 0 and "変わりがありません" in again.output and "を作りました" not in again.output
    assert state(folder) == made != earlier
    told, before = ([line for line in one.output.splitlines() if "output" not in line] for one in (again, first))
    assert told == before
    assert (folder / unchanged.FOLDER / ".gitignore").read_text(encoding="utf-8").splitlines()[-1] == "*"


def test_of_json_too(folder: Path) -> None:
    first, again = run("--no-cache", "--format", "json"), run("--format", "json")
    assert json.loads(again.stdout) == json.loads(first.stdout) != []


def test_nothing_else_is_imported(folder: Path) -> None:
    """Which is why it is there at once."""
    names = "sorted(name for name in sys.modules if name.startswith('site_gen.'))"
    code = f"import sys; from site_gen.cli import main\ntry: main()\nexcept SystemExit: print({names})"
    done = subprocess.run([sys.executable, "-c", code, "build", "--no-search"], capture_output=True, text=True, encoding="utf-8", check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert "変わりがありません" in done.stdout
    known = ("brought", "cli", "cli.build", "cli.terminal", "marker", "orders", "problem", "progress", "report", "speech", "unchanged")
    assert done.stdout.splitlines()[-1] == str([f"site_gen.{name}" for name in known])


def _edit(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_text((folder / path).read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")


def _edit_unseen(folder: Path) -> None:
    """Another text of the same length, and written at the same time."""
    path = folder / "content/m/a/x.yaml"
    status = path.stat()
    path.write_text(TEXT.replace("3月28日", "3月27日"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a source": _edit("content/m/a/x.yaml"),
    "a source, unseen": _edit_unseen,
    "the settings": _edit("content/site.yaml"),
    "a source more": lambda folder: (folder / "content/m/a/memo-2.txt").write_text("覚え\n", encoding="utf-8"),
    "a source less": lambda folder: (folder / "content/m/a/memo.txt").unlink(),
    "a source of another name": lambda folder: (folder / "content/m/a").rename(folder / "content/m/b"),
    "a template of the city's": lambda folder: write(folder / "content", {"templates/site_foot.html": "<p>足</p>"}),
    "a page": _edit("output/index.html"),
    "a page less": lambda folder: (folder / "output/m/index.html").unlink(),
    "no output": lambda folder: (folder / "output").rename(folder / "elsewhere"),
    "no record": lambda folder: (folder / unchanged.FOLDER / "output.json").unlink(),
    "half a record": lambda folder: os.truncate(folder / unchanged.FOLDER / "output.json", 300),
    "a record of something else": lambda folder: (folder / unchanged.FOLDER / "output.json").write_text("[1, 2]", encoding="utf-8"),
    "a record with odd problems": lambda folder: _in_record(folder, "problems", [{"span": 3}]),
    "a record of another shape": lambda folder: _in_record(folder, "version", 0),
    "another program": lambda folder: _in_record(folder, "basis", {"program": "0"}),
}


def _in_record(folder: Path, key: str, value: object) -> None:
    record = folder / unchanged.FOLDER / "output.json"
    known = json.loads(record.read_text(encoding="utf-8"))
    known[key] = {**known[key], **value} if isinstance(value, dict) else value
    record.write_text(json.dumps(known), encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_may_differ_is_made(change: Callable[[Path], object], folder: Path) -> None:
    """And is what a build without a record makes."""
    assert "変わりがありません" in run().output
    change(folder)
    done = run()
    assert done.exit_code == 0 and "を作りました" in done.output, done.output
    made = {path: content for path, (content, _) in state(folder).items()}
    assert "を作りました" in run("--no-cache").output
    assert {path: content for path, (content, _) in state(folder).items()} == made
    assert "変わりがありません" in run().output


@pytest.mark.parametrize("name", [".DS_Store", "m/Thumbs.db"])
def test_what_systems_put_there_is_taken_out(name: str, folder: Path) -> None:
    """Whoever looks into output/ with the Finder or the Explorer leaves such files, which may not be published: the next build removes them,
    and makes nothing else again."""
    (folder / "output" / name).write_bytes(b"x")
    before = {path: one for path, one in state(folder).items() if path.endswith("html")}
    assert "を作りました" in run().output and not (folder / "output" / name).exists()
    assert {path: one for path, one in state(folder).items() if path.endswith("html")} == before
    assert "変わりがありません" in run().output


@pytest.mark.parametrize("name", [".DS_Store", "m/Thumbs.db", "m/a/._x.yaml", "m/a/desktop.ini"])
def test_what_systems_put_into_the_sources_is_none(name: str, folder: Path) -> None:
    """Nothing is made of it, and nothing told."""
    (folder / "content" / name).write_bytes(b"x")
    assert "変わりがありません" in run().output
    assert name not in run("--no-cache").output


@pytest.mark.parametrize("name", ["notes.txt", ".git/HEAD", "m/__pycache__/x.pyc", "a/b/c/d/e/f/g/h/i/j.txt"])
def test_what_somebody_put_there_is_seen(name: str, folder: Path) -> None:
    """Wherever it lies: it would go with the next build."""
    write(folder / "output", {name: "x"})
    done = run()
    assert done.exit_code == 1 and "output-holds-others" in done.output and name in done.output


@pytest.mark.parametrize("options", [["--strict"], ["--output", "other"]], ids=" ".join)
def test_other_options_are_another_build(options: list[str], folder: Path) -> None:
    (folder / "content/m/a/memo.txt").unlink()
    assert "を作りました" in run().output and "変わりがありません" in run().output
    assert "を作りました" in run(*options).output
    assert "変わりがありません" in run(*options).output


def test_an_empty_folder_is_told(folder: Path) -> None:
    """It holds no file, and is a mistake all the same."""
    (folder / "content/m/b").mkdir()
    assert "assessment-empty" in run().output


def test_what_is_edited_meanwhile_is_not_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken back later, the sources are those of before the build, the site is not."""
    text = (folder / "content/m/a/x.yaml").read_text(encoding="utf-8")
    basis = unchanged.basis

    def and_edited(content: Path, options: tuple[str, ...] = ()) -> unchanged.Basis:
        found = basis(content, options)
        (folder / "content/m/a/x.yaml").write_text(text + "\n# 直した\n", encoding="utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "basis", and_edited)
        assert "を作りました" in run("--no-cache").output
    (folder / "content/m/a/x.yaml").write_text(text, encoding="utf-8")
    assert "を作りました" in run().output


def test_a_site_that_another_build_replaced_is_not_taken_for_ones_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder was another one before there was a record of it."""
    remember = unchanged.remember

    def too_late(output: Path, then: unchanged.Basis, told: unchanged.Said) -> None:
        (output / "index.html").write_text("いまは別のサイト", encoding="utf-8")
        remember(output, then, told)

    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "remember", too_late)
        assert "を作りました" in run("--no-cache").output
    assert "を作りました" in run().output


def test_a_mistake_is_told_each_time(folder: Path) -> None:
    """What has errors makes nothing, so that there is nothing to remember; mended, the old site is still that of its sources."""
    text = (folder / "content/m/a/x.yaml").read_text(encoding="utf-8")
    before = state(folder)
    (folder / "content/m/a/x.yaml").write_text(text + "知らない部: あ\n", encoding="utf-8")
    for _ in range(2):
        wrong = run()
        assert wrong.exit_code == 1 and "unknown-key" in wrong.output
    assert state(folder) == before
    (folder / "content/m/a/x.yaml").write_text(text, encoding="utf-8")
    assert "変わりがありません" in run().output


def test_where_nothing_can_be_remembered(folder: Path) -> None:
    """A file where the record's folder would be: the site is made each time."""
    for path in (folder / unchanged.FOLDER).iterdir():
        path.unlink()
    (folder / unchanged.FOLDER).rmdir()
    (folder / unchanged.FOLDER).write_text("", encoding="utf-8")
    for _ in range(2):
        assert "を作りました" in run().output
