"""Nodes and edges in, a drawing out: the only home of the layout library, graphlay.

Coordinates are rounded to whole px, so that the last bits of a machine's arithmetic are on no page.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import graphlay

from site_gen.diagrams.graph import Box, Drawing, Edge, Line, Node, Path
from site_gen.diagrams.labels import box

_MARGIN = 6
_SPACING = {"layer_gap": 34, "node_gap": 18, "dummy_gap": 12, "port_gap": 12, "stub": 10, "isolated_gap": 18, "port_stroke_clear": 7}
DOWN: Mapping[str, Any] = {"direction": "topbottom", "spacing": _SPACING}
DENSE: Mapping[str, Any] = {**DOWN, "compaction": {"mode": "priority"}}
ACROSS: Mapping[str, Any] = {"direction": "leftright", "spacing": _SPACING | {"layer_gap": 44, "node_gap": 14}}
_BESIDE = {"node_gap": 10, "port_gap": 8, "stub": 8, "port_stroke_clear": 5, "reroute_node_gap": 10}
_COLUMN_GAP = 24


def layered(nodes: Sequence[Node], edges: Sequence[Edge], width: int, way: Mapping[str, Any], directed: bool) -> Drawing:
    """Boxes of one width in layers, `way` one of the options above; lines run round the boxes."""
    boxes = {node.id: box(node, width) for node in nodes}
    graph = graphlay.Graph()
    for one in boxes.values():
        rank: dict[str, Any] = {} if one.node.layer is None else {"rank": {"fixed": one.node.layer}}
        graph.node(one.node.id, width=width, height=one.height, **rank)
    for edge in edges:
        graph.edge(edge.source, edge.target)
    return _drawing(graphlay.layout(graph, options=way), boxes, edges, directed)


def column(nodes: Sequence[Node], edges: Sequence[Edge], width: int, gap: int, directed: bool) -> Drawing:
    """Boxes of one width under each other in the order given; lines run beside them, `gap` px apart."""
    boxes = {node.id: box(node, width) for node in nodes}
    graph = graphlay.Graph()
    y = 0
    for one in boxes.values():
        graph.node(one.node.id, width=width, height=one.height, position={"x": 0.0, "y": y + one.height / 2})
        y += one.height + _COLUMN_GAP
    for edge in edges:
        graph.edge(edge.source, edge.target)
    options = {"direction": "topbottom", "routing": {"port_sides": "any"}, "spacing": _BESIDE | {"dummy_gap": gap}}
    return _drawing(graphlay.reroute(graph, options=options), boxes, edges, directed)


def ordered(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """`nodes` in an order that keeps the lines of a column short: one after the other is put where the lines are shortest in
    all, as long as that helps."""
    order = _together(nodes, edges)
    best, again = _length(order, edges), True
    while again:
        again = False
        for node in tuple(order):
            others = [one for one in order if one is not node]
            for at in range(len(order)):
                tried = [*others[:at], node, *others[at:]]
                if (length := _length(tried, edges)) < best:
                    order, best, again = tried, length, True
    return order


def _length(order: Sequence[Node], edges: Sequence[Edge]) -> int:
    place = {node.id: at for at, node in enumerate(order)}
    return sum(abs(place[edge.source] - place[edge.target]) for edge in edges)


def _together(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """`nodes` with those that are connected, even by way of others, beside each other; the largest such group first."""
    beside: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        beside[edge.source].append(edge.target)
        beside[edge.target].append(edge.source)
    by_id = {node.id: node for node in nodes}
    groups: list[list[Node]] = []
    seen: set[str] = set()
    for node in nodes:
        group: list[Node] = []
        todo = deque([node.id])
        while todo:
            one = todo.popleft()
            if one not in seen:
                seen.add(one)
                group.append(by_id[one])
                todo.extend(beside[one])
        groups.append(group)
    return [node for group in sorted(groups, key=len, reverse=True) for node in group]


def _drawing(found: graphlay.Layout, boxes: Mapping[str, Box], edges: Sequence[Edge], directed: bool) -> Drawing:
    """The library's coordinates on a sheet that begins at 0, 0 and has a margin."""
    low, high = found.bounds["min"], found.bounds["max"]
    x0, y0 = _MARGIN - round(low["x"]), _MARGIN - round(low["y"])
    placed = tuple(
        _moved(one, round(at["center"]["x"] - one.width / 2) + x0, round(at["center"]["y"] - one.height / 2) + y0)
        for one, at in zip(boxes.values(), found.nodes, strict=True)
    )
    paths = tuple(
        Path(edge, _corners(line["points"], x0, y0), directed) for edge, line in zip(edges, found.edges, strict=True)
    )
    size = round(high["x"]) + x0 + _MARGIN, round(high["y"]) + y0 + _MARGIN
    return Drawing(*size, placed, paths, found.metrics()["overlaps"])


def _moved(one: Box, x: int, y: int) -> Box:
    def line(text: Line) -> Line:
        return replace(text, x=text.x + x, y=text.y + y)

    labels = tuple(tuple(line(text) for text in lines) for lines in one.labels)
    return replace(one, x=x, y=y, head=line(one.head) if one.head else None, labels=labels)


def _corners(points: Sequence[Mapping[str, Any]], x0: int, y0: int) -> tuple[tuple[int, int], ...]:
    """The rounded corners of a line; pieces stay level or upright, steps of one px are taken out."""
    found: list[tuple[int, int]] = []
    for point in points:
        x, y = round(point["x"]) + x0, round(point["y"]) + y0
        if found and abs(found[-1][0] - x) <= 1:
            x = found[-1][0]
        if found and abs(found[-1][1] - y) <= 1:
            y = found[-1][1]
        if not found or (x, y) != found[-1]:
            found.append((x, y))
    return tuple(found)
