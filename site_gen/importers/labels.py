"""A form in, its labels as one meets them in documents out: the slots that a text can fall into, in printed order."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from site_gen.form import Block, Fixed, Form, Item, Part, Printed, Table
from site_gen.importers.rows import EMPTY, TICKED, UNSURE
from site_gen.wording import CIRCLED, without_bracket

# ① stays another thing than 1 although NFKC makes them one.
_CIRCLED = {ord(mark): chr(0xE100 + number) for mark, number in CIRCLED.items()}
_NOISE = re.compile(rf"[\s.．,，:：;；、。・･\-‐‑‒–—―−ー－~～〜※<>＜＞〈〉{EMPTY}{TICKED}{UNSURE}]")


@lru_cache(maxsize=65536)
def reduced(text: str) -> str:
    """`text` reduced to what a label is recognised by: NFKC but for ①, no white space, no points, dashes, ※."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text.translate(_CIRCLED)))


def flatten(text: str) -> tuple[str, list[int]]:
    """`text` reduced character by character, and for each character left its place in `text`."""
    flat: list[str] = []
    back: list[int] = []
    for place, character in enumerate(text):
        for one in reduced(character):
            flat.append(one)
            back.append(place)
    return "".join(flat), back


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two reduced texts are, 0 to 1."""
    if one == other:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6 else 0.0


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of the form at its place: `index` in printed order; `above` the slots it stands under, outermost first.

    `names` are its label in every wording, reduced; `numbered` those that start with its number.
    """

    index: int
    item: Item
    part: Part
    above: tuple[int, ...]
    names: tuple[str, ...]
    numbered: tuple[str, ...]

    @property
    def takes_text(self) -> bool:
        """Whether the slot has a value of its own."""
        return not self.item.is_heading and not isinstance(self.item, Printed)


@dataclass(frozen=True, slots=True)
class Index:
    """All slots of a form in printed order."""

    form: Form
    slots: tuple[Slot, ...]

    def parent(self, slot: Slot) -> Slot | None:
        """The slot directly above, or None for a part."""
        return self.slots[slot.above[-1]] if slot.above else None

    def repeat(self, slot: Slot) -> Slot | None:
        """The block or table that `slot` stands in, or is."""
        for index in reversed(slot.above):
            if isinstance(self.slots[index].item, Block | Table):
                return self.slots[index]
        return slot if isinstance(slot.item, Block | Table) else None

    def part(self, slot: Slot) -> Slot:
        """The part that `slot` stands in, or is."""
        return self.slots[slot.above[0]] if slot.above else slot


def index(form: Form) -> Index:
    """The slots of `form`."""
    slots: list[Slot] = []
    for part in form.parts:
        _add(slots, part, part, ())
    return Index(form, tuple(slots))


def _add(slots: list[Slot], item: Item, part: Part, above: tuple[int, ...]) -> None:
    here = len(slots)
    wordings = dict.fromkeys((item.label, *item.aliases, without_bracket(item.label)))
    names = tuple(dict.fromkeys(reduced(item.number + word) for word in wordings))
    bare = tuple(reduced(word) for word in wordings)
    numbered = names if item.number else ()
    slots.append(Slot(here, item, part, above, tuple(dict.fromkeys((*names, *bare))), numbered))
    for child in item.items:
        _add(slots, child, part, (*above, here))


def prints(item: Item, text: str) -> bool:
    """Whether `text` is what the form itself prints as the value of `item`."""
    return isinstance(item, Fixed) and reduced(text) == reduced(item.text)
