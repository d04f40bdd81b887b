"""Assessments in, what pages across them are made of out: of each a few small values, its gist.

An assessment is opened once, for its own pages and its gist; what crosses assessments is made of gists alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from site_gen.index import Facts, shares
from site_gen.jimu import FOLDER as COMPARE
from site_gen.jimu.told import Told, told
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.cards import Card, card_of
from site_gen.pages.changes_index import by_year
from site_gen.pages.everywhere import SiteChange, changes_of
from site_gen.pages.glossary import Place, defined_in
from site_gen.pages.jimu import address
from site_gen.pages.page import CHANGES
from site_gen.pages.parts import addresses
from site_gen.pages.subjects import Brief, Share, every, shared
from site_gen.pages.told import facts_of

Shares = Callable[[str], Sequence[Mapping[str, Share]]]  # by the folder of subjects, what each assessment says of them


@dataclass(frozen=True, slots=True)
class Gist:
    """What the site is told of one assessment: how lists show it, its rows of 変更箇所, the words that it defines, and what it says of each
    subject by its address."""

    card: Card
    changes: tuple[SiteChange, ...]
    defined: tuple[Place, ...]
    shares: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was gathered of all assessments of a site, one kind of value at a time, each in the order of the site, but for what they say
    of subjects, of which nobody can hold that of a nation: what is brief of the subjects in a folder."""

    cards: Callable[[], tuple[Card, ...]]
    changes: Callable[[], Iterable[SiteChange]]
    defined: Callable[[], Iterable[Place]]
    briefs: Callable[[str], Iterable[Brief]]


def gist(site: Site, m: Municipality, a: Assessment) -> Gist:
    """The gist of `a`, one of the assessments of `m`."""
    facts = facts_of(site, m, a)
    changes = tuple(changes_of(m, a))
    return Gist(card_of(m, a), changes, tuple(defined_in(m, a)), shared(facts, changes, told(m, a, facts, addresses(a))))


def facts_of_site(site: Site) -> tuple[Facts, ...]:
    """The facts of every assessment of `site`."""
    return tuple(facts_of(site, m, a) for m in site.municipalities for a in m.assessments)


def compared(site: Site) -> tuple[Told, ...]:
    """What every assessment of `site` that is compared says to the comparison."""
    found = (told(m, a, facts_of(site, m, a), addresses(a)) for m in site.municipalities for a in m.assessments)
    return tuple(one for one in found if one)


def shares_of_site(site: Site) -> Shares:
    """What every assessment of `site` says of the subjects in a folder, found out once it is asked for."""
    every_one = tuple((m, a) for m in site.municipalities for a in m.assessments)
    facts = cache(lambda: tuple(shares(one) for one in facts_of_site(site)))

    @cache
    def of(folder: str) -> Sequence[Mapping[str, Share]]:
        if folder == CHANGES:
            return tuple(by_year(changes_of(m, a)) for m, a in every_one)
        return tuple({address(one): one} for one in compared(site)) if folder == COMPARE else facts()

    return of


def of_site(site: Site, given: Shares | None = None) -> Gathered:
    """What the assessments of `site` give, each kind of value once it is asked for; `given` is what they say of subjects, where it is at
    hand."""
    every_one = tuple((m, a) for m in site.municipalities for a in m.assessments)
    said = given or shares_of_site(site)
    return Gathered(
        cache(lambda: tuple(card_of(m, a) for m, a in every_one)),
        cache(lambda: tuple(change for m, a in every_one for change in changes_of(m, a))),
        lambda: (place for m, a in every_one for place in defined_in(m, a)),
        cache(lambda folder: tuple(brief for _, one in every(site, folder, said(folder)) for brief in one.briefs)),
    )
