"""Where things are and where links lead in, which links lead to nothing out: of any number of each, in little memory.

A place is a file, or an id in one. It goes by 64 bits of a digest, and lies on the disk in one of several heaps by its last bits, so that
what leads there meets it in one heap. Two places with the same digest would hide a dead link: among fifty million about once in a
hundred thousand sites.
"""

import hashlib
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import IO

_HEAPS = 64
_AT_HAND = 200_000  # bytes of a heap that need no disk
_WORD = "Q"  # 8 bytes

Heaps = tuple[bytes, ...]  # of each heap the digests in it, 8 bytes each


def heaps(places: Iterable[tuple[str, str]]) -> Heaps:
    """These places (a file and an id in it, empty for the file itself) as they are handed on."""
    found = [array(_WORD) for _ in range(_HEAPS)]
    for path, name in places:
        mark = int.from_bytes(hashlib.blake2b(f"{path}#{name}".encode(), digest_size=8).digest(), "big")
        found[mark % _HEAPS].append(mark)
    return tuple(one.tobytes() for one in found)


def are_heaps(given: object) -> bool:
    """Whether these are heaps as they are handed on."""
    return isinstance(given, tuple) and len(given) == _HEAPS and all(isinstance(one, bytes) and len(one) % 8 == 0 for one in given)


class Places(AbstractContextManager["Places"]):
    """Collects what there is and what leads where, until it is asked who leads to nothing. Raises OSError where there is no room."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._there, self._led = ([self._heap() for _ in range(_HEAPS)] for _ in range(2))

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def _heap(self) -> IO[bytes]:
        return self._stack.enter_context(tempfile.SpooledTemporaryFile(_AT_HAND))

    def are(self, found: Heaps) -> None:
        """These places are there."""
        for file, marks in zip(self._there, found, strict=True):
            file.write(marks)

    def led_to(self, who: int, found: Heaps) -> None:
        """Somebody, by a number from 0, leads to these places."""
        for file, marks in zip(self._led, found, strict=True):
            if marks:
                file.write(array(_WORD, (who, len(marks) // 8)).tobytes() + marks)

    def lost(self) -> frozenset[int]:
        """Who leads to a place that is not there."""
        return frozenset(who for there, led in zip(self._there, self._led, strict=True) for who in _lost(there, led))


def _lost(there: IO[bytes], led: IO[bytes]) -> Iterator[int]:
    known = frozenset(_read(there))
    marks = _read(led)
    at = 0
    while at < len(marks):
        who, count = marks[at], marks[at + 1]
        at += 2 + count
        if not known.issuperset(marks[at - count : at]):
            yield who


def _read(file: IO[bytes]) -> Sequence[int]:
    file.seek(0)
    found = array(_WORD)
    found.frombytes(file.read())
    return found
