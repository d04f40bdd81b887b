"""Assessments in, what pages across them are made of out: of each a few small values, its gist.

An assessment is opened once, for its own pages and its gist; what crosses assessments is made of gists alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from site_gen.index import Facts
from site_gen.jimu.told import Told, told
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.cards import Card, card_of
from site_gen.pages.everywhere import SiteChange, changes_of
from site_gen.pages.glossary import Place, defined_in
from site_gen.pages.parts import addresses
from site_gen.pages.told import facts_of


@dataclass(frozen=True, slots=True)
class Gist:
    """What the site is told of one assessment: how lists show it, what it says to others, its rows of 変更箇所, the words that it
    defines, what it says to a comparison (None: it is not compared)."""

    card: Card
    facts: Facts
    changes: tuple[SiteChange, ...]
    defined: tuple[Place, ...]
    compared: Told | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The gists of all assessments of a site, one kind of value at a time, each in the order of the site; but for facts, of which nobody
    can hold those of a nation (`subjects`)."""

    cards: Callable[[], tuple[Card, ...]]
    changes: Callable[[], Iterable[SiteChange]]
    defined: Callable[[], Iterable[Place]]
    compared: Callable[[], tuple[Told, ...]]


def gist(site: Site, m: Municipality, a: Assessment) -> Gist:
    """The gist of `a`, one of the assessments of `m`."""
    facts = facts_of(site, m, a)
    return Gist(card_of(m, a), facts, tuple(changes_of(m, a)), tuple(defined_in(m, a)), told(m, a, facts, addresses(a)))


def facts_of_site(site: Site) -> tuple[Facts, ...]:
    """The facts of every assessment of `site`."""
    return tuple(facts_of(site, m, a) for m in site.municipalities for a in m.assessments)


def of_site(site: Site, facts: Callable[[], Sequence[Facts]] | None = None) -> Gathered:
    """What the assessments of `site` give, each kind of value once it is asked for; `facts` gives those of all where they are at hand."""
    every = tuple((m, a) for m in site.municipalities for a in m.assessments)
    of_all = facts or cache(lambda: facts_of_site(site))
    return Gathered(
        cache(lambda: tuple(card_of(m, a) for m, a in every)),
        cache(lambda: tuple(change for m, a in every for change in changes_of(m, a))),
        lambda: (place for m, a in every for place in defined_in(m, a)),
        cache(lambda: compared(site, of_all())),
    )


def compared(site: Site, facts: Sequence[Facts]) -> tuple[Told, ...]:
    """What every assessment of `site` says to a comparison; `facts` are those of all, in the same order."""
    every = ((m, a) for m in site.municipalities for a in m.assessments)
    found = (told(m, a, one, addresses(a)) for (m, a), one in zip(every, facts, strict=True))
    return tuple(one for one in found if one)
