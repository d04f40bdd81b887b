"""What of a site can be found in, the files of its search out: `search`, with what it leaves beside the output from one build to the next."""

import contextlib
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

from site_gen import search, unchanged
from site_gen.model import Site
from site_gen.problem import Problem


class Index:
    """The search of one build: pages are prepared in the folder `prepared`; `problems` are what is to be told once of what was kept."""

    def __init__(self, workspace: Path, cache: Path | None = None, *, again: bool = False, jobs: int = search.JOBS) -> None:
        """What is thrown away lies in `workspace`; what is kept beside the file `cache` (None: nothing is), and what is there already is
        used where it says `again`."""
        self.prepared = workspace
        self.problems: list[Problem] = []
        self._workspace = workspace
        self._jobs = jobs
        self._kept: Path | None = None
        self._packed: tuple[search.Pack, ...] = ()
        if cache:
            folder = cache.with_suffix(".search")
            with contextlib.suppress(OSError):  # where nothing can be kept, all is made each time
                unchanged.prepare(cache.parent)
                if not again:
                    shutil.rmtree(folder, ignore_errors=True)
                for one in (folder / "pages", folder / "packs"):
                    one.mkdir(parents=True, exist_ok=True)
                self.prepared, self._kept = folder / "pages", folder / "packs"

    def files(self, site: Site, found: Sequence[search.Prepared]) -> Generator[tuple[str, bytes], None, None]:
        """Path and content of each file of the search of `site`, of which this was prepared; raises as `search.files`."""
        self._packed = search.packs({m.slug: m.name for m in site.municipalities}, found)
        return search.files(
            self._packed, site.glossary, self.prepared, self.problems.append,
            cache=self._kept, jobs=self._jobs, workspace=self._workspace,
        )

    def tidy(self) -> None:
        """Remove what was kept and this build, which is done, made no use of."""
        if self._kept:
            search.tidy(self._packed, self.prepared, self._kept)
