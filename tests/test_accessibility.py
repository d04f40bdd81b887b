"""/accessibility/ says what was tested and nothing more: results as they were written, criteria with proofs that there are."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page

from site_gen import accessibility
from site_gen.accessibility import Check, Finding, Imported, Judged, Tool, from_json, results
from site_gen.accessibility.checklist import HOW, TOPICS
from site_gen.accessibility.judged import JUDGEMENTS, judgement_of
from site_gen.headers.rules import POLICY
from site_gen.model import Contact, Site
from site_gen.pages.accessibility import accessibility_page
from site_gen.render import Renderer
from tests import a11y, looks
from tests.browser import serve
from tests.conftest import ROOT
from tests.judges.script import script
from tests.judges.style import style
from tests.published import squeeze

CRITERIA = [one for topic in TOPICS for one in topic.criteria]
CHECKS = {check for check, *_ in (*looks.IN_BROWSER, *a11y.NU)}
# WCAG 2.2; 4.1.1 is gone from it and still in JIS X 8341-3:2016, which has no other one that WCAG 2.2 has not.
A = """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2
2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.1 4.1.2""".split()
AA = """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3
3.3.4 3.3.8 4.1.3""".split()


def test_every_criterion_is_listed_once() -> None:
    listed = [(one.number, one.level) for one in CRITERIA if one.number]
    assert sorted(listed) == sorted([*((number, "A") for number in A), *((number, "AA") for number in AA)])
    assert len(listed) == 31 + 24 + 1


def test_what_is_said_to_be_tested_has_a_proof() -> None:
    """A check of the results or a test that there is; what was not tested names none."""
    known = _tests() | CHECKS
    for one in CRITERIA:
        assert set(one.proof) <= known, (one.title, set(one.proof) - known)
        assert bool(one.proof) == (one.how in ("all", "kinds")) or one.how in ("absent", "hand"), one.title
        assert one.note or one.how != "absent", one.title
        if one.how == "hand":
            assert re.search(r"[0-9]{4}年[0-9]{1,2}月", one.note), one.title


def test_no_script_listens_to_gestures() -> None:
    """2.5.1, 2.5.2, 2.5.4, 2.5.7, 2.2.2: nothing acts when a pointer goes down, moves or is dragged, or when the device moves;
    nothing repeats by itself."""
    scripts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "assets").rglob("*.js")}
    assert any('addEventListener("click"' in text for text in scripts.values())
    assert [(file.name, said) for file, text in scripts.items() for said in script(text)] == []


def test_nothing_moves_by_itself() -> None:
    """2.2.2, 2.3.1, and what else in a style sheet takes something away from readers (tests/judges/style.py)."""
    assert list(style((ROOT / "assets/site.css").read_text(encoding="utf-8"))) == []


def test_the_results_are_whole() -> None:
    """The committed file has the shape that the page reads, and its counts are those of its findings."""
    found = results()
    written = json.loads((ROOT / "docs" / accessibility.NAME).read_text(encoding="utf-8"))
    assert from_json(written) == found and json.loads(json.dumps(asdict(found))) == written
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.begun) and found.begun <= found.ended
    assert {check.id for check in found.checks} == CHECKS
    assert {check.tool for check in found.checks} <= {tool.name for tool in found.tools}
    for check in found.checks:
        assert check.findings == sum(one.check == check.id for one in found.findings)
        assert check.pages == found.pages > 700


def test_judgements_are_of_what_is_found() -> None:
    """None is stale: each is about something on the pages that were looked at. What it says to hold that is there."""
    found = results()
    assert [one.id for one in found.judged] == [one.id for one in JUDGEMENTS]
    assert [one.id for one in found.judged if not one.times] == []
    assert len({one.id for one in JUDGEMENTS}) == len(JUDGEMENTS)
    assert {proof for one in JUDGEMENTS for proof in one.proof} <= _tests() | CHECKS


def test_a_stale_judgement_is_told() -> None:
    """The count has every judgement, and nought for one that nothing is about; another element is not judged."""
    (one, *_) = JUDGEMENTS
    said = {"ibm": [{"rule": one.rule, "reason": one.reason, "html": '<a href="#main" class="skip">'}]}
    counts = {judged.id: (judged.pages, judged.times) for judged in a11y.judged([said, said])}
    assert counts.pop(one.id) == (2, 2)
    assert set(counts.values()) == {(0, 0)} and len(counts) == len(JUDGEMENTS) - 1
    assert judgement_of(one.rule, one.reason, '<a href="x.html">') is None
    assert judgement_of(one.rule, "Fail_9", '<a href="#main" class="skip">') is None


def _tests() -> set[str]:
    return {f"{file.stem}::{node.name}" for file in (ROOT / "tests").glob("test_*.py")
            for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_the_page_says_what_the_results_say(whole_output: Path, whole_site: Site) -> None:
    text = _text((whole_output / "accessibility/index.html").read_text(encoding="utf-8"))
    found = results()
    year, month, day = found.ended.split("-")
    assert f"{year}年{int(month)}月{int(day)}日" in text
    assert f"見本のサイトの{found.pages}ページ（試験した日の、すべてのページ）" in text
    for tool in found.tools:
        assert squeeze(f"{tool.name} {tool.version}") in text
    for check in found.checks:
        assert squeeze(check.title) in text
    for one in CRITERIA:
        assert squeeze(f"{one.number} {one.title}") in text
    for how, words in HOW.items():
        if count := sum(one.how == how for one in CRITERIA if one.number):
            assert f"「{words}」{count}件" in text
    for _, line in whole_site.contact.lines:
        assert squeeze(line) in text


def test_nothing_is_claimed_that_the_results_do_not_hold(whole_site: Site) -> None:
    """A check that was not run is no proof: what rests on it alone counts as not tested, what rests on it too says so."""
    full = replace(results(), checks=tuple(Check(one, one, "axe-core", (), 3, 0) for one in sorted(CHECKS)))
    less = replace(full, checks=tuple(one for one in full.checks if one.id not in ("colours", "schemes", "css")))
    said = [_text(Renderer().html(accessibility_page(whole_site, found))) for found in (full, less)]
    assert "まだ入っていません" not in said[0]
    assert "CSSの文法まだ確かめていない検査はありますが、上の結果にまだ入っていません。" in said[1]
    of_colours = next(one for one in CRITERIA if one.number == "1.4.3")
    assert squeeze(f"{of_colours.note}この欄の検査の一部は、上の結果にまだ入っていません。") in said[1]


def test_it_claims_care_and_no_conformance(whole_output: Path) -> None:
    """「…に配慮」 is what may be said without a test by the rules of JIS X 8341-3; 準拠 is not."""
    text = _text((whole_output / "accessibility/index.html").read_text(encoding="utf-8"))
    assert "JISX8341-3:2016の適合レベルAAと、WCAG2.2のA・AAの達成基準に配慮して" in text
    assert "準拠" not in text and "適合しています" not in text
    assert "NVDA、PC-Talker、VoiceOver" in text


def test_what_was_found_is_shown(whole_site: Site) -> None:
    """Findings are no secret: each with its page; a run over two days says so; a site without a contact says that."""
    found = replace(
        results(), begun="2026-03-31", ended="2026-04-01", tools=(Tool("axe-core", "4.0"),),
        checks=(Check("axe", "検査", "axe-core", ("320 px",), 3, 1),),
        findings=(Finding("axe", "mihon/juki/i/index.html", "320 px", "image-alt img <img src=\"a.png\">"),),
    )
    (skip, *_) = JUDGEMENTS
    found = replace(found, judged=(Judged(skip.id, 3, 4),), imported=Imported("2026-03-30", 41, 2))
    site = replace(whole_site, contact=Contact((), ""))
    text = _text(Renderer().html(accessibility_page(site, found)))
    assert "2026年3月31日から2026年4月1日" in text
    assert 'mihon/juki/i/index.html（320px）：image-altimg<imgsrc="a.png">' in text
    assert "見つかった問題" in text and "1件" in text
    assert squeeze(f"{skip.said} {skip.rule} 3ページの4か所 {skip.why}") in text
    assert "41ページ（さいたま市が公表した評価書を、取込みの機能で読んで作ったもの。" in text
    assert "2026年3月30日に、CSSの文法のほかは同じ検査をして、見つかった問題は2件）" in text
    assert "連絡先は、このサイトの原稿に書かれていません。" in text


def test_every_page_leads_to_it(whole_output: Path) -> None:
    for file in whole_output.rglob("index.html"):
        up = "../" * len(file.parent.relative_to(whole_output).parts)
        href = "index.html" if file.parent.name == "accessibility" else f"{up}accessibility/index.html"
        assert f'<a href="{href}">アクセシビリティ</a>' in file.read_text(encoding="utf-8"), file


def _text(page: str) -> str:
    return squeeze(html.fromstring(page).find(".//main").text_content())


# -- the command that writes the results -----------------------------------------------------------------------------

SOUND = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="assets/a.svg"><title>頁</title></head><body><main><h1>見出し</h1><p>文</p>%s</main></body></html>"""


FAULTS = """@media (prefers-color-scheme: dark) { .pale { color: #888; background: #777 } .by-day { display: none } }
@media (forced-colors: active) { .by-colour { display: none } }
@media print { .screen-alone { display: none } .narrow-box { width: 50px; overflow: hidden; white-space: nowrap } }
.between { display: none }
@media (min-width: 700px) and (max-width: 900px) { .between { display: block } }
"""
FAULTY = """<link rel="stylesheet" href="assets/a.css"><img src="assets/a.svg" width="400" height="9"><script>alert(1)</script>
<p class="pale">薄い字</p>
<p class="by-day">昼だけ</p><p class="by-colour">色だけ</p><p class="screen-alone">画面だけ</p><div class="narrow-box">切れてしまう長い文です</div>
<p><label>言葉 <input id="twice"></label></p><div class="between"><button></button></div>"""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A site of a sound page and one with a fault for each check."""
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "sound.html").write_text(SOUND % "", encoding="utf-8")
    (folder / "faulty.html").write_text(SOUND % FAULTY, encoding="utf-8")
    (folder / "assets/a.css").write_text(FAULTS, encoding="utf-8")
    (folder / "assets/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    return folder


@pytest.mark.browser
def test_each_check_finds_its_fault(faulty: Path, new_page: Callable[..., Page]) -> None:
    page = new_page()
    with serve(faulty, POLICY) as address:
        assert looks.look(page, f"{address}sound.html") == {check: [] for check, *_ in looks.IN_BROWSER}
        found = looks.look(page, f"{address}faulty.html")
    assert {(one["look"], one["said"].split()[0]) for one in found["axe"]} == {
        ("320 px", "image-alt"), ("1280 px", "image-alt"), ("768 px", "image-alt"), ("768 px", "button-name"),
    }
    assert {(one["look"], one["said"].split()[0]) for one in found["colours"]} == {
        ("320 px、暗い配色", "color-contrast"), ("1280 px、暗い配色", "color-contrast"),
    }
    assert {one["rule"] for one in found["ibm"] if one["level"] == "fail"} == {"img_alt_valid"}
    assert {one["look"] for one in found["sideways"]} == {"320 px", "320 px、暗い配色", "320 px、強制カラー"}
    assert {one["look"] for one in found["schemes"]} == {f"{width} px、{name}" for width in (320, 768, 1280) for name in ("暗い配色", "強制カラー")}
    assert [one["said"].split(":")[0] for one in found["print"]] == ["not printed", "cut off"]
    (refused,) = found["console"]
    assert "Content Security Policy" in refused["said"]


@pytest.mark.browser
def test_a_run_goes_on_where_it_was_stopped(faulty: Path, tmp_path: Path) -> None:
    """What is the same is not looked at again, a cut line is; another page, style sheet or tool makes it new."""
    kept = tmp_path / "dist/a11y.jsonl"
    files = [faulty / "faulty.html", faulty / "sound.html"]

    def left(version: str = "1") -> list[Path]:
        return a11y.left(files, faulty, (Tool("axe-core", version),), kept)

    for times in (2, 1):
        before = len(kept.read_text(encoding="utf-8").splitlines()) if kept.exists() else 0
        assert len(left()) == times
        found = dict(a11y.looked_at(files, faulty, (Tool("axe-core", "1"),), kept))
        assert found["faulty.html"]["said"]["axe"] and not found["sound.html"]["said"]["axe"]
        lines = kept.read_text(encoding="utf-8")
        assert (len(lines.splitlines()) - before, left(), left("2")) == (times, [], files)
        kept.write_text(lines[:-20] + "\n", encoding="utf-8")
    kept.write_text(lines, encoding="utf-8")
    (faulty / "sound.html").write_text(SOUND % "<p>もう一文</p>", encoding="utf-8")
    assert left() == [faulty / "sound.html"]
    (faulty / "assets/site.css").write_text("p { color: #000 }", encoding="utf-8")
    assert left() == files


@pytest.mark.browser
def test_what_goes_wrong_in_a_browser_stops_the_run(faulty: Path, tmp_path: Path) -> None:
    """A page that is not served is no page without findings."""
    (wrong := faulty / "a?.html").write_text(SOUND % "", encoding="utf-8")
    with pytest.raises(RuntimeError, match="was not served"):
        dict(a11y.looked_at([wrong, faulty / "sound.html"], faulty, (), tmp_path / "kept.jsonl"))
