"""A row of the form and the pieces of a 項目 string in, its locators out: in which files, blocks, sheets and rows of lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from site_gen.form import Block, Item, Part, Table
from site_gen.resolve.lexicon import Lexicon, Place, reduced
from site_gen.resolve.read import Name

_ROWS = re.compile(r"項番([0-9]{1,3}(?:[・,、][0-9]{1,3})*)")
_SHEET_FILE = re.compile(r"\(([0-9])\)")


@dataclass(frozen=True, slots=True)
class Repeats:
    """What repeats in an assessment: the names of its files, the titles of the sheets of 別添1, both in order and
    reduced; empty where nobody knows."""

    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def locators(known: Lexicon, place: Place, names: Sequence[Name], texts: Sequence[str], repeats: Repeats) -> Iterator[str]:
    """The locators of `place` in every file, block and row that `names` give, or the texts where the string only names
    a list; a number that is not given is `?`."""
    part = known.part(place).item
    numbers: list[list[tuple[int, str]]] = []
    for index in (*place.above, place.index):
        given = _numbers(index, known.places[index].item, names, texts)
        if given:
            numbers.append([(index, str(number)) for number in given])
    for repeat in _repeats(part, names, repeats):
        for chosen in product(*numbers):
            yield known.locator(place, repeat, chosen)


def _repeats(part: Item, names: Sequence[Name], repeats: Repeats) -> Sequence[str]:
    """The numbers of the files or sheets of `part` that are meant; an empty text where the string gives none."""
    if not isinstance(part, Part) or part.each not in ("file", "sheet"):
        return ("",)
    files = _files(names)
    if part.each == "sheet":
        return (_sheet(files, names, repeats),)
    if not files and len(repeats.files) == 1:
        return ("1",)
    return [str(number) if number else "" for number in files] or ("",)


def _files(names: Sequence[Name]) -> list[int]:
    """The files that the string names: (1) (2), or (1)～(3); 0 for a name that is no file's."""
    found: list[int] = []
    through = False
    for name in names:
        if name.kind == "file":
            number = name.numbers[0]
            if through and found and number > found[-1]:
                found += range(found[-1] + 1, number)
            found.append(number)
            through = False
        elif name.kind == "rest":
            through = name.text.startswith("~")
    return list(dict.fromkeys(found))


def _sheet(files: Sequence[int], names: Sequence[Name], repeats: Repeats) -> str:
    """The sheet whose title names just these files."""
    if len(repeats.sheets) == 1:
        return "1"
    for number, title in enumerate(repeats.sheets, 1):
        own = {int(found) for found in _SHEET_FILE.findall(title)}
        own |= {n for n, file in enumerate(repeats.files, 1) if file in title}
        if own and own == set(files):
            return str(number)
    return ""


def _numbers(index: int, item: Item, names: Sequence[Name], texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the block, or of the rows of the list, that `item` (at `index`) is."""
    if not isinstance(item, Block | Table):
        return ()
    kinds = ("block",) if isinstance(item, Block) else ("list", "rows")
    found = [n for name in names if name.kind in kinds and (name.rows >> index & 1 or name.kind == "rows") for n in name.numbers]
    if not found and isinstance(item, Table):
        found = [int(n) for text in texts for hit in _ROWS.findall(reduced(text)) for n in re.findall("[0-9]+", hit)]
    return tuple(dict.fromkeys(found))
