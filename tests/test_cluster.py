"""A site made by a real dask scheduler and workers of this machine, which come and go; and what is said where that cannot be."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from site_gen import build, cluster, subjects
from site_gen.problem import Refusal
from tests.conftest import ROOT, copy_boshi

distributed = pytest.importorskip("distributed")

pytestmark = pytest.mark.server
_LIMIT = 120  # seconds for whatever is waited for


class Machines:
    """A scheduler and what works for it; all of it ends with the block."""

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self._folder, self._ending = folder, ending
        known = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", "--scheduler-file", str(known))
        _until(lambda: known.is_file() and known.read_text(encoding="utf-8").rstrip().endswith("}"))
        self._asked = ending.enter_context(distributed.Client(scheduler_file=str(known), timeout=_LIMIT, set_as_default=False))
        self.address = f"dask://{self._asked.scheduler.address.removeprefix('tcp://')}"

    def worker(self, name: str, threads: int = 1, program: Path = ROOT, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """A worker is there and can be asked for something."""
        started = self._start(
            "worker", self.address.replace("dask", "tcp"), "--name", name, "--nthreads", str(threads), "--no-nanny", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(self._folder), "--death-timeout", "60", program=program, before=before,
        )
        _until(lambda: name in self._names().values() or started.poll() is not None)
        assert started.poll() is None
        return started

    def busy(self, name: str) -> bool:
        """Whether a worker has something to do."""
        return any(tasks for worker, tasks in self._asked.processing().items() if self._names().get(worker) == name)

    def _names(self) -> dict[str, str]:
        workers = self._asked.scheduler_info(n_workers=-1)["workers"]
        return {address: one["name"] for address, one in workers.items()}

    def _start(self, *words: str, program: Path = ROOT, before: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        command = [*before, sys.executable, "-B", "-m", "dask", *words]
        log = self._ending.enter_context((self._folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb"))
        process = subprocess.Popen(command, cwd=program, env=os.environ | {"PYTHONPATH": str(program)}, stdout=log, stderr=log)
        self._ending.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    process.wait(_LIMIT)


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + _LIMIT
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    folder = tmp_path / "machines"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with ExitStack() as ending:
        yield Machines(folder, ending)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with `content/`, of one short assessment."""
    copy_boshi(tmp_path / "shared/content")
    return tmp_path / "shared"


def _build(folder: Path, address: str, *options: str, umask: int = -1) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "site_gen", "build", "content", "--quiet", "--executor", address, *options]
    return subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, encoding="utf-8", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
                            umask=umask)


@contextlib.contextmanager
def _building(folder: Path, address: str, *options: str, umask: int = -1) -> Iterator[subprocess.Popen[str]]:
    with _build(folder, address, *options, umask=umask) as process:
        try:
            yield process
        finally:
            process.kill()


def _said(folder: Path, address: str, *options: str, umask: int = -1) -> tuple[int, str]:
    with _building(folder, address, "--no-search", *options, umask=umask) as process:
        said, _ = process.communicate(timeout=_LIMIT)
        return process.returncode, said


def test_one_of_two_workers_is_killed_and_the_bytes_are_the_same(machines: Machines, tmp_path: Path, whole_output: Path) -> None:
    """What it had is done by the other one, which has several threads; an order to end leaves nothing, and the worker in peace."""
    machines.worker("stays", threads=2)
    goes = machines.worker("goes")
    output = tmp_path / "made/output"
    with _building(ROOT, machines.address, "--output", str(output), "--profile") as process:
        _until(lambda: process.poll() is not None or (_begun(output) and machines.busy("goes")))
        assert process.poll() is None
        goes.kill()
        said, _ = process.communicate(timeout=2 * _LIMIT)
    assert process.returncode == 0, said
    assert goes.wait(_LIMIT) == -signal.SIGKILL
    assert _files(output) == _files(whole_output)
    shutil.rmtree(output.parent)
    with _building(ROOT, machines.address, "--output", str(output), "--no-search") as process:
        _until(lambda: process.poll() is not None or (_begun(output) and machines.busy("stays")))
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=_LIMIT)
    assert process.returncode != 0 and "Traceback" not in said, said
    assert not output.parent.exists() and not machines.busy("stays")


def test_workers_make_pages_of_a_subject_in_pieces(machines: Machines, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where much is said of each: the bytes are those of a build that makes subjects at once, here."""
    for name in ("one", "other"):
        machines.worker(name)
    assert build.make(small / "content", small / "here", build.Wanted(searchable=False), read=lambda result: None)
    monkeypatch.setattr(subjects, "_WHOLE", 0)
    wanted = build.Wanted(searchable=False, cache=small / "record", hire=lambda jobs: cluster.Cluster(machines.address))
    assert build.make(small / "content", small / "there", wanted, read=lambda result: None)
    assert _files(small / "there") == _files(small / "here")
    with sqlite3.connect(small / "record") as record:
        assert record.execute("SELECT count(*) FROM unit WHERE name LIKE '/about statutes/% 1'").fetchone()[0] > 2


def test_nobody_is_left_to_do_it(machines: Machines, tmp_path: Path) -> None:
    """The only worker is killed in the middle: the build waits a while for another one, says so and leaves nothing."""
    only = machines.worker("only")
    output = tmp_path / "made/output"
    with _building(ROOT, machines.address, "--output", str(output), "--no-search") as process:
        _until(lambda: process.poll() is not None or (_begun(output) and machines.busy("only")))
        assert process.poll() is None
        only.kill()
        said, _ = process.communicate(timeout=2 * _LIMIT)
    assert process.returncode == 1 and "cluster-lost" in said and "Traceback" not in said, said
    assert not output.exists()


def test_who_cannot_do_it_is_told_in_a_sentence(machines: Machines, small: Path, tmp_path: Path) -> None:
    """Nobody there, a worker of another program, one that comes to none of the folders, one that may not write; nothing is left."""
    code, said = _said(small, machines.address)
    assert code == 1 and "cluster-empty" in said
    program = tmp_path / "program"
    for name in ("site_gen", "templates", "assets", "docs"):
        shutil.copytree(ROOT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (program / "templates/page.html").open("a", encoding="utf-8") as template:
        template.write("<!-- another -->")
    other = machines.worker("other", program=program)
    code, said = _said(small, machines.address)
    assert code == 1 and said.count(" エラー ") == 1 and "cluster-version" in said and "site-gen が、ここのものと違います" in said
    _end(other)
    machines.worker("good")
    assert _said(small, machines.address)[0] == 0
    (small / "content/mihon/boshi/x.yaml").write_text("存在しない部: あ\n", encoding="utf-8")
    code, said = _said(small, machines.address)
    assert code == 1 and "content/mihon/boshi/x.yaml:1:1: エラー" in said  # by the name that was typed here
    (small / "content/mihon/boshi/x.yaml").unlink()
    if os.geteuid() == 0 and shutil.which("setpriv"):
        machines.worker("without rights", before=("setpriv", "--bounding-set", "-all"))
        code, said = _said(small, machines.address, "--no-cache", umask=0o222)
        assert code == 1 and "cluster-folder" in said and "書けない" in said, said
    assert sorted(one.name for one in small.iterdir() if one.name != ".site-gen-cache") == ["content", "output"]


def test_nobody_answers(small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = _said(small, f"dask://127.0.0.1:{port}")  # which takes the call and keeps silent
        assert code == 1 and "cluster-silent" in said and "Traceback" not in said
    code, said = _said(small, f"dask://127.0.0.1:{port}")
    assert code == 1 and "cluster-silent" in said and "Traceback" not in said
    assert sorted(one.name for one in small.iterdir()) == ["content"]


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8786", "dask://", "dask://host", "dask://host:x", "tcp://host:1", "dask://host:1/x", "dask://a@b c:1:2"]
)
def test_an_address_that_is_none(address: str, small: Path) -> None:
    code, said = _said(small, address)
    assert code == 2 and "dask://192.0.2.1:8786" in said and "Traceback" not in said
    assert not (small / "output").exists()


def test_the_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match="distributed") as told, cluster.Cluster("dask://127.0.0.1:1"):
        pass
    (problem,) = told.value.problems
    assert problem.code == "cluster-missing" and ".[cluster]" in problem.hint


def _begun(output: Path) -> bool:
    """Whether pages of it are written."""
    return any(output.parent.glob(f".{output.name}.site-gen-new-*/*/*/index.html"))


def test_libraries_that_are_compared_are_ours() -> None:
    """Those of the program, and what jinja2 brings; less those that no page comes from."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    ours = {re.split(r"[^a-z0-9-]", one)[0] for one in named}
    assert set(cluster.LIBRARIES) == {*ours, "markupsafe"} - {"click", "livereload", "openpyxl", "pagefind", "rich"}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
