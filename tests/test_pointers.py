"""Values that point at another item: they lead there, and nothing that only sounds like it does."""

from __future__ import annotations

import pytest

from site_gen.model import Assessment, Words
from site_gen.pages import pages
from site_gen.pointers import Pointer, pointers
from site_gen.render import Renderer
from tests.conftest import ROOT
from tests.whole import whole_site

SITE = whole_site()


def text(municipality: str, assessment: str) -> Assessment:
    """An assessment of content/."""
    m = next(one for one in SITE.municipalities if one.slug == municipality)
    return next(one for one in m.assessments if one.slug == assessment)


def found(municipality: str, assessment: str) -> dict[str, Pointer]:
    """Its pointers by the locator of the item that points."""
    return {one.source.locator: one for one in pointers(text(municipality, assessment))}


@pytest.mark.parametrize(("where", "source", "target"), [
    ("saitama/juki", "Ⅱ[1]/5/提供先1/⑤", "Ⅱ[1]/2/③"),
    ("saitama/juki", "Ⅱ[1]/5/提供先61/提供先の名称", "Ⅱ[1]/5/提供先一覧"),
    ("saitama/juki", "Ⅱ[1]/5/提供先61/②", "Ⅱ[1]/5/提供先一覧"),
    ("saitama/juki", "Ⅱ[1]/5/移転先1/移転先の名称", "Ⅱ[1]/5/移転先一覧"),
    ("saitama/juki", "Ⅲ[3]/7/リスク1/⑨/その内容", "Ⅲ[3]/7/リスク1/⑨/重大事故一覧"),
    ("saitama/juki", "Ⅲ[2]/4/再委託先による特定個人情報ファイルの適切な取扱いの確保/具体的な方法",
     "Ⅲ[1]/4/再委託先による特定個人情報ファイルの適切な取扱いの確保/具体的な方法"),
    ("mihon/juki", "Ⅱ[3]/4/委託事項1/①", "Ⅱ[2]/4/委託事項1/①"),
    ("mihon/juki", "Ⅱ[2]/5/提供先1/⑤", "Ⅱ[2]/2/③"),
    ("mihon/juki", "Ⅲ[2]/7/リスク1/⑨/再発防止策の内容", "Ⅲ[1]/7/リスク1/⑨/重大事故一覧"),
    ("mihon/juki", "Ⅲ[3]/7/リスク1/⑤/具体的な対策の内容", "Ⅲ[2]/7/リスク1/⑤/具体的な対策の内容"),
    ("mihon/juminzei", "Ⅱ[2]/4/委託事項1/⑤", "Ⅱ[1]/4/委託事項1/⑤"),
])  # fmt: skip
def test_where_a_value_points(where: str, source: str, target: str) -> None:
    """The item that is named, in the same file where none is named; the list; the same item of another file."""
    one = found(*where.split("/"))[source]
    assert one.target.locator == target and one.whole


def test_every_value_that_says_so_points() -> None:
    """Counted in the YAML by another path: …と同上, …に同じ。, …を参照。 as a value of its own."""
    for where, count in (("saitama/juki", 52 + 6), ("mihon/juki", 49 + 5 + 1)):
        written = (ROOT / "content" / where / "2-gaiyo.yaml").read_text(encoding="utf-8").split("\n")
        path = [line for line in written if line.rstrip().endswith(("の範囲と同上", "の範囲に同じ。", "一覧を参照。"))]
        assert len(path) == count
        assert sum(one.startswith("Ⅱ") for one in found(*where.split("/"))) >= len(path)


def test_what_says_more_than_where_is_not_whole() -> None:
    """「…に同じ。ただし、…」 leads there and is a text of its own."""
    one = found("mihon", "juki")["Ⅲ[3]/3/リスク2/アクセス権限の発効・失効の管理/具体的な管理方法"]
    assert one.target.locator.startswith("Ⅲ[2]/") and not one.whole


def test_what_only_sounds_like_it_points_nowhere() -> None:
    """受託者と同じ水準, 委託先と同じ義務, 参照するとき: sentences and no pointers."""
    for where in ("mihon/juki", "mihon/juminzei", "saitama/juki"):
        known = found(*where.split("/"))
        for part in text(*where.split("/")).parts:
            for entry in part.walk():
                if isinstance(entry.value, Words) and any(
                    word in entry.value.text for word in ("と同じ水準", "と同じ義務", "参照するとき", "と同じかそれ以上")
                ):
                    assert entry.locator not in known


def test_pages_lead_there_and_back() -> None:
    """Each pointer is a link; what the other item says stands on the page once; a list names the items that point at it."""
    renderer = Renderer()
    by_path = {page.path: page for page in pages(SITE) if page.path.startswith("saitama/juki")}
    recipients = renderer.html(by_path["saitama/juki/ii-f1-teikyo"])
    assert recipients.count('href="../ii-f1/index.html#ii-f1-2-3"') == 51
    assert recipients.count('<details class="pointer">') == 1
    lists = [link for links in by_path["saitama/juki/ii-f1-iten"].pointed.values() for link in links]
    assert [link.text.partition("「")[0] for link in lists] == ["Ⅱ(1) 5 提供先61", "Ⅱ(1) 5 移転先1", "Ⅲ(3) 7 リスク1 ⑨"]
    for link in lists:
        assert f'id="{link.anchor}"' in renderer.html(by_path[link.path])
    assert ">Ⅱ(1) 5 提供先61</a>" in recipients
