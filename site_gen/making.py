"""The folder of an assessment in, its pages, pictures and data files out, in the folder of the new site; and what the site is told
of it: small values, from which everything across assessments is made. What was told of one subject, or by the assessments of one
municipality, in; its pages out.

The first depends on the assessment, its municipality's and the site's settings, and nothing else, so that any worker can do it.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from site_gen import data, feeds, own, search
from site_gen.citations import Laws
from site_gen.content import Assessed, Assessor
from site_gen.kept import forget
from site_gen.manifest import share_kind
from site_gen.model import Assessment, Municipality, Site
from site_gen.packed import pack, unpack
from site_gen.pages import (
    IMAGES,
    Page,
    Piece,
    about,
    assessment_pages,
    feed_of_municipality,
    feed_of_one,
    gist,
    in_parts,
    joined,
    municipality_page,
    piece,
    source_of,
)
from site_gen.render import Renderer


@dataclass(frozen=True, slots=True)
class Settings:
    """What all assessments of a site are read and made with: where the sources lie and what they are called in problems, whether
    drafts are taken, the site without assessments (None: it cannot be published, and nothing is made), the folder for what is made, the
    one in which pages are prepared for the search (None: there is to be none)."""

    content: Path
    shown: str
    drafts: bool
    site: Site | None
    laws: Laws
    folder: Path
    prepared: Path | None


@dataclass(frozen=True, slots=True)
class Output:
    """What was written: the paths of pages, of all files (those of the pages among them), how many data files, pictures and feeds are
    among them, how many bytes in all."""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    data: int = 0
    images: int = 0
    feeds: int = 0
    bytes: int = 0


# What came of the folder of an assessment, packed, by kind: `told`, what was told; and where there is nothing wrong `output`, what was
# written, `listed`, how catalogues list it, `rows` of the data files of all, `found`, what of its pages can be found, the fields of its gist,
# and under `manifest.share_kind` what it says of each subject, in parts. Of a subject: `output`, `found`, and what is `brief` of it (of a
# piece of its pages: nothing). Of a municipality: `output` and `found`.
Made = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Task:
    """The folder of an assessment, and its municipality without assessments (None: that cannot be read)."""

    folder: Path
    municipality: Municipality | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject by its address, the municipality whose departments or systems it is (None: nobody's), what stands beside it, the piece of its
    pages that is wanted (None: all that is of it), and of each assessment that this is of, in the order of the site, the packed parts of
    its share that are needed."""

    address: str
    municipality: Municipality | None
    beside: tuple[str, str]
    piece: Piece | None
    shares: tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True, slots=True)
class City:
    """A municipality (its assessments left out), and packed values of its assessments by their kinds, in the order of the site: `card` and
    `changes`, of which its page and its feed are made, or `listed`, of which its catalogue is."""

    municipality: Municipality
    values: Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes pages to a folder, and for the search to another one (None: there is to be none); `tell` hears the path of each."""

    folder: Path
    prepared: Path | None
    renderer: Renderer
    tell: Callable[[str], None] = lambda path: None

    def pages(self, found: Iterable[Page]) -> tuple[Output, tuple[search.Prepared, ...]]:
        """What was written, and what of it can be found. Raises OSError, and TemplateFault for a mistake in a template."""
        paths: list[str] = []
        files: list[str] = []
        prepared: list[search.Prepared] = []
        size = 0
        for page in found:
            self.tell(page.path)
            paths.append(page.path)
            files.append(f"{page.path}/index.html" if page.path else "index.html")
            prepared += search.prepared(page, self.prepared) if self.prepared else ()
            size += put(self.folder / files[-1], self.renderer.written(page))
        return Output(tuple(paths), tuple(files), bytes=size), tuple(prepared)


class Maker:
    """Makes the assessments of one site, one after the other, and the pages of municipalities and of subjects."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._assessor = Assessor(settings.content, settings.shown, settings.drafts, settings.laws)
        self._writer = Writer(settings.folder, settings.prepared, Renderer(own.templates(settings.content)))

    def do(self, task: Task) -> Made:
        """Read and make one assessment. Raises OSError, and TemplateFault for a mistake in a template."""
        site, m = self.settings.site, task.municipality
        found = self._assessor.assessed(task.folder, m, site.aliases if site else ())
        told = {"told": pack(Assessed(None, found.told, found.contractors))}
        if site and m and found.assessment and not any(one.severity == "error" for one in found.told.problems):
            told |= self.make(site, m, found.assessment)
        forget()
        return told

    def make(self, site: Site, m: Municipality, a: Assessment) -> Made:
        """Write everything that is of `a` alone. Raises as `do`."""
        given, rows = data.files_of_one(site, source_of(site, m, a))
        files = {file.path: content for file, content in given}
        images = [(text, name) for text in (a, *a.versions) for name in _images(text)]
        for text, name in images:
            files[f"{m.slug}/{text.slug}/{IMAGES}/{name}"] = (self.settings.content / m.slug / text.folder / name).read_bytes()
        said = gist(site, m, a)
        fed = feeds.files(feed_of_one(m, said.changes), site.url, self._writer.renderer)
        output, found = self._writer.pages(assessment_pages(site, m, a))
        output = with_files(replace(output, data=len(given), images=len(images), feeds=len(fed)), self.settings.folder, files | fed)
        return {
            "output": pack(output),
            "listed": pack(data.listed(m, a, [file for file, _ in given])),
            "rows": pack(rows),
            "found": pack(found),
            **{one.name: pack(getattr(said, one.name)) for one in fields(said) if one.name != "shares"},
            **{share_kind(subject, at): pack(part) for subject, own in said.shares.items() for at, part in in_parts(subject, own).items()},
        }

    def city(self, one: City) -> Made:
        """Write the page and the feed of a municipality, or its catalogue. Raises as `do`, and packed.Foreign."""
        site, m, folder = self.settings.site, one.municipality, self.settings.folder
        assert site
        if "listed" in one.values:
            file, content = data.catalog_of(site, m, map(unpack, one.values["listed"]))
            return {"output": pack(with_files(Output(data=1), folder, {file.path: content})), "found": pack(())}

        def changes() -> Iterator[Any]:
            return (change for own in one.values["changes"] for change in unpack(own))  # of which one assessment's are held at a time

        output, found = self._writer.pages((municipality_page(site, m, tuple(map(unpack, one.values["card"])), changes()),))
        fed = feeds.files(feed_of_municipality(m, changes()), site.url, self._writer.renderer)
        return {"output": pack(with_files(replace(output, feeds=len(fed)), folder, fed)), "found": pack(found)}

    def about(self, one: Subject) -> Made:
        """Write the pages and data files of a subject, or a piece of the pages. Raises as `do`, and packed.Foreign."""
        site, shares = self.settings.site, [joined(map(unpack, own)) for own in one.shares]
        assert site
        found = (piece(site, one.address, one.beside, one.piece, shares) if one.piece else
                 about(site, one.municipality, one.address, one.beside, shares))
        output, prepared = self._writer.pages(found.pages)
        files = dict(found.files)
        output = with_files(replace(output, data=len(files)), self.settings.folder, files)
        return {"output": pack(output), "found": pack(prepared), "brief": pack(found.briefs)}


def with_files(output: Output, folder: Path, files: Mapping[str, bytes]) -> Output:
    """`output` with these files, by their paths, which are written to the folder of the site. Raises OSError."""
    size = sum(put(folder / path, content) for path, content in files.items())
    return replace(output, files=(*output.files, *files), bytes=output.bytes + size)


def put(target: Path, content: bytes) -> int:
    """Write `content` to `target`, whose folders are made; how many bytes it is. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return len(content)


def packed(settings: Settings) -> bytes:
    """`settings` as they go with every piece of work to a worker, who opens them once."""
    return pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)


def do(given: tuple[bytes, Sequence[Task]]) -> tuple[Made, ...]:
    """What comes of each task, made with the `packed` settings. Raises as `Maker.do`."""
    maker = _opened(given[0])
    return tuple(maker.do(task) for task in given[1])


def do_cities(given: tuple[bytes, Sequence[City]]) -> tuple[Made, ...]:
    """What comes of each, made with the `packed` settings. Raises as `Maker.city`."""
    maker = _opened(given[0])
    return tuple(maker.city(one) for one in given[1])


def do_about(given: tuple[bytes, Sequence[Subject]]) -> tuple[Made, ...]:
    """What comes of each subject, made with the `packed` settings. Raises as `Maker.about`."""
    maker = _opened(given[0])
    return tuple(maker.about(one) for one in given[1])


@lru_cache(maxsize=1)
def _opened(settings: bytes) -> Maker:
    return Maker(pickle.loads(settings))


def _images(a: Assessment) -> tuple[str, ...]:
    """The pictures that its items name, each once."""
    return tuple(dict.fromkeys(entry.text for entry in a.entries if entry.item.kind == "image" and entry.state == "given"))
