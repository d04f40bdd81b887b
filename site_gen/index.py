"""Facts of all assessments in, the same facts seen from the other end out: who gets or gives data, row by row.

Facts are small and of one assessment each; nothing here opens an assessment again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_gen.flows import Flow, Kind
from site_gen.parties import Kind as PartyKind
from site_gen.parties import Party


@dataclass(frozen=True, slots=True)
class Placed:
    """A flow and the address of the page on which its row stands."""

    flow: Flow
    page: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one assessment says to others: where it lies, what it is called, its flows in the order of the form."""

    municipality: str
    municipality_name: str
    base: str
    name: str
    form: str
    excerpt: bool
    flows: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One row that names a party."""

    facts: Facts
    flow: Flow
    page: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A party with every row that names it, in the order of municipalities, assessments and rows; `spellings` are the
    ways in which documents write it that are not its name."""

    party: Party
    mentions: tuple[Mention, ...]
    spellings: tuple[str, ...]

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many rows of each kind of flow."""
        found: dict[Kind, int] = {}
        for mention in self.mentions:
            found[mention.flow.kind] = found.get(mention.flow.kind, 0) + 1
        return found

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The names of the municipalities whose rows these are."""
        return tuple(dict.fromkeys(mention.facts.municipality_name for mention in self.mentions))

    @property
    def assessments(self) -> int:
        """How many assessments have such a row."""
        return len({mention.facts.base for mention in self.mentions})


def parties(facts: Iterable[Facts]) -> tuple[Listed, ...]:
    """Every party that any row names, those with the most rows first, then by name and address."""
    mentions: dict[str, list[Mention]] = {}
    known: dict[str, Party] = {}
    written: dict[str, dict[str, None]] = {}
    for one in facts:
        for placed in one.flows:
            for party in placed.flow.parties:
                known.setdefault(party.path, party)
                mentions.setdefault(party.path, []).append(Mention(one, placed.flow, placed.page))
                written.setdefault(party.path, {}).setdefault(party.written)
    found = (
        Listed(party, tuple(mentions[path]), tuple(text for text in written[path] if text != party.name))
        for path, party in known.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.mentions), one.party.name, one.party.path)))


def of_kind(found: Iterable[Listed], kind: PartyKind) -> tuple[Listed, ...]:
    """Those that are of one kind."""
    return tuple(one for one in found if one.party.kind == kind)
