"""What assessments say of each subject in, as the manifest holds it, the pages of all subjects out, made by a crew.

A subject (a recipient, a provision) of which little is said is a unit: one worker makes its pages. Where much is said of it, its pages are
planned here, one assessment after the other, and made in pieces, each a unit and each of what those assessments say that stand on its
pages. So nobody holds all that is said of a subject, and when some of it is said otherwise, pieces that do not show it stay.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from site_gen.crew import Crew, batches
from site_gen.making import Output, Subject, do_about
from site_gen.manifest import Manifest, Said
from site_gen.model import Municipality, Site
from site_gen.packed import digest, pack, unpack
from site_gen.pages import SUBJECTS, Piece, beside, joined, municipality_of, planned
from site_gen.progress import Progress
from site_gen.units import Unit, have_made

_BATCH = 120_000  # bytes of shares that a worker is asked for at a time, at least
_WHOLE = 1_000_000  # bytes of shares of a subject that are still opened together; as objects they take several times as much


@dataclass(frozen=True, slots=True)
class _Found:
    """A subject of which something is said: how many bytes, what stands beside it, and the key of all that it is made of."""

    subject: str
    size: int
    around: tuple[str, str]
    key: str


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
        portions = self._batches(sorted(found, key=lambda one: (-one.size, one.subject)))
        have_made(do_about, portions, settings, crew, self._manifest, progress)

    def _found(self) -> list[_Found]:
        every: dict[str, list[tuple[str, str, int]]] = {folder: [] for folder in SUBJECTS}
        for subject, said in self._manifest.subjects():
            own = self._in_order(said)
            if own:
                told = _digest(own)
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

    def _batches(self, found: Sequence[_Found]) -> Iterator[Sequence[Unit[Subject]]]:
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

    def _whole(self, one: _Found) -> Unit[Subject]:
        return Unit(_unit(one.subject), one.key, self._subject(one, None, self._by_unit(one)))

    def _planned(self, one: _Found) -> Sequence[Piece] | None:
        """The pieces of its pages; None where they have to be made together."""
        unit = _unit(one.subject)
        if not (self._again and self._manifest.is_known(unit, one.key)):
            said = self._by_unit(one)
            shares = (joined(map(unpack, self._packed(one, own))) for own in said)
            plan = planned(self._site, self._home(one), one.subject, shares, [_sizes(own) for own in said])
            if plan is None:
                return None
            briefs, pieces = plan
            self._manifest.put(unit, one.key, {"brief": pack(briefs), "plan": pack(tuple(pieces))})
        return self._manifest.value(unit, "plan") if self._manifest.holds(unit, "plan") else None

    def _split(self, one: _Found, plan: Sequence[Piece]) -> Iterator[Unit[Subject]]:
        said = self._by_unit(one)
        own = self._pieces[_unit(one.subject)] = [f"{_unit(one.subject)} {number}" for number in range(1, len(plan) + 1)]
        for unit, piece in zip(own, plan, strict=True):
            of = [[each for each in said[at] if not piece.parts or each.part in piece.parts] for at in piece.of]
            told = _digest(each for own in of for each in own)
            key = digest("\n".join((self._key, *one.around, digest(pack(piece.plan)), told)).encode())
            if self._carried(unit, key) is None:
                yield Unit(unit, key, self._subject(one, piece, of))

    def _subject(self, one: _Found, piece: Piece | None, said: Iterable[Sequence[Said]]) -> Subject:
        return Subject(one.subject, self._home(one), one.around, piece, tuple(self._packed(one, own) for own in said))

    def _by_unit(self, one: _Found) -> list[Sequence[Said]]:
        """The parts that are said of it by each unit, in the order of the site."""
        return [tuple(own) for _, own in groupby(self._in_order(self._manifest.said(one.subject)), lambda each: each.unit)]

    def _packed(self, one: _Found, said: Iterable[Said]) -> tuple[bytes, ...]:
        return tuple(self._manifest.share(one.subject, each.unit, each.part) for each in said)

    def _home(self, one: _Found) -> Municipality | None:
        return self._homes.get(municipality_of(one.subject))


def _digest(said: Iterable[Said]) -> str:
    """What stands for all that is said."""
    return digest("\n".join(f"{one.unit} {one.part} {one.digest}" for one in said).encode())


def _sizes(own: Sequence[Said]) -> tuple[int, ...]:
    """The bytes of each part of a share by the parts' numbers; 0 of one that is not there."""
    sizes = {one.part: one.size for one in own}
    return tuple(sizes.get(part, 0) for part in range(max(sizes) + 1))


def _unit(subject: str) -> str:
    return f"/about {subject}"  # no folder of an assessment begins so
