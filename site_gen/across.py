"""Values of all assessments in, everything of the site that is no assessment's out: indexes, lists, feeds, data files of all, tables.

It comes in units, pages and files that are made together of the same kinds of values. A unit that was made of the same before is not
made again: its files are carried over from the site of before.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_gen import data, feeds, search
from site_gen.making import Output, put
from site_gen.manifest import Damaged, Manifest
from site_gen.model import Municipality, Site
from site_gen.packed import digest, pack
from site_gen.pages import Gathered, Page, Section, in_order, jimu_files, municipality_section, sections_across
from site_gen.progress import Progress
from site_gen.render import Renderer


@dataclass(frozen=True, slots=True)
class Base:
    """What everything across assessments is made with: the site without assessments, the names of the units of its assessments by
    the folder of the municipality in the order of the site, a key for the settings of them all and of the program, the folder that
    is written, the site of before (None: there is none to carry over from), the folder in which pages are prepared for the search (None:
    there is to be none)."""

    site: Site
    units: Mapping[str, Sequence[str]]
    key: str
    folder: Path
    before: Path | None
    prepared: Path | None

    @property
    def all(self) -> tuple[str, ...]:
        """The units of all assessments in the order of the site."""
        return tuple(unit for m in self.site.municipalities for unit in self.units[m.slug])


class Across:
    """Makes the units that are across assessments."""

    def __init__(self, base: Base, manifest: Manifest, renderer: Renderer, progress: Progress) -> None:
        self.base = base
        self.units: list[str] = []  # as they came, those that were carried over among them
        self._manifest = manifest
        self._renderer = renderer
        self._progress = progress

    def municipality(self, m: Municipality) -> Output:
        """The page of `m`."""
        units = tuple(self.base.units[m.slug])
        return self._pages(municipality_section(self.base.site, m, self.gathered(units)), units)

    def indexes(self, published: Sequence[data.DataFile]) -> Iterator[Output]:
        """Every page of the site that is no municipality's, of the data files that were `published` for all."""
        units = self.base.all
        for section in sections_across(self.base.site, self.gathered(units), published):
            yield self._pages(section, units)

    def data(self) -> tuple[Output, tuple[data.DataFile, ...]]:
        """The data files of all and the catalogues that list them, and what is to be said of them."""
        site, units = self.base.site, self.base.all

        def made() -> dict[str, bytes]:
            published = list(data.files_of_all(site, self.base.folder, lambda: self._values(units, "rows")))
            for file, content in data.catalogs(site, self._values(units, "listed"), tuple(published)):
                published.append(file)
                put(self.base.folder / file.path, content)
            return {**_output([], [file.path for file in published], len(published), sum(file.size for file in published)),
                    "published": pack(tuple(published))}

        output = self._unit("data", ("rows", "listed"), units, made)
        of_all: tuple[data.DataFile, ...] = self._manifest.value(self.units[-1], "published")
        return output, of_all

    def feeds(self) -> Output:
        """The feeds of all, of municipalities and of assessments."""
        units = self.base.all
        changes = self.gathered(units).changes
        return self._unit("feeds", ("changes",), units, lambda: self._files(feeds.files(self.base.site, in_order(changes()), self._renderer)))

    def tables(self) -> Output:
        """The tables of what is compared."""
        units = self.base.all
        return self._unit("tables", ("compared",), units, lambda: self._files(jimu_files(self.base.site, self.gathered(units).compared())))

    def gathered(self, units: Sequence[str]) -> Gathered:
        """What was gathered of these assessments."""
        return Gathered(
            lambda: tuple(self._values(units, "card")),
            lambda: tuple(self._values(units, "facts")),
            lambda: (one for many in self._values(units, "changes") for one in many),
            lambda: (one for many in self._values(units, "defined") for one in many),
            lambda: tuple(one for one in self._values(units, "compared") if one),
        )

    def _values(self, units: Iterable[str], kind: str) -> Iterator[Any]:
        return (self._manifest.value(unit, kind) for unit in units)

    def _pages(self, section: Section, units: Sequence[str]) -> Output:
        return self._unit("pages " + " ".join(section.folders), section.of, units, lambda: self._written(section.make()))

    def _unit(self, name: str, kinds: Iterable[str], units: Sequence[str], make: Callable[[], dict[str, bytes]]) -> Output:
        """What `make` writes of these kinds of values of these assessments, or wrote when they were the same."""
        unit = f"/{name}"  # no folder of an assessment begins so
        of = (one for kind in kinds for one in self._manifest.digests(units, kind))
        key = digest("\n".join((self.base.key, *units, *of)).encode())
        self.units.append(unit)
        if self.base.before and self._manifest.is_known(unit, key):
            output: Output = self._manifest.value(unit, "output")
            carry(self.base.before, self.base.folder, output.files)
            return output
        self._manifest.put(unit, key, make())
        output = self._manifest.value(unit, "output")
        return output

    def _written(self, found: Iterable[Page]) -> dict[str, bytes]:
        paths: list[str] = []
        prepared: list[search.Prepared] = []
        size = 0
        for page in found:
            self._progress.page(page.path)
            paths.append(page.path)
            prepared += search.prepared(page, self.base.prepared) if self.base.prepared else ()
            size += put(self.base.folder / page.path / "index.html", self._renderer.written(page))
        return _output(paths, [f"{path}/index.html" if path else "index.html" for path in paths], 0, size, prepared)

    def _files(self, found: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
        paths: list[str] = []
        size = 0
        for path, content in found:
            paths.append(path)
            size += put(self.base.folder / path, content)
        return _output([], paths, len(paths), size)


def _output(pages: Sequence[str], files: Sequence[str], data_files: int, size: int, found: Sequence[search.Prepared] = ()) -> dict[str, bytes]:
    return {"output": pack(Output(tuple(pages), tuple(files), data_files, bytes=size)), "found": pack(tuple(found))}


def carry(before: Path, folder: Path, files: Iterable[str]) -> None:
    """Have these files of the site of `before` in `folder` as well: the very same, where the disk can give one two names. Raises
    Damaged where one is gone, and OSError."""
    made: set[Path] = set()
    for path in files:
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        try:
            os.link(before / path, target, follow_symlinks=False)
        except FileNotFoundError as reason:
            raise Damaged(path) from reason
        except OSError:  # a disk without such names, or too many of them
            shutil.copy2(before / path, target)
