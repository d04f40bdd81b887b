"""What readers of changes are owed beyond completeness: the same folds on both sides, links that say where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.changes import Piece, marked

LONG = "".join(f"{n}番目の文は変わらない。" for n in range(60))


def _folds(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.kind == "folded"]


@pytest.mark.parametrize(("before", "after"), [
    (LONG, f"{LONG}足した文。"), (f"{LONG}消した文。", LONG), (f"消した文。{LONG}", LONG), (LONG + LONG, f"{LONG}間の文。{LONG}"),
], ids=["added behind", "removed behind", "removed before", "added between"])
def test_what_stayed_is_folded_on_both_sides(before: str, after: str) -> None:
    """Also on the side on which nothing is marked; what stands beside the change stays in view on both."""
    old, new = marked(before, after)
    assert _folds(old) == _folds(new) != []
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)
    assert sum(len(piece.text) for piece in old if piece.kind == "same") > 60


def test_texts_without_a_difference_stand_in_full() -> None:
    assert marked(LONG, LONG) == ((Piece("same", LONG),), (Piece("same", LONG),))


@given(st.lists(st.tuples(st.sampled_from(["", LONG, "短い文。"]), st.sampled_from(["", "甲"]), st.sampled_from(["", "乙"])), max_size=4))
def test_any_folds_are_the_same(found: list[tuple[str, str, str]]) -> None:
    before, after = "".join(kept + gone for kept, gone, _ in found), "".join(kept + new for kept, _, new in found)
    old, new = marked(before, after)
    assert _folds(old) == _folds(new)
    assert not old or ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)
