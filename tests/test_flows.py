"""The flows of personal data that an assessment states, held against the YAML read by another program path."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from site_gen import content
from site_gen.flows import Flow, contractors, flows, spellings
from site_gen.model import Site
from site_gen.parties import Naming
from tests.conftest import ROOT
from tests.whole import whole_site

CONTENT = ROOT / "content"


@cache
def site() -> Site:
    """The site of content/."""
    return whole_site()


def of(municipality: str, assessment: str) -> tuple[Flow, ...]:
    """The flows of one assessment of content/."""
    m = next(one for one in site().municipalities if one.slug == municipality)
    a = next(one for one in m.assessments if one.slug == assessment)
    return flows(a, Naming(m.slug, m.departments, site().aliases))


@pytest.mark.parametrize("where", ["mihon/juki", "mihon/juminzei", "saitama/juki"])
def test_every_row_is_a_flow(where: str) -> None:
    """Blocks, rows of lists and outsourcings are as many as the YAML lists, file by file."""
    written: Counter[tuple[str, int]] = Counter()
    text = (CONTENT / where / "2-gaiyo.yaml").read_text(encoding="utf-8")
    for number, file in enumerate(yaml.safe_load(text)["特定個人情報ファイルの概要"], 1):
        sharing = file.get("特定個人情報の提供・移転") or {}
        outsourced = file.get("特定個人情報ファイルの取扱いの委託") or {}
        written["provision", number] += len(sharing.get("提供先") or ()) + len(sharing.get("提供先一覧") or ())
        written["transfer", number] += len(sharing.get("移転先") or ()) + len(sharing.get("移転先一覧") or ())
        written["outsourcing", number] += len(outsourced.get("委託事項") or ())
        boxes = file["特定個人情報の入手・使用"].get("入手元") or ()
        written["source", number] += sum(not (isinstance(box, dict) and "不明" in box) for box in boxes)
    found: Counter[tuple[str, int]] = Counter((flow.kind, flow.file) for flow in of(*where.split("/")))
    assert found == +written and len(found) > 2


def test_what_a_row_says() -> None:
    """Who, what, why, on what basis, by what means, how often, of how many."""
    flow = next(one for one in of("saitama", "juki") if one.number == "提供先1")
    assert (flow.kind, flow.file, flow.file_name) == ("provision", 1, "住民基本台帳ファイル")
    assert [party.path for party in flow.parties] == ["recipients/kosei-rodo-daijin"]
    assert flow.basis.text.endswith("第2条の表 第一項") and not flow.basis.summary
    assert flow.purpose.summary and flow.data.text.startswith("住民票関係情報")
    assert flow.means == ("情報提供ネットワークシステム",) and not flow.unsure
    assert flow.people.text == "100万人以上1,000万人未満" and flow.frequency.text == "照会を受けたら都度"
    assert next(one for one in of("saitama", "juki") if one.number == "提供先4").unsure


def test_a_blank_cell_means_as_above() -> None:
    """A row of a list whose cell is blank has the words of the row above it, and says so."""
    repeated = 0
    for where in ("saitama", "mihon"):
        rows = of(where, "juki")
        for before, row in itertools.pairwise(rows):
            for own, above in ((row.name, before.name), (row.purpose, before.purpose), (row.basis, before.basis)):
                if own.above:
                    assert own.text == above.text != ""
                    assert own is not row.name or row.parties == before.parties
                    repeated += 1
    assert repeated > 10


def test_a_row_that_points_at_a_list_names_nobody() -> None:
    """※（別紙）…一覧を参照: the rows are in the list."""
    found = [one for one in (*of("saitama", "juki"), *of("mihon", "juki")) if one.elsewhere]
    assert [one.number for one in found] == ["提供先61", "移転先1", "移転先1"]
    assert not any(one.parties for one in found)


def test_every_row_names_a_party() -> None:
    """But those that point elsewhere, and those that name none: the person, the own department, an open contract."""
    nobody = {"本人又は本人の代理人", "自部署", "自部署（既存住基システムの住民票の記録）", "未定（令和7年4月に契約を締結する予定）"}
    for m in site().municipalities:
        for a in m.assessments:
            for flow in of(m.slug, a.slug):
                assert flow.parties or flow.elsewhere or flow.name.text in nobody, flow.span


def test_outsourcing_names_its_contractor() -> None:
    """委託先名 is who, the name of the 委託事項 what for."""
    flow = next(one for one in of("saitama", "juki") if one.kind == "outsourcing")
    assert [party.name for party in flow.parties] == ["株式会社日立システムズ"] and flow.again.text == "再委託しない"
    assert flow.purpose.text.startswith("統合基盤システム") and flow.number == "委託事項2"


def test_sources_are_boxes_with_who_stands_in_them() -> None:
    """Departments of the own municipality are departments, all others outside."""
    found = [one for one in of("mihon", "juki") if one.kind == "source" and one.file == 1]
    assert {party.kind for one in found if one.number == "評価実施機関内の他部署" for party in one.parties} == {"department"}
    assert "recipients/nyukan" in {party.path for one in found for party in one.parties}


def test_two_spellings_of_a_contractor(tmp_path: Path) -> None:
    """A warning at the second one; none where the names are the same, or other companies."""
    rows = of("mihon", "juki")
    assert not list(spellings(contractors(rows)))
    source = CONTENT / "mihon/juki"
    folder = tmp_path / "c/mihon/juki"
    folder.mkdir(parents=True)
    (tmp_path / "c/site.yaml").write_text((CONTENT / "site.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder.parent / "municipality.yaml").write_text(
        (source.parent / "municipality.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for file in source.iterdir():
        text = file.read_bytes()
        if file.name == "2-gaiyo.yaml":
            name = "委託先名: 株式会社みほんシティサポート".encode()
            assert text.count(name) == 2
            text = text.replace(name, "委託先名: みほんシティサポート（株）".encode(), 1)
        (folder / file.name).write_bytes(text)
    found = [one for one in content.read(tmp_path / "c").problems if one.code == "party-spelling"]
    assert len(found) == 1
    (tmp_path / "c/aliases.yaml").write_text(
        "委託先:\n  - 名称: 株式会社みほんシティサポート\n    別名: [みほんシティサポート（株）]\n", encoding="utf-8")
    assert not [one for one in content.read(tmp_path / "c").problems if one.code == "party-spelling"]


def test_a_form_without_files_has_no_flows() -> None:
    """様式2 does not ask."""
    assert of("mihon", "boshi") == ()
