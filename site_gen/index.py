"""Facts of all assessments in, the same facts seen from the other end out: who gets or gives data, row by row, and which
items cite a provision of a statute.

Facts are small and of one assessment each; nothing here opens an assessment again. What they say is shared out by subjects: a party, a
provision, a system, whose pages need the shares of their own subject alone; lists are made of what is brief of each.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen.citations import Provision
from site_gen.flows import Flow, Kind
from site_gen.parties import Party

WHOLE = "zentai"  # no provision has such a key


@dataclass(frozen=True, slots=True)
class Placed:
    """A flow and the address of the page on which its row stands."""

    flow: Flow
    page: str


@dataclass(frozen=True, slots=True)
class Cites:
    """An item that cites a provision: `law` and `provision` as they are called today, `written` as the text has it.

    `path` is the address of the provision, `old` what it was called when the number was another one. `words` names the
    item with that `anchor`, which a reader finds on `page` at `place` (a cell of a list at its row); `row` is the anchor
    of the flow it belongs to (empty: none), `basis` whether it is that flow's legal basis. It stands at the characters
    from `start` up to `end` of the item's text; -1 where the item has several texts, or does not name it itself. `above`:
    the block above the list names it, for all its rows.
    """

    law: str
    provision: Provision
    path: str
    written: str
    old: str
    words: str
    page: str
    place: str
    anchor: str
    row: str
    basis: bool
    start: int
    end: int
    above: bool = False

    @property
    def leads_to(self) -> str:
        """The page of the provision; of a statute as a whole, that of the items which name no provision."""
        return self.path if self.provision else f"{self.path}/{WHOLE}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one assessment says to others: where it lies, what it is called, its flows and the provisions its texts cite
    (those of 変更箇所 left aside), both in the order of the form; whether its flows are of `several_files`."""

    municipality: str
    municipality_name: str
    base: str
    name: str
    form: str
    excerpt: bool
    flows: tuple[Placed, ...]
    cites: tuple[Cites, ...] = ()
    systems: tuple["Stated", ...] = ()
    several_files: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A system that an assessment states in Ⅰ 2: which one it is (`party`), how it is headed (システム3), where that stands,
    and what it is connected with. `collective` are connections as written that name no single system; `gap` says why there
    may be more (empty: all are told)."""

    party: Party
    heading: str
    page: str
    anchor: str
    connected: tuple[Party, ...]
    collective: tuple[str, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One row that names a party."""

    facts: Facts
    flow: Flow
    page: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A party with every row that names it, in the order of municipalities, assessments and rows."""

    party: Party
    mentions: tuple[Mention, ...]

    @property
    def brief(self) -> "PartyBrief":
        """What lists say of it."""
        tally = PartyTally(self.party.path)
        for _, own in groupby(self.mentions, lambda one: one.facts.base):
            tally.add(tuple(own))
        return tally.brief


@dataclass(frozen=True, slots=True)
class PartyBrief:
    """A party in a list: how many rows of each kind of flow name it, the names of the municipalities whose rows these are, in how many
    `assessments` they stand; `spellings` are the ways in which documents write it that are not its name, `by_network` says that any row
    goes through the 情報提供ネットワークシステム, whose traffic a person can look up."""

    party: Party
    counts: Mapping[Kind, int]
    municipalities: tuple[str, ...]
    spellings: tuple[str, ...]
    assessments: int
    by_network: bool


class PartyTally:
    """Finds out what is brief of the party at an address, from the rows of each assessment that name it, one after the other."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._party: Party | None = None
        self._counts: dict[Kind, int] = {}
        self._names: dict[str, None] = {}
        self._written: dict[str, None] = {}
        self._assessments = 0
        self._by_network = False

    def add(self, mentions: Sequence[Mention]) -> None:
        """These are the rows of one assessment."""
        self._assessments += bool(mentions)
        for one in mentions:
            party = next(party for party in one.flow.parties if party.path == self._path)
            self._party = self._party or party
            self._counts[one.flow.kind] = self._counts.get(one.flow.kind, 0) + 1
            self._names.setdefault(one.facts.municipality_name)
            self._written.setdefault(party.written)
            self._by_network = self._by_network or any(mean.startswith("情報提供ネットワークシステム") for mean in one.flow.means)

    @property
    def brief(self) -> PartyBrief:
        """What came of it, where there was any row."""
        assert self._party
        spellings = tuple(text for text in self._written if text != self._party.name)
        return PartyBrief(self._party, self._counts, tuple(self._names), spellings, self._assessments, self._by_network)


def mentions(path: str, facts: Facts) -> tuple[Mention, ...]:
    """The rows of an assessment that name the party at the address `path`."""
    return tuple(Mention(facts, placed.flow, placed.page) for placed in facts.flows if any(party.path == path for party in placed.flow.parties))


def parties(facts: Iterable[Facts]) -> tuple[Listed, ...]:
    """Every party that any row names, those with the most rows first, then by name and address."""
    found: dict[str, list[Mention]] = {}
    known: dict[str, Party] = {}
    for one in facts:
        for placed in one.flows:
            for party in placed.flow.parties:
                known.setdefault(party.path, party)
                found.setdefault(party.path, []).append(Mention(one, placed.flow, placed.page))
    listed = (Listed(party, tuple(found[path])) for path, party in known.items())
    return tuple(sorted(listed, key=lambda one: (-len(one.mentions), one.party.name, one.party.path)))


@dataclass(frozen=True, slots=True)
class Quoted:
    """An item that cites a provision, and the flow whose legal basis it is (None: it is none's)."""

    facts: Facts
    cites: Cites
    flow: Mention | None


def quotes(leads_to: str, facts: Facts) -> tuple[Quoted, ...]:
    """The items of an assessment that cite the provision whose page has the address `leads_to`, each once, in their order."""
    rows = {placed.flow.anchor: Mention(facts, placed.flow, placed.page) for placed in facts.flows}
    found: dict[str, Quoted] = {}
    for cites in facts.cites:
        if cites.leads_to == leads_to:
            found.setdefault(cites.anchor, Quoted(facts, cites, rows[cites.row] if cites.basis and cites.row else None))
    return tuple(found.values())


def based(items: Iterable[Quoted]) -> tuple[Mention, ...]:
    """The flows of one assessment whose legal bases are among the items, each once."""
    return tuple({one.cites.row: one.flow for one in items if one.flow}.values())


def others(items: Iterable[Quoted]) -> tuple[Quoted, ...]:
    """The items that are no flow's legal basis."""
    return tuple(one for one in items if one.flow is None)


@dataclass(frozen=True, slots=True)
class ProvisionBrief:
    """A provision in a list: how many rows are based on it, how many other items cite it, how many items do in all, each once; the names of
    the municipalities whose items these are.

    `law` is its key or title as in `Cites`; an empty provision is the statute as a whole. `old` are the numbers that it
    had where texts cite those.
    """

    law: str
    provision: Provision
    path: str
    leads_to: str
    flows: int
    others: int
    quoted: int
    municipalities: tuple[str, ...]
    old: tuple[str, ...]


class ProvisionTally:
    """Finds out what is brief of a provision, from the items of each assessment that cite it, one after the other."""

    def __init__(self) -> None:
        self._first: Cites | None = None
        self._flows = self._others = self._quoted = 0
        self._names: dict[str, None] = {}
        self._old: dict[str, None] = {}

    def add(self, items: Sequence[Quoted]) -> None:
        """These are the items of one assessment."""
        for one in sorted(items, key=lambda one: one.flow is None):  # in an order that does not depend on which were read together
            self._first = self._first or one.cites
            self._names.setdefault(one.facts.municipality_name)
            if one.cites.old:
                self._old.setdefault(one.cites.old)
        self._flows += len(based(items))
        self._others += len(others(items))
        self._quoted += len(items)

    @property
    def brief(self) -> ProvisionBrief:
        """What came of it, where there was any item."""
        first = self._first
        assert first
        return ProvisionBrief(first.law, first.provision, first.path, first.leads_to, self._flows, self._others, self._quoted,
                              tuple(self._names), tuple(self._old))


@dataclass(frozen=True, slots=True)
class LawBrief:
    """A statute with its provisions in the order of their numbers, the statute as a whole first; how many items cite any of it, once a
    provision, and the names of the municipalities whose items these are."""

    law: str
    path: str
    provisions: tuple[ProvisionBrief, ...]
    quoted: int
    municipalities: tuple[str, ...]


def statutes(found: Iterable[ProvisionBrief]) -> tuple[LawBrief, ...]:
    """The statutes of these provisions, the most cited first, then by name."""
    of_law: dict[str, list[ProvisionBrief]] = {}
    for one in found:
        of_law.setdefault(one.law, []).append(one)
    laws = (_law(law, sorted(own, key=lambda one: _in_order(one.provision.key))) for law, own in of_law.items())
    return tuple(sorted(laws, key=lambda one: (-one.quoted, one.law)))


def _law(law: str, own: Sequence[ProvisionBrief]) -> LawBrief:
    names = tuple(dict.fromkeys(name for one in own for name in one.municipalities))
    return LawBrief(law, "/".join(own[0].path.split("/")[:2]), tuple(own), sum(one.quoted for one in own), names)


def _in_order(key: str) -> tuple[tuple[int, int, str], ...]:
    """第2条 before 第19条: figures count as numbers."""
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.findall(r"[0-9]+|[^0-9]+", key)
    )


@dataclass(frozen=True, slots=True)
class Use:
    """An assessment's system, as the page of that system or of one that it is connected with shows it."""

    facts: Facts
    stated: Stated


@dataclass(frozen=True, slots=True)
class ListedSystem:
    """A system: where assessments state it as one they use, and the systems that are stated to be connected with it."""

    party: Party
    own: tuple[Use, ...]
    connected: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class SystemBrief:
    """A system in a list: how many use it, and how many are connected with it; the names of the municipalities whose assessments say so,
    `spellings` as a `PartyBrief` has them."""

    party: Party
    own: int
    connected: int
    municipalities: tuple[str, ...]
    spellings: tuple[str, ...]


class SystemTally:
    """Finds out what is brief of the system at an address, from what each assessment states of it, one after the other."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._party: Party | None = None
        self._own = self._connected = 0
        self._users: dict[str, None] = {}
        self._others: dict[str, None] = {}
        self._written: dict[str, None] = {}

    def add(self, facts: Facts) -> None:
        """This is what the next assessment says."""
        own, connected = uses(self._path, facts)
        self._own += len(own)
        self._connected += len(connected)
        self._users |= dict.fromkeys(use.facts.municipality_name for use in own)
        self._others |= dict.fromkeys(use.facts.municipality_name for use in connected)
        for stated in facts.systems:
            for party in (stated.party, *stated.connected):
                if party.path == self._path:
                    self._party = self._party or party
                    self._written.setdefault(party.written)

    @property
    def brief(self) -> SystemBrief:
        """What came of it, where any stated it."""
        assert self._party
        spellings = tuple(text for text in self._written if text != self._party.name)
        return SystemBrief(self._party, self._own, self._connected, tuple(self._users | self._others), spellings)


def uses(path: str, facts: Facts) -> tuple[tuple[Use, ...], tuple[Use, ...]]:
    """Where an assessment states that it uses the system at the address `path`, and that others of its systems are connected with it."""
    own = tuple(Use(facts, stated) for stated in facts.systems if stated.party.path == path)
    return own, tuple(Use(facts, stated) for stated in facts.systems for other in stated.connected if other.path == path)


def systems(facts: Iterable[Facts]) -> tuple[ListedSystem, ...]:
    """Every system that any assessment uses or is connected with, those of the most places first, then by name."""
    known: dict[str, Party] = {}
    own: dict[str, list[Use]] = {}
    connected: dict[str, list[Use]] = {}
    for one in facts:
        for stated in one.systems:
            use = Use(one, stated)
            for party, places in ((stated.party, own), *((other, connected) for other in stated.connected)):
                known.setdefault(party.path, party)
                places.setdefault(party.path, []).append(use)
    found = [ListedSystem(party, tuple(own.get(path, ())), tuple(connected.get(path, ()))) for path, party in known.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.own) - len(one.connected), one.party.name, one.party.path)))


@dataclass(frozen=True, slots=True)
class Home:
    """Of the parties or systems of one municipality, by the name of its folder, how many there are."""

    municipality: str
    count: int


Brief = PartyBrief | ProvisionBrief | SystemBrief | Home


def subject(party: Party) -> str:
    """The address of the first of the pages on which a party or system stands: its own, or for what is of one municipality the list of
    that one."""
    return "/".join(party.path.split("/")[:2])


def shares(facts: Facts) -> dict[str, Facts]:
    """What `facts` say, by the address of the subject that it is said of: of parties the rows that name them, of a provision the items that
    cite it and the rows that it is the basis of, these with everything that their legal bases cite; of systems where they are stated."""
    flows: dict[str, set[int]] = {}
    cites: dict[str, set[int]] = {}
    systems: dict[str, list[Stated]] = {}
    row_at = {placed.flow.anchor: at for at, placed in enumerate(facts.flows)}
    bases: dict[int, list[int]] = {}
    for at, one in enumerate(facts.cites):
        row = row_at.get(one.row, -1) if one.basis else -1
        cites.setdefault(one.leads_to, set()).add(at)
        if row >= 0:
            flows.setdefault(one.leads_to, set()).add(row)
            bases.setdefault(row, []).append(at)
    for at, placed in enumerate(facts.flows):
        for party in placed.flow.parties:
            flows.setdefault(subject(party), set()).add(at)
    for key, rows in flows.items():
        cites.setdefault(key, set()).update(at for row in rows for at in bases.get(row, ()))
    for stated in facts.systems:
        for key in dict.fromkeys(subject(party) for party in (stated.party, *stated.connected)):
            systems.setdefault(key, []).append(stated)
    return {
        key: replace(facts, flows=tuple(facts.flows[at] for at in sorted(flows.get(key, ()))),
                     cites=tuple(facts.cites[at] for at in sorted(cites.get(key, ()))), systems=tuple(systems.get(key, ())))
        for key in sorted({*flows, *cites, *systems})
    }
