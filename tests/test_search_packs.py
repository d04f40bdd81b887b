"""Which pages are indexed together: every page once, in packs of a size, and where pages come or go all other packs stay as they were."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.search import Pack, Prepared, packs

FULL = 100
_COUNTS = st.lists(st.one_of(st.integers(0, 60), st.integers(0, 3 * FULL)), min_size=1, max_size=60)


def _homes(counts: Sequence[int]) -> dict[str, int]:
    """Municipalities with how many pages they have."""
    return {f"m{number:03}": count for number, count in enumerate(counts)}


def _pages(homes: dict[str, int], common: int) -> list[Prepared]:
    """Those of the municipalities, and some of no one."""
    return [Prepared(f"{home}/{number}", home, "") for home, count in {**homes, "": common}.items() for number in range(count)]


def _packs(homes: dict[str, int], common: int = 0) -> tuple[Pack, ...]:
    return packs({home: f"{home}市" for home in homes}, _pages(homes, common), most=0, full=FULL)


def _anew(before: tuple[Pack, ...], after: tuple[Pack, ...]) -> list[Pack]:
    """Those packs of `after` that have to be indexed where `before` were."""
    known = {pack.pages for pack in before}
    return [pack for pack in after if pack.pages not in known]


@settings(deadline=None)
@given(_COUNTS, st.integers(0, 3 * FULL))
def test_every_page_is_in_one_pack_of_a_size(counts: list[int], common: int) -> None:
    homes = _homes(counts)
    made = _packs(homes, common)
    assert [page for pack in made for page in pack.pages] == _pages(homes, common)
    assert all(0 < len(pack.pages) <= FULL for pack in made)
    assert len({pack.key for pack in made}) == len(made)
    for home, count in homes.items():
        parts = [pack for pack in made if any(page.home == home for page in pack.pages)]
        assert [pack for pack in made if f"{home}市" in pack.homes] == parts
        assert len(parts) == bool(count) or (count > FULL and all(page.home == home for pack in parts for page in pack.pages))
    assert all(not pack.homes for pack in made if any(not page.home for page in pack.pages))


@settings(deadline=None)
@given(_COUNTS, st.data())
def test_when_a_municipality_gains_or_loses_pages_the_others_stay(counts: list[int], data: st.DataObject) -> None:
    """But for those it is together with before or afterwards, which are one pack at most."""
    homes = _homes(counts)
    home = data.draw(st.sampled_from(list(homes)))
    changed = {**homes, home: data.draw(st.integers(0, 3 * FULL))}
    anew = _anew(_packs(homes, 30), _packs(changed, 30))
    assert sum(page.home != home for pack in anew for page in pack.pages) <= FULL
    assert all(page.home for pack in anew for page in pack.pages)


def test_packs_are_more_than_half_full() -> None:
    """On average, of municipalities that are small."""
    made = _packs(_homes([number % 7 for number in range(1_000)]))
    assert sum(len(pack.pages) for pack in made) / len(made) > FULL / 2


def test_when_a_municipality_comes_most_packs_stay() -> None:
    homes = _homes([20] * 300)
    before = _packs(homes)
    anew = [_anew(before, _packs(dict(sorted({**homes, f"{home}-2": 20}.items())))) for home in [*homes][::10]]
    assert statistics.mean(len(pack.pages) for some in anew for pack in some) < FULL
    assert statistics.mean(map(len, anew)) < 2


def test_when_a_page_comes_most_parts_of_a_large_municipality_stay() -> None:
    own = _pages({"m": 5_000}, 0)
    before = packs({"m": "市"}, own, most=0, full=FULL)
    more = ([*own[:at], Prepared(f"m/x{at}", "m", ""), *own[at:]] for at in range(0, 5_000, 200))
    assert statistics.mean(len(_anew(before, packs({"m": "市"}, some, most=0, full=FULL))) for some in more) < 2


def test_parts_of_a_municipality_keep_their_folders() -> None:
    """Which are called by their first page, so that a publication does not send them again."""
    before, after = _packs({"m": 250, "n": 30}), _packs({"m": 300, "n": 30})
    assert before[0].key == after[0].key == "m"
    assert {pack.pages: pack.key for pack in before}.items() & {pack.pages: pack.key for pack in after}.items()
    assert before[0].name == f"m市（1／{sum('m市' in pack.homes for pack in before)}）"


def test_a_site_of_some_pages_is_one_pack() -> None:
    found = [Prepared(f"x/{number}", "", "") for number in range(2_500)]
    (whole,) = packs({"m": "市", "n": "町"}, found)
    assert (whole.key, whole.pages, whole.homes) == ("all", tuple(found), ("市", "町"))
    assert len(packs({"m": "市"}, [*found, Prepared("y", "", "")])) > 2
    assert packs({"m": "市"}, []) == ()
