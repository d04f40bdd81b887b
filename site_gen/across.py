"""Values of all assessments in, everything of the site that is no assessment's out: indexes, lists, feeds, data files of all, tables.

It comes in units, pages and files that are made together of the same kinds of values. A unit that was made of the same before is not
made again: its files are carried over from the site of before. The pages of subjects (recipients, provisions) are `site_gen.subjects`.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from site_gen import data, feeds
from site_gen.crew import Crew
from site_gen.making import City, Output, Writer, do_cities, put, with_files
from site_gen.manifest import Damaged, Manifest
from site_gen.model import Municipality, Site
from site_gen.packed import digest, pack
from site_gen.pages import (
    CHANGES,
    Feed,
    Gathered,
    Page,
    Section,
    feed_of_site,
    newest_changes,
    sections_across,
)
from site_gen.progress import Progress
from site_gen.render import Renderer
from site_gen.subjects import Subjects
from site_gen.units import Unit, have_made

_OF_A_CITY = {"pages": ("card", "changes"), "catalog": ("listed",)}  # the units of a municipality, and the kinds of values they are of (`City`)


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
        self._writer = Writer(base.folder, base.prepared, renderer, progress.page)
        self._progress = progress
        order = {unit: at for at, unit in enumerate(base.all)}
        self._subjects = Subjects(base.site, order, base.key, manifest, base.before is not None, self._known)

    def municipalities(self, settings: bytes, crew: Crew) -> None:
        """Have `crew` make the page and the feed of every municipality, and its catalogue, with the `packed` settings; `municipality` says what
        was written."""
        have_made(do_cities, filter(None, map(self._units_of, self.base.site.municipalities)), settings, crew, self._manifest, self._progress)

    def _units_of(self, m: Municipality) -> Sequence[Unit[City]]:
        """The units of `m` that have to be made."""
        own = self.base.units[m.slug]
        keys = {what: self._key(kinds, own) for what, kinds in _OF_A_CITY.items()}
        wanted = [what for what, key in keys.items() if self._known(f"/{what} {m.slug}", key) is None]
        return [Unit(f"/{what} {m.slug}", keys[what], City(m, {kind: self._packed(own, kind) for kind in _OF_A_CITY[what]})) for what in wanted]

    def _packed(self, of: Iterable[str], kind: str) -> tuple[bytes, ...]:
        return tuple(self._manifest.packed(unit, kind) for unit in of)

    def municipality(self, m: Municipality) -> Iterator[tuple[str, Output]]:
        """Of the page and the feed of `m`, and of its catalogue, each time the unit, and what was written."""
        for what in _OF_A_CITY:
            self.units.append(f"/{what} {m.slug}")
            yield self.units[-1], self._manifest.value(self.units[-1], "output")

    def subjects(self, settings: bytes, crew: Crew) -> None:
        """Have `crew` make the pages of every subject with the `packed` settings; `indexes` says what was written."""
        self._subjects.make(settings, crew, self._progress)

    def indexes(self, published: Sequence[data.DataFile]) -> Iterator[tuple[str, Output]]:
        """Every page of the site that is no municipality's, in the order of `pages.sections`, of the data files that were `published` for
        all; those of `subjects` are made already."""
        gathered = self.gathered(self.base.all)
        for section in sections_across(self.base.site, gathered, published):
            about = self._subjects.briefs.get(section.about, [])
            if section.holds_subjects:
                self.units += about
                for unit in self._subjects.pages(section.about):
                    self.units.append(unit)
                    yield unit, self._manifest.value(unit, "output")
            units = (*(self.base.all if section.of else ()), *about)
            yield self._unit("pages " + " ".join(section.folders), (*section.of, "brief"), units, partial(self._section, section))
        years = self._subjects.briefs[CHANGES]
        yield self._unit("feed", ("brief",), years, lambda: self._written((), feed_of_site(self.base.site, newest_changes(gathered))))

    def _section(self, section: Section) -> dict[str, bytes]:
        return self._written(section.make())

    def data(self) -> tuple[Output, tuple[data.DataFile, ...]]:
        """The data files of all and the catalogue that lists them, and what is to be said of them."""
        site, units = self.base.site, self.base.all

        def made() -> dict[str, bytes]:
            published = list(data.files_of_all(site, self.base.folder, lambda: self._values(units, "rows")))
            file, content = data.catalog(site, tuple(published))
            put(self.base.folder / file.path, content)
            published.append(file)
            return {**_output([file.path for file in published], sum(file.size for file in published)), "published": pack(tuple(published))}

        unit, output = self._unit("data", ("rows",), units, made)
        return output, self._manifest.value(unit, "published")

    def gathered(self, units: Sequence[str]) -> Gathered:
        """What was gathered of these assessments."""
        return Gathered(
            lambda: tuple(self._values(units, "card")),
            lambda: (one for many in self._values(units, "changes") for one in many),
            lambda: (one for many in self._values(units, "defined") for one in many),
            lambda folder: (one for many in self._values(self._subjects.briefs[folder], "brief") for one in many),
        )

    def _values(self, units: Iterable[str], kind: str) -> Iterator[Any]:
        return (self._manifest.value(unit, kind) for unit in units)

    def _unit(self, name: str, kinds: Iterable[str], units: Sequence[str], make: Callable[[], dict[str, bytes]]) -> tuple[str, Output]:
        """The unit, and what `make` writes of these kinds of values of these units, or wrote when they were the same."""
        unit = f"/{name}"  # no folder of an assessment begins so
        key = self._key(kinds, units)
        self.units.append(unit)
        output = self._known(unit, key)
        if output is None:
            self._manifest.put(unit, key, make())
            output = self._manifest.value(unit, "output")
        return unit, output

    def _key(self, kinds: Iterable[str], units: Sequence[str]) -> str:
        """What stands for these kinds of values of these units."""
        of = (one for kind in kinds for one in self._manifest.digests(units, kind))
        return digest("\n".join((self.base.key, *units, *of)).encode())

    def _known(self, unit: str, key: str) -> Output | None:
        """What was written of `unit` when its key was the same, which is carried over; None where it has to be made."""
        if self.base.before is None or not self._manifest.is_known(unit, key):
            return None
        output: Output = self._manifest.value(unit, "output")
        carry(self.base.before, self.base.folder, output.files)
        return output

    def _written(self, found: Iterable[Page], feed: Feed | None = None) -> dict[str, bytes]:
        """What came of writing these pages and this feed."""
        output, prepared = self._writer.pages(found)
        fed = feeds.files(feed, self.base.site.url, self._writer.renderer)
        output = with_files(replace(output, feeds=len(fed)), self.base.folder, fed)
        return {"output": pack(output), "found": pack(prepared)}


def _output(files: Sequence[str], size: int) -> dict[str, bytes]:
    """What came of writing data files."""
    return {"output": pack(Output((), tuple(files), len(files), bytes=size)), "found": pack(())}


def carry(before: Path, folder: Path, files: Iterable[str]) -> None:
    """Have these files of the site of `before` in `folder` as well: the very same, where the disk can give one two names. Raises
    Damaged where one is gone, and OSError."""
    made: set[str] = set()
    for path in files:
        source, target = f"{before}/{path}", f"{folder}/{path}"
        above = os.path.dirname(target)
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        try:
            os.link(source, target, follow_symlinks=False)
        except FileNotFoundError as reason:
            raise Damaged(path) from reason
        except OSError:  # a disk without such names, or too many of them
            shutil.copy2(source, target)
