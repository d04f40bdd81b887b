"""The folder of an assessment in, its pages, pictures and data files out, in the folder of the new site; and what the site is told
of it: small values, from which everything across assessments is made.

It depends on the assessment, its municipality's and the site's settings, and nothing else, so that any worker can do it.
"""

import pickle
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from site_gen import data, own, search
from site_gen.citations import Laws
from site_gen.content import Assessed, Assessor
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages import IMAGES, Gist, assessment_pages, gist, source_of
from site_gen.render import Renderer


@dataclass(frozen=True, slots=True)
class Settings:
    """What all assessments of a site are read and made with: where the sources lie and what they are called in problems, whether
    drafts are taken, the site without assessments (None: it cannot be published, and nothing is made), the folder for what is made,
    whether it will be searched."""

    content: Path
    shown: str
    drafts: bool
    site: Site | None
    laws: Laws
    folder: Path
    searchable: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one assessment: its gist, how catalogues list it, its rows of the data files of all, the paths of its pages,
    what the search knows of them, how many pictures there are, how many bytes in all."""

    gist: Gist
    listed: data.Listed
    rows: data.Rows
    pages: tuple[str, ...]
    documents: tuple[search.Document, ...]
    images: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one folder: what was told (its assessment left out), and what was made where nothing is wrong with it."""

    assessed: Assessed
    made: Made | None


@dataclass(frozen=True, slots=True)
class Task:
    """The folder of an assessment, and its municipality without assessments (None: that cannot be read)."""

    folder: Path
    municipality: Municipality | None


class Maker:
    """Makes the assessments of one site, one after the other."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._assessor = Assessor(settings.content, settings.shown, settings.drafts, settings.laws)
        self._renderer = Renderer(own.templates(settings.content))

    def do(self, task: Task) -> Done:
        """Read and make one assessment. Raises OSError, and TemplateFault for a mistake in a template."""
        site, m = self.settings.site, task.municipality
        found = self._assessor.assessed(task.folder, m, site.aliases if site else ())
        wrong = any(problem.severity == "error" for problem in found.told.problems)
        told = Assessed(None, found.told, found.contractors)
        if site is None or m is None or found.assessment is None or wrong:
            return Done(told, None)
        return Done(told, self.make(site, m, found.assessment))

    def make(self, site: Site, m: Municipality, a: Assessment) -> Made:
        """Write everything that is of `a` alone. Raises as `do`."""
        size = images = 0
        files, rows = data.files_of_one(site, source_of(site, m, a))
        for file, content in files:
            size += put(self.settings.folder / file.path, content)
        paths: list[str] = []
        documents: list[search.Document] = []
        for page in assessment_pages(site, m, a):
            paths.append(page.path)
            documents += search.documents(page) if self.settings.searchable else ()
            size += put(self.settings.folder / page.path / "index.html", self._renderer.written(page))
        for text in (a, *a.versions):
            for name in _images(text):
                target = self.settings.folder / m.slug / text.slug / IMAGES / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.settings.content / m.slug / text.folder / name, target)
                size, images = size + target.stat().st_size, images + 1
        listed = data.listed(m, a, [file for file, _ in files])
        return Made(gist(site, m, a), listed, rows, tuple(paths), tuple(documents), images, size)


def put(target: Path, content: bytes) -> int:
    """Write `content` to `target`, whose folders are made; how many bytes it is. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return len(content)


def packed(settings: Settings) -> bytes:
    """`settings` as they go with every piece of work to a worker, who opens them once."""
    return pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)


def do(given: tuple[bytes, Sequence[Task]]) -> tuple[Done, ...]:
    """What comes of each task, made with the `packed` settings. Raises as `Maker.do`."""
    maker = _opened(given[0])
    return tuple(maker.do(task) for task in given[1])


@lru_cache(maxsize=1)
def _opened(settings: bytes) -> Maker:
    return Maker(pickle.loads(settings))


def _images(a: Assessment) -> tuple[str, ...]:
    return tuple(entry.text for entry in a.entries if entry.item.kind == "image" and entry.state == "given")
