"""Runs `site-gen preview` as a person does, over a small copy of content/, for tests and the benchmark."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page

from tests.conftest import ROOT

SHARED = ("site.yaml", "aliases.yaml", "glossary.yaml", "laws.yaml")


@dataclass(frozen=True)
class Preview:
    """A preview that is running: its address, ending in a slash, its process, its content, what it has for temporary files."""

    address: str
    process: subprocess.Popen[str]
    content: Path
    temporary: Path

    def stop(self) -> tuple[int, str]:
        """Presses Ctrl+C; the exit code and what was still said."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, said


def small(folder: Path, *assessments: str) -> Path:
    """A content folder with these assessments of content/ (`mihon/boshi`) and what they need."""
    for name in SHARED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "content" / name, folder / name)
    for one in assessments:
        shutil.copytree(ROOT / "content" / one, folder / one)
        home = one.split("/")[0]
        shutil.copyfile(ROOT / "content" / home / "municipality.yaml", folder / home / "municipality.yaml")
    return folder


@contextmanager
def running(content: Path, *options: str, program: Path = ROOT) -> Iterator[Preview]:
    """`site-gen preview CONTENT` on a port of its own; it is ended afterwards. `program` is where site_gen/ lies."""
    temporary = content.parent / f"tmp-{time.monotonic_ns()}"
    temporary.mkdir()
    options = options if "--port" in options else (*options, "--port", "0")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "site_gen", "preview", str(content), *options],
        cwd=content.parent, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where the tests run in the background
        env={**os.environ, "PYTHONPATH": str(program), "TMPDIR": str(temporary)},
    )
    try:
        assert process.stdout
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
            line = process.stdout.readline()
            assert line, f"the preview ended: {said}"
            said += line
        yield Preview(found[0], process, content, temporary)
    finally:
        process.kill()
        process.communicate()


def asked(address: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of what is at `address`; redirects are not followed."""
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=30) as answer:
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.headers)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode("utf-8", "replace"), dict(answer.headers)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def holds(page: Page, expression: str) -> bool:
    """Whether an expression is true on the page; False while the page is being loaded. Unlike playwright's own waiting, this
    evaluates nothing in the page, which its policy forbids."""
    try:
        return bool(page.evaluate(expression))
    except Error:
        return False


CONNECTED = "window.LiveReload?.connector?.protocol >= 7"  # the page hears of edits
