"""An assessment in, its facts with the addresses of their rows out: what the pages across assessments are made of."""

from collections.abc import Mapping

from site_gen.flows import flows
from site_gen.index import Facts, Placed
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.page import Link
from site_gen.pages.parts import addresses
from site_gen.parties import Naming


def told(site: Site) -> tuple[Facts, ...]:
    """The facts of every assessment of the site, in its order."""
    return tuple(facts_of(site, m, a) for m in site.municipalities for a in m.assessments)


def links_of(facts: Facts) -> Mapping[str, tuple[Link, ...]]:
    """By the address of a row, the pages of the parties that it names."""
    found: dict[str, dict[str, Link]] = {}
    for placed in facts.flows:
        for party in placed.flow.parties:
            found.setdefault(placed.flow.anchor, {})[party.path] = Link(party.name, party.path)
    return {anchor: tuple(links.values()) for anchor, links in found.items()}


def facts_of(site: Site, m: Municipality, a: Assessment) -> Facts:
    """The facts of `a`, one of the assessments of `m`."""
    base = f"{m.slug}/{a.slug}"
    places = addresses(a)
    names = Naming(m.slug, m.departments, site.aliases)
    placed = tuple(Placed(flow, f"{base}/{places[flow.anchor]}") for flow in flows(a, names))
    return Facts(m.slug, m.name, base, a.name, a.form.name, a.excerpt, placed)
