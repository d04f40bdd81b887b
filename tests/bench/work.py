"""The folder in which benchmarks work: what was generated and prepared for them, kept until what it was made of changes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import made, prepared, programs
from tests.bench.measure import Failed, Measured, run
from tests.conftest import ROOT


@dataclass
class Work:
    """A folder, the copy of the program that is measured, Hugo and Eleventy (None: not asked for, or not to be had), how often
    what is measured is done, and what is told of each step."""

    folder: Path
    times: int
    tell: Callable[[str], None]
    compared: bool = True
    program: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "tmp").mkdir(exist_ok=True)
        self.program = programs.copied(self.fresh("program"))
        self.environment = programs.environment(self.program, self.folder / "tmp")
        self.tools = self.folder / "tools" if self.compared else None
        self.hugo = programs.hugo(self.folder / "tools") if self.compared else None
        self.eleventy = programs.eleventy(self.folder / "tools") if self.compared else None

    def content(self, wanted: made.Size) -> Path:
        """A generated content folder."""
        key = _digest([Path(made.__file__), *_files(ROOT / "content/mihon")])
        folder = self.folder / f"content-{wanted.assessments}-{key}"
        if not folder.is_dir():
            self.tell(f"making {wanted.assessments} assessments")
            beside = self.fresh("making")
            beside.rmdir()
            made.make(beside, wanted)
            beside.rename(folder)
        return folder

    def prepared(self, wanted: made.Size) -> Path:
        """The same pages for Hugo and Eleventy, with their templates; made of a built site, so that a build goes before it."""
        sources = self.content(wanted)
        key = _digest([Path(prepared.__file__), *_files(ROOT / "site_gen"), *_files(programs.HERE / "hugo"), *_files(programs.HERE / "eleventy")])
        folder = self.folder / f"prepared-{sources.name.removeprefix('content-')}-{key}"
        if not folder.is_dir():
            self.tell(f"preparing {wanted.assessments} assessments for Hugo and Eleventy")
            beside = self.fresh("preparing")
            output = self.fresh("built") / "output"
            self.build(sources, output, "--no-search")
            prepared.prepare(sources, output, beside)
            programs.lay_out(beside)
            (beside / "built.json").write_text(json.dumps(sizes(output)), encoding="utf-8")
            beside.rename(folder)
            shutil.rmtree(output.parent)
        return folder

    def pages(self, wanted: made.Size) -> int:
        """How many pages our site of that size has, once it was prepared."""
        return int(json.loads((self.prepared(wanted) / "built.json").read_text(encoding="utf-8"))[0])

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def build(self, sources: Path, output: Path, *options: str) -> Measured:
        """`site-gen build` of ours, in the folder above `output`, where its cache is."""
        return run(programs.ours(self.program, "build", str(sources), "--output", str(output), "--quiet", *options), output.parent,
                   env=self.environment)

    def run_hugo(self, pages: Path, output: Path, most: int = 0) -> Measured:
        """`hugo build` of what was prepared; stopped when it takes more than `most` bytes."""
        assert self.hugo
        return run(hugo_command(self.hugo, "build", pages, "--destination", str(output), "--quiet"), output.parent, most=most)

    def run_eleventy(self, pages: Path, output: Path, most: int = 0) -> Measured:
        """`eleventy` of what was prepared, with as much memory as it wants."""
        assert self.eleventy
        environment = {**os.environ, "NODE_OPTIONS": f"--max-old-space-size={_memory() * 8 // 10 >> 20}"}
        return run([*self.eleventy, "--quiet", f"--output={output}"], pages, env=environment, most=most)


def hugo_command(binary: Path, command: str, pages: Path, *options: str) -> list[str]:
    """A command of Hugo for what was prepared in `pages`."""
    return [str(binary), command, "--source", str(pages), "--noBuildLock", *options]


def limit() -> int:
    """Bytes of memory beyond which a program is stopped before the machine is."""
    return _memory() * 85 // 100


def sizes(output: Path) -> tuple[int, int, int, int]:
    """Of a built site: pages, bytes of their HTML, files, bytes of all."""
    pages = html = files = whole = 0
    for folder, _, names in os.walk(output):
        for name in names:
            size = os.path.getsize(os.path.join(folder, name))
            files, whole = files + 1, whole + size
            if name.endswith(".html"):
                pages, html = pages + 1, html + size
    return pages, html, files, whole


def failed(one: Failed) -> str:
    """The last line of what a program said that failed."""
    return str(one).strip().splitlines()[-1][:200]


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _files(folder: Path) -> Iterable[Path]:
    return (one for one in sorted(folder.rglob("*")) if one.is_file() and "__pycache__" not in one.parts)


def _digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:8]
