"""The locks in, one ZIP out: the program with everything it needs as wheels, for machines without a connection.

    python -m bundle.make [--to FOLDER] [--extra NAME]… [--no-extras] [--target windows-3.12]…

Packages are those of the locks, fetched by pip with their hashes. Which of them a machine needs is read from the wheels
themselves, so that a package that the locks lack is found here and not there. The same wheels make the same bytes.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (ROOT / "requirements.lock", ROOT / "tests/requirements.lock")  # the second holds the extras too
NAME = "site-gen"
EXTRAS = ("publish",)  # taken along when the program has them; `pdf`, which doubles the size, is asked for with --extra
PYTHONS = ("3.11", "3.12", "3.13")
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class System:
    """An operating system on x86-64: what pip calls its wheels, the oldest first, and what markers ask about it."""

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """A machine to install on."""

    system: System
    python: str

    def __str__(self) -> str:
        return f"{self.system.name}-{self.python}"

    def meets(self, requirement: Requirement, extras: Iterable[str] = ()) -> bool:
        """Whether the requirement is one on this machine, when these extras are wanted."""
        if requirement.marker is None:
            return True
        environment = {**self.system.markers, "python_version": self.python, "python_full_version": f"{self.python}.0"}
        return any(requirement.marker.evaluate(environment | {"extra": extra}) for extra in (*extras, ""))


def _markers(os_name: str, sys_platform: str, platform_system: str, machine: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython", "implementation_version": "", "os_name": os_name, "platform_machine": machine,
        "platform_release": "", "platform_system": platform_system, "platform_version": "", "python_full_version": "",
        "platform_python_implementation": "CPython", "python_version": "", "sys_platform": sys_platform,
    }


WINDOWS = System("windows", ("win_amd64",), _markers("nt", "win32", "Windows", "AMD64"))
LINUX = System(  # glibc 2.28, which Red Hat Enterprise Linux 8 and Debian 10 have
    "linux", ("manylinux1_x86_64", "manylinux2010_x86_64", "manylinux2014_x86_64",
              *(f"manylinux_2_{minor}_x86_64" for minor in (5, 12, 17, 24, 26, 27, 28))),
    _markers("posix", "linux", "Linux", "x86_64"),
)
TARGETS = {str(target): target for target in (Target(*pair) for pair in product((WINDOWS, LINUX), PYTHONS))}


class Incomplete(Exception):
    """A package is missing or cannot be had; the message says which."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that was fetched or built."""

    path: Path
    name: str
    version: str
    metadata: Message

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def main() -> None:
    """Make the ZIP and say where it is, how large, and its SHA-256."""
    options = argparse.ArgumentParser(description="つながっていないパソコンに入れるための ZIP を作ります。")
    options.add_argument("--to", type=Path, default=ROOT / "dist", help="ZIP を置くフォルダー（既定: dist）")
    options.add_argument("--extra", action="append", default=[], metavar="名前", choices=sorted(_extras()), help="加える機能（例: pdf）")
    options.add_argument("--no-extras", action="store_true", help="初めから加わる機能も入れず、小さくします。")
    options.add_argument("--target", action="append", choices=TARGETS, help="対象（既定: すべて）")
    given = options.parse_args()
    try:
        extras = {*given.extra, *(() if given.no_extras else _extras().intersection(EXTRAS))}
        made = bundle(given.to, [TARGETS[name] for name in given.target or TARGETS], sorted(extras))
    except Incomplete as reason:
        sys.exit(str(reason))
    print(f"{made.name}（{made.stat().st_size / 1_000_000:.1f} MB）を {made.parent} に作りました。")
    print(f"SHA-256: {hashlib.sha256(made.read_bytes()).hexdigest()}")


def _extras() -> set[str]:
    """The extras of the program, less what only its tests need."""
    return set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]) - {"test"}


def bundle(to: Path, targets: Sequence[Target], extras: Sequence[str] = ()) -> Path:
    """Write the ZIP for `targets` to the folder `to`, the program with `extras` of pyproject.toml; raises Incomplete."""
    with tempfile.TemporaryDirectory(prefix="site-gen-bundle-") as temporary:
        own = _own_wheel(Path(temporary) / "own")
        files: dict[str, bytes] = {}
        for target in targets:
            needed = complete(target, own, extras, _Store(Path(temporary) / str(target), target))
            files |= {f"wheels/{wheel.path.name}": wheel.path.read_bytes() for wheel in needed}
            files[f"requirements/{target}.txt"] = _requirements(needed)
        files |= _texts()
        name = f"{NAME}-{own.version}"
        to.mkdir(parents=True, exist_ok=True)
        return write(to / f"{name}-offline.zip", {f"{name}/{path}": content for path, content in files.items()})


def write(to: Path, files: Mapping[str, bytes]) -> Path:
    """A ZIP of `files` whose bytes depend on nothing else: sorted, without times, packed by nobody (wheels are packed)."""
    draft = to.with_name(f".{to.name}")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as into:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _TIME)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            into.writestr(entry, content)
    os.replace(draft, to)
    return to


def complete(target: Target, own: Wheel, extras: Sequence[str], store: "_Store") -> list[Wheel]:
    """Everything that has to be installed on `target` for the program with `extras`, by name; raises Incomplete."""
    found: dict[str, Wheel] = {canonicalize_name(NAME): own}
    waiting = [(own, tuple(extras))]
    while waiting:
        wheel, wanted = waiting.pop()
        for requirement in map(Requirement, wheel.metadata.get_all("Requires-Dist", [])):
            if not target.meets(requirement, wanted):
                continue
            name = canonicalize_name(requirement.name)
            known = name in found
            one = found[name] = found.get(name) or store.wheel(name)
            if not requirement.specifier.contains(one.version, prereleases=True):
                raise Incomplete(f"{one.name} {one.version} は {wheel.name} に合いません（{requirement}）。")
            if not known or requirement.extras:
                waiting.append((one, tuple(requirement.extras)))
    return [found[name] for name in sorted(found)]


class _Store:
    """The wheels of the locks for one target, fetched when first asked for: the first lock as a whole, others one by one."""

    def __init__(self, folder: Path, target: Target) -> None:
        self._folder, self._target = folder, target
        self._pins = {name: pin for lock in reversed(LOCKS) for name, pin in _pins(lock, target)}
        _download(folder, target, (pin for _, pin in _pins(LOCKS[0], target)))

    def wheel(self, name: str) -> Wheel:
        if name not in self._pins:
            raise Incomplete(f"{name} が requirements.lock にありません。「make lock」で作り直してください。")
        found = self._there(name)
        if found is None:
            _download(self._folder, self._target, (self._pins[name],))
            found = self._there(name)
        if found is None:
            raise Incomplete(f"{name} の {self._target} のための wheel がありません。")
        return found

    def _there(self, name: str) -> Wheel | None:
        return next((_wheel(path) for path in sorted(self._folder.glob("*.whl")) if parse_wheel_filename(path.name)[0] == name), None)


def _pins(lock: Path, target: Target) -> Iterator[tuple[str, str]]:
    """Name and `name==version --hash=…` of each package in a lock that is one on `target`."""
    for entry in re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.M).strip()):
        written, *hashes = re.split(r"\s*\\\n\s*", entry.strip())
        requirement = Requirement(written)
        if target.meets(requirement):
            yield canonicalize_name(requirement.name), " ".join((f"{requirement.name}{requirement.specifier}", *hashes))


def _download(folder: Path, target: Target, pins: Iterable[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(pins) + "\n", encoding="utf-8")
    _pip("download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp",
         "--python-version", target.python, *(part for name in target.system.platforms for part in ("--platform", name)),
         "--dest", str(folder), "-r", str(wanted))


def _own_wheel(folder: Path) -> Wheel:
    _pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return _wheel(next(folder.glob("*.whl")))


def _pip(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *command], cwd=ROOT,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )
    if done.returncode:
        raise Incomplete(f"pip {command[0]} が失敗しました。\n{done.stderr.strip()}")


def _wheel(path: Path) -> Wheel:
    name, version, _, _ = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as inside:
        metadata = next(one for one in inside.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one))
        return Wheel(path, name, str(version), message_from_bytes(inside.read(metadata)))


def _requirements(wheels: Iterable[Wheel]) -> bytes:
    return "".join(f"{one.name}=={one.version} --hash=sha256:{one.hash}\n" for one in wheels).encode("ascii")


def _texts() -> dict[str, bytes]:
    """What a person reads or runs."""
    here = Path(__file__).resolve().parent
    files = [here / name for name in ("README.txt", "install.cmd", "install.py")]
    files += [ROOT / "LICENSE", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs/ja").glob("*.md"))]
    found = {(path.relative_to(here) if path.is_relative_to(here) else path.relative_to(ROOT)).as_posix(): path.read_bytes()
             for path in files}
    for_windows = found["install.cmd"].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # whatever git made of its line ends
    return {**found, "install.cmd": for_windows}


if __name__ == "__main__":
    main()
