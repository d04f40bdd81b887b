"""The picture of where files are filled from and who gets them: every flow of the form is in it, one by one or counted."""

from __future__ import annotations

import re

import pytest
import yaml

from site_gen import facts
from site_gen.flows import Flow
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.flow_map import FlowMap, flow_map
from site_gen.pages.parts import addresses
from site_gen.pages.told import facts_of
from tests.conftest import ROOT
from tests.whole import whole, whole_site

WORDS = {"source": "入手元", "provision": "提供先", "transfer": "移転先", "outsourcing": "委託先"}


def _map(site: Site, m: Municipality, a: Assessment) -> tuple[list[Flow], FlowMap | None]:
    found = [one.flow for one in facts_of(site, m, a).flows]
    return found, flow_map(found, facts.figures(a).files, addresses(a))


@pytest.fixture(scope="module")
def maps() -> dict[str, tuple[list[Flow], FlowMap]]:
    """By its folder, the flows and the map of each assessment that has any."""
    site = whole_site()
    found = {f"{m.slug}/{a.slug}": _map(site, m, a) for m in site.municipalities for a in m.assessments}
    assert all((shown is None) == (not flows) for flows, shown in found.values())
    return {folder: (flows, shown) for folder, (flows, shown) in found.items() if shown}


def test_every_flow_is_in_the_table(maps: dict[str, tuple[list[Flow], FlowMap]]) -> None:
    """For each file and kind the number of rows of the form, and each name where names are shown; nothing else."""
    assert set(maps) >= {"mihon/juki", "mihon/juminzei", "saitama/juki"}
    for folder, (flows, shown) in maps.items():
        counts: dict[tuple[str, str], int] = {}
        for flow in (flow for flow in flows if not flow.elsewhere):
            key = f"({flow.file}) {flow.file_name}", flow.kind
            counts[key] = counts.get(key, 0) + 1
        told = {(row.file.text, row.kind): [int(number) for number in re.findall("[0-9]+", row.told)] for row in shown.rows}
        assert {key: numbers[-1] for key, numbers in told.items() if key in counts} == counts, folder
        assert counts.keys() <= told.keys()
        for row in (row for row in shown.rows if row.names and row.kind != "source"):
            named = {" ".join(f.name.text.split()) for f in flows if f"({f.file})" in row.file.text and f.kind == row.kind}
            assert {name.text for name in row.names} == named - {""}, (folder, row)


def test_the_picture_says_what_the_table_says(maps: dict[str, tuple[list[Flow], FlowMap]]) -> None:
    """Each row of the table is a line of the picture between the file and a box that holds its names or its number."""
    for folder, (_, shown) in maps.items():
        for drawing in (shown.diagram.wide, shown.diagram.narrow):
            nodes = {box.node.id: box.node for box in drawing.boxes}
            drawn = set()
            for path in drawing.paths:
                source, target = nodes[path.edge.source], nodes[path.edge.target]
                file, other = (target, source) if target.kind == "file" else (source, target)
                labels = tuple(label.removeprefix("・") for label in other.labels)
                drawn |= {(file.labels[0], other.kind, label) for label in labels}
                assert other.head.split()[0] == WORDS[other.kind] and file.head == "ファイル"
            said = {(row.file.text, row.kind, name) for row in shown.rows for name in ([n.text for n in row.names] or [row.told])}
            assert drawn == said, folder


def test_many_recipients_are_one_box_with_a_way_to_their_list(maps: dict[str, tuple[list[Flow], FlowMap]]) -> None:
    """さいたま市 declares 77 recipients and lists 67, 見本市 lists 60: each is one box, both numbers are told."""
    boxes = {(folder, box.node.id): box.node for folder, (_, shown) in maps.items() for box in shown.diagram.wide.boxes}
    assert boxes["saitama/juki", "provision1"].labels == ("77件（載っているのは67件）",)
    assert boxes["mihon/juki", "provision1"].labels == ("60件",)
    assert boxes["mihon/juki", "provision1"].address == "ii-f1-teikyo"
    assert boxes["mihon/juki", "transfer1"].labels == ("59件",)
    for folder, (_, shown) in maps.items():
        assert len(shown.diagram.wide.boxes) <= 20, folder
        assert shown.diagram.wide.fits and shown.diagram.narrow.fits
        assert shown.diagram.wide.overlaps == shown.diagram.narrow.overlaps == 0


def test_a_form_that_does_not_ask_has_no_map() -> None:
    site = whole_site()
    mihon = next(m for m in site.municipalities if m.slug == "mihon")
    boshi = next(a for a in mihon.assessments if a.slug == "boshi")
    assert _map(site, mihon, boshi) == ([], None)


def test_the_warning_about_a_number_counts_as_the_picture_does() -> None:
    """さいたま市: 67 as on the map; the block that only points at the list is none of them."""
    text = (ROOT / "content/saitama/juki/2-gaiyo.yaml").read_text(encoding="utf-8")
    sharing = yaml.safe_load(text)["特定個人情報ファイルの概要"][0]["特定個人情報の提供・移転"]
    blocks = [one for one in sharing["提供先"] if "一覧を参照" not in one["提供先の名称"]]
    rows = sharing["提供先一覧"]
    assert len(blocks) + len(rows) == 67 and len(blocks) < len(sharing["提供先"])
    told = [one.message for one in whole().problems if one.code == "count-mismatch" and "saitama" in one.span.path]
    assert len(told) == 1 and f"{len(blocks)}件と一覧の{len(rows)}行です" in told[0]
