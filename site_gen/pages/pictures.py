"""An assessment in, its pictures out: the map of its systems, each picture with the rows of the table that says the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_gen.diagrams import Diagram, Edge, Node, diagram
from site_gen.model import Assessment
from site_gen.pages.page import Link
from site_gen.pages.parts import addresses
from site_gen.systems import Connection, System, Systems, key, systems

SYSTEM_MAP = "system-zu"
MAP_TITLE = "システムの接続"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the form states something: a link to the item, and what stands in it."""

    link: Link
    text: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A connection in the table: the system, what it is connected with (`to` is its link, None for one outside), and every
    place that states it. Without a connection, `other` says why: 不明, なし, 未収録."""

    system: Link
    other: str
    to: Link | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class SystemMap:
    """The picture of the systems of an assessment with its table; how many systems, outside ones and connections it shows."""

    diagram: Diagram
    rows: tuple[MapRow, ...]
    systems: int
    outside: int
    connections: int
    unreadable: bool


def system_map(a: Assessment) -> SystemMap | None:
    """The map of `a`; None when the sources hold no connection of a system."""
    found = systems(a)
    if not found.connections and not found.unreadable:
        return None
    pairs = _pairs(found)
    nodes, edges = _graph(found, addresses(a))
    return SystemMap(
        diagram(nodes, edges), tuple(_rows(found, pairs, addresses(a))), len(found.systems),
        len({other for _, other in pairs if isinstance(other, str)}), len(pairs), bool(found.unreadable),
    )


def _pairs(found: Systems) -> dict[tuple[int, int | str], list[Connection]]:
    """Everything that states a connection, by its two ends: the lower number and the higher, or a number and a reduced name."""
    pairs: dict[tuple[int, int | str], list[Connection]] = {}
    for one in found.connections:
        if one.target is None:
            ends: tuple[int, int | str] = (one.source, key(one.name))
        else:
            ends = (min(one.source, one.target), max(one.source, one.target))
        pairs.setdefault(ends, []).append(one)
    return pairs


def _graph(found: Systems, places: Mapping[str, str]) -> tuple[list[Node], list[Edge]]:
    """A box for each system and for each set of outside ones that are connected with the same systems."""
    partly = {one.source for one in found.unreadable}
    nodes = [
        Node(
            f"s{one.number}", (_name(one),), "system", f"システム{one.number}{'（一部不明）' if one.number in partly else ''}",
            places[one.anchor], one.anchor,
        )
        for one in found.systems
    ]
    edges = [Edge(f"s{a}", f"s{b}") for a, b in _pairs(found) if isinstance(b, int)]
    outside: dict[str, str] = {}
    beside: dict[str, list[int]] = {}
    for (number, other), stated in _pairs(found).items():
        if isinstance(other, str):
            outside.setdefault(other, stated[0].name)
            beside.setdefault(other, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for other, connected in beside.items():
        groups.setdefault(tuple(sorted(connected)), []).append(outside[other])
    for at, (numbers, names) in enumerate(groups.items(), 1):
        labels = tuple(f"・{name}" for name in names) if len(names) > 1 else tuple(names)
        nodes.append(Node(f"o{at}", labels, "outside", "外のシステム"))
        edges += [Edge(f"s{number}", f"o{at}") for number in numbers]
    return nodes, edges


def _rows(
    found: Systems, pairs: dict[tuple[int, int | str], list[Connection]], places: Mapping[str, str],
) -> Iterator[MapRow]:
    """By system: its connections with later systems, then with outside ones, then what cannot be read or is not there."""
    by_number = {one.number: one for one in found.systems}
    links = {one.number: Link(f"システム{one.number} {_name(one)}", places[one.anchor], one.anchor) for one in found.systems}

    def mention(number: int, anchor: str, text: str) -> Mention:
        return Mention(Link(f"システム{number}の③", places[anchor], anchor), text)

    for number in by_number:
        own = [(ends, stated) for ends, stated in pairs.items() if ends[0] == number]
        for (_, other), stated in sorted(own, key=lambda pair: isinstance(pair[0][1], str)):
            to = links[other] if isinstance(other, int) else None
            mentions = tuple(mention(one.source, one.anchor, _stated(one)) for one in stated)
            yield MapRow(links[number], stated[0].name if to is None else "", to, mentions)
        for unknown in found.unreadable:
            if unknown.source == number:
                yield MapRow(links[number], "不明", None, (mention(number, unknown.anchor, "、".join(unknown.boxes)),))
        if number in found.unstated:
            yield MapRow(links[number], "未収録又は空欄", None, ())
        elif not any(number in ends for ends in pairs) and all(one.source != number for one in found.unreadable):
            yield MapRow(links[number], "なし", None, ())


def _stated(one: Connection) -> str:
    return f"{one.box}（{one.written}）" if one.written else one.box


def _name(one: System) -> str:
    return f"{one.name}（{one.short}）" if one.short else one.name
