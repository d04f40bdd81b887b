"""Does what the README tells a reader to do: the commands exist, build on a clean machine, and pass the linters."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.cli import cli

ROOT = Path(__file__).resolve().parent.parent
PARTS = """
    .ci .gitignore bundle CHANGELOG.md LICENSE Makefile README.md assets content docs pyproject.toml site_gen templates tests
""".split()
MADE = "output/ headers/ dist/ .venv/ tests/node_modules/ .pytest_cache/ .mypy_cache/ .ruff_cache/ .hypothesis/".split()
SH_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def test_parts_of_the_repository() -> None:
    """The top level holds the parts that the README and the architecture name."""
    assert [name for name in PARTS if not (ROOT / name).exists()] == []


def test_what_is_made_is_ignored() -> None:
    """Nothing that make or a tool makes is offered to git, and no part of the repository is hidden from it."""
    assert _run(["git", "check-ignore", *MADE, *PARTS], ROOT).stdout.split() == MADE


def test_ci_runs_make_test_and_nothing_else() -> None:
    """What CI does, a person does with one command."""
    script = ROOT / ".ci/run"
    assert script.read_text(encoding="utf-8").splitlines() == [
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "exec make test",
    ]
    assert os.access(script, os.X_OK)


def test_readme_opens_with_the_two_commands() -> None:
    """The first things a reader can type are `make site` and `make test`."""
    assert _make_lines()[:2] == ["make site", "make test"]


def test_readme_names_targets_that_exist() -> None:
    """Every `make` line of the README is a target of the Makefile."""
    for line in _make_lines():
        _run(["make", "-n", *shlex.split(line)[1:]], ROOT)


def test_readme_tells_windows_users() -> None:
    """Three lines do on Windows what `make site` does elsewhere."""
    lines = [line.strip() for line in _readme().splitlines()]
    for line in (r"py -m venv .venv", r".venv\Scripts\pip install .", r".venv\Scripts\site-gen build"):
        assert line in lines


def test_lock_files_name_no_place() -> None:
    """Locks hold names, versions and hashes; where packages come from is each machine's own setting."""
    for lock in ("requirements.lock", "tests/requirements.lock", "tests/package-lock.json", "tests/bench/package-lock.json",
                 "tests/bench/requirements-hugo.txt"):
        assert not re.search(r"://|resolved|index-url", (ROOT / lock).read_text(encoding="utf-8")), lock


@pytest.mark.parametrize("linter", [["ruff", "check", "."], ["mypy"]], ids=["ruff", "mypy"])
def test_lint(linter: list[str]) -> None:
    """The linters have nothing to say; `make lint` runs the same."""
    _run([sys.executable, "-m", *linter], ROOT)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The repository as git would hand it to someone else, with changes not yet committed, and built by make."""
    folder = tmp_path / "clone"
    folder.mkdir()
    listed = _run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).stdout
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    _run(["git", "init", "--quiet"], folder)
    _make_site(folder)
    return folder


@pytest.mark.server
def test_make_site_in_a_fresh_clone(clone: Path, tmp_path: Path) -> None:
    """One command gives a site; said again it installs nothing again, and what it made is ignored by git. Its wheel makes
    the same. (One test, as two workers would each make the clone.)"""
    assert (clone / "output/index.html").is_file()
    stamp = clone / ".venv/site.stamp"
    before = stamp.stat().st_mtime_ns
    assert ".venv" not in _make_site(clone)
    assert stamp.stat().st_mtime_ns == before
    assert not re.search(r"output|\.venv", _run(["git", "status", "--porcelain"], clone).stdout)
    _wheel_builds_the_same_site_elsewhere(clone, tmp_path)


@pytest.mark.server
def test_make_site_without_python_says_so(tmp_path: Path) -> None:
    """Without a Python that is new enough there is one sentence, and nothing is made."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path / name)
    done = subprocess.run(
        ["make", "site", "PYTHON=no-such-python"], cwd=tmp_path, env=_environment(), capture_output=True, text=True
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11 以上")
    assert not (tmp_path / ".venv").exists()


def _wheel_builds_the_same_site_elsewhere(clone: Path, tmp_path: Path) -> None:
    """The wheel, by itself in an empty environment, makes the same bytes of a content/ outside the repository."""
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)], clone)
    wheel = next(tmp_path.glob("*.whl"))
    _run([sys.executable, "-m", "venv", str(tmp_path / "venv")], tmp_path)
    pip = [str(tmp_path / "venv/bin/python"), "-m", "pip", "--disable-pip-version-check"]
    _run([*pip, "install", "--no-deps", "--require-hashes", "-r", str(clone / "requirements.lock")], tmp_path)
    _run([*pip, "install", "--no-index", str(wheel)], tmp_path)  # fails if the lock lacks a dependency of the wheel
    shutil.copytree(clone / "content", tmp_path / "content")
    _run([str(tmp_path / "venv/bin/site-gen"), "build"], tmp_path)
    assert (tmp_path / "output/index.html").is_file()
    assert _files(tmp_path / "output") == _files(clone / "output")


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _make_lines() -> list[str]:
    """The `make` commands in the README's blocks of shell commands, in order, without their comments."""
    lines = [line.split("#")[0].strip() for block in SH_BLOCK.findall(_readme()) for line in block.splitlines()]
    return [line for line in lines if line.startswith("make ")]


def _make_site(folder: Path) -> str:
    return _run(["make", "site", f"PYTHON={sys.executable}"], folder).stdout


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed; if it does not, what it said is the failure."""
    done = subprocess.run(
        command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)
    return done


def _environment() -> dict[str, str]:
    """This machine's, less what the make around the tests and its pytest arguments would hand to another make."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_commands_of_the_readme_exist() -> None:
    """Each `site-gen …` line of the README names a command and options that there are."""
    lines = re.findall(r"^\.venv/bin/site-gen (\w+)([^#\n]*)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {command for command, _ in lines} == set(cli.commands)
    for command, rest in lines:
        told = CliRunner().invoke(cli, [command, "--help"]).output
        assert all(option in told for option in re.findall(r"--[a-z-]+", rest)), command
