"""PDF: what this site prints comes back as the same values; a city's ruled form is read; what cannot be read is said."""

from __future__ import annotations

import re
import sys
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, Page

from site_gen import build, content, importers
from site_gen.cli import cli
from site_gen.importers import pdf
from site_gen.importers.pdf import document
from site_gen.importers.rows import visible
from site_gen.model import Assessment, Entry, Site
from tests import official
from tests.browser import driven_by
from tests.conftest import ROOT
from tests.long import more
from tests.test_bad import MUNICIPALITY, SITE
from tests.whole import whole_site

pytestmark = pytest.mark.prints

# Share of the items with a value that must come back the same, of the pages that this program prints.
ASSESSMENTS = {name: 0.98 for name in (
    "mihon/juki", "mihon/juminzei", "mihon/boshi", "mihon/kokuho", "mihon/jutenshien-kyufukin", "sapporo/juki", "kumagaya/juki",
    "saitama/juki", "kawaguchi/juki",
)}
# Items that get a value though they had none, by assessment and locator, each with the reason.
MADE_UP: dict[str, dict[str, str]] = {}
# What a long run adds: the largest, and those like another.
LATER = ("saitama/juki", "mihon/juki", "mihon/juminzei", "kawaguchi/juki", "mihon/jutenshien-kyufukin")
OFFICIAL = {"juki": 0.98, "juminzei": 0.98, "boshi": 0.98}
Made = Callable[[str], Path]
Imported = Callable[[str], importers.Import]


@pytest.fixture(scope="module")
def site(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module")
def made(
    _chromium: tuple[Browser, AbstractEventLoop], tmp_path_factory: pytest.TempPathFactory, site: Site, whole_output: Path
) -> Iterator[Made]:
    """Prints `own:<municipality>/<assessment>`, `official:<assessment>` or HTML to a PDF, each once."""
    folder = tmp_path_factory.mktemp("pdf")
    browser, loop = _chromium
    done: dict[str, Path] = {}

    def make(what: str) -> Path:
        if what in done:
            return done[what]
        target = folder / f"{len(done)}.pdf"
        with driven_by(loop):
            page = browser.new_page()
            if what.startswith("own:"):
                page.goto((whole_output / what[4:] / "all/index.html").as_uri())
                page.pdf(path=target, prefer_css_page_size=True)
            elif what.startswith("official:"):
                page.set_content(official.html(_assessment(site, f"mihon/{what[9:]}")))
                page.pdf(
                    path=target, prefer_css_page_size=True, display_header_footer=True, header_template="<span></span>",
                    footer_template=official.FOOT,
                )
            else:
                page.set_content(what)
                page.pdf(path=target, prefer_css_page_size=True)
            page.close()
        done[what] = target
        return target

    yield make


@pytest.fixture(scope="module")
def imported(made: Made) -> Imported:
    """Imports what `made` prints, each once."""
    done: dict[str, importers.Import] = {}
    return lambda what: done.setdefault(what, done[what] if what in done else importers.run([made(what)], None))


@pytest.mark.parametrize("name", [*(name for name in ASSESSMENTS if name not in LATER), *more(*LATER)])
def test_what_the_site_prints_comes_back(name: str, imported: Imported, site: Site, tmp_path: Path) -> None:
    """The page with everything, printed and imported: the same values in the same items, none made up."""
    before = _assessment(site, name)
    done = imported(f"own:{name}")
    assert done.form.code == before.form.code
    after = _loaded(done, tmp_path)
    assert after.edition == before.edition
    _compare(before, after, ASSESSMENTS[name], MADE_UP.get(name, {}))
    assert done.left <= done.characters / 1000


SUMMARIES = """\
評価書: {様式: 全項目評価書, 版: 不明, 収録: 抄録, 出典: {名称: 見本}}
表紙: {評価書名: {要約: 見本に関する事務}}
基本情報:
  特定個人情報ファイルを取り扱う事務:
    事務の名称: {要約: 見本の事務}
    事務の内容: {要約: "受付をする。\\n・審査もする。"}
  特定個人情報ファイルを取り扱う事務において使用するシステム:
    システム:
    - システムの名称: {要約: 見本システム}
      システムの機能: {要約: 記録する。}
  特定個人情報ファイル名:
  - {要約: 見本ファイル}
  - 控えファイル
特定個人情報ファイルの概要:
- 特定個人情報ファイル名: {要約: 見本ファイル}
  特定個人情報の提供・移転:
    提供先:
    - 提供先の名称: {要約: 県知事}
      法令上の根拠: {要約: 番号法第19条}
    移転先一覧:
    - {項番: 1, 移転先: {要約: 税務課}, 用途の法的根拠: {要約: 地方税法}, 用途: {要約: 課税}, 時期・頻度: 都度}
    - {項番: 2, 移転先: 福祉課, 用途の法的根拠: 福祉法}
特定個人情報ファイル記録項目:
- 特定個人情報ファイル名: {要約: 見本ファイル}
  記録項目:
  - 宛名番号
  - 氏名
その他のリスク対策:
  その他のリスク対策: {要約: "＜本市における措置＞\\n鍵を掛ける。"}
変更箇所:
- {変更日: 令和5年2月6日, 項目: {要約: Ⅰ 7 部署}, 変更前の記載: {要約: 旧}, 変更後の記載: {要約: 新}}
- {変更日: 令和5年2月6日, 項目: Ⅰ 8, 変更後の記載: 新, 提出時期: 事後}
"""


def test_summaries_come_back_wherever_they_stand(tmp_path: Path, page: Page) -> None:
    """A badge on paper is {要約: …} again; what the sources do not hold stays so, not empty and not a word."""
    (tmp_path / "c/m/a").mkdir(parents=True)
    for name, held in (("site.yaml", SITE), ("m/municipality.yaml", MUNICIPALITY), ("m/a/a.yaml", SUMMARIES)):
        (tmp_path / "c" / name).write_text(held, encoding="utf-8")
    before = content.read(tmp_path / "c").site
    assert before is not None
    build.build(before, tmp_path / "c", tmp_path / "site", searchable=False)
    page.goto((tmp_path / "site/m/a/all/index.html").as_uri())
    page.pdf(path=tmp_path / "x.pdf", prefer_css_page_size=True)
    old, new = (_entries(one) for one in (
        before.municipalities[0].assessments[0], _loaded(importers.run([tmp_path / "x.pdf"], None), tmp_path / "back")))
    assert {key: _plain(one.value, True) for key, one in new.items() if one.value is not None} == {
        key: _plain(one.value, True) for key, one in old.items() if one.value is not None}
    rows = [key for key in old if key.startswith("別添3")]
    assert [old[key].state for key in rows] == [new[key].state for key in rows]


@pytest.mark.parametrize("name", [*more("juki"), "juminzei", "boshi"])
def test_a_form_as_excel_prints_it_is_read(name: str, imported: Imported, site: Site, tmp_path: Path) -> None:
    """Ruled tables with cells that span, cells cut by the end of a page, six columns of changes over many pages."""
    before = _assessment(site, f"mihon/{name}")
    done = imported(f"official:{name}")
    assert done.form.code == before.form.code
    after = _loaded(done, tmp_path)
    _compare(before, after, OFFICIAL[name], {}, groups=False)
    assert len(after.part("変更箇所").instances) == len(before.part("変更箇所").instances)


@pytest.mark.parametrize("what", [
    *more("own:mihon/juki", "own:mihon/juminzei", "official:juki"), "own:kumagaya/juki", "own:mihon/boshi", "official:juminzei",
])
def test_every_character_is_accounted_for(what: str, made: Made, imported: Imported) -> None:
    """Counted by another reader of PDF than the import's own: all characters are placed, the form's, or left over."""
    done = imported(what)
    assert done.placed + done.form_text + done.left == done.characters
    drawn = sum(visible(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(made(what)))
    assert abs(done.characters - drawn) <= drawn / 500


def test_lines_and_pages(made: Made, tmp_path: Path) -> None:
    """Words that the width or a page cut are whole, line ends of the writer's stay, readings stand behind their words."""
    long = "市町村の窓口で受け付けた届出の内容を確かめ、" * 130
    text = f"{long}\n短い行\nABC Systems という外国の会社の製品を使う。<ruby>宛名<rt>あてな</rt></ruby>番号"
    html = _ruled(text)
    done = importers.run([made(html)], None)
    assert done.left == 0
    held = _entries(_loaded(done, tmp_path))
    assert held["Ⅰ/1/②"].text.rstrip() == (
        f"{long}\n短い行\nABC Systems という外国の会社の製品を使う。宛名（あてな）番号"
    )
    assert len(pypdfium2.PdfDocument(made(html))) > 1


def _ruled(text: str) -> str:
    """A form as Excel prints it, with 事務の名称 and, as 事務の内容, `text`."""
    cells = f"<tr><td class=label>① 事務の名称<td>見本の事務<tr><td class=label>② 事務の内容 ※<td>{text}"
    return (
        f"<!doctype html><style>{official.STYLE}</style><h1>特定個人情報保護評価書（全項目評価書）</h1><h2>Ⅰ　基本情報</h2>"
        f"<table><col style='width:28%'><tr><td colspan=2>1. 特定個人情報ファイルを取り扱う事務{cells}</table>"
    )


def test_a_row_has_its_page_and_line(made: Made) -> None:
    rows = list(pdf.read(made("official:boshi")))
    assert all(re.fullmatch(r"[0-9]+\.pdf:[0-9]+頁(?:[0-9]+行)?", row.place) for row in rows)
    pages = [int(found[1]) for row in rows if not row.blank and (found := re.match(r"([0-9]+)頁", row.line))]
    assert pages[0] == 1 and pages[-1] > 2


# -- what cannot be read ----------------------------------------------------------------------------------------------


def test_encrypted(made: Made, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=made("official:boshi"))
    writer.encrypt("himitsu", algorithm="RC4-128")
    writer.write(tmp_path / "x.pdf")
    assert "暗号化されています" in _refused(tmp_path / "x.pdf")


def test_images_only(made: Made, tmp_path: Path, page: Page) -> None:
    page.set_content(official.html(_assessment_of("mihon/boshi")))
    page.screenshot(path=tmp_path / "x.png")
    Image.open(tmp_path / "x.png").convert("RGB").save(tmp_path / "x.pdf")
    assert "画像だけの PDF です" in _refused(tmp_path / "x.pdf")


def test_a_page_of_images_among_others_waits_for_a_person(made: Made, tmp_path: Path) -> None:
    Image.new("RGB", (300, 400), "white").save(tmp_path / "figure.pdf")
    writer = pypdf.PdfWriter(clone_from=made("official:boshi"))
    writer.append(tmp_path / "figure.pdf")
    writer.write(tmp_path / "x.pdf")
    done = importers.run([tmp_path / "x.pdf"], None)
    last = done.result.left[-1]
    assert last.row.place == f"x.pdf:{len(writer.pages)}頁" and "画像だけ" in last.guessed
    assert done.placed + done.form_text + done.left == done.characters


def test_a_drawing_is_no_table(made: Made) -> None:
    """Thousands of lines neither stop the import nor take the text away."""
    lines = "".join(f'<path d="M{n % 97} {n % 89}H{n % 97 + 30}V{n % 89 + 30}"/>' for n in range(4000))
    drawing = f'<svg width="600" height="400" fill="none" stroke="black">{lines}</svg>'
    whole = _ruled("見本の事務を行う。" * 40)
    plain, drawn = importers.run([made(whole)], None), importers.run([made(whole + drawing)], None)
    assert plain.placed > 300
    assert (plain.placed, plain.left) == (drawn.placed, drawn.left)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_cut_off(share: float, made: Made, tmp_path: Path) -> None:
    """What is left of a file is not taken for the whole."""
    whole = made("official:boshi").read_bytes()
    (tmp_path / "x.pdf").write_bytes(whole[: int(len(whole) * share)])
    assert "途中で切れています" in _refused(tmp_path / "x.pdf")


def test_damaged(made: Made, tmp_path: Path) -> None:
    """The end is there, the middle is not."""
    whole = made("official:boshi").read_bytes()
    (tmp_path / "x.pdf").write_bytes(whole[: len(whole) // 50] + whole[-100:])
    assert "壊れています" in _refused(tmp_path / "x.pdf")


@pytest.mark.parametrize("held", [
    b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF",
])
def test_hardly_a_pdf(held: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(held)
    assert "壊れています" in _refused(tmp_path / "x.pdf")


def test_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_text("特定個人情報保護評価書（全項目評価書）\n", encoding="utf-8")
    told = _refused(tmp_path / "x.pdf")
    assert "PDF ではありません" in told and "ください" in told


def test_no_assessment(made: Made) -> None:
    assert "様式か分かりません" in _refused(made("<h1>献立表</h1><p>今日は魚です。<p>明日は肉です。"))


def test_too_long(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(document.MAX_PAGES + 1):
        writer.add_blank_page(595, 842)
    writer.write(tmp_path / "x.pdf")
    assert "長すぎます" in _refused(tmp_path / "x.pdf")


def test_glyphs_without_meaning(made: Made, tmp_path: Path) -> None:
    """Fonts that have lost the table from glyphs to characters: pictures of letters."""
    writer = pypdf.PdfWriter(clone_from=made("official:boshi"))
    lost = 0
    for one in writer.objects if hasattr(writer, "objects") else writer._objects:
        held = one.get_object() if one is not None else None
        if isinstance(held, pypdf.generic.DictionaryObject) and "/ToUnicode" in held:
            del held["/ToUnicode"]
            lost += 1
    assert lost
    writer.write(tmp_path / "x.pdf")
    assert "文字は読み取れません" in _refused(tmp_path / "x.pdf")


def test_without_the_reader_of_pdf(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF is an extra of the installation; who has not got it is told how to, never by a name that a registry is asked for."""
    (tmp_path / "x.pdf").write_bytes(made("official:boshi").read_bytes())
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    monkeypatch.delitem(sys.modules, "site_gen.importers.pdf.document")
    monkeypatch.delattr(pdf, "document")
    told = _refused(tmp_path / "x.pdf")
    cure = r".venv\Scripts\pip install .[pdf]"
    assert cure in told and "site-gen[pdf]" not in told
    assert cure in (ROOT / "docs/ja/guide.md").read_text(encoding="utf-8")


def _refused(path: Path) -> str:
    """What import says of `path`: one sentence, exit code 1, nothing written."""
    target = path.parent / "content"
    done = CliRunner().invoke(cli, ["import", str(path), "--municipality", "m", "--assessment", "a", "--to", str(target)])
    assert done.exit_code == 1, done.output
    assert len(done.output.strip().split("\n")) == 1
    assert not target.exists()
    return done.output


# -- comparing --------------------------------------------------------------------------------------------------------


def _loaded(done: importers.Import, folder: Path) -> Assessment:
    """What an import writes, read again as the build reads it, without an error."""
    importers.save(done, folder / "m/a", overwrite=False)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
    found = content.read(folder)
    assert [f"{p.span} {p.message}" for p in found.problems if p.severity == "error"] == []
    assert found.site is not None
    return found.site.municipalities[0].assessments[0]


def _assessment(site: Site, name: str) -> Assessment:
    city, slug = name.split("/")
    return next(
        one for town in site.municipalities if town.slug == city for one in town.assessments if one.slug == slug
    )


def _assessment_of(name: str) -> Assessment:
    return _assessment(whole_site(), name)


def _entries(assessment: Assessment) -> dict[str, Entry]:
    return {entry.locator: entry for part in assessment.parts for entry in part.walk() if not entry.instances}


def _compare(
    before: Assessment, after: Assessment, share: float, made_up: Mapping[str, str], groups: bool = True
) -> None:
    """`share` of the items with a value are equal, and no item but those of `made_up` has a value that had none.

    Texts are compared line by line without white space: how far a line is indented and whether an empty one stands
    above it is seen on paper only as a distance.
    """
    old, new = _entries(before), _entries(after)
    given = [locator for locator, entry in old.items() if entry.value is not None]
    different = [
        f"{locator}: {old[locator].text!r} -> {new[locator].text if locator in new else None!r}"
        for locator in given
        if locator not in new or _plain(old[locator].value, groups) != _plain(new[locator].value, groups)
    ]
    print(f"{len(given) - len(different)} of {len(given)} equal", *different, sep="\n")
    assert len(given) - len(different) >= share * len(given), "\n".join(different)
    assert {locator for locator, entry in new.items() if entry.value is not None and locator not in given} == set(made_up)


def _plain(value: object, groups: bool) -> object:
    """A value of any kind without its place in a file; names of groups of recorded items only where `groups`."""
    if isinstance(value, str):
        return tuple(line for raw in value.split("\n") if (line := re.sub(r"\s", "", raw)))
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in ("span", "body")]
        if not groups and "groups" in names:
            return [_plain(one, groups) for group in getattr(value, "groups", ()) for one in group.items]
        return [type(value).__name__, *(_plain(getattr(value, name), groups) for name in names)]
    if isinstance(value, tuple):
        return [_plain(one, groups) for one in value]
    return value
