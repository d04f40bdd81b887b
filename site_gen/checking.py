"""A content folder in, all that is wrong with it out: assessments are read by workers, one after the other, and none of them is held."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from site_gen import check_duties, content
from site_gen.citations import Laws
from site_gen.content import Assessed, Assessor, Result
from site_gen.crew import Crew, batches
from site_gen.dates import Moment
from site_gen.kept import forget
from site_gen.model import Alias, Municipality
from site_gen.progress import Progress

_SILENT = Progress()
_BATCH = 100_000  # bytes of sources that a worker is asked for at a time, at least
_WORTH_IT = 200_000  # bytes of sources from which it pays to begin workers
_Home = tuple[Path, Municipality | None]  # the folder of an assessment, and its municipality without assessments (None: that cannot be read)


@dataclass(frozen=True, slots=True)
class _Settings:
    """What all assessments are read with: the folder and what it is called in problems, whether drafts are read, the statutes and aliases of
    the site, and the day that is today."""

    folder: Path
    shown: str
    drafts: bool
    laws: Laws
    aliases: tuple[Alias, ...]
    today: Moment


def checked(
    folder: Path, today: Moment, shown: str | None = None, *, drafts: bool = False, jobs: int = 1, progress: Progress = _SILENT,
) -> Result:
    """What `content.read` says of `folder`, called `shown` in problems, and what is due on the day `today`, which nobody else asks for, so
    that a build of the same is the same; found by up to `jobs` workers. The site that comes with it holds no assessments. Those marked 下書き
    are left out, and named, unless `drafts` is set. `progress` hears how far it is. Raises Refusal where somebody killed a worker."""
    outline = content.outlined(folder, name := content.shown_as(folder, shown))
    homes = [(one, home.municipality) for home in outline.homes for one in home.folders]
    sizes = [content.size(one) for one, _ in homes]
    progress.stage("調査", sizes)
    settings = pickle.dumps(_Settings(folder, name, drafts, outline.laws, outline.site.aliases if outline.site else (), today))
    pieces = list(batches(((size, (size, home)) for size, home in zip(sizes, homes, strict=True)), _BATCH))

    def found(crew: Crew) -> Iterator[Assessed]:
        work = ((settings, tuple(home for _, home in piece)) for piece in pieces)
        for piece, told in zip(pieces, crew.results(do, work), strict=True):
            yield from told
            for size, _ in piece:
                progress.done(size)

    with Crew(jobs if sum(sizes) > _WORTH_IT else 1) as crew:
        return content.joined(outline, outline.site, found(crew))


def do(given: tuple[bytes, Sequence[_Home]]) -> tuple[Assessed, ...]:
    """What is told of the folders of assessments, in their order, read with these pickled settings."""
    settings, assessor = _opened(given[0])
    return tuple(_told(settings, assessor, *home) for home in given[1])


def _told(settings: _Settings, assessor: Assessor, folder: Path, m: Municipality | None) -> Assessed:
    found = assessor.assessed(folder, m, settings.aliases)
    if found.assessment:
        found.told.problems += check_duties.on_day(found.assessment, settings.today)
    forget()
    return replace(found, assessment=None)


@lru_cache(maxsize=1)
def _opened(settings: bytes) -> tuple[_Settings, Assessor]:
    own: _Settings = pickle.loads(settings)
    return own, Assessor(own.folder, own.shown, own.drafts, own.laws)
