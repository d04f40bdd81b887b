"""Pages of a subject of which much is said are made in pieces that nobody needs much for, and that stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from site_gen.index import (
    Facts,
    ProvisionBrief,
    ProvisionTally,
    Quoted,
    based,
    others,
    quotes,
    shares,
)
from site_gen.jimu.told import Told
from site_gen.model import Site
from site_gen.packed import digest, pack
from site_gen.pages import Piece, in_parts, joined, planned
from site_gen.pages.gathered import compared, facts_of_site
from site_gen.pages.leaves import ROOM, TOGETHER, Leaf, Sizes, of_parts, portions
from site_gen.pages.statutes import STATUTES

PROVISIONS = ("statutes/bangoho/a19-8", "statutes/bangoho/a9-i1")


@pytest.fixture(scope="module")
def facts(whole_site: Site) -> tuple[Facts, ...]:
    """What three hundred municipalities say, one in five of them much."""
    large, small = (next(one for one in facts_of_site(whole_site) if one.base == base) for base in ("mihon/juki", "mihon/boshi"))
    return tuple(
        replace(large if n % 5 == 0 else small, base=f"m{n:03}/a", municipality=f"m{n:03}", municipality_name=f"見本{n}市")
        for n in range(300)
    )


def _plan(site: Site, subject: str, own: Sequence[Facts]) -> tuple[list[Sizes], list[Piece]]:
    """The sizes of the shares of a subject, and the pieces of its pages."""
    found = [in_parts(subject, one) for one in own]
    sizes: list[Sizes] = [[len(pack(one[part])) if part in one else 0 for part in range(2)] for one in found]
    plan = planned(site, None, subject, own, sizes)
    assert plan
    return sizes, list(plan[1])


@pytest.mark.parametrize("subject", PROVISIONS)
def test_no_piece_needs_much(subject: str, whole_site: Site, facts: tuple[Facts, ...]) -> None:
    """No more than there is room for, and nothing that stands on none of its pages."""
    own = [said[subject] for said in map(shares, facts) if subject in said]
    sizes, pieces = _plan(whole_site, subject, own)
    assert sum(map(of_parts, sizes)) > 2 * ROOM and len(pieces) > 3
    assert [one.plan.first for one in pieces] == [1 + sum(len(one.plan.pages) for one in pieces[:at]) for at in range(len(pieces))]
    for one in pieces:
        leaves: list[Leaf] = [leaf for page in one.plan.pages for leaf in page if leaf]
        assert {place for leaf in leaves for place in leaf.of} == set(range(len(one.of)))
        assert one.parts and sum(of_parts(sizes[at], one.parts) for at in one.of) <= ROOM and len(one.plan.pages) <= TOGETHER
    assert {one.parts for one in pieces} == {(0,), (1,)}


def test_parts_of_a_share_are_the_share(facts: tuple[Facts, ...]) -> None:
    """Rows and other items of a provision, each once; what has only the one has no part for the other."""
    seen = set()
    for one in facts[:2]:
        for subject, share in shares(one).items():
            found: dict[int, Any] = dict(in_parts(subject, share))
            seen.add((subject.split("/")[0] == STATUTES, *found))
            whole = joined(found.values())
            assert whole.flows == share.flows and sorted(whole.cites, key=repr) == sorted(share.cites, key=repr)
            assert whole == share or len(found) == 2
            if subject.startswith(STATUTES):
                nothing = replace(share, flows=(), cites=())
                rows, items = (quotes(subject, found.get(part, nothing)) for part in range(2))
                both = quotes(subject, share)
                assert [one.flow for one in based(rows)] == [one.flow for one in based(both)] and not others(rows)
                assert [one.cites for one in items] == [one.cites for one in others(both)] and not based(items)
                assert _brief(quotes(subject, whole)) == _brief(both)
    assert seen == {(True, 0), (True, 1), (True, 0, 1), (False, 0)}


def _brief(items: Sequence[Quoted]) -> ProvisionBrief:
    tally = ProvisionTally()
    tally.add(items)
    return tally.brief


def test_portions_take_what_fits() -> None:
    """Pages that are of the same assessments need them once."""
    sizes = [ROOM // 2, ROOM // 4, ROOM // 4, ROOM]
    assert list(portions([[0], [0, 1], [0, 1, 2], [2], [3], [3]], sizes)) == [(0, 4), (4, 6)]
    assert list(portions([[0]] * (TOGETHER + 1), sizes)) == [(0, TOGETHER), (TOGETHER, TOGETHER + 1)]
    assert list(portions([[3, 0], [3]], sizes)) == [(0, 1), (1, 2)] and not list(portions([], sizes))
    assert list(portions([[0, 3], [1, 2]], ())) == [(0, 2)]


def test_one_more_assessment_leaves_the_tables_of_others(whole_site: Site) -> None:
    """The plan of a table says nothing of who stands before its columns; which they are, their shares tell."""
    pattern = next(one for one in compared(whole_site) if one.base == "mihon/juki")

    def told(number: int) -> Told:
        return replace(pattern, municipality=f"m{number:02}", municipality_name=f"見本{number}市", code=f"{number % 4 + 1:02}{number:04}",
                       prefecture=f"{number % 4}県", base=f"m{number:02}/juki")

    before, after = (_tables(whole_site, [told(number) for number in range(first, 40)]) for first in (1, 0))
    elsewhere = {one for one in before if not one[0].startswith("compare/juki/p01")}
    assert len(elsewhere) > 4 and elsewhere <= set(after) and set(before) != set(after)


def _tables(site: Site, columns: Sequence[Told]) -> list[tuple[str, str]]:
    """The tables of several with what stands for their plans."""
    plan = planned(site, None, "compare/juki", columns)
    assert plan
    return [(one.plan.only.path, digest(pack(one.plan))) for one in plan[1] if one.plan.only]
