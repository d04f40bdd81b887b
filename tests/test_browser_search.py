"""The search in a real browser, under the policy and from a sub-directory: what is found, what is said, keys, marks, no script."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
import unicodedata
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route, expect

from site_gen.model import Site
from site_gen.search.normal import normal
from site_gen.search.packs import FULL, MOST
from tests.browser import WCAG_AA, axe_violations, driven_by, serve
from tests.long import LONG, more
from tests.published import squeeze
from tests.search_files import search_files
from tests.test_browser_changes import POLICY
from tests.thin import thin
from tests.whole import once

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    """Where the site of content/ is served, in a folder below the top, under the policy of accessibility.md."""
    with serve(whole_output.parent, POLICY) as found:
        yield f"{found}{whole_output.name}/"


@pytest.fixture(scope="module")
def asked(address: str, one_page: Callable[..., Page], _chromium: tuple[Browser, AbstractEventLoop]) -> Page:
    """The page of the search, opened once and left as it is, for tests that ask its modules. They ask for `browser` too."""
    page = one_page()
    with driven_by(_chromium[1]):
        page.goto(f"{address}search/index.html")
    return page


def done(page: Page, query: str = "") -> int:
    """How many pages were found, once the search has an answer."""
    if query:
        page.wait_for_url(f"**q={quote(query, safe='')}*")
    page.locator("#kekka[data-state=done]").wait_for()
    return int(page.locator("#kekka").get_attribute("data-total") or "")


def ask(page: Page, address: str, query: str, **options: Any) -> dict[str, Any]:
    """What the module gives for `query`, on a page of the site."""
    found: dict[str, Any] = json.loads(page.evaluate(
        "async ([root, query, options]) => JSON.stringify(await (await import(`${root}assets/search.js`)).search(query, options))",
        [address, query, {"limit": 10_000, **options}],
    ))  # as text: playwright takes values apart one by one
    return found


# -- one normaliser, twice -------------------------------------------------------------------------------------------

# As text, for whose whole playwright needs a fiftieth of the time that it needs for a hundred thousand values.
_NORMALISED = """async ([root, texts]) => {
    const { normal } = await import(`${root}assets/search/normal.js`);
    return JSON.stringify(JSON.parse(texts).map((text) => { const { chars, starts } = normal(text); return [chars.join(""), starts]; }));
}"""


def _units(text: str) -> list[Any]:
    """What Python's normaliser says of `text`, with places in UTF-16 as JavaScript counts them."""
    found = normal(text)
    if text.isascii() or max(text, default="") < "\U00010000":
        return [found.text, list(found.starts)]
    at = [0]
    for char in text:
        at.append(at[-1] + (2 if char > "\uffff" else 1))
    return [found.text, [at[start] for start in found.starts]]


def _differences(page: Page, address: str, texts: list[str]) -> list[tuple[str, Any, Any]]:
    found = []
    for start in range(0, len(texts), 20_000):
        some = texts[start : start + 20_000]
        theirs = json.loads(page.evaluate(_NORMALISED, [address, json.dumps(some)]))
        found += [(text, ours, one) for text, one in zip(some, theirs, strict=True) if (ours := _units(text)) != one]
    return found


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("frame", [pytest.param("{}", marks=pytest.mark.long, id="alone"), pytest.param("a{0}が{0}1", id="between others")])
def test_both_normalisers_agree_on_every_character(frame: str, address: str, asked: Page) -> None:
    assigned = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) not in ("Cn", "Cs", "Co")]
    assert len(assigned) > 140_000
    assert _differences(asked, address, [frame.format(char) for char in assigned]) == []


@pytest.mark.usefixtures("browser")
def test_both_normalisers_agree_on_the_corpus_and_on_what_nobody_writes(whole_output: Path, address: str, asked: Page) -> None:
    pages_ = (html.parse(file).getroot() for file in whole_output.rglob("*.html"))
    texts = sorted({text for page in pages_ for text in (*page.itertext(), *(line.text_content() for line in page.iter("p", "li", "td", "dd")))})
    chance = random.Random(6)
    odd = "a1 \u3000\t\n\u200bか\u3099ﾊﾟ\uff9eゔ㈱ⅣＡé\u0301\u00ad-ー—〜~\ufe0f𠮷①²İßﬁ"
    made = ["".join(chance.choices(odd, k=chance.randrange(12))) for _ in range(5_000)]
    assert len(texts) > 5_000
    assert _differences(asked, address, [*texts, *made]) == []


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(("word", "others"), [
    ("さーばー", "サーバー サーバ"), ("サーバールーム", "サーバルーム"), ("サーバ室", "サーバー室"), ("ウィルス", "ウイルス"),
    ("第十九条", "第19条"), ("第１９条第８号", "第十九条第八号"), ("別表第一", "別表第1"), ("百二十人", "120人"), ("第三〇条", "第30条"),
    ("3ヶ月", "3か月 3箇月 3ケ月 3カ月"), ("霞ヶ関", "霞ケ関 霞が関"), ("國民", "国民"), ("高橋", "髙橋"),
    ("取扱", "取り扱"), ("取り扱い", "取扱い 取扱"), ("取扱い", "取り扱い"), ("問合せ", "問い合わせ"),
    ("マイナンバー", "まいなんばー 個人番号"), ("番号法", "番号利用法"), ("番号法第十九条", "番号利用法第19条"),
    ("番号法施行令", "番号利用法施行令"), ("19条8号", "第19条第8号 第十九条第八号"), ("漏洩", "漏えい"), ("引越し", "引っ越し"),
])
def test_spellings(word: str, others: str, address: str, asked: Page) -> None:
    found = asked.evaluate(
        """async ([root, word]) => {
            const [{ plain }, { spellings }, { synonyms }] = await Promise.all(
                ["normal", "variants", "search"].map((name) => import(`${root}assets/search/${name}.js`)));
            return spellings(plain(word), await synonyms());
        }""", [address, word])
    assert found[0] == normal(word).text
    assert set(map(lambda text: normal(text).text, others.split())) <= set(found)
    assert len(found) == len(set(found)) <= 16


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("word", ["再委託", "委託先", "lgwan", "再委託先への委託", "特定個人情報の取扱いの委託", "メール"])
def test_no_spelling_says_a_thing_twice(word: str, address: str, asked: Page) -> None:
    """Names of the glossary are replaced where they stand by themselves, and not in what replaced one."""
    found = asked.evaluate(
        """async ([root, word]) => {
            const [{ plain }, { spellings }, { synonyms }] = await Promise.all(
                ["normal", "variants", "search"].map((name) => import(`${root}assets/search/${name}.js`)));
            return spellings(plain(word), await synonyms());
        }""", [address, word])
    assert [one for one in found if re.search(r"(.{2,})\1|事項先|(?<=[a-z])[^a-z]+(?=[a-z])|再(?!委託)", one)] == []


# -- what is found ---------------------------------------------------------------------------------------------------

_MARKED = ("vh", "badge")  # words beside marks
_NOT_THE_FORM = "vh nothing choices badge index pointer history kome guess cite copy above group steps contents more".split()
_NO_DOCUMENT = re.compile(r"(^|/)(all|versions|compare|zu|nagare-zu|system-zu|henko|henko-koumoku)(/|$)|^(compare|changes|data|search)(/|$)")

_INDEX = re.compile(r"(recipients|departments|contractors|systems|statutes)/")  # pages that are found by their titles


@cache
def _written(site: Path) -> dict[str, tuple[str, str]]:
    """By address of a page that can be found: its values as read from the page (what must be found), and all its text (what
    may be), both normalised, a NUL between texts; by lxml, not from what the index was made of. Of pages of names, which are alike,
    every fourth but in long runs."""
    found = {}
    for at, file in enumerate(sorted(site.rglob("index.html"))):
        path = file.relative_to(site).as_posix()
        if _NO_DOCUMENT.search(file.parent.relative_to(site).as_posix()) or (at % 4 and _INDEX.match(path) and not LONG):
            continue
        main = html.parse(file).getroot().find(".//main")
        if main is None:
            continue
        everything = _texts(main)  # with and without the words beside marks
        _without(main, _MARKED)
        everything |= _texts(main)
        _without(main, _NOT_THE_FORM)
        for one in main.xpath(".//ul[contains(@class, 'checks')]/li[not(@class='yes')] | .//ul[contains(@class, 'checks')]/li/span | .//summary"):
            if one.getparent() is not None:
                one.drop_tree()
        if path.count("/") == 3 and "/henko-" not in path and not _INDEX.match(path):
            inside = main.xpath(".//dd//p | .//dd//li | .//td")
        else:
            inside = main.xpath(".//section[contains(@class, 'change')]//dd/p | .//section[@class='word']/p[not(contains(., '：'))]")
        values = [_normal(one.text_content()) for one in inside if not one.xpath(".//p | .//li | .//br")]
        found[path] = ("\0".join(text for text in values if text), "\0".join(everything))
    return found


def _texts(main: Any) -> set[str]:
    """The text of a page, of its elements that hold lines, and of its text nodes, normalised."""
    lines = [one.text_content() for one in main.iter("p", "li", "td", "dd", "dt", "h1", "h2", "h3", "h4", "th")]
    return {_normal(text) for text in (main.text_content(), *lines, *main.itertext())}


@cache
def _normal(text: str) -> str:
    """Most texts of a page stand on others too."""
    return normal(text).text


def _without(main: Any, names: Iterable[str]) -> None:
    for one in main.xpath(" | ".join(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in names)):
        if one.getparent() is not None:
            one.drop_tree()


def _queries(site: Path) -> tuple[list[str], ...]:
    """Some seventeen words and cuts of values, from a seeded choice, with what is odd; and twice as many more."""
    chance = random.Random(20261121)
    values = sorted({text for some, _ in _written(site).values() for text in some.split("\0") if len(text) > 12})
    nouns = sorted({run for text in values for run in re.findall(r"[一-龠]{3,9}", text)})
    katakana = sorted({run for text in values for run in re.findall(r"[ァ-ヺー]{3,9}", text)})

    def cut() -> str:
        text = chance.choice(values)
        start = chance.randrange(len(text) - 6)
        return text[start : start + chance.randrange(2, 14)].strip()

    cuts = [found for found in (cut() for _ in range(24)) if '"' not in found]
    two = [f"{chance.choice(nouns)}　{chance.choice(katakana)}" for _ in range(8)]
    wide = [unicodedata.normalize("NFKC", word).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}) for word in ("LGWAN", "19", "ID")]
    absent = ["大阪湾横断", "番号個人", "ゑゐゑゐ", "zzqx"]
    found = [*chance.sample(nouns, 16), *chance.sample(katakana, 4), *cuts, *two]
    return [*found[::3], *wide, *absent, "市", "税", "a", "（", '"個人番号　カード"'], found[1::3], found[2::3]


@pytest.mark.parametrize("third", [0, *more(1, 2)])
def test_what_is_found_is_what_is_written(third: int, whole_output: Path, address: str, strict: Callable[..., Page]) -> None:
    """Every page with all words among its values is found; no page is without them, in the spelling asked for or one named."""
    page = strict()
    page.goto(f"{address}search/index.html")
    queries = _queries(whole_output)[third]
    assert len(queries) >= 17
    lost, wrong, hits, marks = [], [], 0, 0
    for query in queries:
        answer = ask(page, address, query)
        got = {unquote(one["url"].removeprefix(address)): one for one in answer["results"]}
        assert len(got) == answer["total"] == len(answer["results"]), query
        got = {path: one for path, one in got.items() if path in _written(whole_output)}
        asked = re.findall(r'"([^"]*)"|(\S+)', query)
        words = [normal(phrase or word).text for phrase, word in asked]
        named = {normal(one["word"]).text: list(map(str, one["spellings"])) for one in answer["variants"]}
        hits += len(got)
        for path, (values, everything) in _written(whole_output).items():
            if path not in got and all(word in values for word in words):
                lost.append((query, path))
            if path in got and not all(any(way in everything for way in (word, *named.get(word, ()))) for word in words):
                wrong.append((query, path))
        for path, one in got.items():
            everything = _written(whole_output)[path][1]
            for item in one["items"]:
                inside = re.findall(r"<mark>(.*?)</mark>", item["excerpt"])
                marks += len(inside)
                assert inside, (query, item)
                assert len(_plain(item["excerpt"])) < 140
                assert all(_plain(mark) in everything for mark in inside)
    assert (lost, wrong) == ([], [])
    assert hits > 500 < marks


@cache
def _plain(markup: str) -> str:
    """The text of an excerpt, normalised."""
    return _normal(html.fromstring(f"<p>{markup}</p>").text_content())


def test_results_lead_to_items_that_hold_the_words(whole_output: Path, address: str, strict: Callable[..., Page]) -> None:
    """Each item's address is that of an element of the page, in which the marked words stand."""
    page = strict()
    page.goto(f"{address}search/index.html")
    seen = 0
    for query in ("個人番号カード", "中間サーバー", "生体認証", "市民税", "第19条"):
        for one in ask(page, address, query)["results"]:
            main = html.parse(whole_output / one["url"].removeprefix(address)).getroot()
            for item in one["items"]:
                split = urlsplit(item["url"])
                assert parse_qs(split.query) == {"kensaku": [query]}
                assert item["label"]
                if not split.fragment:
                    continue
                found = main.xpath("//*[@id=$id]", id=unquote(split.fragment))
                assert len(found) == 1, item
                seen += 1
                around = normal((found[0].getparent() if found[0].tag in ("dt", "h2", "h3", "h4", "a") else found[0]).text_content()).text
                mark = html.fromstring(re.search("<mark>.*?</mark>", item["excerpt"])[0]).text_content()  # type: ignore[index]  # the test above
                assert normal(mark).text in around, item
    assert seen > 50


def test_order(address: str, strict: Callable[..., Page]) -> None:
    """The spelling asked for before others, what is called so before what says so, today's text before history."""
    page = strict()
    page.goto(f"{address}search/index.html")
    found = ask(page, address, "厚生労働大臣")["results"]
    assert "厚生労働大臣" in found[0]["title"]
    of_changes = [bool(re.search(r"/henko-\d", one["url"])) for one in found]
    assert of_changes == sorted(of_changes)
    answer = ask(page, address, "サーバー")
    assert [one["word"] for one in answer["variants"]] == ["サーバー"] and "サーバ" in answer["variants"][0]["spellings"]
    has = [any("サーバー" in squeeze(item["excerpt"].replace("<mark>", "").replace("</mark>", "")) for item in one["items"])
           for one in answer["results"]]
    assert has[0] and not has[-1]


@pytest.mark.parametrize("query", [
    "特定個人情報ファイル", "評価実施機関", "委託先", "個人番号", "リスク 委託", "特定個人情報 提供", "提供 特定個人情報", "システム 個人番号",
])
def test_what_is_called_so_comes_before_what_says_so_among_all_results(address: str, strict: Callable[..., Page], query: str) -> None:
    """Titles, then titles with labels of items, then texts; pages of changes and of the indexes have an order of their own."""
    page = strict()
    page.goto(f"{address}search/index.html")
    found = [one for one in ask(page, address, query, limit=1000)["results"]
             if one["exact"] and not re.search(r"/(henko-|(recipients|departments|contractors|systems|statutes|glossary)/)", one["url"])]
    names = [(one["title"], "\n".join([one["title"], *(item["label"] for item in one["items"])])) for one in found]
    ranks = [next((rank for rank, name in enumerate(some) if all(word in name for word in query.split())), 2) for some in names]
    assert ranks == sorted(ranks)
    assert ranks.count(1) > 4 and ranks[-1] == 2, ranks


def test_facets_are_counts_of_what_choosing_shows(address: str, strict: Callable[..., Page]) -> None:
    """For one and several words: each value's count is the total with it chosen, and under another condition too."""
    page = strict()
    page.goto(f"{address}search/index.html")
    checked = 0
    conditions: list[tuple[str, dict[str, list[str]]]] = [
        ("個人番号", {}), ("システム 提供", {}), ("システム", {"自治体": ["見本市"]}), ("サーバー", {"種類": ["システム", "変更"]}),
    ]
    for query, chosen in conditions:
        answer = ask(page, address, query, facets=chosen)
        assert set(answer["facets"]) == {"自治体", "様式", "部", "種類", "事務"}
        for name, values in answer["facets"].items():
            for value, count in values.items():
                assert ask(page, address, query, facets={**chosen, name: [value]}, limit=0)["total"] == count, (query, name, value)
                checked += 1
    assert checked > 60


def _index(site: Site, folder: Path, wanted: Callable[[str], bool] = lambda _: True, *, most: int = MOST, full: int = FULL) -> None:
    """Write the index of the pages that are `wanted` into the site in `folder`."""
    folder.mkdir(exist_ok=True)
    for path, content in search_files(site, folder / "prepared", wanted, most=most, full=full).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_a_large_site_is_searched_in_turn(
    whole_site: Site, whole_output: Path, tmp_path: Path, strict: Callable[..., Page]
) -> None:
    """Packs of municipalities give the same pages and counts as one of all, and the page says where it looks."""
    few = re.compile(r"(?!(?:statutes|departments|systems)/|mihon/(?!juki/))")  # pages of every municipality
    for folder, most in ((tmp_path / "one", MOST), (tmp_path / "split", 30)):
        shutil.copytree(whole_output / "assets", folder / "assets")
        (folder / "search").mkdir()
        shutil.copy(whole_output / "search/index.html", folder / "search")
        _index(whole_site, folder, lambda path: bool(few.match(path)), most=most, full=most)
    with serve(tmp_path / "one", POLICY) as address, serve(tmp_path / "split", POLICY) as split:
        one, many = strict(), strict()
        one.goto(f"{address}search/index.html")
        many.goto(f"{split}search/index.html")
        expect(many.locator(".search-found p", has_text="5の自治体を順に調べます")).to_be_visible()
        assert many.get_by_role("group", name="自治体").get_by_role("checkbox").count() == 5
        assert one.get_by_role("group", name="自治体").count() == 0
        for query in ("個人番号", "中間サーバー", "市民税 課税", "ゑゐ"):
            ours, theirs = ask(one, address, query), ask(many, split, query)
            assert ours["total"] == theirs["total"]
            urls = [{one["url"].removeprefix(root) for one in answer["results"]} for root, answer in ((address, ours), (split, theirs))]
            assert urls[0] == urls[1]
            flat = [{name: dict(sorted(values.items())) for name, values in answer["facets"].items()} for answer in (ours, theirs)]
            assert flat[0] == flat[1] or query == "ゑゐ"
        chosen = {"自治体": ["見本市"]}
        ours, theirs = ask(one, address, "個人番号", facets=chosen), ask(many, split, "個人番号", facets=chosen)
        assert theirs["total"] == ours["total"] > 0
        others = {name: None for name in ours["facets"].pop("自治体") if name != "見本市"}
        assert theirs["facets"].pop("自治体").items() >= others.items()  # a 自治体 that was not looked into has no number
        assert ours["facets"] == theirs["facets"]

        folders: set[str] = set()
        fresh = strict()
        fresh.on("request", lambda request: folders.update(re.findall(r"/search/index/([^/]+)/", request.url)))
        fresh.goto(f"{split}search/index.html?q={quote('個人番号')}&jichitai={quote('札幌市')}")
        assert done(fresh) > 0
        listed = json.loads((tmp_path / "split/search/bundles.json").read_bytes())
        assert folders - {listed[0]["key"]} <= {one["key"] for one in listed if "札幌市" in one["homes"]}
        fresh.get_by_role("checkbox", name=re.compile("^見本市")).check()
        assert done(fresh) == ask(one, address, "個人番号", facets={"自治体": ["札幌市", "見本市"]}, limit=0)["total"]


# -- typing, conditions, address --------------------------------------------------------------------------------------


def test_results_as_one_types(address: str, strict: Callable[..., Page]) -> None:
    """Letters of a word are one step of the history; the count is said; markup typed is text."""
    page = strict()
    page.goto(f"{address}search/index.html")
    page.locator("#kekka[data-state=idle]").wait_for()
    field = page.get_by_role("searchbox", name="探す言葉")
    field.press_sequentially("住民票", delay=400)
    total = done(page, "住民票")
    assert total > 5
    said = page.get_by_role("status")
    expect(said).to_have_text(f"「住民票」は{total}ページに見つかりました。はじめの10ページを示しています。")
    assert page.title().startswith("「住民票」の検索 - ")
    assert page.locator(".results > li").count() == min(total, 10)
    field.fill("<b>&")
    assert done(page, "<b>&") == 0
    expect(said).to_have_text("「<b>&」を含むページは見つかりませんでした。")
    page.go_back()  # another word was another step
    assert done(page, "住民票") == total
    page.go_back()
    page.locator("#kekka[data-state=idle]").wait_for()
    assert field.input_value() == "" and "q=" not in page.url


def test_the_count_is_said_when_the_typing_rests(address: str, page: Page) -> None:
    """Whoever hears the page hears no number for every letter, and nothing twice."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.clock.install(time=datetime(2026, 1, 1))
    page.goto(f"{address}search/index.html")
    field = page.get_by_role("searchbox", name="探す言葉")
    field.fill("文書")
    done(page, "文書")  # the engine waits with timers for what it loads, thus it is loaded before the time stands still
    field.press("Escape")
    page.locator("#kekka[data-state=idle]").wait_for()
    page.clock.pause_at(datetime(2026, 1, 2))  # now time goes on only when the test says so
    page.evaluate("""() => {
        window.heard = [];
        const said = document.querySelector("[role=status]");
        new MutationObserver(() => heard.push(said.textContent)).observe(said, { childList: true, characterData: true, subtree: true });
    }""")
    for typed in ("住", "住民", "住民票"):
        field.press_sequentially(typed[-1])
        page.clock.run_for(300)
        total = done(page, typed)
    assert page.evaluate("heard") == []
    page.clock.run_for(600)
    assert page.evaluate("heard") == [f"「住民票」は{total}ページに見つかりました。はじめの10ページを示しています。"]
    field.press("Escape")
    expect(page.get_by_role("status")).to_have_text("検索する言葉を消しました。")
    assert said == []


def test_nothing_is_looked_for_while_kana_are_composed(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html")
    page.locator("#kekka[data-state=idle]").wait_for()
    page.locator("#kensaku-go").focus()
    keyboard = page.context.new_cdp_session(page)
    for text in ("j", "じ", "じど", "じどう"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(300)
    assert page.locator("#kensaku-go").input_value() == "じどう"
    assert page.locator("#kekka").get_attribute("data-state") == "idle" and "q=" not in page.url
    keyboard.send("Input.insertText", {"text": "児童手当"})
    assert done(page, "児童手当") > 0
    page.locator("#kensaku-go").press("End")
    keyboard.send("Input.insertText", {"text": "法"})  # which waits to be looked for when the next composition begins
    keyboard.send("Input.imeSetComposition", {"text": "じど", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(600)
    assert parse_qs(urlsplit(page.url).query)["q"] == ["児童手当"]


def test_the_focus_is_never_lost(address: str, strict: Callable[..., Page]) -> None:
    """On what takes its place, else on the heading of the results."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('住民')}")
    done(page)
    field = page.locator("#kensaku-go")
    field.press("End")
    field.press_sequentially("票")
    field.press("ArrowDown")  # before the letter is looked for
    done(page, "住民票")
    page.wait_for_function("document.activeElement === document.querySelector('.results a')")
    page.get_by_role("group", name="自治体").get_by_role("checkbox", name=re.compile("^見本市")).check()
    page.wait_for_url("**jichitai=*")
    done(page)
    page.get_by_role("button", name="条件「見本市」を外す").click()
    page.wait_for_url(lambda url: "jichitai" not in url)
    done(page)
    assert page.evaluate("document.activeElement.id") == "kekka-h"
    page.goto(f"{address}search/index.html?q={quote('静脈認証')}&shurui={quote('提供先')}")
    assert done(page) == 0
    page.get_by_role("checkbox", name=re.compile("^提供先")).uncheck()
    page.wait_for_url(lambda url: "shurui" not in url)
    assert done(page) > 0
    assert page.evaluate("document.activeElement.value") == "提供先"


def test_conditions_stand_in_the_order_of_the_form_whatever_was_searched_before(address: str, strict: Callable[..., Page]) -> None:
    def shown(page: Page) -> list[str]:
        return [text.split(" ")[0] for text in page.locator(".search-facets label:not([hidden]) span:first-of-type").all_inner_texts()]

    page, fresh = strict(), strict()
    page.goto(f"{address}search/index.html?q={quote('特別徴収')}")
    done(page)
    before = shown(page)
    page.locator("#kensaku-go").fill("個人番号")
    page.wait_for_url(f"**q={quote('個人番号')}*")
    done(page)
    fresh.goto(page.url)
    done(fresh)
    assert len(before) < len(shown(fresh))
    assert shown(page) == shown(fresh)


def test_a_link_within_the_page_searches_nothing(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('個人番号')}")
    done(page)
    page.get_by_role("button", name=re.compile("続きを表示")).click()
    page.locator(".results > li").nth(10).wait_for()
    page.locator("a.skip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.wait_for_timeout(200)
    assert page.locator(".results > li").count() == 20


def test_conditions_stand_in_the_address_and_back_undoes_them(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('個人番号')}")
    everything = done(page)
    municipality = page.get_by_role("group", name="自治体").get_by_role("checkbox", name=re.compile("^見本市"))
    count = int(re.search(r"(\d+)ページ", municipality.locator("..").inner_text())[1])  # type: ignore[index]  # each has a count
    municipality.check()
    page.wait_for_url("**jichitai=*")
    page.locator(f"#kekka[data-state=done][data-total='{count}']").wait_for()
    assert municipality.evaluate("e => e === document.activeElement")
    kind = page.get_by_role("group", name="種類").get_by_role("checkbox", name=re.compile("^システム"))
    fewer = int(re.search(r"(\d+)ページ", kind.locator("..").inner_text())[1])  # type: ignore[index]  # as above
    assert 0 < fewer < count < everything
    kind.check()
    page.locator(f"#kekka[data-state=done][data-total='{fewer}']").wait_for()
    shared = page.url

    other = strict()
    other.goto(shared)
    assert done(other) == fewer
    assert other.get_by_role("checkbox", name=re.compile("^システム")).is_checked()

    page.locator(".results h3 a").first.click()
    page.locator("main mark").first.wait_for(state="attached")
    page.go_back()
    assert done(page) == fewer and page.url == shared
    page.go_back()
    page.locator(f"#kekka[data-state=done][data-total='{count}']").wait_for()
    assert not kind.is_checked() and municipality.is_checked()
    page.go_back()
    page.locator(f"#kekka[data-state=done][data-total='{everything}']").wait_for()
    page.go_forward()
    page.locator(f"#kekka[data-state=done][data-total='{count}']").wait_for()
    page.get_by_role("list", name="絞り込みの条件").get_by_role("button", name="条件「見本市」を外す").click()
    page.locator(f"#kekka[data-state=done][data-total='{everything}']").wait_for()
    page.go_back()
    page.locator(f"#kekka[data-state=done][data-total='{count}']").wait_for()
    assert "（条件：見本市）" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="絞り込みをやめる").click()
    page.locator(f"#kekka[data-state=done][data-total='{everything}']").wait_for()
    other.goto(f"{address}search/index.html?q={quote('個人番号')}&shurui={quote('そんなもの')}&unknown=1")
    assert done(other) == 0
    other.get_by_role("button", name=re.compile("絞り込みをやめて探す")).click()
    other.locator(f"#kekka[data-state=done][data-total='{everything}']").wait_for()


def test_more_results(address: str, strict: Callable[..., Page]) -> None:
    """The rest comes in steps, in the same order, and the focus goes to the first of them."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('個人番号')}")
    total = done(page)
    assert total > 20
    first = page.locator(".results h3").all_inner_texts()
    page.get_by_role("button", name=f"続きを表示（あと{total - 10}ページ）").click()
    page.locator(".results > li").nth(10).wait_for()
    assert page.locator(".results h3").all_inner_texts()[:10] == first
    assert page.locator(".results > li").count() == 20
    page.wait_for_function("document.activeElement === document.querySelectorAll('.results h3 a')[10]")


def test_nothing_found(address: str, strict: Callable[..., Page]) -> None:
    """It is said, with other searches that find something, and the indexes."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('住民票 ゑゐゑゐ')}")
    assert done(page) == 0
    assert page.locator(".search-ways button").all_inner_texts()[0].startswith("「住民票」だけで探す（")
    links = page.locator("#ichiran a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert {f"../{name}/index.html" for name in ("recipients", "departments", "contractors", "systems", "statutes", "glossary")} <= set(links)
    page.get_by_role("button", name=re.compile("「住民票」だけで探す")).click()
    assert done(page, "住民票") > 0
    page.goto(f"{address}search/index.html?q={quote('住民票ゑゐゑゐ')}")
    assert done(page) == 0
    assert page.locator(".search-ways button").all_inner_texts()[0].startswith("「住民票」で探す（")
    page.goto(f"{address}search/index.html?q={quote('ゑゐのことば')}")
    assert done(page) == 0
    assert page.locator(".search-ways").count() == 0  # half a word in kana means nothing
    assert "漢字でも" in page.locator(".search-found").inner_text()


@pytest.mark.parametrize("query", ["さいたま市の住民票", "さいたま　住民票", "住民票 さいたま市"])
def test_a_municipality_in_the_query_is_offered_as_a_condition(query: str, address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html?q={quote(query)}")
    done(page)
    page.get_by_role("button", name="「さいたま市」に絞り込んで「住民票」を探す").click()
    total = done(page, "住民票")
    assert total == ask(page, address, "住民票", facets={"自治体": ["さいたま市"]}, limit=0)["total"] > 10
    page.goto(f"{address}search/index.html?q={quote('札幌市の静脈認証')}")
    assert done(page) == 0
    assert "札幌市のページに「静脈認証」はありません。" in page.locator(".search-found").inner_text()


def test_what_is_too_long_is_cut_and_that_is_said(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('個 人 番 号 情 報 ' * 5 + 'ゑ')}")
    assert done(page) > 0
    assert "はじめの30語だけで探しました。" in page.get_by_role("status").inner_text()
    page.goto(f"{address}search/index.html?q={quote('ゑ ' * 500)}")
    assert done(page) == 0
    assert page.locator("#kensaku-go").input_value() == ("ゑ " * 100)
    assert page.locator(".search-ways button").count() <= 6


def test_odd_values_in_the_address_are_values(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}search/index.html?q={quote(chr(36) + chr(39))}&jichitai=constructor&shurui=__proto__")
    assert done(page) == 0
    assert page.title().startswith("「$'」の検索 - ")
    assert "native" not in page.locator("main").inner_text() and "object" not in page.locator("main").inner_text()


# -- keys, senses, widths ---------------------------------------------------------------------------------------------


def test_keyboard_alone(address: str, strict: Callable[..., Page]) -> None:
    """From any page: / to the field, Enter to the results, arrows among them, Escape to begin anew; Tab goes on from there."""
    page = strict()
    page.goto(f"{address}mihon/juki/i/index.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "kensaku-go"
    page.keyboard.type("住民票/a")
    assert page.locator("#kensaku-go").input_value() == "住民票/a"
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    assert done(page) > 0
    page.locator("h1").click()
    page.keyboard.press("/")
    links = page.locator(".results a").evaluate_all("all => all.filter(a => a.checkVisibility()).map(a => a.href)")
    for at in range(4):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.href") == links[at]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.href") == links[2]
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "kensaku-go"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "kensaku-go"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.locator("#kekka[data-state=idle]").wait_for()
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["kensaku-go", ""]
    page.keyboard.type("住民票")
    done(page, "住民票")
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('.search-facets, .results, .search-more, #ichiran, footer')?.className ?? ''"))
        if page.evaluate("document.activeElement === document.body"):
            break
    order = list(dict.fromkeys(stop for stop in stops if stop))
    assert order[:3] == ["search-facets", "results", "search-more"]
    assert "site-foot" in order


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_results_are_accessible(width: int, scheme: str, address: str, strict: Callable[..., Page]) -> None:
    """axe finds nothing with results, conditions and nothing found, of each sort of thing; targets are 44 px high, nothing scrolls sideways."""
    page = strict(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for query in ("さーばー", "住民票 ゑゐゑゐ", ""):
        page.goto(f"{address}search/index.html?q={quote(query)}")
        page.locator(f"#kekka[data-state={'done' if query else 'idle'}]").wait_for()
        page.locator(".search-facets").evaluate("e => { e.open = true }")
        targets = page.locator(".search-box :is(input, button), .search label:has(input), .search summary, .search button, .results a, #ichiran a")
        boxes = targets.evaluate_all(_SHOWN_BOXES)
        assert len(boxes) > (20 if query == "さーばー" else 8)
        assert [(text, box) for text, box in boxes if box["height"] < 44 or box["width"] < 24] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        thin(page)
        assert axe_violations(page, (*WCAG_AA, "best-practice")) == []
    page.goto(f"{address}mihon/juki/i/index.html?kensaku={quote('住民票')}")
    page.locator("main mark").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    thin(page)
    assert axe_violations(page, (*WCAG_AA, "best-practice")) == []


_SHOWN_BOXES = """all => all.filter(one => one.checkVisibility({visibilityProperty: true})).map(one => [one.innerText, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height).map(([text, {width, height}]) => [text, {width, height}])"""


def test_what_is_heard(address: str, strict: Callable[..., Page]) -> None:
    """Results are a list of headings with a link, a place and items with a link and a text; the count is a status."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('生体認証')}")
    total = done(page)
    heard = page.locator("#kekka").aria_snapshot()
    assert heard.startswith('- region "検索結果"')
    assert f"- status: 「生体認証」は{total}ページに見つかりました。" in heard
    assert re.search(r'- list:\n\s+- listitem:\n\s+- heading ".+" \[level=3\]:\n\s+- link', heard)
    assert "- mark: 生体認証" in heard
    panel = page.locator(".search-facets").aria_snapshot()
    assert re.search(r'- group "自治体":\n(\s+- .*\n)*?\s+- checkbox ".+ \d+ページ"', panel)
    search_box = page.get_by_role("search")
    assert search_box.count() == 1


def test_forced_colours_and_paper(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto(f"{address}search/index.html?q={quote('住民票')}")
    done(page)
    assert page.locator(".search-facets").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    assert page.locator("#kensaku-go").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    assert page.locator("mark").first.evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    page.emulate_media(media="print", forced_colors="none")
    assert page.locator(".results").is_visible() and page.locator(".search-said").is_visible()
    for name in (".search-box", ".search-facets", ".search-more"):
        assert not page.locator(name).is_visible()
    page.goto(f"{address}mihon/juki/i/index.html")
    assert not page.locator(".search-box").is_visible()


# -- where a result leads ---------------------------------------------------------------------------------------------


def test_words_are_marked_where_a_result_leads(address: str, strict: Callable[..., Page]) -> None:
    """All words in each of their spellings, across links in the text; the first in the item is in sight."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('生体認証　サーバー')}")
    assert done(page) > 0
    link = page.locator(".found-items a:has(+ .found-text mark)").first
    target = urlsplit(link.get_attribute("href") or "")
    link.click()
    page.locator("main mark").first.wait_for()
    marked = {normal(text).text for text in page.locator("main mark").all_inner_texts()}
    assert marked & {"生体認証", "サーバー", "サーバ"}
    inside = page.locator(f"[id='{unquote(target.fragment)}'] mark")
    first = inside.first if inside.count() else page.locator("main mark").first
    assert first.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")

    page.goto(f"{address}mihon/juki/i/index.html")
    term = page.locator("main dd p:has(> a.term)").first
    before, name, after = term.evaluate(
        "e => { const a = e.querySelector('a.term'); return [a.previousSibling, a, a.nextSibling].map(one => one?.textContent ?? '') }")
    phrase = before[-2:] + name + after[:2]
    page.goto(f"{address}mihon/juki/i/index.html?kensaku={quote(phrase)}")
    page.locator("main mark").first.wait_for()
    assert "".join(page.locator("main dd p:has(> a.term) mark").all_inner_texts()).startswith(phrase)


def test_marks_open_what_is_folded_and_change_no_text(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    day = f"{address}mihon/juminzei/henko-20250620/index.html"
    page.goto(day)
    before = page.locator("main").text_content()
    row = page.locator("section.change:has(details.kept)").first
    anchor = row.get_attribute("id")
    folded = row.locator("details.kept").first.evaluate("e => e.textContent.slice(e.firstElementChild.textContent.length)")
    word = next(found for found in re.findall(r"[一-龠]{3,8}", str(folded)))
    page.goto(f"{day}?kensaku={quote(word)}#{anchor}")
    page.locator("main mark").first.wait_for(state="attached")
    note = page.locator(".marked-note")
    expect(note).to_contain_text(f"検索した「{word}」に印を付けました（{page.locator('main mark').count()}か所）。")
    note.evaluate("e => e.remove()")
    assert page.locator("main").text_content() == before
    assert page.locator(f"[id='{anchor}'] mark").first.is_visible()
    for nothing in ("?kensaku=", "?kensaku=%22%22#no-such-place", f"?kensaku={quote('ゑゐゑゐ')}#{anchor}"):
        page.goto(day + nothing)
        page.wait_for_load_state("networkidle")
        assert page.locator("main mark").count() == 0
        assert page.locator(".marked-note").count() == 0


def test_from_mark_to_mark_and_back_to_the_results(address: str, strict: Callable[..., Page]) -> None:
    """The address stays the page's own; reloading keeps the marks until they are taken away."""
    page = strict()
    page.goto(f"{address}search/index.html?q={quote('児童手当')}")
    done(page)
    page.locator(".found-items a").first.click()
    page.locator("main mark").first.wait_for(state="attached")
    count = page.locator("main mark").count()
    assert count > 1 and "kensaku" not in page.url and "#" in page.url
    places = set()
    for _ in range(count):
        page.get_by_role("button", name="次の箇所へ").click()
        expect(page.locator("mark:focus")).to_be_in_viewport()
        places.add(page.evaluate("[...document.querySelectorAll('main mark')].indexOf(document.activeElement)"))
    assert places == set(range(count))
    page.reload()
    page.locator("main mark").first.wait_for(state="attached")
    back = page.get_by_role("link", name="検索結果へ").get_attribute("href")
    page.get_by_role("button", name="印を消す").click()
    assert page.locator("main mark, .marked-note").count() == 0
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("main mark").count() == 0
    page.goto(str(back))
    assert done(page) > 0 and page.locator("#kensaku-go").input_value() == "児童手当"


# -- without script, without index, on every page ---------------------------------------------------------------------


def test_without_script_and_as_a_file_it_explains_and_offers_the_indexes(whole_output: Path, address: str, new_page: Callable[..., Page]) -> None:
    cases = ((new_page(java_script_enabled=False), address, "JavaScript が動いていない"),
             (new_page(), whole_output.as_uri() + "/", "file: で始まる"))
    for page, place, why in cases:
        page.goto(f"{place}mihon/juki/i/index.html")
        page.get_by_role("searchbox", name="サイト内を検索する言葉").fill("住民票")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/index.html?q=*")
        assert parse_qs(urlsplit(page.url).query) == {"q": ["住民票"]}
        shown = [one for one in page.locator("#kekka .banner").all() if one.is_visible()]
        assert len(shown) == 1 and why in shown[0].inner_text()
        assert page.get_by_text("検索の準備をしています").is_hidden()
        assert page.locator("#ichiran a[href$='/all/index.html']").count() > 5
        for link in page.locator("#ichiran a").all():
            href = str(link.get_attribute("href"))
            assert (whole_output / "search" / href).resolve().is_file()


def test_a_site_without_an_index_says_so(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.route("**/bundles.json", lambda route: route.fulfill(status=404))
    page.goto(f"{address}search/index.html?q=a")
    assert done(page) == 0
    assert "検索の索引がありません" in page.locator("#kekka").inner_text()
    page = new_page()
    page.route("**/facets.*.json", lambda route: route.abort())
    page.goto(f"{address}search/index.html?q={quote('住民票')}")
    assert done(page) == 0
    assert "読み込めませんでした" in page.locator("#kekka").inner_text()
    page.unroute("**/facets.*.json")
    page.get_by_role("button", name="検索", exact=True).click()
    page.locator("#kekka .results").wait_for()  # what failed once is asked for again


def test_a_part_of_the_index_that_is_lost_is_never_taken_for_nothing_found(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(f"{address}search/index.html?q={quote('児童手当')}")
    right = done(page)
    page = new_page()
    page.route("**/*.pf_index", lambda route: route.fulfill(status=404, body="<html>not here</html>"))
    page.goto(f"{address}search/index.html?q={quote('児童手当')}")
    assert done(page) == 0
    assert page.get_by_role("status").inner_text() == "検索できませんでした。"
    assert "読み込めませんでした" in page.locator("#kekka").inner_text()
    page.unroute("**/*.pf_index")
    page.get_by_role("button", name="検索", exact=True).click()
    page.locator("#kekka .results").wait_for()
    assert done(page) == right


@pytest.fixture(scope="session")
def of_one(whole_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the pages of one assessment."""
    return once("of-one", lambda folder: _index(whole_site, folder, lambda path: path.startswith("mihon/juminzei")), tmp_path_factory)


@pytest.mark.parametrize("swept", [True, False], ids=["the old one is gone", "the old one lies there too"])
def test_an_index_published_under_an_open_page_is_taken_up(
    swept: bool, of_one: Path, whole_output: Path, tmp_path: Path, new_page: Callable[..., Page]
) -> None:
    """Its lists are those of before; the search notices and begins anew."""
    shutil.copytree(whole_output / "assets", tmp_path / "assets")
    shutil.copytree(of_one / "search", tmp_path / "search")
    shutil.copy(whole_output / "search/index.html", tmp_path / "search")
    for file in tmp_path.rglob("*.*"):
        os.utime(file, (0, 0))  # of a day before, as a browser sees it
    with serve(tmp_path, POLICY) as place:
        page = new_page()
        if swept:
            page.goto(f"{place}search/index.html?q={quote('児童手当')}")
            before = done(page)
            shutil.rmtree(tmp_path / "search/index")
        else:
            page.goto(f"{place}search/index.html")  # which has the lists, but not the index
            before = 0
            page.locator(".search-found p:has-text('の中から探します')").wait_for()
        shutil.copytree(whole_output / "search", tmp_path / "search", dirs_exist_ok=True, copy_function=shutil.copyfile)  # all that is found
        page.locator("#kensaku-go").fill("住民票")
        total = done(page, "住民票")
        fresh = new_page()
        fresh.goto(f"{place}search/index.html?q={quote('住民票')}")
        assert total == done(fresh) > 20
        page.locator("#kensaku-go").fill("児童手当")
        assert done(page, "児童手当") > before


def test_while_the_script_is_on_its_way_the_page_does_not_say_that_search_is_impossible(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    waiting: list[Route] = []
    page.route("**/assets/search/search.js", lambda route: waiting.append(route))
    page.goto(f"{address}search/index.html?q={quote('住民票')}", wait_until="commit")
    page.get_by_text("検索の準備をしています").wait_for()
    assert [one for one in page.locator("#kekka .banner").all() if one.is_visible()] == []
    for route in waiting:
        route.continue_()
    assert done(page) > 0
    assert page.get_by_text("検索の準備をしています").count() == 0


def test_the_key_can_be_turned_off(address: str, strict: Callable[..., Page]) -> None:
    """WCAG 2.1.4; nothing is kept of whoever leaves it alone."""
    page = strict()
    page.goto(f"{address}search/index.html")
    box = page.locator(".search-key").get_by_role("checkbox")
    assert box.is_checked() and page.evaluate("localStorage.length") == 0
    for off in (True, False):
        box.set_checked(not off)
        page.goto(f"{address}mihon/juki/i/index.html")
        page.locator("h1").click()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id === 'kensaku-go'") is not off
        page.goto(f"{address}search/index.html")
        assert box.is_checked() is not off
    assert page.evaluate("localStorage.length") == 0


def test_every_page_has_the_box_and_nothing_of_the_search_is_loaded_before(whole_output: Path, address: str, page: Page) -> None:
    for file in whole_output.rglob("*.html"):
        forms = html.parse(file).getroot().xpath("//form[@role='search']")
        assert len(forms) == 1, file
        leads_to = forms[0].get("action").removesuffix("#kekka") or file.name
        assert (file.parent / leads_to).resolve() == (whole_output / "search/index.html").resolve()
        assert forms[0].xpath(".//label[@for='kensaku-go']") and forms[0].xpath(".//input[@name='q']")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}mihon/juki/i/index.html")
    page.wait_for_load_state("networkidle")
    assert asked and [url for url in asked if "/search/" in url] == []
    page.goto(f"{address}search/index.html")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/search/index/" in url] == []
    page.locator("#kensaku-go").focus()
    page.wait_for_event("request", lambda request: "/search/index/" in request.url)
    assert all(url.startswith(address) for url in asked)
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
