"""The systems of an assessment and what the form says they are connected with."""

from __future__ import annotations

import pytest

from site_gen.model import Assessment
from site_gen.pages.pictures import MapRow, SystemMap, system_map
from site_gen.systems import each, key, names, systems
from tests.whole import whole_site

# Read by hand from content/sapporo/juki/hyoka.yaml, ③ of システム1 to 9: system or name outside, by number.
OUTSIDE = ("情報提供ネットワークシステム", "庁内各業務システム", "システム基盤（社会保障宛名）", "システム基盤（税宛名）")
STATED: dict[int, set[int | str]] = {
    1: {3, 7},
    2: {3},
    3: {1, 2},
    4: {5, OUTSIDE[0]},
    5: {4, 6, 7, OUTSIDE[1]},
    6: {5, 7, *OUTSIDE[1:]},
    7: {5, 6, *OUTSIDE[1:]},
    8: set(),
    9: {"ガバメントクラウド上の標準システム", "システム基盤"},
}
UNREADABLE = {
    1: ("情報提供ネットワークシステム", "住民基本台帳ネットワークシステム", "税務システム"),
    3: ("庁内連携システム", "宛名システム等", "税務システム", "その他"),
}


def _assessment(folder: str) -> Assessment:
    site = whole_site()
    municipality, slug = folder.split("/")
    return next(a for m in site.municipalities if m.slug == municipality for a in m.assessments if a.slug == slug)


@pytest.fixture(scope="module")
def sapporo() -> Assessment:
    return _assessment("sapporo/juki")


@pytest.fixture(scope="module")
def mihon() -> Assessment:
    return _assessment("mihon/juki")


def test_sapporo_has_the_connections_that_its_form_states(sapporo: Assessment) -> None:
    """Nine systems; every one, in its ③, with the systems of the same assessment known by name and short name."""
    found = systems(sapporo)
    assert [one.number for one in found.systems] == list(STATED)
    assert found.systems[0].short == "既存住基システム"
    stated: dict[int, set[int | str]] = {number: set() for number in STATED}
    for one in found.connections:
        stated[one.source].add(one.name if one.target is None else one.target)
    assert stated == STATED
    assert {one.source: one.boxes for one in found.unreadable} == UNREADABLE
    assert found.unstated == ()


def test_sapporos_picture_shows_these_and_no_others(sapporo: Assessment) -> None:
    """In both drawings: each connection is a line between its two boxes, a box of several names stands for each of them."""
    shown = system_map(sapporo)
    assert shown is not None
    lines = {frozenset((f"s{number}", end)) for number, ends in STATED.items() for end in _ends(ends)}
    for drawing in (shown.diagram.wide, shown.diagram.narrow):
        labels = {box.node.id: [label.removeprefix("・") for label in box.node.labels] for box in drawing.boxes}
        assert {box.node.id for box in drawing.boxes if box.node.kind == "system"} == {f"s{number}" for number in STATED}
        drawn = [
            frozenset((one, two))
            for path in drawing.paths
            for one in _named(path.edge.source, labels)
            for two in _named(path.edge.target, labels)
        ]
        assert len(drawn) == len(set(drawn)) == len(lines) == 17
        assert set(drawn) == lines


def test_sapporos_table_says_the_same_with_every_place_that_states_it(sapporo: Assessment) -> None:
    shown = system_map(sapporo)
    assert shown is not None
    said = {(one.source, one.anchor) for one in systems(sapporo).connections}
    told = {(int(m.link.text.removeprefix("システム").removesuffix("の③")), m.link.anchor) for row in shown.rows for m in row.mentions}
    assert said <= told
    assert sum(len(row.mentions) for row in _connected(shown)) == sum(len(ends) for ends in STATED.values()) == 23
    assert len(_connected(shown)) == shown.connections == 17
    unknown = {row.system.text.split()[0]: row.mentions[0].text for row in shown.rows if row.other == "不明"}
    assert unknown == {f"システム{number}": "、".join(boxes) for number, boxes in UNREADABLE.items()}
    assert [row.system.text for row in shown.rows if row.other == "なし"] == ["システム8 サービス検索・電子申請機能"]


def test_boxes_and_brackets_name_systems_of_the_same_assessment(mihon: Assessment) -> None:
    """A box of the form is the system with that name before its bracket; a bracket that says how is not part of a name."""
    found = {(one.source, one.name): one.target for one in systems(mihon).connections}
    assert found[1, "庁内連携システム"] == 5  # 庁内連携システム（共通基盤）
    assert found[1, "住民基本台帳ネットワークシステム"] == 2
    assert found[3, "中間サーバー"] == 4
    assert found[7, "申請管理システム（総合行政ネットワークを介した接続）"] == 8
    assert found[1, "税務システム"] is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("戸籍システム、コンビニ交付システム", ("戸籍システム", "コンビニ交付システム")),
        ("中央サーバ、基盤（宛名、個人、税）、窓口", ("中央サーバ", "基盤（宛名）", "基盤（個人）", "基盤（税）", "窓口")),
        ("地方税ポータルシステム（eLTAX）", ("地方税ポータルシステム（eLTAX）",)),
        ("介護保険、児童手当及び選挙の各システム", ("介護保険、児童手当及び選挙の各システム",)),
        ("戸籍システム\n印鑑システム", ("戸籍システム", "印鑑システム")),
    ],
)
def test_what_stands_in_the_bracket_is_taken_apart(written: str, found: tuple[str, ...]) -> None:
    assert names(written) == found


def test_spellings_of_one_name_are_one_key() -> None:
    assert key("中間サーバー・プラットフォーム") == key("中間サーバ プラットフォーム")
    assert key("住基ネット") == key("住民基本台帳ネットワークシステム")
    assert key("システム基盤（税宛名）") != key("システム基盤（個人基本）")


def test_two_systems_that_share_half_a_name_are_not_meant_by_it(sapporo: Assessment) -> None:
    """「システム基盤」 could be any of four: it stays a name outside, nothing is guessed."""
    nine = [one for one in systems(sapporo).connections if one.source == 9]
    assert [(one.name, one.target) for one in nine] == [("ガバメントクラウド上の標準システム", None), ("システム基盤", None)]


def test_a_form_without_systems_has_no_map() -> None:
    """基礎項目評価書 asks for names only."""
    assert system_map(_assessment("mihon/boshi")) is None


def _ends(ends: set[int | str]) -> set[str]:
    return {f"s{end}" if isinstance(end, int) else end for end in ends}


def _named(id: str, labels: dict[str, list[str]]) -> list[str]:
    return [id] if id.startswith("s") else labels[id]


def _connected(shown: SystemMap) -> list[MapRow]:
    return [row for row in shown.rows if row.to or row.other not in ("不明", "なし", "未収録又は空欄")]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("介護保険、児童手当（新）及び選挙の各システム", ("介護保険システム", "児童手当（新）システム", "選挙システム")),
        ("戸籍システム並びに印鑑の各業務システム", ("戸籍システム", "印鑑システム")),
        ("サーバを利用する全てのシステム", ()),
        ("サーバを利用するすべてのシステム", ()),
        ("庁内各業務システム", ()),
        ("福祉の各システム", ()),
        ("各種証明発行システム", ("各種証明発行システム",)),
        ("安全管理システム", ("安全管理システム",)),
        ("保健及び福祉システム", ("保健及び福祉システム",)),
    ],
)
def test_what_counts_several_as_one_is_taken_apart_or_is_none(written: str, found: tuple[str, ...]) -> None:
    assert each(written) == found
