"""Boxes and lines placed by the layout library: nothing covers anything, labels fit, the same graph gives the same drawing."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.diagrams import Box, Drawing, Edge, Node, Path, diagram
from site_gen.diagrams.labels import FONT, wrapped
from site_gen.pages.pictures import system_map
from tests.whole import whole_site

_NAMES = st.text("あ漢カーa（）・、ット ABC", min_size=1, max_size=30).filter(str.strip)


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    count = draw(st.integers(1, 14))
    nodes = [Node(str(at), tuple(draw(st.lists(_NAMES, min_size=1, max_size=3))), "system", draw(st.sampled_from(["", "頭"]))) for at in range(count)]
    pairs = list(combinations(range(count), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else []
    return nodes, [Edge(str(one), str(two)) for one, two in chosen]


@given(_graphs())
@settings(max_examples=60, deadline=None)
def test_any_graph_is_drawn_whole(graph: tuple[list[Node], list[Edge]]) -> None:
    """Every node a box, every edge a line from border to border; no box on another, no line through a box, all on the sheet."""
    nodes, edges = graph
    for drawing in _both(nodes, edges):
        assert {box.node.id for box in drawing.boxes} == {node.id for node in nodes}
        assert [path.edge for path in drawing.paths] == edges
        _sound(drawing)


@given(_graphs())
@settings(max_examples=20, deadline=None)
def test_the_same_graph_gives_the_same_drawing(graph: tuple[list[Node], list[Edge]]) -> None:
    assert diagram(*graph) == diagram(*graph)


def test_a_flow_runs_from_left_to_right_in_its_steps() -> None:
    steps = [("申請者", 0), ("他課", 0), ("ファイル", 1), ("提供先", 2), ("移転先", 2)]
    nodes = [Node(name, (name,), "flow", layer=layer) for name, layer in steps]
    edges = [Edge("申請者", "ファイル"), Edge("他課", "ファイル"), Edge("ファイル", "提供先"), Edge("ファイル", "移転先")]
    drawn = diagram(nodes, edges, directed=True)
    left = {box.node.id: box.x for box in drawn.wide.boxes}
    assert left["申請者"] == left["他課"] < left["ファイル"] < left["提供先"] == left["移転先"]
    top = {box.node.id: box.y for box in drawn.narrow.boxes}
    assert max(top["申請者"], top["他課"]) < top["ファイル"] < min(top["提供先"], top["移転先"])
    for drawing in (drawn.wide, drawn.narrow):
        assert all(path.arrow for path in drawing.paths)
        _sound(drawing)


def test_what_is_too_wide_scrolls() -> None:
    """Forty systems connected at random: the narrowest drawing, said to be one that does not fit."""
    nodes = [Node(str(at), (f"とても長い名前の業務システム{at}",), "system") for at in range(40)]
    pairs = {(min(a, b), max(a, b)) for a in range(40) for b in ((3 * a + 1) % 40, (7 * a + 2) % 40) if a != b}
    edges = [Edge(str(a), str(b)) for a, b in sorted(pairs)]
    drawing = diagram(nodes, edges).wide
    assert not drawing.fits and drawing.width > 820
    assert all(box.width == 124 for box in drawing.boxes)
    _sound(drawing)


def test_the_maps_of_the_content_fit_and_no_two_lines_run_in_one() -> None:
    """What content/ shows: no scrolling at 1280 px, none on a telephone of 360 px, text at least 12 px where both shrink most."""
    site = whole_site()
    maps = [shown for m in site.municipalities for a in m.assessments if (shown := system_map(a))]
    assert len(maps) == 4
    for shown in maps:
        for drawing, screen in ((shown.diagram.wide, 736), (shown.diagram.narrow, 288)):
            assert drawing.fits and drawing.overlaps == 0
            assert FONT * min(1, screen / drawing.width) >= 12
            _sound(drawing)


@given(_NAMES, st.floats(4, 20))
@settings(deadline=None)
def test_a_label_loses_no_character(text: str, ems: float) -> None:
    """Lines hold the whole text (white space at their ends aside)."""
    assert "".join("".join(wrapped(text, ems)).split()) == "".join(text.split())


def test_labels_break_where_a_reader_expects() -> None:
    assert wrapped("情報提供ネットワークシステム", 9) == ["情報提供", "ネットワーク", "システム"]
    assert wrapped("システム基盤（市中間サーバ）", 9) == ["システム基盤", "（市中間サーバ）"]
    assert wrapped("・株式会社日立システムズ", 10) == ["・株式会社日立", "システムズ"]
    assert wrapped("・ガバメントクラウド上の標準システム", 10) == ["・ガバメントクラウド", "上の標準システム"]
    assert wrapped("住基ネット", 9) == ["住基ネット"]
    assert wrapped("あいうえおかきくけ、こ", 9)[1][0] != "、"


def _both(nodes: list[Node], edges: list[Edge]) -> tuple[Drawing, Drawing]:
    drawn = diagram(nodes, edges)
    return drawn.wide, drawn.narrow


def _sound(drawing: Drawing) -> None:
    by_id = {box.node.id: box for box in drawing.boxes}
    for box in drawing.boxes:
        assert box.x >= 0 and box.x + box.width <= drawing.width and box.y >= 0 and box.y + box.height <= drawing.height
        lines = [line for label in box.labels for line in label]
        assert all(box.y < line.y - FONT // 2 and line.y < box.y + box.height for line in lines)
    for one, two in combinations(drawing.boxes, 2):
        assert not _cover(one, two), (one, two)
    for path in drawing.paths:
        ends = by_id[path.edge.source], by_id[path.edge.target]
        assert _touches(ends[0], path.points[0]) and _touches(ends[1], path.points[-1])
        for box in drawing.boxes:
            assert not _crosses(path, box), (path, box)


def _cover(one: Box, two: Box) -> bool:
    return (
        one.x < two.x + two.width and two.x < one.x + one.width and one.y < two.y + two.height and two.y < one.y + one.height
    )


def _touches(box: Box, point: tuple[int, int]) -> bool:
    """Whether a point lies on the border of a box, a px of rounding aside."""
    x, y = point
    within = box.x - 1 <= x <= box.x + box.width + 1 and box.y - 1 <= y <= box.y + box.height + 1
    return within and min(abs(x - box.x), abs(x - box.x - box.width), abs(y - box.y), abs(y - box.y - box.height)) <= 1


def _crosses(path: Path, box: Box) -> bool:
    """Whether a piece of the line runs inside a box, not along its border."""
    for (x, y), (u, v) in zip(path.points, path.points[1:], strict=False):
        inside_x = min(x, u) < box.x + box.width - 1 and max(x, u) > box.x + 1
        inside_y = min(y, v) < box.y + box.height - 1 and max(y, v) > box.y + 1
        if inside_x and inside_y:
            return True
    return False
