"""A form in, everything by which a 項目 string can name one of its rows out: labels in all their wordings, numbers.

Rows are counted in printed order; a set of rows is an integer with one bit a row, so that "does any of these rows lie
on the path to that one" is one operation (ten thousand rows of change histories are resolved in a second or two).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from site_gen.edition import Renumber
from site_gen.form import Block, Form, FreeTable, Image, Item, Part, Printed, Table, rows, step
from site_gen.forms import FORMS, UNKNOWN_EDITION, in_edition
from site_gen.forms.editions import OF_FORM
from site_gen.wording import CIRCLED, ROMAN, without_bracket

_MAX = 2000  # longer strings name no item; NFKC takes minutes for long runs of combining marks
_KEPT = {ord(mark): chr(0xE100 + number) for mark, number in CIRCLED.items()}  # NFKC would make ① a 1
_RESTORED = {ord(kept): chr(mark) for mark, kept in _KEPT.items()}
_DASH = re.compile(r"[‐‑‒–—―−－]|(?<![ァ-ヺー])ー")
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺ])ー")
# Points, brackets and dashes number things; between words they stand or are missing at random.
_NOISE = re.compile(r"(?<![0-9])[-.,、。・:;()「」『』【】\[\]<>〈〉≪≫/|](?![0-9])")
_SPELLINGS = (("取り扱", "取扱"), ("漏洩", "漏えい"), ("毀損", "き損"), ("棄損", "き損"))
_NUMERALS = {"i": "I", "ii": "II", "iii": "III", "iv": "IV", "v": "V", "vi": "VI"}


@lru_cache(maxsize=65536)
def reduced(text: str) -> str:
    """`text` reduced to what names an item: NFKC but for ①, one kind of dash and wave, no blanks but between figures
    (a comma), no ※, points and brackets only beside figures, one spelling of 取扱い and 漏えい."""
    text = unicodedata.normalize("NFKC", text[:_MAX].translate(_KEPT)).translate(_RESTORED)
    text = re.sub(r"(?<=[0-9])\s+(?=[0-9])", ",", text)
    text = re.sub(r"[\s※]", "", text).replace("〜", "~")
    text = _LONG_VOWEL.sub("", _DASH.sub("-", text))
    for found, usual in _SPELLINGS:
        text = text.replace(found, usual)
    return _NOISE.sub("", text)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a form: `index` in printed order, `above` the rows it stands under (outermost first), `path` itself and
    those as a set, `names` its label in every wording, reduced."""

    index: int
    item: Item
    above: tuple[int, ...]
    path: int
    names: tuple[str, ...]

    @property
    def bit(self) -> int:
        """The row as a set of one."""
        return 1 << self.index


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows of a form and what names them: reduced label, number ("7", "②", "リスク3"), numeral of the part ("II",
    with the annexes behind it), name of a block, name of a list of 別紙 (移転先) → set of rows."""

    form: Form
    places: tuple[Place, ...]
    labels: dict[str, int]
    numbers: dict[str, int]
    parts: dict[str, int]
    blocks: dict[str, int]
    lists: dict[str, int]
    endings: frozenset[str]  # labels of two characters with which other labels end

    def votes(self, rows: int) -> int:
        """`rows` with the annexes behind each part in it: the name of Ⅰ agrees with 別添1, which is printed behind it."""
        for whole in self.parts.values():
            if rows & whole & -whole:  # its lowest bit is the part, the others are annexes
                rows |= whole
        return rows

    def rows(self, places: int) -> list[Place]:
        """The rows of a set, in printed order."""
        found: list[Place] = []
        while places:
            lowest = places & -places
            found.append(self.places[lowest.bit_length() - 1])
            places ^= lowest
        return found

    def below(self, place: Place) -> list[Place]:
        """The rows directly under `place`."""
        return [one for one in self.places[place.index + 1 :] if one.above and one.above[-1] == place.index]

    def part(self, place: Place) -> Place:
        """The part that `place` stands in, or is."""
        return self.places[place.above[0]] if place.above else place

    def locator(self, place: Place, repeat: str = "", numbers: Sequence[tuple[int, str]] = ()) -> str:
        """The locator of `place`: `repeat` is the number of the file or sheet, `numbers` those of blocks and rows of
        lists by the index of their row; a number that is not given is written `?`, a row that is not given not at all.
        """
        given = dict(numbers)
        pieces: list[str] = []
        for index in (*place.above, place.index):
            item = self.places[index].item
            if isinstance(item, Part):
                pieces.append(step(item, repeat or "?") if item.each in ("file", "sheet") else step(item))
            elif isinstance(item, Block):
                pieces.append(step(item, given.get(index, "?")))
            else:
                pieces.append(step(item, given.get(index)))
        return "/".join(pieces)


def lexicon(form: Form) -> Lexicon:
    """The lexicon of `form`, with the labels and numbers of all its editions."""
    return lexicon_of(form.code)


@cache  # by its code: to hash a whole form takes longer than to resolve a string
def lexicon_of(code: str) -> Lexicon:
    """The lexicon of the form with that code."""
    form = next(form for form in FORMS if form.code == code)
    form = in_edition(form, UNKNOWN_EDITION) or form
    places: list[Place] = []
    for part in form.parts:
        _add(places, part, (), 0)
    labels: dict[str, int] = {}
    numbers: dict[str, int] = {}
    earlier = _earlier_numbers(form)
    for place, row in zip(places, rows(form), strict=True):
        for name in place.names if _bears_a_name(place, places) else ():
            labels[name] = labels.get(name, 0) | place.bit
        for number in {place.item.number, *earlier.get(row.locator, ())} - {""}:
            numbers[number] = numbers.get(number, 0) | place.bit
    endings = frozenset(short for short in labels if len(short) <= 2 and any(one.endswith(short) for one in labels if one != short))
    blocks = {place.item.label: place.bit for place in places if isinstance(place.item, Block)}
    lists = {
        place.item.name.removesuffix("一覧"): place.bit for place in places if isinstance(place.item, Table) and place.item.name.endswith("先一覧")
    }
    return Lexicon(form, tuple(places), labels, numbers, _parts(places), blocks, lists, endings)


def _add(places: list[Place], item: Item, above: tuple[int, ...], path: int) -> None:
    index = len(places)
    wordings = (item.label, item.name, *item.aliases, without_bracket(item.label))
    places.append(Place(index, item, above, path | 1 << index, tuple(dict.fromkeys(map(reduced, wordings)))))
    for child in item.items:
        _add(places, child, (*above, index), path | 1 << index)


def _bears_a_name(place: Place, places: Sequence[Place]) -> bool:
    """Whether the label of a row names it: not that of a column, a picture or what the form prints, nor of the table of
    changes and the annexes outside the form."""
    part = places[place.above[0]].item if place.above else place.item
    if not isinstance(part, Part) or part.each == "change" or part.appended:
        return False
    column = bool(place.above) and isinstance(places[place.above[-1]].item, Table)
    ours = isinstance(place.item, Table) and not place.item.label.startswith("（別紙）")
    return not column and not ours and not isinstance(place.item, Printed | Image | FreeTable | Block)


def _earlier_numbers(form: Form) -> dict[str, list[str]]:
    """The numbers that rows had in other editions, by today's locator."""
    found: dict[str, list[str]] = {}
    for (code, _), edition in OF_FORM.items():
        for one in edition.differences:
            if code == form.code and isinstance(one, Renumber):
                found.setdefault(one.locator, []).append(one.number)
    return found


def _parts(places: Sequence[Place]) -> dict[str, int]:
    """Each numeral with its part and the annexes printed behind it: 別添1 belongs to Ⅰ, 別添2 to Ⅱ."""
    found: dict[str, int] = {}
    numeral = ""
    for place in places:
        if isinstance(place.item, Part):
            numeral = _NUMERALS[ROMAN[place.item.number]] if place.item.number in ROMAN else numeral
            if numeral and place.item.each != "change" and not place.item.appended:
                found[numeral] = found.get(numeral, 0) | place.bit
    return found
