"""`make bundle`: the ZIP is whole, the same each time, names no machine, and installs where there is no network."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.tags import cpython_tags
from packaging.utils import parse_wheel_filename

from bundle import install, make
from tests.conftest import ROOT

pytestmark = pytest.mark.server

HERE = f"linux-{sys.version_info.major}.{sys.version_info.minor}"
WINDOWS = "windows-3.12"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ZIP for this machine and one with Windows, without extras."""
    if HERE not in make.TARGETS or platform.machine() != "x86_64":
        pytest.skip(f"the ZIP is not made for {HERE} on {platform.machine()}")
    to = tmp_path_factory.mktemp("bundle")
    command = [sys.executable, "-m", "bundle.make", "--to", str(to), "--no-extras", "--target", HERE, "--target", WINDOWS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (found,) = to.iterdir()
    assert hashlib.sha256(found.read_bytes()).hexdigest() in done.stdout
    return found


@pytest.fixture
def unpacked(made: Path, tmp_path: Path) -> Path:
    """Its folder, as somebody unpacked it."""
    with zipfile.ZipFile(made) as inside:
        inside.extractall(tmp_path)
    (found,) = tmp_path.iterdir()
    return found


@pytest.fixture(scope="module")
def offline() -> tuple[str, ...]:
    """What to put before a command so that it has no network; where this machine allows nobody that, the test is skipped."""
    reasons = []
    for before in (("unshare", "-n"), ("unshare", "-rn")):  # as root, as anybody
        try:
            done = subprocess.run([*before, "cat", "/proc/net/dev"], capture_output=True, text=True)
        except OSError as reason:
            pytest.skip(f"the network cannot be switched off for a test: {reason}")
        if not done.returncode:
            assert re.findall(r"^ *(\w+):", done.stdout, re.M) == ["lo"]
            return before
        reasons.append(done.stderr.strip())
    pytest.skip(f"the network cannot be switched off for a test: {'; '.join(reasons)}")


def run(*command: str | Path, folder: Path, before: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, which is its home too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_")) and name != "VIRTUAL_ENV"}
    return subprocess.run(
        [*before, *map(str, command)], cwd=folder, env={**kept, "HOME": str(folder), **more},
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )


def test_installs_and_builds_without_network(unpacked: Path, tmp_path: Path, offline: tuple[str, ...]) -> None:
    """One line installs it; it builds a site with its search; settings of pip that name a server are not asked."""
    work = tmp_path / "仕事 1"
    (work / "content/mihon").mkdir(parents=True)
    for name in ("site.yaml", "mihon/municipality.yaml"):
        shutil.copy(ROOT / "content" / name, work / "content" / name)
    shutil.copytree(ROOT / "content/mihon/boshi", work / "content/mihon/boshi")
    settings = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_REQUIRE_VIRTUALENV": "1"}
    done = run(sys.executable, unpacked / "install.py", folder=work, before=offline, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    command = unpacked / ".venv/bin/site-gen"
    assert str(command) in done.stdout
    done = run(command, "build", folder=work, before=offline)
    assert done.returncode == 0, done.stderr
    assert (work / "output/mihon/boshi/index.html").is_file()
    assert list((work / "output/search/index").rglob("*.pf_fragment"))
    inside = unpacked / f".venv/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/site_gen"
    assert (inside / "templates/page.html").is_file()
    assert {path.name for path in work.iterdir() if path.name != ".rustup"} == {"content", "output", ".site-gen-cache"}  # pip asks rustc who it is


def test_the_line_of_pip_finds_everything(unpacked: Path, offline: tuple[str, ...]) -> None:
    """Who does not want our script needs no more than pip and the folder of wheels."""
    done = run(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-index", "--find-links", unpacked / "wheels",
               "--dry-run", "--ignore-installed", "site-gen", folder=unpacked, before=offline)
    assert done.returncode == 0, done.stderr
    assert "Would install" in done.stdout


@pytest.mark.parametrize("name", [HERE, WINDOWS])
def test_the_list_of_each_machine(name: str, unpacked: Path) -> None:
    """Every line is a wheel that is there, has that hash, and that this machine accepts; versions are those of the lock."""
    target = make.TARGETS[name]
    version = (int(target.python[0]), int(target.python[2:]))
    tags = set(cpython_tags(version, platforms=target.system.platforms))
    accepted = {*tags, *(f"py{version[0]}-none-{platform}" for platform in (*target.system.platforms, "any")), "py2.py3-none-any"}
    wheels = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (unpacked / "wheels").iterdir()}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = (unpacked / f"requirements/{name}.txt").read_text(encoding="ascii").splitlines()
    for line in lines:
        pin, digest = line.split(" --hash=sha256:")
        package, found, _, said = parse_wheel_filename(wheels[digest].name)
        assert pin.split("==")[1] == str(found)
        assert any(tag in accepted or str(tag) in accepted for tag in said), wheels[digest].name
        if package != "site-gen":
            assert re.search(rf"^{re.escape(package)}=={re.escape(str(found))}\b(?s:.*?)sha256:{digest}", lock, re.M)
    assert {"site-gen", "pagefind-bin", "pyyaml", "rapidfuzz"} <= {line.split("==")[0].replace("_", "-") for line in lines}
    assert "hatchling" not in str(lines)


def test_names_no_machine(made: Path) -> None:
    """What we add to the wheels of others says neither where it was made nor where they came from."""
    said = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    said += " ".join(value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_")))
    hosts = {host for host in re.findall(r"://([^/\s'\"]+)", said)}
    texts: dict[str, bytes] = {}
    with zipfile.ZipFile(made) as inside:
        for name in inside.namelist():
            if not name.endswith(".whl"):
                texts[name] = inside.read(name)
            elif "/site_gen-" in name:
                with inside.open(name) as own, zipfile.ZipFile(own) as wheel:
                    texts |= {f"{name}/{one}": wheel.read(one) for one in wheel.namelist()}
    assert len(texts) > 100
    for needle in {*hosts, "pypi.org", str(ROOT), str(Path.home()) + "/", str(made.parent)} - {"//"}:
        assert [name for name, content in texts.items() if needle.encode() in content] == [], needle
    assert not any("direct_url.json" in name for name in texts)


def test_same_bytes(made: Path, unpacked: Path, tmp_path: Path) -> None:
    """The same files make the same ZIP, whatever their times and order."""
    paths = sorted((path for path in unpacked.rglob("*") if path.is_file()), reverse=True)
    files = {path.relative_to(unpacked.parent).as_posix(): path.read_bytes() for path in paths}
    assert make.write(tmp_path / "again.zip", files).read_bytes() == made.read_bytes()
    with zipfile.ZipFile(made) as inside:
        assert {entry.date_time for entry in inside.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_damaged_part_is_not_installed(unpacked: Path) -> None:
    """A byte that changed on the way ends it with a sentence; what an earlier time left in the environment is gone, and of what
    else somebody has put there nothing."""
    left = unpacked / ".venv/lib/old"
    left.parent.mkdir(parents=True)
    for file in (left, unpacked / ".venv" / install.MARKER, unpacked / ".venv/memo.txt"):
        file.touch()
    wheel = next((unpacked / "wheels").glob("click-*.whl"))
    content = bytearray(wheel.read_bytes())
    content[len(content) // 2] ^= 1
    wheel.write_bytes(content)
    done = run(sys.executable, unpacked / "install.py", folder=unpacked)
    assert done.returncode == 1
    assert "壊れた" in done.stderr
    assert not (unpacked / ".venv/bin/site-gen").exists() and not left.exists() and (unpacked / ".venv/memo.txt").exists()


def test_refusals(unpacked: Path, tmp_path: Path) -> None:
    """A folder with other things in it stays; a Python without its parts is told which there are."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/memo.txt").write_text("ours", encoding="utf-8")
    done = run(sys.executable, unpacked / "install.py", tmp_path / "mine", folder=tmp_path)
    assert (done.returncode, [path.name for path in (tmp_path / "mine").iterdir()]) == (1, ["memo.txt"])
    (unpacked / f"requirements/{HERE}.txt").unlink()
    done = run(sys.executable, unpacked / "install.py", folder=tmp_path)
    assert done.returncode == 1
    assert WINDOWS in done.stderr and "Traceback" not in done.stderr
    assert not (unpacked / ".venv").exists()


def test_an_environment_of_others_stays(unpacked: Path, tmp_path: Path) -> None:
    """A project that is an environment itself, with manuscripts in it, was not made by us: nothing in it is touched."""
    project = tmp_path / "project"
    for name in ("pyvenv.cfg", "content/site.yaml", "bin/own", "lib/own"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("ours", encoding="utf-8")
    before = sorted(project.rglob("*"))
    done = run(sys.executable, unpacked / "install.py", project, folder=tmp_path)
    assert done.returncode == 1 and "ほかのもの" in done.stderr and "Traceback" not in done.stderr
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("name", ["file/inside", "a:b", "/proc/nowhere", "loop"])
def test_a_place_that_cannot_be(name: str, unpacked: Path, tmp_path: Path) -> None:
    """Below a file, with a sign that Python refuses, where nobody may write, a link to itself: a sentence."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    done = run(sys.executable, unpacked / "install.py", name, folder=tmp_path)
    assert done.returncode == 1 and "。" in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_the_installer_can_be_read(unpacked: Path) -> None:
    """By a Python that is too old, so that it can say so, and by the command line of Windows, whatever its code page."""
    ast.parse((unpacked / "install.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    command = (unpacked / "install.cmd").read_bytes()
    assert command.isascii() and command.count(b"\r\n") == command.count(b"\n")  # whatever the code page


def test_the_command_file_says_how_it_ended(unpacked: Path) -> None:
    """Read only, as nothing here runs it: the pause comes between the script's code and the end, which gives that code; python
    is taken wherever py cannot run, whatever it answers; no program of the folder it is started in is."""
    lines = (unpacked / "install.cmd").read_text(encoding="ascii").splitlines()
    script = lines.index('%python% "%~dp0install.py" %*')
    assert lines[script + 1 :] == ["set code=%errorlevel%", "pause", "exit /b %code%"]
    assert lines[script - 1] == 'py -c "import venv" >nul 2>nul || set python=python'
    assert "set NoDefaultCurrentDirectoryInExePath=1" in lines[:script]
