"""What of a site can be found in, the files of its search out: `search`, with what it leaves beside the output from one build to the next."""

import contextlib
import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from site_gen import search, unchanged
from site_gen.across import carry
from site_gen.making import Output, with_files
from site_gen.manifest import Manifest
from site_gen.model import Site
from site_gen.packed import pack
from site_gen.problem import Problem


class Index:
    """The search of one build: pages are prepared in the folder `prepared`; `problems` are what is to be told once of what was kept, `units`
    what a manifest holds of it."""

    def __init__(self, workspace: Path, cache: Path | None = None, *, again: bool = False, jobs: int = search.JOBS) -> None:
        """What is thrown away lies in `workspace`; what is kept beside the file `cache` (None: nothing is). What is there already is used
        where it says `again`; else it stays until `tidy`, as the site that it is of does where this build comes to nothing."""
        self.prepared = workspace
        self.problems: list[Problem] = []
        self.units: tuple[str, ...] = ()
        self._workspace = workspace
        self._jobs = jobs
        self._kept: Path | None = None
        self._packed: tuple[search.Pack, ...] = ()
        self._instead: tuple[Path, Path] | None = None  # the folder of this build, and that of the one before, whose place it takes
        if cache:
            home, new = cache.with_suffix(".search"), cache.with_suffix(".search-new")
            folder = home if again else new
            with contextlib.suppress(OSError):  # where nothing can be kept, all is made each time
                unchanged.prepare(cache.parent)
                shutil.rmtree(new, ignore_errors=True)
                for one in (folder / "pages", folder / "packs"):
                    one.mkdir(parents=True, exist_ok=True)
                self.prepared, self._kept = folder / "pages", folder / "packs"
                self._instead = None if again else (new, home)

    def write(self, site: Site, found: Sequence[search.Prepared], folder: Path, before: Path | None, manifest: Manifest) -> tuple[int, int]:
        """Write the files of the search of `site`, of which this was prepared, to `folder`: how many, and how many bytes. Those of a pack that
        are the same in the site `before` (None: there is none to carry over from), as `manifest` says, are carried over. Raises as
        `search.files`, and Damaged."""
        self._packed = search.packs({m.slug: m.name for m in site.municipalities}, found)
        keys = {one.key: key for one, key in zip(self._packed, search.keys(self._packed), strict=True)}
        self.units = tuple(map(_unit, keys))
        there: dict[str, str] = {}
        count = size = 0
        for key in [one.key for one in self._packed[:-1]]:  # the last one brings the engine
            if before and manifest.is_known(_unit(key), keys[key]):
                output: Output = manifest.value(_unit(key), "output")
                carry(before, folder, output.files)
                there[key] = search.facets_in(output.files)
                count, size = count + len(output.files), size + output.bytes
        with contextlib.closing(search.files(
            self._packed, site.glossary, self.prepared, self.problems.append, there=there,
            cache=self._kept, jobs=self._jobs, workspace=self._workspace,
        )) as files:
            for key, own in groupby(files, lambda one: search.pack_of(one[0])):
                output = with_files(Output(), folder, dict(own))
                count, size = count + len(output.files), size + output.bytes
                if key:
                    manifest.put(_unit(key), keys[key], {"output": pack(output)})
        return count, size

    def tidy(self) -> None:
        """Remove what was kept and this build, which is done, made no use of."""
        if self._instead:
            new, home = self._instead
            with contextlib.suppress(OSError):  # then the next build finds nothing of its record there, and makes all
                shutil.rmtree(home, ignore_errors=True)
                new.rename(home)
        elif self._kept:
            search.tidy(self._packed, self.prepared, self._kept)


def _unit(key: str) -> str:
    return f"/index {key}"  # no folder of an assessment begins so
