"""What a build tells of itself while it runs, and what it took."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from site_gen import build
from site_gen.cli.progress import Lines, Watched
from site_gen.crew import Crew
from site_gen.progress import Progress, Several
from site_gen.spent import Ledger, Work, total
from tests.conftest import ROOT, copy_boshi


class Heard(Progress):
    """Writes down everything."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, tuple[int, ...]]] = []
        self.sizes: list[int] = []
        self.pages: list[str] = []

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        self.stages.append((name, tuple(sizes)))

    def done(self, size: int) -> None:
        self.sizes.append(size)

    def page(self, path: str) -> None:
        self.pages.append(path)


class Quiet(Watched):
    """Says nothing by itself."""

    def _begin(self) -> None:
        pass


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return copy_boshi(tmp_path / "content")


def test_a_build_tells_everything_it_does(small: Path, tmp_path: Path) -> None:
    """Each page once, and of the stage that knows how much there is to do, every piece."""
    heard, too = Heard(), Heard()
    written = build.make(small, tmp_path / "output", build.Wanted(searchable=False), Several((heard, too)), read=lambda _: None)
    assert written and len(heard.pages) == len(set(heard.pages)) == written.pages
    names = [name for name, _ in heard.stages]
    awaited = ["読み込み", "評価書のページ", "評価書をまたぐページ", "検査", "入れ替え"]
    assert [name for name in names if name in awaited] == awaited
    assert "検索の索引" not in names
    known = [sizes for _, sizes in heard.stages if sizes]
    assert known == [tuple(heard.sizes)] and sum(heard.sizes) == sum(one.stat().st_size for one in (small / "mihon/boshi").rglob("*.yaml"))
    assert vars(heard) == vars(too)


def test_what_is_known_is_told() -> None:
    """How many of how many, how fast and how much longer where that is known; else how many pages and since when."""
    watched = Quiet()
    watched.stage("評価書のページ", (100, 300))
    assert watched.words() == "0/2 件"
    watched._since -= 60
    watched.page("a")
    watched.done(100)
    assert watched.words() == "1/2 件、1 ページ、残り約 3 分 0 秒"
    for number in range(599):
        watched.page(str(number))
    assert watched.words() == "1/2 件、600 ページ（毎秒 10 ページ）、残り約 3 分 0 秒"
    watched.stage("検索の索引")
    watched._since -= 7200
    assert watched.words() == "600 ページ、2 時間 0 分"


def test_a_log_gets_a_line_now_and_then(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what takes longer than that; nobody goes on writing afterwards."""
    threads = threading.active_count()
    with Lines(every=3600) as lines:
        build.make(small, tmp_path / "output", build.Wanted(searchable=False), lines, read=lambda _: None)
    assert capsys.readouterr().err == ""
    with Lines(every=0.001) as lines:
        lines.stage("評価書のページ", (10, 20))
        lines.done(10)
        while not (said := capsys.readouterr().err):
            time.sleep(0.001)
    assert said.splitlines()[0] == "評価書のページ：1/2 件"
    assert threading.active_count() == threads


def test_a_ledger_holds_what_each_stage_took() -> None:
    """Of stages that come again the sum, and what the workers take where they take it."""
    ledger = Ledger()
    before = os.times()
    ledger.stage("一")
    with Crew(2, ledger.worked) as crew:
        ledger.stage("二")
        assert list(crew.results(_busy, range(6))) == list(range(6))
        ledger.stage("一")
    rows = ledger.rows()
    after = os.times()
    one, two = rows
    assert (one.stage, two.stage) == ("一", "二")
    assert two.others >= 6 * 0.02 and two.of_others > 1_000_000 and two.memory > 1_000_000
    ended = after.children_user + after.children_system - before.children_user - before.children_system
    assert total(rows, "").others == pytest.approx(ended, abs=0.001)  # nothing twice, though all are counted again when they end
    assert total(rows, "合計").wall == pytest.approx(one.wall + two.wall)
    ledger.stage("三")
    ledger.worked(Work(1.5, 7))
    assert ledger.rows()[-1].others == 1.5


def _busy(number: int) -> int:
    end = time.thread_time() + 0.02
    while time.thread_time() < end:
        pass
    return number


def test_profile_is_a_table_beside_what_is_said(small: Path, tmp_path: Path) -> None:
    """Of a build, of one that has nothing to do, of one that fails; nothing of it without being asked."""
    def said(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "site_gen", "build", "content", "--no-search", "--quiet", *options]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", env=environment)

    first = said("--profile", "--format", "json")
    assert json.loads(first.stdout) == [] and first.returncode == 0
    assert [name for name, *_ in _rows(first.stderr)] == [
        "変わりの有無の確認", "プログラムの読み込み", "読み込み", "評価書のページ", "データ", "評価書をまたぐページ", "画像とスクリプト", "検査",
        "入れ替え", "片付け", "記録", "合計（メモリは最大）",
    ]
    assert all(len(row) == 6 for row in _rows(first.stderr))
    again = said("--profile")
    assert "変わりがありません" in again.stdout
    assert [name for name, *_ in _rows(again.stderr)] == ["変わりの有無の確認", "合計（メモリは最大）"]
    assert _rows(said().stderr) == []
    (small / "mihon/boshi/x.yaml").write_text("存在しない部: あ\n", encoding="utf-8")
    failed = said("--profile")
    assert failed.returncode == 1 and "評価書のページ" in [name for name, *_ in _rows(failed.stderr)]


def _rows(said: str) -> list[list[str]]:
    """The cells of the lines of the table."""
    return [line.split() for line in said.splitlines() if re.search(r"(?: +[\d,.]+| +-){5}$", line)]
