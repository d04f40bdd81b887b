"""An assessment in, what stands in it out, by locator: that to which rows of its change history may lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.form import Block, Part, Table
from site_gen.model import Assessment, Dated, Entry, Instance


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands today; `present` says whether the sources hold it."""

    anchor: str
    important: bool
    present: bool
    text: str


@dataclass(frozen=True, slots=True)
class Today:
    """What stands in the assessment: items and repeats by locator, blocks and rows of lists by theirs, the number of
    files, and the latest 変更日 (ISO)."""

    places: dict[str, Place]
    blocks: dict[str, Instance]
    files: int
    last: str

    @property
    def possible_blocks(self) -> Iterator[str]:
        """Blocks, and first ones where there may be some that an excerpt does not hold; much else besides."""
        yield from self.blocks
        yield from (f"{place}1" for place in self.places)


def standing(a: Assessment) -> Today:
    """What stands in `a`."""
    places: dict[str, Place] = {}
    blocks: dict[str, Instance] = {}

    def add(entry: Entry) -> None:
        places[entry.locator] = Place(entry.anchor, entry.important, entry.state != "absent", entry.text)
        for one in entry.instances:
            places[one.locator] = Place(one.anchor, entry.important, True, "")
            if isinstance(entry.item, Block | Table):
                blocks[one.locator] = one
        for child in (*entry.children, *(child for one in entry.instances for child in one.children)):
            add(child)

    for part in a.parts:
        if isinstance(part.item, Part) and part.item.each != "change":
            add(part)
    days = [row.child("変更日").value for row in a.part("変更箇所").instances]
    return Today(places, blocks, len(a.files), max((day.start.iso for day in days if isinstance(day, Dated)), default=""))
