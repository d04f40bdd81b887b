"""What pages were tested for, and what came of it: the results that `make a11y` wrote, packed with the program.

They are of the program's own example; a site made from other texts says so (pages/accessibility). `checklist` has what was
tested how, by people's judgement; `judged` what people hold of findings that are none.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["NAME", "Check", "Finding", "Imported", "Judged", "Results", "Tool", "from_json", "results"]

NAME = "accessibility-results.json"
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Tool:
    """What looked at the pages: its name and version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of look at every page: `id` names it, `title` says it to readers, `looks` are the circumstances (320 px)."""

    id: str
    title: str
    tool: str
    looks: tuple[str, ...]
    pages: int
    findings: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found on a page (its path inside the site): what the tool said."""

    check: str
    page: str
    look: str
    said: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How often what a judgement (by its id, in `judged`) is about was told, and of how many pages."""

    id: str
    pages: int
    times: int


@dataclass(frozen=True, slots=True)
class Imported:
    """A look at pages made from a published document by the import: its day, how many pages, how many findings."""

    day: str
    pages: int
    findings: int


@dataclass(frozen=True, slots=True)
class Results:
    """A run: its first and last day (2026-11-21) by the clock of the machine, how many pages there were, what was found,
    what of it is judged to be no barrier, and what the last look at imported pages gave, if there was one."""

    begun: str
    ended: str
    pages: int
    tools: tuple[Tool, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    judged: tuple[Judged, ...] = ()
    imported: Imported | None = None


@cache
def results() -> Results:
    """The results packed with this program. Raises OSError where they are lost."""
    return from_json(json.loads(results_file().read_text(encoding="utf-8")))


def results_file() -> Path:
    """Where they are: inside the installed package, or in docs/ of a checkout."""
    inside = _PACKAGE / NAME
    return inside if inside.is_file() else _PACKAGE.parents[1] / "docs" / NAME


def from_json(found: dict[str, Any]) -> Results:  # JSON is what it is
    """The results in the file's shape, which is that of the classes; KeyError or TypeError for another one."""
    return Results(
        found["begun"], found["ended"], found["pages"],
        tuple(Tool(**one) for one in found["tools"]),
        tuple(Check(**{**one, "looks": tuple(one["looks"])}) for one in found["checks"]),
        tuple(Finding(**one) for one in found["findings"]),
        tuple(Judged(**one) for one in found.get("judged", ())),
        Imported(**one) if (one := found.get("imported")) else None,
    )
