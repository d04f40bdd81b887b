"""Whatever happens to a build (killed at any instant, no room, no right, a second build), `output` is the whole old or new site."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from site_gen import build, content, lock, swap, unchanged
from site_gen.problem import Refusal
from site_gen.progress import Progress
from tests.conftest import ROOT, copy_boshi
from tests.killing import Killer
from tests.long import more

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills, mounts and permissions are Linux's here")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two content folders, a and b, which differ in one text."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("a", "b"):
        copy_boshi(folder / name)
    changed = folder / "b/mihon/municipality.yaml"
    text = changed.read_text(encoding="utf-8")
    assert text.count("見本市") > 0
    changed.write_text(text.replace("見本市", "新見本市"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def killer(sources: Path) -> Iterator[Killer]:
    started = Killer(sources)
    yield started
    started.close()


def digest(folder: Path) -> str:
    """One word for all names and bytes in a folder; another one where there is none."""
    if not folder.is_dir():
        return "nothing"
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def beside(output: Path) -> list[str]:
    """What lies in the folder of `output`, but for the record of the last build that the command leaves there."""
    return sorted(path.name for path in output.parent.iterdir() if path.name != unchanged.FOLDER)


@pytest.mark.parametrize("share", [1 / 5, *more(1)])
def test_killed_at_200_points(share: float, sources: Path, tmp_path: Path) -> None:
    """SIGKILL at a `share` of them: after a random time or before a random step, a third of them at the swap and after it, some with the search: what
    is there is the old or the new site byte for byte, and one calm build leaves nothing beside it."""
    with ThreadPoolExecutor(2) as pool:
        came = [new for run in pool.map(lambda seed: _killed(sources, tmp_path / str(seed), random.Random(seed), share), (1, 2)) for new in run]
    assert len(came) == 200 * share
    assert came.count(True) > 20 * share and came.count(False) > 60 * share  # killed after the swap and before it


def _killed(sources: Path, folder: Path, chance: random.Random, share: float) -> list[bool]:
    """Kill a hundred builds, or a `share` of them; of each, whether the new site was there. One that was ready before is not counted."""
    output = folder / "output"
    killer = Killer(sources)
    try:
        calm = {(name, searchable): killer.build(name, output, searchable=searchable) for name in "ab" for searchable in (True, False)}
        whole = {key: (killer.build(key[0], output, searchable=key[1]), digest(output))[1] for key in calm}
        assert len(set(whole.values())) == 4
        steps, swapped = calm["b", False].steps, calm["b", False].swap
        kinds = ["time"] * 54 + ["time of the search"] * 8 + ["step"] * 8 + ["swap"] * 20 + ["after the swap"] * 10
        chance.shuffle(kinds)
        kinds = kinds[: round(100 * share)]
        now, came, tries = whole["b", False], list[bool](), 0
        for kind in kinds:
            while True:
                tries += 1
                variant, searchable = "a" if now in (whole["b", True], whole["b", False]) else "b", kind == "time of the search"
                outcome = killer.build(
                    variant, output, searchable=searchable,
                    seconds=chance.uniform(0, calm[variant, searchable].seconds) if kind.startswith("time") else None,
                    step={"step": chance.randint(1, steps), "swap": chance.randint(1, 12),
                          "after the swap": chance.randint(1, steps - swapped)}.get(kind),
                    from_swap=kind.endswith("swap"),
                )
                before, now = now, digest(output)
                assert now in (before, whole[variant, searchable]), (kind, outcome, tries)
                assert outcome.killed or now == whole[variant, searchable]
                assert tries < 400
                if outcome.killed:
                    break
            came.append(now != before)
        time.sleep(2)  # an index that was being made without its build ends by itself
        killer.build("b", output)
        assert digest(output) == whole["b", False]
        assert beside(output) == ["output"]
        return came
    finally:
        killer.close()


def test_killed_where_names_cannot_be_exchanged(killer: Killer, tmp_path: Path) -> None:
    """With two renames the place is empty for a moment; whoever looks there next, a build or a reader, first finds the old site
    put back. Killed before every step from the swap on."""
    output = tmp_path / "output"
    killer.build("b", output)
    new = digest(output)
    killer.build("a", output, exchange=False)
    old = now = digest(output)
    states: list[str] = []
    for step in range(1, 13):
        variant = "a" if now == new else "b"
        outcome = killer.build(variant, output, step=step, from_swap=True, exchange=False)
        assert outcome.killed
        there = digest(output)
        states.append("nothing" if there == "nothing" else "old" if there == now else "new")
        if there == "nothing":
            assert build.refusal(output, tmp_path / "content") == ""
            build.recover(output)
            assert digest(output) == now
        now = digest(output)
        assert now in (old, new)
    assert "nothing" in states and "old" in states and "new" in states
    killer.build("b", output, exchange=False)
    assert digest(output) == new and beside(output) == ["output"]


def test_the_old_site_is_put_back_by_a_build_that_fails(killer: Killer, sources: Path, tmp_path: Path) -> None:
    """Killed between the two renames, then a build that cannot be made: the old site is there again."""
    output = tmp_path / "output"
    killer.build("a", output)
    old = digest(output)
    away = tmp_path / ".output.site-gen-old"
    output.rename(away)  # as two renames leave it
    assert swap.was_moved_away(output)
    site = content.read(sources / "b").site
    assert site is not None

    class Stop(Progress):
        def page(self, path: str) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        build.build(site, sources / "b", output, Stop())
    assert digest(output) == old and beside(output) == ["output"]


@pytest.fixture
def cli(sources: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `site-gen build` on the site b, with words before it, in a copy of the program if one is named."""

    def run(output: Path, *before: str, program: Path = ROOT, options: tuple[str, ...] = ("--no-search",)) -> subprocess.CompletedProcess[str]:
        command = [*before, sys.executable, "-B", "-m", "site_gen", "build", str(sources / "b"), "-o", str(output), *options]
        return subprocess.run(command, cwd=program, capture_output=True, text=True, encoding="utf-8")

    return run


def test_two_builds_at_once(sources: Path, tmp_path: Path, cli: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """The second one says who is building since when, changes nothing, and the first one's site is whole."""
    output = tmp_path / "output"
    said: list[subprocess.CompletedProcess[str]] = []
    site = content.read(sources / "a").site
    assert site is not None
    build.build(site, sources / "a", output, searchable=False)
    old = digest(output)

    class Second(Progress):
        def page(self, path: str) -> None:
            if path == "mihon":
                said.append(cli(output))

    build.build(site, sources / "a", output, Second(), searchable=False)
    assert digest(output) == old
    (second,) = said
    assert second.returncode == 1
    assert "build-running" in second.stderr and f"プロセス {os.getpid()}、20" in second.stderr
    assert "Traceback" not in second.stderr and beside(output) == ["output"]
    assert cli(output).returncode == 0  # the lock is free again
    with lock.held(output), pytest.raises(Refusal), lock.held(output):
        pass
    assert beside(output) == ["output"]


def test_builds_in_a_race(tmp_path: Path, killer: Killer, cli: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Four builds started together: at least one makes the site, each other one says that it did not."""
    output = tmp_path / "output"
    killer.build("b", output)
    new = digest(output)
    killer.build("a", output)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: cli(output), range(4)))
    assert any(one.returncode == 0 for one in done)
    assert all(one.returncode == 0 or "[build-running]" in one.stderr for one in done)
    assert digest(output) == new and beside(output) == ["output"]


@pytest.mark.parametrize(
    ("number", "options"),
    [(signal.SIGTERM, ()), (signal.SIGTERM, ("--no-search",)), (signal.SIGINT, ()), (signal.SIGHUP, ("--no-search",))],
    ids=["SIGTERM in the search", "SIGTERM in the pages", "SIGINT in the search", "SIGHUP in the pages"],
)
def test_an_order_to_end(number: signal.Signals, options: tuple[str, ...], sources: Path, tmp_path: Path) -> None:
    """SIGTERM, Ctrl-C, a closed terminal: the old site stays, nothing is left beside it."""
    output = tmp_path / "output"
    site = content.read(sources / "a").site
    assert site is not None
    build.build(site, sources / "a", output, searchable=False)
    old = digest(output)
    command = [sys.executable, "-B", "-m", "site_gen", "build", str(sources / "b"), "-o", str(output), *options]
    awaited = ".output.site-gen-new-*/*/index.html" if options else ".output.site-gen-new-*/site-gen-search-*/*"
    for _ in range(5):
        # With the orders heard, as at a terminal: whoever runs the tests in the background may have them ignored.
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
                                   preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
        while running.poll() is None and not any(tmp_path.glob(awaited)):
            time.sleep(0.002)
        running.send_signal(number)
        said, _ = running.communicate(timeout=60)
        if running.returncode != 0:
            break
        build.build(site, sources / "a", output, searchable=False)  # on a busy machine the order came when all was done
    assert running.returncode != 0, said
    assert "Traceback" not in said
    assert digest(output) == old
    assert beside(output) == ["output"]


def test_ctrl_c_while_the_old_site_is_removed(sources: Path, tmp_path: Path, killer: Killer) -> None:
    """The new one is there, and nothing is left beside it."""
    output = tmp_path / "output"
    killer.build("b", output)
    new = digest(output)
    killer.build("a", output)
    code = (
        "import signal, sys; from site_gen.cli import main; seen = []\n"
        "def hook(event, given):\n"
        "    if event == 'shutil.rmtree' and not seen: seen.append(given[0]); signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.addaudithook(hook); main()"
    )
    command = [sys.executable, "-B", "-c", code, "build", str(sources / "b"), "-o", str(output), "--no-search", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1 and done.stderr == "\n中止しました。\n", done.stderr
    assert digest(output) == new and beside(output) == ["output"]


def test_once_is_enough() -> None:
    """Who was told to end is told again, in whatever way, while it tidies up: it tidies up."""
    code = (
        "import signal; from site_gen.cli import endable\n"
        "with endable():\n"
        "    try: signal.raise_signal(signal.SIGTERM)\n"
        "    finally: [signal.raise_signal(one) for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)]; print('tidy')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGTERM, "tidy\n", "")


def test_a_full_disk(sources: Path, tmp_path: Path, cli: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """On a disk of 4 MB with less and less room: one sentence, the old site stays, nothing is left."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here: that takes root, and the right to mount")
    try:
        output = place / "output"
        assert cli(output).returncode == 0
        old = digest(output)
        for room, options in ((0, ("--no-search",)), (4_096, ("--no-search",)), (400_000, ("--no-search",)), (800_000, ())):
            free = os.statvfs(place)
            (place / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - room))
            done = cli(output, options=("--no-cache", *options))
            assert done.returncode == 1, (room, done.stderr)
            assert len(re.findall(r"エラー .* \[(?:cannot-write|search-index)\]", done.stderr)) == 1, done.stderr
            assert "Traceback" not in done.stderr
            assert "空き容量" in done.stderr or "No space left" in done.stderr, done.stderr
            assert digest(output) == old and beside(output) == ["filler", "output"]
            (place / "filler").unlink()
        assert cli(output).returncode == 0
        first = place / "other/folders/output"
        free = os.statvfs(place)
        (place / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 100_000))
        assert cli(first).returncode == 1
        assert beside(output) == ["filler", "output"]  # not even the folders above the first site
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_may_not_be_written(tmp_path: Path, killer: Killer, cli: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """The folder of `output` is read-only, for root too as it gives up its right to write everywhere."""
    with tempfile.TemporaryDirectory(prefix="site-gen-test-", dir=tmp_path) as name:
        output = Path(name) / "output"
        killer.build("a", output)
        old = digest(output)
        output.parent.chmod(0o555)
        done = cli(output, *_without_rights())
        output.parent.chmod(0o755)
        assert done.returncode == 1
        assert "[cannot-write] " not in done.stderr and "[cannot-write]" in done.stderr and "権限がない" in done.stderr
        assert "Traceback" not in done.stderr
        assert digest(output) == old and beside(output) == ["output"]


def _without_rights() -> tuple[str, ...]:
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv (Debian's package util-linux) to make it less")
    return ("setpriv", "--bounding-set", "-all")


def _no_rights(template: Path) -> None:
    template.chmod(0)


def _in_a_folder_instead(template: Path) -> None:
    template.unlink()
    template.mkdir()


BROKEN: dict[str, tuple[str, Callable[[Path], object]]] = {
    "unreadable": ("cannot-read", _no_rights),
    "a folder": ("template", _in_a_folder_instead),
    "gone": ("template", lambda file: file.unlink()),
    "not UTF-8": ("template", lambda file: file.write_bytes("{% extends 'page.html' %}様式".encode("cp932"))),
    "syntax": ("template", lambda file: file.write_text("{% if %}", encoding="utf-8")),
    "a sum of unlike things": ("template", lambda file: file.write_text('{{ 1 + "a" }}', encoding="utf-8")),
    "itself": ("template", lambda file: file.write_text("{% include 'part.html' %}", encoding="utf-8")),
    "a third party": ("third-party", lambda file: file.write_text(
        file.read_text(encoding="utf-8").replace("{% block content %}", '{% block content %}<img src="https://example.com/1.gif" alt="">'),
        encoding="utf-8")),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, whose templates can be broken."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("site_gen", "templates", "assets", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_template(
    case: str, program: Path, tmp_path: Path, killer: Killer, cli: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """One mistake with its code, no traceback; the old site stays."""
    output = tmp_path / "output"
    killer.build("a", output)
    old = digest(output)
    code, spoil = BROKEN[case]
    template = program / "templates/part.html"
    kept = template.read_text(encoding="utf-8")
    spoil(template)
    try:
        done = cli(output, *_without_rights(), program=program)
    finally:
        shutil.rmtree(template) if template.is_dir() else template.unlink(missing_ok=True)
        template.write_text(kept, encoding="utf-8")
    assert done.returncode == 1, done.stdout
    assert set(re.findall(r"^\S+ エラー .* \[([a-z-]+)\]$", done.stderr, re.M)) == {code}, done.stderr
    assert "Traceback" not in done.stderr
    assert digest(output) == old and beside(output) == ["output"]


def test_an_output_that_is_a_link(tmp_path: Path, killer: Killer) -> None:
    """A link to a folder stays one, and what it leads to is swapped."""
    real = tmp_path / "disk/site"
    killer.build("b", real)
    new = digest(real)
    killer.build("a", real)
    (tmp_path / "output").symlink_to(real)
    killer.build("b", tmp_path / "output")
    assert (tmp_path / "output").is_symlink() and digest(real) == new and beside(real) == ["site"]
