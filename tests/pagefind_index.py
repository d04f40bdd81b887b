"""Reads a Pagefind bundle without a browser: the words of its index with the places where they stand, phrases in them.

The format is that of 1.5: gzip, `pagefind_dcd`, CBOR. The list of pages is in pf_meta, words with their places (each as the
distance from the one before) are in pf_index files.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

_PREFIX = b"pagefind_dcd"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle read whole: what its fragments show, by their id, and by word and fragment the places it stands at."""

    fragments: dict[str, dict[str, Any]]
    words: dict[str, dict[str, frozenset[int]]]
    facets: dict[str, Any]

    def phrase(self, words: list[str]) -> dict[str, list[int]]:
        """By fragment, where `words` stand one behind the other, in texts and in labels."""
        texts, labels = self._phrase(words), self._phrase(_of_label(words))
        return {fragment: sorted({*texts.get(fragment, ()), *labels.get(fragment, ())}) for fragment in texts.keys() | labels.keys()}

    def _phrase(self, words: list[str]) -> dict[str, list[int]]:
        if not words:
            return {}
        places = [self.words.get(word, {}) for word in words]
        found: dict[str, list[int]] = {}
        for fragment in set(places[0]).intersection(*places[1:]):
            begins = [at for at in places[0][fragment]
                      if all(at + step in one[fragment] for step, one in enumerate(places))]
            if begins:
                found[fragment] = sorted(begins)
        return found

    def items(self, words: list[str], called: bool = False) -> set[tuple[str, str]]:
        """Address and anchor of each item in which `words` stand one behind the other, or which is `called` so; no anchor for a title."""
        return {
            (self.fragments[fragment]["url"], _anchor(self.fragments[fragment]["anchors"], at))
            for fragment, begins in (self._phrase(_of_label(words)) if called else self.phrase(words)).items()
            for at in begins
        }


def _of_label(words: list[str]) -> list[str]:
    return [f"{word}l" for word in words]


def read(folder: Path) -> Bundle:
    """The bundle in `folder`."""
    (meta,) = folder.glob("*.pf_meta")
    (facets,) = folder.glob("facets.*.json")
    _, pages, *_ = _cbor(_unpacked(meta))
    words: dict[str, dict[str, frozenset[int]]] = defaultdict(dict)
    for chunk in sorted(folder.glob("index/*.pf_index")):
        for word, found, *_ in _cbor(_unpacked(chunk))[0]:
            numbers = accumulate(one[0] for one in found)
            for number, (_, places, *_) in zip(numbers, found, strict=True):
                words[word][pages[number][0]] = frozenset(_places(places))
    fragments = {path.stem: json.loads(_unpacked(path)) for path in folder.glob("fragment/*.pf_fragment")}
    return Bundle(fragments, words, json.loads(facets.read_bytes()))


def _places(written: list[int]) -> Iterator[int]:
    """A negative number says the weight of those behind it, whose distances begin anew."""
    at = 0
    for one in written:
        at = 0 if one < 0 else at + one
        if one >= 0:
            yield at


def _anchor(anchors: list[dict[str, Any]], at: int) -> str:
    return next((str(one["id"]) for one in reversed(anchors) if one["location"] <= at), "")


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()).removeprefix(_PREFIX)


def _cbor(data: bytes) -> Any:
    return _value(data, 0)[0]


def _value(data: bytes, at: int) -> tuple[Any, int]:
    """The CBOR value at `at` (RFC 8949: numbers, texts and lists, which is all there is here) and where the next begins."""
    kind, short = data[at] >> 5, data[at] & 31
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(short, 0)
    at += 1 + size
    number = int.from_bytes(data[at - size : at], "big") if size else short
    if kind == 0:
        return number, at
    if kind == 1:
        return -1 - number, at
    if kind == 3:
        return data[at : at + number].decode("utf-8"), at + number
    assert kind == 4, f"CBOR of kind {kind}"
    values: list[Any] = []
    while len(values) < number if short < 31 else data[at] != 0xFF:
        value, at = _value(data, at)
        values.append(value)
    return values, at + (short == 31)
