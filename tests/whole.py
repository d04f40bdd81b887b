"""content/ for all tests that only read it: read once a process, built once a run, however many workers a run has."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from site_gen import content
from site_gen.model import Site

CONTENT = Path(__file__).resolve().parent.parent / "content"


@cache
def whole() -> content.Result:
    """What content/ is read as."""
    return content.read(CONTENT)


def whole_site() -> Site:
    """The site of content/."""
    found = whole().site
    assert found is not None
    return found


def once(name: str, make: Callable[[Path], None], temporary: pytest.TempPathFactory) -> Path:
    """The folder that `make` was given and wrote, by the first of the workers of this run that asks for it by this name."""
    base = temporary.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    shared.mkdir(exist_ok=True)
    made = shared / "made"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed, also by a worker that dies
        if not made.exists():
            make(shared / "output")
            made.touch()
    return shared / "output"
