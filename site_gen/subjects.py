"""What assessments say of each subject in, as the manifest holds it, the pages of all subjects out, made by a crew.

A subject (a recipient, a provision) of which little is said is a unit: one worker makes its pages. Where much is said of it, its pages are
planned here, one assessment after the other, and made in pieces, each a unit and each of what those assessments say that stand on its
pages. So nobody holds all that is said of a subject, and when some of it is said otherwise, pieces that do not show it stay.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.crew import Crew, batches
from site_gen.making import Output, Subject, do_about
from site_gen.manifest import Manifest, Said
from site_gen.model import Municipality, Site
from site_gen.packed import digest, pack, unpack
from site_gen.pages import SUBJECTS, Piece, beside, municipality_of, needed, planned
from site_gen.progress import Progress

_BATCH = 120_000  # bytes of shares that a worker is asked for at a time, at least
_WHOLE = 1_000_000  # bytes of shares of a subject that are still opened together; as objects they take several times as much


@dataclass(frozen=True, slots=True)
class _Found:
    """A subject of which something is said: how many bytes, what stands beside it, and the key of all that it is made of."""

    subject: str
    size: int
    around: tuple[str, str]
    key: str


@dataclass(frozen=True, slots=True)
class _Work:
    """A unit that has to be made, with its key, and what is asked of a worker for it."""

    unit: str
    key: str
    asked: Subject


class Subjects:
    """Makes the units of all subjects of `site`, of which the units of assessments say something that `order` puts in the order of the site.

    `key` stands for the settings and the program. `again` says that units whose keys are the same are not made again; `carried` then takes
    over what was written of one, and says what that is, or None where it has to be made.
    """

    def __init__(
        self, site: Site, order: Mapping[str, int], key: str, manifest: Manifest, again: bool, carried: Callable[[str, str], Output | None],
    ) -> None:
        self.briefs: dict[str, list[str]] = {folder: [] for folder in SUBJECTS}  # by folder the units that hold what is brief of a subject
        self._site = site
        self._homes = {m.slug: m for m in site.municipalities}
        self._order = order
        self._key = key
        self._manifest = manifest
        self._again = again
        self._carried = carried
        self._pieces: dict[str, list[str]] = {}  # units by that of the subject whose pieces they are

    def pages(self, folder: str) -> list[str]:
        """The units that hold what was written of the subjects in `folder`, in the order of the site."""
        return [one for unit in self.briefs[folder] for one in self._pieces.get(unit, (unit,))]

    def make(self, settings: bytes, crew: Crew, progress: Progress) -> None:
        """Have `crew` make what has to be, with the `packed` settings. `progress` is told each page."""
        found = self._found()
        for one in found:
            self.briefs[one.subject.split("/")[0]].append(_unit(one.subject))
        asked: deque[Sequence[_Work]] = deque()

        def work() -> Iterator[tuple[bytes, tuple[Subject, ...]]]:
            for batch in self._batches(sorted(found, key=lambda one: (-one.size, one.subject))):
                asked.append(batch)
                yield settings, tuple(one.asked for one in batch)

        for done in crew.results(do_about, work()):
            for each, made in zip(asked.popleft(), done, strict=True):
                self._manifest.put(each.unit, each.key, made)
                for path in unpack(made["output"]).pages:
                    progress.page(path)

    def _found(self) -> list[_Found]:
        every: dict[str, list[tuple[str, str, int]]] = {folder: [] for folder in SUBJECTS}
        for subject, said in self._manifest.subjects():
            own = self._in_order(said)
            if own:
                told = digest("\n".join(f"{one.unit} {one.digest}" for one in own).encode())
                every[subject.split("/")[0]].append((subject, told, sum(one.size for one in own)))
        found: list[_Found] = []
        for folder, subjects in every.items():
            around = beside(folder, (subject for subject, *_ in subjects))
            for subject, told, size in subjects:
                near = around.get(subject, ("", ""))
                found.append(_Found(subject, size, near, digest("\n".join((self._key, *near, told)).encode())))
        return found

    def _in_order(self, said: Sequence[Said]) -> list[Said]:
        """Those of assessments that are there, and can be shown, in the order of the site."""
        return sorted((one for one in said if one.unit in self._order), key=lambda one: self._order[one.unit])

    def _batches(self, found: Sequence[_Found]) -> Iterator[Sequence[_Work]]:
        """What has to be made, in portions for a worker; none is looked at before it is wanted."""
        small: list[_Found] = []
        for one in found:
            plan = self._planned(one) if one.size > _WHOLE else None
            if plan is None:
                small.append(one)
            else:
                yield from ((work,) for work in self._split(one, plan))
        rest = (one for one in small if self._carried(_unit(one.subject), one.key) is None)
        for batch in batches(((one.size, one) for one in rest), _BATCH):
            yield tuple(self._whole(one) for one in batch)

    def _whole(self, one: _Found) -> _Work:
        shares = tuple(self._manifest.share(one.subject, said.unit) for said in self._in_order(self._manifest.said(one.subject)))
        return _Work(_unit(one.subject), one.key, self._subject(one, None, shares))

    def _planned(self, one: _Found) -> Sequence[Piece] | None:
        """The pieces of its pages; None where they have to be made together."""
        unit = _unit(one.subject)
        if not (self._again and self._manifest.is_known(unit, one.key)):
            said = self._in_order(self._manifest.said(one.subject))
            shares = (unpack(self._manifest.share(one.subject, of.unit)) for of in said)
            plan = planned(self._site, self._home(one), one.subject, shares, [of.size for of in said])
            if plan is None:
                return None
            briefs, pieces = plan
            self._manifest.put(unit, one.key, {"brief": pack(briefs), "plan": pack(tuple(pieces))})
        return self._manifest.value(unit, "plan") if self._manifest.holds(unit, "plan") else None

    def _split(self, one: _Found, plan: Sequence[Piece]) -> Iterator[_Work]:
        said = self._in_order(self._manifest.said(one.subject))
        own = self._pieces[_unit(one.subject)] = [f"{_unit(one.subject)} {number}" for number in range(1, len(plan) + 1)]
        for unit, piece in zip(own, plan, strict=True):
            of = [said[at] for at in piece.of]
            told = (f"{one.unit} {one.digest}" for one in of)
            key = digest("\n".join((self._key, *one.around, digest(pack(piece.plan)), *told)).encode())
            if self._carried(unit, key) is None:
                shares = (self._manifest.share(one.subject, each.unit) for each in of)
                if sum(each.size for each in of) > _WHOLE:  # on a single page
                    shares = (pack(needed(one.subject, piece, unpack(share))) for share in shares)
                yield _Work(unit, key, self._subject(one, piece, tuple(shares)))

    def _subject(self, one: _Found, piece: Piece | None, shares: tuple[bytes, ...]) -> Subject:
        return Subject(one.subject, self._home(one), one.around, piece, shares)

    def _home(self, one: _Found) -> Municipality | None:
        return self._homes.get(municipality_of(one.subject))


def _unit(subject: str) -> str:
    return f"/about {subject}"  # no folder of an assessment begins so
