"""Finds what the tests need beyond pip (a browser, fonts, Java, Node, npm packages, a server) and installs what it can."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

TESTS = Path(__file__).resolve().parent
AXE = TESTS / "node_modules/axe-core/axe.min.js"
APACHE_MODULES = Path("/usr/lib/apache2/modules")
VNU = TESTS / "node_modules/vnu-jar/build/dist/vnu.jar"
ACE = TESTS / "node_modules/accessibility-checker-engine/ace.js"  # of IBM Equal Access
LIGHTHOUSE = TESTS / "node_modules/lighthouse/cli/index.js"


@dataclass(frozen=True, slots=True)
class Need:
    """Something on the machine: how to find it (its place or None), the Debian packages that bring it, the cure."""

    name: str
    find: Callable[[], str | None]
    packages: tuple[str, ...]
    cure: str


def find_chromium() -> str | None:
    """The browser to drive: what CHROME names, else the first Chromium or Chrome on the path."""
    names = (os.environ.get("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def find_driver() -> str | None:
    """The program with which playwright drives the browser: it comes from pip, but needs a library of the system."""
    package = importlib.util.find_spec("playwright")
    driver = shutil.which("node", path=Path(package.origin).parent / "driver") if package and package.origin else None
    return driver if driver and _outcome(driver, "--version")[0] == 0 else None


def find_japanese_font() -> str | None:
    """The family of a font that has Japanese, so that screenshots and widths are those of real text."""
    return next(iter(_outcome("fc-list", ":lang=ja", "family")[1].splitlines()), None)


def find_sshd() -> str | None:
    """OpenSSH's server, which lies where only root looks."""
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def find_java() -> str | None:
    """A Java that runs the Nu validator, which asks for 17."""
    version = re.search(r'version "(\d+)', _outcome("java", "-version")[1])
    return shutil.which("java") if version and int(version[1]) >= 17 else None


def find_nginx() -> str | None:
    """nginx, also where the folder of system programs is not on the path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def find_apache() -> str | None:
    """Apache with the modules that a Debian package brings."""
    found = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
    return found if found and APACHE_MODULES.is_dir() else None


def find_npm() -> str | None:
    """npm, with the Node it runs on."""
    return shutil.which("npm") if shutil.which("node") else None


def find_npm_packages() -> str | None:
    """tests/node_modules, if it holds what the lock names."""
    installed, lock = TESTS / "node_modules/.package-lock.json", TESTS / "package-lock.json"
    complete = installed.exists() and all(file.exists() for file in (AXE, VNU, ACE, LIGHTHOUSE))
    return "tests/node_modules" if complete and installed.stat().st_mtime >= lock.stat().st_mtime else None


CHROMIUM = Need(
    "Chromium",
    find_chromium,
    ("chromium",),
    "No Chromium was found: install Debian's package chromium, or name a browser in the variable CHROME.",
)
DRIVER = Need(
    "playwright's driver",
    find_driver,
    ("libatomic1",),
    "Playwright's driver does not start: install Debian's package libatomic1.",
)
FONT = Need(
    "a Japanese font",
    find_japanese_font,
    ("fontconfig", "fonts-noto-cjk"),
    "No Japanese font was found: install Debian's packages fontconfig and fonts-noto-cjk.",
)
JAVA = Need(
    "Java 17",
    find_java,
    ("default-jre-headless",),
    "No Java 17 or newer was found: install Debian's package default-jre-headless.",
)
NGINX = Need(
    "nginx",
    find_nginx,
    ("nginx-light",),
    "No nginx was found: install Debian's package nginx-light.",
)
APACHE = Need(
    "Apache",
    find_apache,
    ("apache2-bin",),
    "No Apache was found: install Debian's package apache2-bin.",
)
SSHD = Need(
    "OpenSSH's server",
    find_sshd,
    ("openssh-server",),
    "No sshd was found: install Debian's package openssh-server.",
)
NPM = Need(
    "npm",
    find_npm,
    ("nodejs", "npm"),
    "No npm was found: install Node.js with npm (Debian's packages nodejs and npm).",
)
NPM_PACKAGES = Need(
    "axe-core, vnu-jar, accessibility-checker-engine and lighthouse",
    find_npm_packages,
    (),
    "tests/node_modules is missing or old: run `npm ci --prefix tests --ignore-scripts`.",
)


def main() -> None:
    """Print one line a need: found, installed or missing; a missing one is for the tests that need it to report."""
    for need in (CHROMIUM, DRIVER, FONT, JAVA, NGINX, APACHE, SSHD, *(() if find_npm_packages() else (NPM,))):
        report(need, partial(_apt_install, need.packages))
    report(NPM_PACKAGES, _npm_ci)


def report(need: Need, install: Callable[[], None]) -> None:
    """Find one need, else install it, and print what came of it."""
    state, place = "found", need.find()
    if place is None:
        install()
        state, place = "installed", need.find()
    print(f"{state}: {need.name} ({place})" if place else f"missing: {need.cure}", flush=True)


def _apt_install(packages: tuple[str, ...]) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get_update()
        _apt_get("install", *packages)


@cache
def _apt_get_update() -> None:
    _apt_get("update")


def _apt_get(command: str, *packages: str) -> None:
    options = ("-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120")
    _run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, command, *packages)


def _npm_ci() -> None:
    if find_npm():
        _run("npm", "ci", "--prefix", str(TESTS), "--ignore-scripts", "--no-audit", "--no-fund")


def _run(*command: str) -> None:
    """Run a command quietly; of one that fails, show the end of what it said."""
    returncode, said = _outcome(*command)
    if returncode:
        print(f"failed: {' '.join(command)}", *said.splitlines()[-5:], sep="\n    ", flush=True)


def _outcome(*command: str) -> tuple[int, str]:
    if not shutil.which(command[0]):
        return 127, ""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, done.stdout


if __name__ == "__main__":
    main()
