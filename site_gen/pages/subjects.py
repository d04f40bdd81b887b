"""What was shared out of all assessments in, the pages across them that are about one subject each, and the lists of subjects out.

A subject is a party, a provision or a system, the parties and systems of one municipality together, a year of changes, a 事務 whose
assessments are compared; it goes by the address of its first page. Its pages are made of the shares of that subject alone, so that they
can be made one by one, anywhere; lists are made of what is brief of each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from site_gen.index import Brief as IndexBrief
from site_gen.index import Facts, shares
from site_gen.jimu import FOLDER as COMPARE
from site_gen.jimu.told import Told
from site_gen.model import Municipality, Site
from site_gen.pages.changes_index import YearBrief, by_year, neighbours, year_pages, year_plan
from site_gen.pages.everywhere import SiteChange
from site_gen.pages.jimu import JimuBrief, address, jimu_pages, jimu_plan
from site_gen.pages.leaves import Piece, Sizes
from site_gen.pages.page import CHANGES, Page
from site_gen.pages.parties import WORDS, department_pages, party_list, party_pages, party_plan
from site_gen.pages.statutes import STATUTES, provision_pages, provision_plan, rows_and_items, statute_pages
from site_gen.pages.systems_index import SYSTEMS, own_system_pages, system_list, system_pages, system_plan
from site_gen.parties import FOLDERS

PARTIES = tuple(FOLDERS[kind] for kind in WORDS)
_OF_FACTS = (*PARTIES, STATUTES, SYSTEMS)
SUBJECTS = (CHANGES, *_OF_FACTS, COMPARE)  # the folders that hold them
Share = Facts | tuple[SiteChange, ...] | Told
Brief = IndexBrief | YearBrief | JimuBrief


@dataclass(frozen=True, slots=True)
class About:
    """What is made of a subject, or of a piece of its pages: the pages, none of which is made before it is asked for, what lists say of the
    whole, and path and content of the data files."""

    pages: Iterator[Page]
    briefs: tuple[Brief, ...]
    files: Iterable[tuple[str, bytes]] = ()


def shared(facts: Facts, changes: Iterable[SiteChange], compared: Told | None) -> dict[str, Share]:
    """What one assessment says of each subject."""
    return {**shares(facts), **by_year(changes), **({address(compared): compared} if compared else {})}


def in_parts(subject: str, share: Share) -> dict[int, Share]:
    """What an assessment says of `subject` in parts by their numbers, of which some pages need only some (`Piece`); no part is empty."""
    if subject.split("/")[0] == STATUTES and isinstance(share, Facts):
        return {part: own for part, own in enumerate(rows_and_items(subject, share)) if own.cites}
    return {0: share}


def joined(found: Iterable[Any]) -> Any:
    """What an assessment says of a subject in all the parts that are `found`."""
    first, *more = found
    for one in more:
        first = replace(first, flows=first.flows + one.flows, cites=first.cites + one.cites)
    return first


def municipality_of(subject: str) -> str:
    """The folder of the municipality whose departments or systems `subject` may be; a shared system goes by a name of its own."""
    folder, name = subject.split("/")[:2]
    return name if folder in (FOLDERS["department"], SYSTEMS) else ""


def beside(folder: str, subjects: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """By each of the `subjects` in `folder` those that its pages lead to as the ones before and after it, where they do."""
    return neighbours(subjects) if folder == CHANGES else {}


def planned(
    site: Site, m: Municipality | None, subject: str, given: Iterable[Any], sizes: Sequence[Sizes] = ()
) -> tuple[tuple[Brief, ...], Iterator[Piece]] | None:
    """What lists say of `subject` and the pieces of its pages, which can be made apart from each other; of each share that is `given`, in
    the order of the site, no more is held than what stands where. `sizes` are those of the packed shares, so that no piece needs too many
    of them (empty: they do not matter). None for what is of the municipality `m`, whose pages are made of all shares at once."""
    if m:
        return None
    folder = subject.split("/")[0]
    if folder == CHANGES:
        return year_plan(subject, given, sizes)
    if folder == COMPARE:
        return jimu_plan(subject, given)
    if folder == STATUTES:
        return provision_plan(site, subject, given, sizes)
    return (system_plan if folder == SYSTEMS else party_plan)(subject, given, sizes)


def piece(site: Site, subject: str, around: tuple[str, str], one: Piece, given: Sequence[Any]) -> About:
    """The pages and data files of a piece of `subject`, of the `given` shares, those that it is of; `around` is what stands `beside` the
    subject."""
    folder = subject.split("/")[0]
    if folder == CHANGES:
        return About(year_pages(site, subject, around, one.plan, given), ())
    if folder == COMPARE:
        pages, files = jimu_pages(site, one.plan, given)
        return About(pages, (), files)
    make = provision_pages if folder == STATUTES else system_pages if folder == SYSTEMS else party_pages
    return About(make(site, one.plan, given), ())


def about(site: Site, m: Municipality | None, subject: str, around: tuple[str, str], given: Sequence[Any]) -> About:
    """The pages of `subject`, of which the `given` shares speak, in the order of the site; `m` is the one that `municipality_of` names, if
    it is any, `around` what stands `beside` it."""
    plan = planned(site, m, subject, given)
    if plan is None:
        return About(*(own_system_pages if subject.startswith(f"{SYSTEMS}/") else department_pages)(site, m, subject, given))
    briefs, pieces = plan[0], tuple(plan[1])

    def made() -> Iterator[About]:
        return (piece(site, subject, around, one, [given[at] for at in one.of]) for one in pieces)

    return About((page for one in made() for page in one.pages), briefs, (file for one in made() for file in one.files))


def list_pages(site: Site, folder: str, found: Iterable[Any]) -> Iterator[Page]:
    """The lists of the subjects of facts in `folder`, of what is brief of them."""
    if folder == STATUTES:
        yield from statute_pages(site, found)
    else:
        yield system_list(site, found) if folder == SYSTEMS else party_list(site, folder, found)


def every(site: Site, folder: str, given: Iterable[Mapping[str, Share]]) -> Iterator[tuple[str, About]]:
    """Every subject in `folder` with what is made of it, of what each assessment says of them (`given`)."""
    found: dict[str, list[Share]] = {}
    for one in given:
        for subject, share in one.items():
            if subject.startswith(f"{folder}/"):
                found.setdefault(subject, []).append(share)
    homes = {m.slug: m for m in site.municipalities}
    alone = replace(site, municipalities=())  # what a build makes them with
    around = beside(folder, found)
    for subject in sorted(found):
        yield subject, about(alone, homes.get(municipality_of(subject)), subject, around.get(subject, ("", "")), found[subject])
