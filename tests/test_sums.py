"""Whatever rows assessments hold, the figures on index pages are those of the rows (property test over generated sites)."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from site_gen import content, pages
from site_gen.render import Renderer
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

# Each line is one party in spellings that are the same to a reader (width, spaces), and one through aliases.yaml.
RECIPIENTS = [("厚生労働大臣", "厚生労働大臣 ", "厚労相"), ("Ｂ市長", "B市長"), ("都道府県知事",), ("福祉事務所",)]
DEPARTMENTS = [("防災課",), ("税務課", "税務 課"), ("年金課",)]
BASES = {  # as written: the page of the provision
    "番号法第19条第8号": "bangoho/a19-8", "番号法第十九条第八号": "bangoho/a19-8", "番号法第１９条第８号": "bangoho/a19-8",
    "番号法第9条第1項": "bangoho/a9-i1", "住民基本台帳法第30条の6": "jukiho/a30no6", "住民基本台帳法第三十条の六": "jukiho/a30no6",
}
LAWS = """- {id: bangoho, 題名: 行政手続における特定の個人を識別するための番号の利用等に関する法律, 略称: [番号法]}
- {id: jukiho, 題名: 住民基本台帳法, 略称: [住基法]}
"""
RENDERER = Renderer()
INDEX = re.compile(r"(recipients|departments|statutes)(/|$)")
BLOCKS = {"提供": ("提供先", "提供先の名称"), "移転": ("移転先", "移転先の名称")}

rows = st.lists(
    st.one_of(
        st.tuples(st.just("提供"), st.sampled_from([(n, s) for n, group in enumerate(RECIPIENTS) for s in group]), st.sampled_from(sorted(BASES))),
        st.tuples(st.just("移転"), st.sampled_from([(n, s) for n, group in enumerate(DEPARTMENTS) for s in group]), st.sampled_from(sorted(BASES))),
    ),
    max_size=8,
)
cities = st.lists(st.lists(rows, min_size=1, max_size=2), min_size=1, max_size=2)


def _assessment(found: list[tuple[str, tuple[int, str], str]]) -> str:
    sharing: dict[str, object] = {}
    for word, (block, name) in BLOCKS.items():
        blocks = [{name: said, "法令上の根拠": basis} for kind, (_, said), basis in found if kind == word]
        if blocks:
            sharing[block] = blocks
    file = {"特定個人情報ファイル名": "見本ファイル", **({"特定個人情報の提供・移転": sharing} if sharing else {})}
    body = {"表紙": {"評価書名": "見本に関する事務"}, "基本情報": {"特定個人情報ファイル名": ["見本ファイル"]},
            "特定個人情報ファイルの概要": [file]}
    return RECORD.format(form="全項目評価書") + yaml.safe_dump(body, allow_unicode=True, sort_keys=False)


@settings(max_examples=15, deadline=None)
@given(cities)
def test_sums_are_those_of_the_rows(found: list[list[list[tuple[str, tuple[int, str], str]]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files: dict[str, str | bytes] = {
            "c/site.yaml": SITE, "c/laws.yaml": f"法令:\n{LAWS}",
            "c/aliases.yaml": "提供先:\n- {名称: 厚生労働大臣, 別名: [厚労相], キー: mhlw}\n",
        }
        for city, assessments in enumerate(found):
            files[f"c/m{city}/municipality.yaml"] = MUNICIPALITY
            for number, one in enumerate(assessments):
                files[f"c/m{city}/a{number}/x.yaml"] = _assessment(one)
        write(folder, files)
        result = content.read(folder / "c")
        assert result.site is not None, [str(one) for one in result.problems]
        made = {one.path: html.fromstring(RENDERER.html(one)) for one in pages.pages(result.site) if INDEX.match(one.path)}
        written = [(city, *row) for city, assessments in enumerate(found) for one in assessments for row in one]

        recipients = Counter(which for _, kind, (which, _), _ in written if kind == "提供")
        assert _column(made["recipients"], "提供") == sorted(recipients.values())
        for city in range(len(found)):
            own = Counter(which for at, kind, (which, _), _ in written if kind == "移転" and at == city)
            page = made.get(f"departments/m{city}")
            assert (page is not None) == bool(own)
            assert page is None or _column(page, "移転") == sorted(own.values())
        bases = Counter(BASES[basis] for *_, basis in written)
        assert {path.removeprefix("statutes/") for path in made if path.count("/") == 2 and path.startswith("statutes")} == set(bases)
        for path, count in bases.items():
            page = made[f"statutes/{path}"]
            assert f"根拠とする提供・移転 {count}行" in " ".join(page.xpath("//ul[@class='about']/li/text()"))
            assert len(page.xpath("//main//table/tbody/tr")) == count


def _column(page: html.HtmlElement, head: str) -> list[int]:
    """The figures of one column of a list, sorted."""
    return sorted(int(re.sub("－", "0", cell.text_content())) for cell in page.xpath(f"//main//td[@data-label='{head}']"))
