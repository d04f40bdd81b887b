"""The folder of a finished site in, what must not go out found in its files: before it is published, whoever changed it.

The sources were looked at before. What the form asks for, and what was allowed, stands in `public` and passes here too.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from site_gen import guard
from site_gen.guard.finding import Text
from site_gen.guard.plain import key, plain
from site_gen.problem import Problem, Span

_TEXTS = frozenset({".html", ".json", ".jsonld", ".csv", ".xml", ".txt", ".svg"})
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_WALL = "\r"  # stands for markup and ends of lines: no number goes on behind it
_TAG = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
_SAID = re.compile(r"(?:\s(?:alt|title|content|aria-label|placeholder|value)=|\shref=[\"']mailto:)[\"']?([^\"'<>]*)")


def problems(folder: Path, public: frozenset[str], earlier: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """What is found in the files of `folder`, by their names; paths in problems are relative to it.

    In the folders `earlier` (versions/ and compare/ of an assessment) stand texts that are published already, as they were.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in _TEXTS and path.is_file():
            found = in_text(path.read_text(encoding="utf-8-sig", errors="replace"), name, public)
            final = any(name.startswith(one) for one in earlier)
            yield from (one for one in found if not (final and one.code in guard.LATER))
        elif path.suffix.lower() in _IMAGES and path.is_file():
            yield from (one.problem for one in guard.image(path.read_bytes(), name) if one.value not in public)


def in_text(written: str, name: str, public: frozenset[str]) -> Iterator[Problem]:
    """What is found in one file of the name `name`; markup is none of its text, but what its attributes say is."""
    bare = _TAG.sub(_wall, written) if name.endswith((".html", ".xml", ".svg")) else written
    text = Text(bare, plain(bare.replace("\n", _WALL)))
    told: Counter[tuple[str, str]] = Counter()
    for hit in guard.hits(text):
        if key(hit.value) not in public:
            start = written.rfind("\n", 0, hit.start) + 1
            span = Span(name, written.count("\n", 0, hit.start) + 1, hit.start - start + 1)
            problem = guard.finding(hit, text, span).problem
            if not guard.is_told(problem, told):
                continue
            yield replace(problem, hint=f"{problem.hint}。原稿から作り直しても出るときは、templates と assets も確かめてください")


def _wall(tag: re.Match[str]) -> str:
    """As many characters as the tag has, with what its attributes say at its place."""
    found = tag.group()
    if found.startswith("<!--"):
        return found
    wall = _WALL * len(found)
    for said in _SAID.finditer(found):
        wall = wall[: said.start(1)] + said.group(1) + wall[said.end(1) :]
    return wall
