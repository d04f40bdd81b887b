"""Comparisons of one 事務: what stands in a cell is what the sources say, a mark says only what is so, and the CSV agrees."""

from __future__ import annotations

import csv
import io
import posixpath
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from playwright.sync_api import Page

from site_gen import build, content
from site_gen.form import Risk, Section
from site_gen.forms import FORMS
from site_gen.forms.jimu import 事務, 事務の区分
from site_gen.jimu import jimu_of, titled
from site_gen.jimu.cells import Cell, Place, Value
from site_gen.jimu.items import OF_FILE, WHOLE
from site_gen.jimu.table import compare, mark
from site_gen.jimu.told import Told
from site_gen.model import Site
from site_gen.pages.gathered import compared
from site_gen.pages.jimu import SIDE_BY_SIDE, TableView, groups
from site_gen.pages.subjects import about
from site_gen.render import Renderer
from tests.browser import serve
from tests.conftest import ROOT
from tests.published import squeeze
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

CONTENT = ROOT / "content"
JUKI = {"見本市": "mihon", "さいたま市": "saitama", "札幌市": "sapporo", "川口市": "kawaguchi", "熊谷市": "kumagaya"}


@pytest.fixture(scope="module")
def site(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module")
def columns(site: Site) -> tuple[Told, ...]:
    """What its assessments say to comparisons."""
    return compared(site)


@pytest.fixture(scope="module")
def published(whole_output: Path) -> Path:
    """What is written of it."""
    return whole_output


def _cells(file: Path) -> Iterator[tuple[str, str, str, str, html.HtmlElement]]:
    """Key and title of the row, its mark, the head of the column and the cell, of every table of a page."""
    for table in html.parse(file).xpath("//table[contains(@class, 'side')]"):
        heads = [head.text_content() for head in table.xpath("./thead//th")]
        for row in table.xpath("./tbody/tr"):
            cells = row.xpath("./th|./td")
            assert len(cells) == len(heads)
            for head, cell in zip(heads[2:], cells[2:], strict=True):
                assert cell.get("data-label") == head
                yield row.get("id"), cells[0].text_content(), cells[1].text_content(), head, cell


def _shown(cell: html.HtmlElement) -> str:
    """The visible text of a cell."""
    copy = html.fromstring(html.tostring(cell))
    for hidden in copy.xpath("//*[@class='vh']"):
        hidden.drop_tree()
    return squeeze(copy.text_content())


@lru_cache
def _yaml(municipality: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in (CONTENT / municipality / "juki").glob("*.yaml"):
        found |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return found


def _at(node: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _file(node: Any, name: str) -> dict[str, Any]:
    return next((one for one in node or () if one.get("特定個人情報ファイル名") == name), {})


# -- which 事務 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "key"), [
    ("住民基本台帳に関する事務", "juki"),
    ("住民 基本台帳に関する事務　全項目評価書", "juki"),
    ("児童手当の支給に関する事務", "jido-teate"),
    ("児童扶養手当の支給に関する事務", "jido-fuyo"),
    ("特別児童扶養手当に関する事務", "tokubetsu-jido-fuyo"),
    ("国民健康保険に関する事務", "kokuho"),
    ("個人市民税に関する事務", "kojin-juminzei"),
    ("予防接種に関する事務", "yobo-sesshu"),
    ("新型コロナウイルス感染症対策に係る予防接種に関する事務", "corona-sesshu"),
    ("国民健康保険及び後期高齢者医療に関する事務", ""),  # two of them
    ("物価高騰対応重点支援給付金の支給に関する事務", ""),
    ("", ""),
])
def test_a_title_tells_one_jimu_or_none(title: str, key: str) -> None:
    found = titled(title)
    assert (found.key if found else "") == key


def test_keys_are_addresses_and_names_tell_themselves() -> None:
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", one.key) for one in 事務)
    assert len({one.key for one in 事務}) == len({one.name for one in 事務}) == len(事務)
    assert [one for one in 事務 if titled(one.name) != one] == []
    assert len(事務の区分) == len(事務) + 1


@pytest.mark.parametrize(("said", "key"), [("", "juki"), ("介護保険", "kaigo"), ("比べない", ""), ("不明", "")])
def test_an_author_has_the_last_word(tmp_path: Path, said: str, key: str) -> None:
    record = RECORD.format(form="基礎項目評価書") + (f"  事務の区分: {said}\n" if said else "")
    _write(tmp_path, {"a": record + "表紙:\n  評価書名: 住民基本台帳に関する事務\n"})
    result = content.read(tmp_path)
    assert result.site and not result.errors
    found = jimu_of(result.site.municipalities[0].assessments[0])
    assert (found.key if found else "") == key


def test_an_unknown_jimu_is_told(tmp_path: Path) -> None:
    _write(tmp_path, {"a": RECORD.format(form="基礎項目評価書") + "  事務の区分: 介護\n表紙:\n  評価書名: あ\n"})
    found = [problem for problem in content.read(tmp_path).problems if problem.severity == "error"]
    assert [problem.span.line for problem in found] == [7]


# -- cells ------------------------------------------------------------------------------------------------------------


def test_cells_say_what_the_yaml_says(published: Path) -> None:
    """Each choice, date, count, name and box stands in its cell as it stands in the YAML, found by its keys alone."""
    asked = {"index.html": (WHOLE, ""), **{f"{key}/index.html": (OF_FILE, name) for key, name in _files(published).items()}}
    seen: Counter[str] = Counter()
    for page, (items, name) in asked.items():
        places = {one.key: one.places for one in items}
        for key, _, _, head, cell in _cells(published / "compare/juki" / page):
            written = _yaml(JUKI[head])
            for part, *rest in places[key]:
                node = _file(written.get(part), name) if name else written.get(part)
                value = _at(node, tuple(rest))
                if key == "kiroku":
                    many = [line for one in value or () for line in ([one] if isinstance(one, str) else one["項目"])]
                    expected = [f"{len(many):,}項目"] if value else []
                elif isinstance(value, str) and "\n" not in value:
                    expected = [value]
                elif isinstance(value, int):
                    expected = [f"{value}"]
                elif isinstance(value, list):
                    expected = [one if isinstance(one, str) else next(iter(one)) for one in value]
                else:
                    continue
                for text in expected:
                    word = "ほかは不明" if text == "不明" and len(expected) > 1 else text
                    if squeeze(word) not in _shown(cell):
                        assert "文章" in _shown(cell), (page, key, head, word)
                    seen[head] += 1
    assert seen["見本市"] > 60 and seen["さいたま市"] > 40 and seen["札幌市"] > 3


def test_answers_of_risks_are_those_of_the_yaml(published: Path) -> None:
    """Every 「リスクへの対策は十分か」 of every file: the cell names the answer, and the file where answers differ."""
    form = next(one for one in FORMS if one.code == "zenkomoku")
    part = next(one for one in form.parts if one.each == "file" and one.label.endswith("リスク対策"))
    labels = {(section.name, risk.name): risk.label for section in part.items if isinstance(section, Section)
              for risk in section.items if isinstance(risk, Risk)}
    cells = {(squeeze(title), head): cell for _, title, _, head, cell in _cells(published / "compare/juki/risk/index.html")}
    sections = {section for section, _ in labels}
    twice = {label for label, count in Counter(labels.values()).items() if count > 1}
    seen = 0
    for head in ("見本市", "さいたま市"):
        for (section, risk), label in labels.items():
            answers = {
                file["特定個人情報ファイル名"]: answer
                for file in _yaml(JUKI[head])[part.name]
                if isinstance(answer := _at(file, (section, risk, "リスクへの対策は十分か")), str)
            }
            title = squeeze(f"{label}への対策は十分か" + (f"（{section}）" if label in twice else ""))
            if answers:
                shown = _shown(cells[title, head])
                assert all(answer in shown for answer in answers.values()), (title, head, shown)
                if len(set(answers.values())) > 1:
                    assert all(squeeze(name) in shown for name in answers)
                seen += len(answers)
    assert len(sections) > 4 and seen > 90


def _files(published: Path) -> dict[str, str]:
    """The pages of files by their folder."""
    links = html.parse(published / "compare/juki/index.html").xpath("//nav[@class='sheets']//a")
    found = {posixpath.dirname(link.get("href")): link.text_content() for link in links}
    return {key: name for key, name in found.items() if key not in ("", "risk")}


def test_a_cell_leads_to_where_it_is_written(published: Path) -> None:
    """Every value of a cell is a link into the assessment of its column (or to the page of whom it names)."""
    count = 0
    for file in sorted((published / "compare/juki").rglob("index.html")):
        for _, _, _, head, cell in _cells(file):
            for link in cell.xpath(".//a"):
                target = posixpath.normpath(posixpath.join(file.parent.relative_to(published).as_posix(), link.get("href")))
                assert target.startswith((f"{JUKI[head]}/juki/", "recipients/", "contractors/", f"departments/{JUKI[head]}/")), target
                count += 1
    assert count > 450


# -- marks ------------------------------------------------------------------------------------------------------------


def _cell(state: str, *keys: str) -> Cell:
    return Cell(state, tuple(Value(key, key, Place()) for key in keys))  # type: ignore[arg-type]  # the states are literals


@pytest.mark.parametrize(("cells", "verdict", "compared_cells"), [
    ([_cell("given", "a"), _cell("given", "a")], "same", 2),
    ([_cell("given", "a"), _cell("given", "b")], "differs", 2),
    ([_cell("given", "a", "b"), _cell("given", "b", "a")], "same", 2),
    ([_cell("given", "a"), _cell("blank")], "differs", 2),
    ([_cell("blank"), _cell("blank")], "same", 2),
    ([_cell("given", "a"), _cell("absent")], "alone", 1),  # an excerpt is no difference
    ([_cell("given", "a"), _cell("partly", "b")], "alone", 1),
    ([_cell("given", "a"), _cell("unknown", "b")], "alone", 1),
    ([_cell("given", "a"), _cell("given", "a"), _cell("absent")], "same", 2),
    ([_cell("given", "a"), _cell("given", "b"), _cell("unasked")], "differs", 2),
    ([_cell("text"), _cell("summary")], "text", 0),
    ([_cell("text"), _cell("absent")], "text", 0),
    ([_cell("absent"), _cell("unmet")], "alone", 0),
])
def test_a_mark_says_what_is_so(cells: list[Cell], verdict: str, compared_cells: int) -> None:
    found = mark(cells)
    assert (found.verdict, found.compared, found.total) == (verdict, compared_cells, len(cells))
    assert ("すべて" in found.words) == (verdict == "same" and compared_cells == len(cells))
    words = {"same": ("同じ", "すべて同じ"), "differs": ("異なる",), "alone": ("比べられない",), "text": ("文章",)}
    assert found.words.startswith(words[verdict])


def test_the_order_of_municipalities_changes_no_mark(columns: tuple[Told, ...]) -> None:
    own = [one for one in columns if one.jimu == "juki"]
    marks = {(sheet.key, row.asked.key): row.mark for sheet in compare(own).sheets for row in sheet.rows}
    assert len(marks) > 100 and {one.verdict for one in marks.values()} == {"same", "differs", "alone", "text"}
    shuffle = random.Random(5)
    for _ in range(20):
        shuffle.shuffle(own)
        assert {(sheet.key, row.asked.key): row.mark for sheet in compare(own).sheets for row in sheet.rows} == marks


def test_what_is_in_each_and_in_one_alone(columns: tuple[Told, ...]) -> None:
    """Of lists it is said what all have and what one has, and the second only where nothing is an excerpt's."""
    mihon = next(one for one in columns if one.base == "mihon/juki")
    fewer = replace(mihon.cells["systems"], values=mihon.cells["systems"].values[:4])
    other = replace(mihon, base="x/juki", municipality_name="別市", cells={**mihon.cells, "systems": fewer})
    row = next(row for row in compare([mihon, other]).sheets[0].rows if row.asked.key == "systems")
    assert (row.mark.verdict, len(row.common), len(row.own)) == ("differs", 4, 5)
    cut = replace(other, cells={**mihon.cells, "systems": replace(fewer, state="partly")})
    row = next(row for row in compare([mihon, cut]).sheets[0].rows if row.asked.key == "systems")
    assert (row.mark.verdict, len(row.common), len(row.own)) == ("alone", 4, 0)


# -- pages and CSV ----------------------------------------------------------------------------------------------------


def test_the_csv_is_the_table(published: Path) -> None:
    """A line for each cell of every table, in the same order, with the same mark, values and state."""
    data = (published / "compare/juki/table.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    for_excel = (published / "compare/juki/table-excel.csv").read_bytes()
    assert for_excel.startswith(b"\xef\xbb\xbf") and for_excel.count(b"\r\n") == len(lines) + 1
    pages = ["index.html", "risk/index.html", *(f"{key}/index.html" for key in _files(published))]
    cells = [one for page in pages for one in _cells(published / "compare/juki" / page)]
    assert len(lines) == len(cells) > 300
    for line, (_, title, words, head, cell) in zip(lines, cells, strict=True):
        assert (line["項目"], line["違い"], line["自治体"]) == (title, words, head)
        shown = _shown(cell)
        assert all(squeeze(piece) in shown for piece in re.split(r"／", line["値"]) if piece), (line, shown)
        assert line["状態"] == "値あり" or squeeze(line["状態"]) in shown
        target = line["ページ"].partition("#")[0]
        assert not target or (published / target).is_file()


def test_sums_on_a_page_are_those_of_its_rows(published: Path) -> None:
    for file in sorted((published / "compare/juki").rglob("index.html")):
        page = html.parse(file)
        verdicts = Counter(row.get("class") for row in page.xpath("//table[contains(@class, 'side')]/tbody/tr"))
        said = next(text for one in page.xpath("//main/p") if (text := one.text_content()).startswith("この表 "))
        expected = [sum(verdicts.values()), verdicts["same"], verdicts["differs"], verdicts["alone"], verdicts["text"]]
        assert [int(one) for one in re.findall(r"[0-9]+", said)] == expected


def test_each_assessment_leads_to_its_comparison(site: Site, published: Path) -> None:
    """Also where there is nothing to compare with yet; from the list there is a way to every page."""
    listed = (published / "compare/index.html").read_text(encoding="utf-8")
    for m in site.municipalities:
        for a in m.assessments:
            found = jimu_of(a)
            own = (published / m.slug / a.slug / "index.html").read_text(encoding="utf-8")
            if found:
                assert f'href="../../compare/{found.key}/index.html"' in own
                assert f'href="{found.key}/index.html"' in listed
            else:
                assert 'class="facts glance"' in own and "の評価書と比べる" not in own
                assert f'href="../{m.slug}/{a.slug}/index.html"' in listed
    alone = (published / "compare/boshi/index.html").read_text(encoding="utf-8")
    assert "<table" not in alone and 'href="../../mihon/boshi/index.html"' in alone


def test_many_municipalities(tmp_path: Path) -> None:
    """Of more than a table holds: values are counted, each stands in one table of its prefecture, every link is alive."""
    choices = ["1,000人以上1万人未満", "1万人以上10万人未満", "10万人以上30万人未満"]
    codes = ["011002", "012025", "012033", "012041", "012050", "012068", "012076", "111007"]
    for number, code in enumerate(codes):
        write(tmp_path, {
            "site.yaml": SITE,
            f"m{number}/municipality.yaml": f"名称: 市{number}\n読み: し\n都道府県: {'北海道' if code < '02' else '埼玉県'}\n"
            f"全国地方公共団体コード: '{code}'\n",
            f"m{number}/kaigo/x.yaml": RECORD.format(form="基礎項目評価書") + "表紙:\n  評価書名: 介護保険に関する事務\n"
            f"しきい値判断項目:\n  対象人数:\n    評価対象の事務の対象人数は何人か: {choices[number % 3]}\n",
        })
    result = content.read(tmp_path)
    assert result.site and not result.errors, [str(one) for one in result.problems]
    build.build(result.site, tmp_path, tmp_path.parent / f"{tmp_path.name}-out")
    home = tmp_path.parent / f"{tmp_path.name}-out" / "compare/kaigo"
    counted = html.parse(home / "index.html").xpath("//tr[@id='taisho']//li")
    assert [re.findall(r"(\S+) ([0-9]+)件", one.text_content())[0] for one in counted] == [
        (choices[0], "3"), (choices[1], "3"), (choices[2], "2")]
    tables = {folder: [head for *_, head, _ in _cells(home / folder / "index.html")] for folder in ("p01", "p01-2", "p11")
              if (home / folder / "table.csv").is_file()}
    assert {folder: set(heads) for folder, heads in tables.items()} == {"p01": {"市0", "市1", "市2"}, "p01-2": {"市3", "市4", "市5", "市6"}}
    assert (home / "p11/index.html").is_file() and not list(_cells(home / "p11/index.html"))  # nothing to compare with there
    for file in home.rglob("index.html"):
        for href in html.parse(file).xpath("//a/@href"):
            path = href.partition("#")[0]
            assert not path or (file.parent / path).is_file(), (file, href)


def test_pages_stay_light_with_full_tables(site: Site, columns: tuple[Told, ...]) -> None:
    """Six whole assessments as long as 見本市's side by side, and forty counted: no page is over 200 KB."""
    mihon = next(one for one in columns if one.base == "mihon/juki")
    renderer = Renderer()
    for number in (SIDE_BY_SIDE, 40):
        many = [replace(mihon, municipality=f"m{n}", municipality_name=f"見本{n}市", prefecture="見本県", base=f"m{n}/juki") for n in range(number)]
        made = list(about(site, None, "compare/juki", ("", ""), many).pages)
        sizes = {page.path: len(renderer.html(page).encode()) for page in made}
        assert max(sizes.values()) <= 200_000, sizes
        tables = [page for page in made if isinstance(page.own, TableView)]
        assert {one.base for page in tables for one in page.own.found.columns} == {one.base for one in many}
        assert max(len(page.own.found.columns) for page in tables) <= SIDE_BY_SIDE
        assert len(groups(事務[0], many)) == -(-number // SIDE_BY_SIDE)


@pytest.mark.browser
def test_only_what_differs(published: Path, new_page: Callable[..., Page]) -> None:
    """The box leaves the rows that differ, without a script; on a phone as on a desk."""
    for width in (360, 1280):
        page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
        with serve(published) as address:
            page.goto(f"{address}compare/juki/index.html")
            rows = page.locator("table.side tbody tr")
            differing = page.locator("table.side tbody tr.differs")
            total = rows.count()
            assert 0 < differing.count() < total
            assert all(rows.nth(n).is_visible() for n in range(total))
            page.get_by_label(re.compile("項目だけを表示する")).check()
            assert sum(rows.nth(n).is_visible() for n in range(total)) == differing.count()
            assert all(differing.nth(n).is_visible() for n in range(differing.count()))


def _write(folder: Path, assessments: dict[str, str]) -> None:
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, **{f"m/{name}/x.yaml": text for name, text in assessments.items()}})
