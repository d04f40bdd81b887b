"""Nodes and edges in, placed shapes out: a wide drawing and a narrow one of the same graph, for a template to draw as SVG.

The layout library works out where boxes and lines go; what they say, their kinds and their links come from outside.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain

from site_gen.diagrams.graph import Box, Diagram, Drawing, Edge, Line, Node, Path
from site_gen.diagrams.place import ACROSS, DENSE, DOWN, column, layered, ordered

__all__ = ["Box", "Diagram", "Drawing", "Edge", "Line", "Node", "Path", "diagram"]

# CSS px. A drawing no wider than the text is shown whole; one that is wider scrolls in its own region.
_WIDE, _NARROW = 820, 328
_WIDE_BOXES = (212, 184, 162, 140, 124)
_NARROW_BOXES = (212, 190, 168, 150)
_LANES = (16, 12, 8)


def diagram(nodes: Sequence[Node], edges: Sequence[Edge], *, directed: bool = False) -> Diagram:
    """Both drawings of the graph, the boxes as large as fit; the same graph gives the same drawings on every machine.

    `edges` join two different nodes, each pair once; raises KeyError for an end that is no node. A graph whose nodes have
    layers is a flow and runs from left to right where there is room.
    """
    return _diagram(tuple(nodes), tuple(edges), directed)


@lru_cache(maxsize=256)  # an edit of an assessment seldom changes what is connected with what
def _diagram(nodes: tuple[Node, ...], edges: tuple[Edge, ...], directed: bool) -> Diagram:
    flow = any(node.layer is not None for node in nodes)
    ways = (ACROSS,) if flow else (DOWN, DENSE, ACROSS)
    order = nodes if flow else ordered(nodes, edges)
    wide = [partial(layered, nodes, edges, width, way, directed) for width in _WIDE_BOXES for way in ways]
    narrow = [partial(column, order, edges, width, gap, directed) for width in _NARROW_BOXES for gap in _LANES]
    return Diagram(_fitting(wide, len(ways), _WIDE), _fitting(narrow, len(_LANES), _NARROW))


def _fitting(ways: Sequence[Callable[[], Drawing]], least: int, width: int) -> Drawing:
    """The first that fits and in which no two lines run in one; else the first that fits. Where none of the last `least`, whose
    boxes are the smallest, fits, no other is tried: the narrowest of them, to be scrolled."""
    smallest = [draw() for draw in ways[-least:]]
    if all(one.width > width for one in smallest):
        return replace(min(smallest, key=lambda one: one.width), fits=False)
    seen: list[Drawing] = []
    for one in chain((draw() for draw in ways[:-least]), smallest):
        if one.width <= width:
            if not one.overlaps:
                return one
            seen.append(one)
    return seen[0]
