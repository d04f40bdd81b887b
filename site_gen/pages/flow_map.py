"""The flows of an assessment in, their picture out: where each file is filled from and who gets it, with the table of the same.

Many recipients are one box that says how many and leads to their list.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.diagrams import Diagram, Edge, Node, diagram
from site_gen.facts import FileFigures
from site_gen.flows import Flow, Kind
from site_gen.pages.page import Link

FLOW_MAP = "nagare-zu"
FLOW_TITLE = "個人情報の流れ"
_WORDS: Mapping[Kind, str] = {"source": "入手元", "provision": "提供先", "transfer": "移転先", "outsourcing": "委託先"}
_NAMED = 5  # names in a box; more are counted
_LONGEST = 44  # characters of a name in a box


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A box of the table: the file, what kind of flow, how many rows tell it (`told`: in words, where the form declares more
    than it lists), its names with links to their rows, or where they are too many the link to their list."""

    file: Link
    kind: Kind
    word: str
    told: str
    names: tuple[Link, ...]
    listed: Link | None


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The picture of the flows of an assessment and its table."""

    diagram: Diagram
    rows: tuple[FlowRow, ...]
    files: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The flows of one kind of one file; none of them where the form only declares how many there are."""

    kind: Kind
    flows: tuple[Flow, ...]
    declared: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_name(flow) for flow in self.flows))

    @property
    def told(self) -> str:
        """How many; both numbers where the form declares more than it lists (fewer is for `check` to tell)."""
        if self.declared <= len(self.flows):
            return f"{len(self.flows)}件"
        return f"{self.declared}件（載っているのは{len(self.flows)}件）" if self.flows else f"{self.declared}件（未収録）"

    @property
    def is_named(self) -> bool:
        return 0 < len(self.names) <= _NAMED and all(0 < len(name) <= _LONGEST for name in self.names)


def flow_map(found: Sequence[Flow], figures: Sequence[FileFigures], places: Mapping[str, str]) -> FlowMap | None:
    """The map of the flows `found` of one assessment; `places` has the page of every anchor. None without flows."""
    own = [flow for flow in found if not flow.elsewhere]
    files = {flow.file: flow.file_name for flow in own}
    if not own:
        return None
    groups = {file: tuple(_groups(file, own, figures)) for file in files}
    anchors = {file: next(flow.anchor for flow in own if flow.file == file) for file in files}
    links = {
        file: Link(f"({file}) {name}", _file_page(anchors[file]), _file_page(anchors[file])) for file, name in files.items()
    }
    nodes, edges = _graph(groups, links, places)
    rows = tuple(_row(links[file], group, places) for file in files for group in groups[file])
    return FlowMap(diagram(nodes, edges, directed=True), rows, len(files))


def _groups(file: int, own: Iterable[Flow], figures: Sequence[FileFigures]) -> Iterator[_Group]:
    counts = next((one for one in figures if one.number == file), None)
    declared: dict[Kind, int | None] = {} if counts is None else {
        "outsourcing": counts.outsourcings, "provision": counts.recipients, "transfer": counts.transfers,
    }
    for kind in _WORDS:
        flows = tuple(flow for flow in own if (flow.file, flow.kind) == (file, kind))
        if flows or declared.get(kind):
            yield _Group(kind, flows, declared.get(kind) or 0)


def _graph(
    groups: Mapping[int, tuple[_Group, ...]], links: Mapping[int, Link], places: Mapping[str, str],
) -> tuple[list[Node], list[Edge]]:
    """Sources first, those that fill the same files in one box; then each file with those who get it."""
    nodes, edges = [], []
    filled: dict[str, list[int]] = {}
    first: dict[str, Flow] = {}
    for file, own in groups.items():
        for flow in (flow for group in own if group.kind == "source" for flow in group.flows):
            filled.setdefault(_source(flow), []).append(file)
            first.setdefault(_source(flow), flow)
    boxes: dict[tuple[int, ...], list[str]] = {}
    for name, files in filled.items():
        boxes.setdefault(tuple(dict.fromkeys(files)), []).append(name)
    for at, (into, names) in enumerate(boxes.items(), 1):
        anchor = first[names[0]].anchor
        nodes.append(Node(f"s{at}", _listing(names), "source", _WORDS["source"], places[anchor], anchor, layer=0))
        edges += [Edge(f"s{at}", f"f{file}") for file in into]
    for file, own in groups.items():
        link = links[file]
        nodes.append(Node(f"f{file}", (link.text,), "file", "ファイル", link.path, link.anchor, layer=1))
        for group in own:
            if group.kind == "source":
                continue
            word = _WORDS[group.kind]
            labels = _listing(group.names) if group.is_named else (group.told,)
            head = f"{word} {group.told}" if group.is_named and group.told != f"{len(labels)}件" else word
            address, anchor = _place(group, links[file], places)
            id = f"{group.kind}{file}"
            nodes.append(Node(id, labels, group.kind, head, address, anchor, f"{link.text}の", 2))
            edges.append(Edge(f"f{file}", id))
    return nodes, edges


def _row(file: Link, group: _Group, places: Mapping[str, str]) -> FlowRow:
    if group.kind == "source" or group.is_named:
        named = {(_source(flow) if group.kind == "source" else _name(flow)): flow for flow in reversed(group.flows)}
        names = tuple(Link(name, places[flow.anchor], flow.anchor) for name, flow in reversed(named.items()))
        return FlowRow(file, group.kind, _WORDS[group.kind], group.told, names, None)
    address, anchor = _place(group, file, places)
    listed = Link(f"{file.text}の{_WORDS[group.kind]}を見る", address, anchor)
    return FlowRow(file, group.kind, _WORDS[group.kind], group.told, (), listed)


def _place(group: _Group, file: Link, places: Mapping[str, str]) -> tuple[str, str]:
    """Where the rows of a group stand: its only row, the page that holds them and nothing else, or the first of them."""
    if not group.flows:
        return file.path, file.anchor
    anchor = group.flows[0].anchor
    page = places[anchor]
    return page, anchor if len(group.flows) == 1 or page == file.path else page


def _file_page(anchor: str) -> str:
    """`ii-f1` of `ii-f1-5-teikyo3`."""
    return "-".join(anchor.split("-")[:2])


def _listing(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"・{name}" for name in names) if len(names) > 1 else tuple(names)


def _name(flow: Flow) -> str:
    return " ".join(flow.name.text.split())


def _source(flow: Flow) -> str:
    """The box of 入手元 and what stands in its bracket."""
    detail = _name(flow)
    return flow.number if detail in ("", flow.number) or len(detail) > _LONGEST else f"{flow.number}（{detail}）"
