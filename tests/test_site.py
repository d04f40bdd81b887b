"""The site that content/ makes, judged by what is written: nothing lost, nothing invented, every link alive."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
import yaml
from lxml import html
from playwright.sync_api import FrameLocator, Page

from site_gen import build, laws, pages, theme
from site_gen.accessibility import results
from site_gen.accessibility.checklist import HOW, TOPICS
from site_gen.accessibility.judged import JUDGEMENTS, judgement_of
from site_gen.dates import year_in_eras
from site_gen.flows import LABELS
from site_gen.form import Checks, Choice, Fixed, Item, Printed, rows
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, in_edition
from site_gen.forms.records import サイト, 自治体, 評価書
from site_gen.model import RecordedItems
from site_gen.pages.gathered import Gathered, facts_of_site, of_site
from site_gen.render import Renderer
from tests.browser import IBM_SLOW, WCAG_AA, axe_violations_in_both_schemes, css_errors, ibm_findings, nu_errors, serve
from tests.conftest import ROOT
from tests.judges.written import dead_links, headed_as_the_form, judged, title_of, titles, titles_of_the_form, written
from tests.kinds import FIRST, KINDS, OTHERS
from tests.long import LONG, more
from tests.published import document, documents, squeeze
from tests.thin import thin
from tests.whole import whole, whole_site

CONTENT = ROOT / "content"
# Keys whose values steer the program and are not shown: addresses, numbers of blocks, what is printed otherwise.
STEERING = frozenset({"id", "番号", "対象", "収録", "様式", "版", "架空", "読み", "公開URL"})
# Which kinds axe looks at in which window: each kind in one of two.
AXE_AT = {
    "320 px": (320, FIRST[::2]), "1280 px": (1280, FIRST[1::2]),
    "320 px, other kinds": (320, OTHERS[::2]), "1280 px, other kinds": (1280, OTHERS[1::2]),
}
TICKS = frozenset({"○", "〇", "不明"})


@pytest.fixture(scope="session")
def site(whole_output: Path) -> Path:
    """content/ as a published folder."""
    return whole_output


def test_content_has_no_error() -> None:
    assert [str(p) for p in whole().problems if p.severity == "error"] == []


def test_mihon_is_as_large_as_a_real_one() -> None:
    """What the issue asks of the example: 9 systems, 3 files, 5 outsourcings, 60 recipients, 59 rows, 180 items, 120 changes."""
    mihon = next(m for m in whole_site().municipalities if m.slug == "mihon")
    juki = next(a for a in mihon.assessments if a.slug == "juki")
    found = {entry.locator: len(entry.instances) for part in juki.parts for entry in part.walk() if entry.instances}
    assert found["Ⅰ/2/システム"] == 9
    assert len(juki.files) == 3
    assert found["Ⅱ[1]/4/委託事項"] == 5
    assert found["Ⅱ[1]/5/提供先"] == 60
    assert found["Ⅱ[1]/5/移転先一覧"] == 59
    assert found["別添3"] == 120
    assert len({row.child("変更日").text for row in juki.part("変更箇所").instances}) == 8
    recorded = [file.child("記録項目").value for file in juki.part("特定個人情報ファイル記録項目").instances]
    assert sum(value.count for value in recorded if isinstance(value, RecordedItems)) == 180
    assert {a.form.code for a in mihon.assessments} == {"zenkomoku", "juten", "kiso"}
    assert any("終了】" in a.name for a in mihon.assessments)
    assert any(a.edition not in ("令和6年10月", UNKNOWN_EDITION) for a in mihon.assessments)


@pytest.mark.parametrize("whole", [False, True], ids=["part pages", "all page"])
def test_every_value_stands_on_its_pages(site: Path, whole: bool) -> None:
    """Nothing an author wrote is lost: each text of each YAML file is on a page of its assessment (white space aside)."""
    missing: list[str] = []
    count = 0
    texts = (path for way in ("*/*", "*/*/versions/*") for path in CONTENT.glob(way))
    for folder in sorted(path for path in texts if path.is_dir() and not path.parent.name.startswith(".")):
        base = site / re.sub(r"versions/(\d+)-(\d+)-(\d+)", r"versions/v\1\2\3", folder.relative_to(CONTENT).as_posix())
        assert base.is_dir(), f"{base} was not written"
        others = {base / "all", *base.glob("versions/*")}
        parts = [file for file in base.rglob("*.html") if not others & set(file.parents)]
        files = [base / "all/index.html"] if whole else parts
        text = "\0".join(document(file, site).text for file in files)
        for file in sorted(folder.glob("*.yaml")):
            for line, value in _values(file):
                count += 1
                missing += [f"{file.relative_to(ROOT)}:{line}: {p}" for p in _shown(value) if squeeze(p) not in text]
    assert count > 3000
    assert missing == []


def test_every_text_has_a_source(site: Path) -> None:
    """Nothing is invented: each run of text on a page is put together from YAML values, the forms and the templates."""
    units = _units()
    places = {f"{page.path}#{anchor}" for page in documents(site) for anchor in page.ids if "/henko-" in page.path}  # of citations
    unknown = {
        f"{page.path}: {text.strip()[:80]}"
        for page in documents(site)
        for text in (*page.texts, *page.asides)
        if not _made_of(squeeze(text), units) and text not in places
    }
    assert sorted(unknown) == []
    written = "\0".join(squeeze(value) for file in CONTENT.rglob("*.yaml") for _, value in _values(file))
    pieces = [squeeze(piece) for page in documents(site) for text in page.excerpts for piece in text.split("…")]
    assert len(pieces) > 100
    assert [piece for piece in pieces if piece not in written] == []


def test_a_made_up_text_would_be_noticed() -> None:
    """The check above can fail: words that stand in no source, template or form are not put together from them."""
    units = _units()
    assert _made_of(squeeze("② 事務の内容"), units)
    assert not _made_of("この文はどの原稿にもありません", units)
    assert not _made_of("住民基本台帳に関する事務だそうです", units)


def test_every_link_leads_somewhere(site: Path) -> None:
    """Links are relative, name a file that is there (so that file:// works), and an anchor that is on it."""
    cited = [value for file in CONTENT.rglob("*.yaml") for _, value in _values(file, steering=True)]
    cited += [f"{laws.E_GOV}{value}" for value in cited if re.fullmatch("[0-9]{3}[0-9A-Z]{12}", value)]  # ids of laws
    cited += [file.read_text(encoding="utf-8") for file in (ROOT / "templates").rglob("*.html")]
    assert [f"{page.path}: {said}" for page in documents(site) for said in dead_links(page, site, cited)] == []


def test_every_page_is_as_it_should_be(site: Path) -> None:
    """What can be told of a page from its text (tests/judges/written.py), among it that what heads an item is its title in the
    form; and titles that tell every page from every other one."""
    wrong: list[str] = []
    names: dict[str, str] = {}
    heads: dict[str, str] = {}
    form = titles_of_the_form(whole_site())
    for file in sorted(site.rglob("*.html")):
        page = written(file, site)
        wrong += judged(page) + [f"{page.path}: {said}" for said in headed_as_the_form(page, form)]
        names[page.path], heads[page.path] = title_of(page), squeeze(page.headings[0].text_content())
    assert len(names) > 700
    assert wrong + list(titles(names, heads)) == []


def test_scripts_stay_light(site: Path) -> None:
    """accessibility.md: 30 KB of script in all but for the search, which is loaded only when someone searches."""
    search = {site / "search", site / "assets/search"}
    scripts = [file for file in site.rglob("*.js") if not search & set(file.parents)]
    assert scripts and sum(file.stat().st_size for file in scripts) <= 30_000


def test_files_have_names_any_server_takes(site: Path) -> None:
    for path in site.rglob("*"):
        name = path.name
        pagefind = "_" if site / "search/index" in path.parents else ""  # which calls files so itself
        if name != build.MARKER:
            assert re.fullmatch(rf"[a-z][a-z0-9.{pagefind}-]*", name) and len(name) <= 64, path


def test_disclosure_is_that_of_the_assessment(site: Path) -> None:
    """Pages of an assessment that has a part Ⅴ lead to that (product.md: whom to ask)."""
    juki = (site / "mihon/juki/i/index.html").read_text(encoding="utf-8")
    assert '<a href="../v/index.html">開示請求・問合せ</a>' in juki


def test_same_content_same_bytes(site: Path, tmp_path: Path) -> None:
    """Built again by another process with another hash seed, in another folder: every byte is the same."""
    again = tmp_path / "elsewhere"
    subprocess.run(
        [sys.executable, "-m", "site_gen", "build", str(CONTENT), "--output", str(again), "--quiet"],
        check=True, cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"},
    )
    first = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert first == second


def test_html_is_valid(site: Path) -> None:
    """The Nu validator finds no error on any page."""
    assert nu_errors(site) == []


@pytest.mark.browser
@pytest.mark.parametrize("which", ["320 px", "1280 px", *more("320 px, other kinds", "1280 px, other kinds")])
def test_axe_finds_nothing(site: Path, new_page: Callable[..., Page], which: str) -> None:
    """axe-core, WCAG 2.0 to 2.2 A and AA and best practice, on one page of each kind without what repeats on it (tests/thin.py), in
    light and in dark colours; every other kind at 320 px, the rest at 1280. `make a11y` looks at all of every page at both."""
    width, kinds = AXE_AT[which]
    page = new_page(viewport={"width": width, "height": 800})
    found: list[str] = []
    with serve(site) as address:
        for kind in kinds:
            _open(page, address, KINDS[kind])
            thin(page)
            found += [f"{kind}: {line}" for line in axe_violations_in_both_schemes(page, (*WCAG_AA, "best-practice"))]
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("kinds", [FIRST[::2], FIRST[1::2]], ids=["every other kind", "and the others"])
def test_ibm_finds_nothing_that_was_not_judged(site: Path, new_page: Callable[..., Page], kinds: Sequence[str]) -> None:
    """IBM's engine, WCAG 2.2 A and AA, on one page of each template without what repeats on it; its slow rules are for `make a11y`,
    as is every other page."""
    page = new_page(viewport={"width": 1280, "height": 800})
    found: list[str] = []
    with serve(site) as address:
        for kind in kinds:
            _open(page, address, KINDS[kind])
            thin(page)
            found += [f"{kind}: {one}" for one in ibm_findings(page, IBM_SLOW) if not judgement_of(one.rule, one.reason, one.html)]
    assert found == []


def _open(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path + '/' if path else ''}index.html")
    if path == "search":
        _told(page)


def _told(page: Page | FrameLocator) -> None:
    """Waits until the script of the search has said what there is: who leaves before makes it complain."""
    page.locator(".search-found p:has-text('の中から探します')").wait_for(state="attached")


def test_css_is_valid(site: Path, tmp_path: Path) -> None:
    """The Nu validator finds no error in any style sheet, nor in the one that a city's colour gives."""
    assert css_errors(site) == []
    (tmp_path / "theme.css").write_text(theme.sheet("#7a1f3d"), encoding="utf-8")
    assert css_errors(tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize("half", [0, 1], ids=["every other page", "and the others"])
def test_no_page_scrolls_sideways(site: Path, new_page: Callable[..., Page], half: int) -> None:
    """Reflow (WCAG 1.4.10) of the pages of every kind, with the spacing of 1.4.12 too, and nothing in the console. They are laid out
    in a frame that nobody sees: what is not painted takes half the time."""
    page = new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    wide: list[str] = []
    with serve(site) as address:
        page.goto(f"{address}index.html")
        page.set_content('<iframe style="visibility: hidden; height: 800px"></iframe>')
        for file in _to_lay_out(sorted(site.rglob("*.html")), site)[half::2]:
            found = page.evaluate(_LAID_OUT, [address + file.relative_to(site).as_posix(), [320, 768, 1280], ["", _SPACING]])
            wide += [f"{file.relative_to(site)} is {one} px wide at {width} px{' with spacing' if spacing else ''}"
                     for width, spacing, one in found if one > width]
            assert len(found) == 6
            if file.parent.name == "search":
                _told(page.frame_locator("iframe"))
    assert wide == []
    assert [one for one in said if not one.startswith("TypeError: Failed to fetch")] == []  # of what a page was loading when the next one came


def _to_lay_out(files: list[Path], site: Path) -> list[Path]:
    """Those of `files` to lay out, in their order: in a long run (tests/long.py) all of them. Else one page of each
    kind, and of all pages those with the longest words (what has no place to break) and with the rows of the most cells, and the
    largest, all/ aside, which shows what other pages do. `make a11y` lays out every page."""
    if LONG:
        return files
    words: dict[Path, int] = {}
    cells: dict[Path, int] = {}
    for file in files:
        tree = html.parse(file).getroot()
        words[file] = max(map(len, re.findall("[!-~]+", tree.text_content())))
        cells[file] = max(map(len, tree.iter("tr")), default=0)
    chosen = {site / path / "index.html" for path in KINDS.values()}
    chosen.update(sorted((file for file in files if file.parent.name != "all"), key=_size)[-6:])
    for how in (words.__getitem__, cells.__getitem__):
        chosen.update(sorted(files, key=how)[-6:])
    return [file for file in files if file in chosen]


def _size(file: Path) -> int:
    return file.stat().st_size


# [width of the window, style sheet of the reader, width of the page] in each of these windows without and with a sheet.
_LAID_OUT = """async ([address, widths, sheets]) => {
    const frame = document.querySelector('iframe')
    frame.style.width = `${widths[0]}px`
    await new Promise(done => { frame.onload = done; frame.src = address })
    const brought = sheets.map(css => {
        const sheet = new frame.contentWindow.CSSStyleSheet()
        sheet.replaceSync(css)
        return sheet
    })
    return widths.flatMap(width => sheets.map((css, at) => {
        frame.style.width = `${width}px`
        frame.contentDocument.adoptedStyleSheets = [brought[at]]
        return [frame.contentWindow.innerWidth, css, frame.contentDocument.documentElement.scrollWidth]
    }))
}"""
_SPACING = """css => {
    window.spaced = new CSSStyleSheet()
    spaced.replaceSync(css)
}"""
_WIDTHS = """() => [[], [spaced]].map(sheets => {
    document.adoptedStyleSheets = sheets
    return document.documentElement.scrollWidth
})"""
_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


def test_kinds_are_all_kinds(site: Path) -> None:
    """The list above names a page of every template that makes pages."""
    made = {page.path: page.template for page in pages.pages(whole_site())}
    assert {kind.split()[0] for kind in KINDS} == set(made.values())
    for kind, path in KINDS.items():
        assert made[path] == kind.split()[0]


# -- what may stand on a page ---------------------------------------------------------------------------------------


def _values(file: Path, steering: bool = False, only: str = "") -> Iterator[tuple[int, str]]:
    """(line, text) of every value in a YAML file, those that only steer the program left out unless asked for; those under
    one key when `only` names it."""
    stack = [(yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader), "")]
    while stack:
        node, key = stack.pop()
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                stack.append((value, name.value))
        elif isinstance(node, yaml.SequenceNode):
            stack += [(value, key) for value in node.value]
        elif node is not None and only:
            if key == only and node.value.strip():
                yield node.start_mark.line + 1, node.value
        elif node is not None and node.value.strip() and (steering or (key not in STEERING and node.value.strip() not in TICKS)):
            yield node.start_mark.line + 1, node.value


_LINK = re.compile(r"\[([^\]]*)\]\((https?://[^)\s]+)\)")
_URL = re.compile(r"(https?://[!-;=?-~]+[/0-9A-Za-z_=&#-])")


def _shown(value: str) -> list[str]:
    """What a value looks like on a page, line by line: a link as its text, the rule of a pipe table not at all."""
    if "|" not in value:
        return [_LINK.sub(r"\1", value).replace("**", "")]
    lines = [line for line in value.split("\n") if not re.fullmatch(r"\s*\|[\s:|-]+\|\s*", line)]
    cells = [cell for line in lines for cell in (line.strip().strip("|").split("|") if line.strip().startswith("|") else [line])]
    return [_LINK.sub(r"\1", cell).replace("**", "") for cell in cells]


def _parties(value: str) -> Iterator[str]:
    """The names that a cell joins (厚生労働大臣又は都道府県知事), without what stands in a bracket behind them."""
    for name in re.split(r"、?(?:又は|若しくは|及び|並びに)|[、・\n]", value):
        yield from (re.sub(r"(?:から|より)入手$", "", name), name.partition("（")[0])
    yield re.sub(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）$", "", value)


_MARK = re.compile(
    r"\s*((?:[0-9０-９]{1,2}[-－ー―‐])?[①-⑳]|[(（]?[0-9０-９]{1,3}[.．)）]|[(（]?[ア-ン][)）.．　 ]|[a-z][.)．）]|[・･•●○■□◆◇▪]|[-－–](?=[ 　]))"
)


def _units() -> dict[str, set[str]]:
    """Every piece that a text run may be made of, by its first character."""
    found: set[str] = set()
    for file in CONTENT.rglob("*.yaml"):
        for _, value in _values(file, steering=True):
            found.update(_parties(value))
            for piece in [value, *_shown(value)]:
                for line in [piece, *piece.split("\n")]:
                    bare = _MARK.sub("", line, count=1)
                    for way in (line, bare):
                        found.update([way, *_URL.split(way), *re.split(r"\*\*|\[|\]\([^)]*\)", way)])
                    found.update(m[1] for m in [_MARK.match(line)] if m)
                    found.update(re.findall(r"【(.+?)終了】", line))
                    found.update(re.findall(r"（以下「([^」]+)」という。）$", line))
        for _, value in _values(file, only="その他"):
            found.update(re.split("([、（）])", value))  # a map of systems shows its names one by one
        for _, value in _values(file, only="システムの名称"):
            found.add(value.partition("（以下")[0])
    for form in (edited for form in FORMS for name in (*EDITIONS, UNKNOWN_EDITION) if (edited := in_edition(form, name))):
        found.update([form.name, form.style, form.edition])
        for row in rows(form):
            item = row.item
            found.update([item.title, item.label, item.number, item.plain])
            if isinstance(item, Choice):
                found.update(item.choices)
            elif isinstance(item, Checks):
                found.update(text for option in item.options for text in (option.label, f"・{option.group}"))
            elif isinstance(item, Printed):
                found.update(item.texts)
            elif isinstance(item, Fixed):
                found.add(item.text)
            found.add(getattr(item, "exception", ""))
    found.update(item.label for record in (評価書, 自治体, サイト) for item in _all_items(record))
    found.update(year_in_eras(year) for year in range(1868, 2100))  # tests/test_changes_index.py holds it to the calendar
    found |= _template_words() | _page_words() | set(LABELS.values()) | _unknown_statutes() | _tested_words()
    index: dict[str, set[str]] = {}
    for unit in map(squeeze, found):
        if unit:
            index.setdefault(unit[0], set()).add(unit)
    return index


def _all_items(item: Item) -> Iterator[Item]:
    yield item
    for child in item.items:
        yield from _all_items(child)


def test_the_first_page_of_a_whole_country_stays_light() -> None:
    """Of many assessments it names the municipalities, by prefecture in the order of their codes, each once with how many it has."""
    site = whole_site()
    m = next(one for one in site.municipalities if one.slug == "mihon")
    (card, *_) = of_site(replace(site, municipalities=(m,))).cards()
    homes = tuple(replace(m, slug=f"m{n:04}", name=f"見本{n}市", code=f"{n % 47 + 1:02}{n:04}", prefecture=f"{n % 47 + 1}県", assessments=())
                  for n in range(1800))
    cards = tuple(replace(card, municipality=home.slug, base=f"{home.slug}/x{n}") for home in homes for n in range(20))
    gathered = Gathered(lambda: cards, tuple, tuple, lambda folder: ())
    country = replace(site, municipalities=homes)
    (section,) = (one for one in pages.sections_across(country, gathered) if one.folders == ("",))
    (page,) = section.make()
    shown = Renderer().html(page)
    assert len(shown.encode()) < 250_000
    tree = html.fromstring(shown)
    assert [one.text_content() for one in tree.xpath("//section[@id='jichitai']//h3")] == [f"{n}県" for n in range(1, 48)]
    links = tree.xpath("//section[@id='jichitai']//li/a")
    assert sorted(one.text_content() for one in links) == sorted(home.name for home in homes)
    assert {one.tail for one in links} == {"（20）"}
    ordered = sorted(homes, key=lambda home: (home.code[:2], home.slug))
    assert [one.get("href") for one in links] == [f"{home.slug}/index.html" for home in ordered]


def _unknown_statutes() -> set[str]:
    """The statutes that texts name and the table does not know, as the texts name them; an ordinance that does not say whose
    it is has the municipality before it."""
    site = whole_site()
    found = {cites.law for facts in facts_of_site(site) for cites in facts.cites if site.laws.get(cites.law) is None}
    written = squeeze("".join(text for file in CONTENT.rglob("*.yaml") for _, text in _values(file)))
    homes = tuple(m.name for m in site.municipalities)
    bare = {law: next((law.removeprefix(home) for home in homes if law.startswith(home)), law) for law in found}
    assert [law for law in found if squeeze(law) not in written and squeeze(bare[law]) not in written] == []
    return found


def _tested_words() -> set[str]:
    """What the results of the tests say, and the ways and criteria of the checklist."""
    found = results()
    told = [text for tool in found.tools for text in (tool.name, tool.version)]
    told += [text for check in found.checks for text in (check.title, check.tool, *check.looks)]
    told += [text for one in found.findings for text in (one.page, one.look, one.said)]
    told += [text for one in JUDGEMENTS for text in (one.said, one.rule, one.why)]
    criteria = [one for topic in TOPICS for one in topic.criteria]
    return {*told, *HOW.values(), *(topic.title for topic in TOPICS), *(text for c in criteria for text in (c.number, c.title, c.level, c.note))}


def _template_words() -> set[str]:
    """The literal text of the templates, and the strings in their expressions."""
    environment = jinja2.Environment()
    found: set[str] = set()
    for file in (ROOT / "templates").rglob("*.html"):
        source = "".join(
            text if kind == "data" else "\0" for _, kind, text in environment.lex(file.read_text(encoding="utf-8"))
        )
        found.update(piece for run in re.split(r"<[^<>]*>", source) for piece in run.split("\0"))
        found.update(
            text.strip("\"'") for _, kind, text in environment.lex(file.read_text(encoding="utf-8")) if kind == "string"
        )
    return {piece for piece in found if piece.strip()}


def _page_words() -> set[str]:
    """The strings that pages and histories give to links, titles and notes, f-strings in their pieces."""
    folders = ("pages", "resolve", "history", "data", "jimu", "citations")
    files = [file for folder in folders for file in (ROOT / "site_gen" / folder).glob("*.py")]
    files += [ROOT / "site_gen/changes.py", ROOT / "site_gen/laws.py", ROOT / "site_gen/forms/jimu.py"]
    found = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value}


def _made_of(text: str, units: dict[str, set[str]]) -> bool:
    """Whether `text` is a row of units and numbers from its first to its last character."""
    reached = {0}
    todo = [0]
    while todo:
        at = todo.pop()
        if at == len(text):
            return True
        number = re.match(r"[0-9]+", text[at:])
        steps = [len(unit) for unit in units.get(text[at], ()) if text.startswith(unit, at)]
        for step in [*steps, *([number.end()] if number else [])]:
            if at + step not in reached:
                reached.add(at + step)
                todo.append(at + step)
    return False
