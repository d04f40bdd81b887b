"""Faults planted into pages that content/ makes, and the judges of the suite that are asked about each (tests/test_barriers.py).

`python -m tests.barriers --write` asks every judge about every fault and writes into docs/barriers.md who finds it (many minutes).
A fault is a change of one file's text, on a page of a kind of tests/kinds.py or in an asset; each change must change something.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from site_gen import build
from site_gen.accessibility.judged import judgement_of
from tests import spoken, whole
from tests.browser import (
    IBM_SLOW,
    axe_violations,
    axe_violations_in_both_schemes,
    driven_by,
    ibm_findings,
    nu_errors,
    open_browser,
    serve,
)
from tests.conftest import ROOT
from tests.judges import bare, edges, heard, keys, paper, places, script, sizes, style
from tests.judges.written import (
    Titles,
    dead_links,
    headed_as_the_form,
    judged,
    title_of,
    titles,
    titles_of_the_form,
    written,
)
from tests.kinds import KINDS
from tests.looks import TAGS
from tests.published import document, squeeze
from tests.thin import thin

CSS = "assets/site.css"
Patch = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Barrier:
    """A fault: what a reader meets (Japanese), the success criterion or rule, the kind of page it is met on, the change of its
    text or of the asset, the judge that must speak, and a pattern of what it says."""

    id: str
    name: str
    rule: str
    kind: str
    patch: Patch
    judge: str
    says: str
    asset: str = ""

    def found_in(self, said: str) -> bool:
        """Whether a judge that says this has found the fault."""
        return re.search(self.says, said) is not None


def swap(old: str, new: str) -> Patch:
    """The first `old` becomes `new`."""

    def patch(text: str) -> str:
        if old not in text or old == new:
            raise ValueError(f"there is no {old!r} to change")
        return text.replace(old, new, 1)

    return patch


def sub(pattern: str, new: str, count: int = 1) -> Patch:
    """The first text that fits the pattern (count 0: each) becomes `new`."""

    def patch(text: str) -> str:
        found = re.sub(pattern, new, text, count=count, flags=re.DOTALL)
        if found == text:
            raise ValueError(f"there is nothing like {pattern} to change")
        return found

    return patch


def more(rule: str) -> Patch:
    """A rule at the end of a style sheet, or a line at the end of a script."""
    return lambda text: f"{text}\n{rule}\n"


PART, SMALL, TABLE, ROWS, DAY, MAP, LIST = (
    "part.html", "versions.html", "statute.html", "blocks.html (list)", "change_day.html", "system_map.html", "changes.html",
)
THEN, FORM, SEARCH, HOME = "part.html (earlier text)", "part.html (excerpt)", "search.html", "municipality.html"


def _of(kind: str, judge: str, *entries: tuple[str, str, str, Patch, str]) -> tuple[Barrier, ...]:
    return tuple(Barrier(id_, name, rule, kind, patch, judge, says) for id_, name, rule, patch, says in entries)


def _css(judge: str, kind: str, *entries: tuple[str, str, str, Patch, str]) -> tuple[Barrier, ...]:
    return tuple(Barrier(id_, name, rule, kind, patch, judge, says, CSS) for id_, name, rule, patch, says in entries)


BARRIERS: tuple[Barrier, ...] = (
    # -- the frame: language, title, landmarks
    *_of(SMALL, "written",
        ("lang-none", "ページの言語がない", "3.1.1", swap(' lang="ja"', ""), "lang is None"),
        ("lang-wrong", "ページの言語が英語になっている", "3.1.1", swap('lang="ja"', 'lang="en"'), "lang is en"),
        ("lang-part", "見出しの言語だけが英語になっている", "3.1.2", swap("<h1>", '<h1 lang="en">'), "Japanese said to be en"),
        ("zoom-locked", "拡大できない", "1.4.4", swap("initial-scale=1", "initial-scale=1, maximum-scale=1"), "viewport"),
        ("refresh", "一定の時間で別のページへ移る", "2.2.1", swap("<title>", '<meta http-equiv="refresh" content="60"><title>'), "acts"),
        ("skip-none", "本文へ移動するリンクがない", "2.4.1", swap('<a class="skip" href="#main">本文へ移動</a>', ""), "skip links"),
        ("skip-nowhere", "本文へ移動するリンクの行き先がない", "2.4.1", swap('id="main"', 'id="honbun"'), "no such anchor"),
        ("main-none", "本文の領域がない", "1.3.1", sub(r"<(/?)main\b", r"<\1div", 0), "not one main"),
        ("crumbs-none", "現在の位置がない", "2.4.8・設計", sub('<nav class="crumbs".*?</nav>', ""), "no breadcrumb"),
        ("nav-unnamed", "目次に名前がない", "1.3.1", swap(' aria-label="この評価書の目次"', ""), "navigation named ''"),
        ("here-unsaid", "目次で今のページが分からない", "1.3.1", swap(' aria-current="page">過去の評価書と比較', ">過去の評価書と比較"), "which page this is"),
        ("help-moved", "問合せ先への道の順番が、ほかのページと違う", "3.2.3・3.2.6",
         sub(r"(<li><a [^>]*>開示請求・問合せ</a></li>)\s*(<li>.*?</li>)", r"\2\1"), "at the head"),
        # -- headings
        ("h1-twice", "一番上の見出しが2つある", "1.3.1", sub("<h2>(.*?)</h2>", r"<h1>\1</h1>"), "level 1: 2"),
        ("h-skipped", "見出しの段階が飛んでいる", "1.3.1", sub("h2>", "h4>", 0), "level 4 after 1"),
        ("h-empty", "空の見出しがある", "2.4.6", swap("<h2>", "<h2></h2><h2>"), "an empty h2"),
        ("id-twice", "同じ id が2つある", "4.1.1", swap('<p class="nav-title">', '<p class="nav-title" id="main">'), "stands 2 times"),
        # -- links
        ("link-empty", "文字のないリンク", "2.4.4", sub('(<li><a href="[^"]*compare[^"]*">).*?</a>', r"\1</a>"), "says nothing"),
        ("link-here", "「こちら」だけのリンク", "2.4.4", sub('(<li><a href="[^"]*compare[^"]*">).*?</a>', r"\1こちら</a>"), "says こちら"),
        ("link-window", "知らせずに新しい窓を開くリンク", "3.2.5・設計", swap('<li><a href', '<li><a target="_blank" href'), "opens a window"),
        ("link-script", "JavaScript がないと働かないリンク", "設計：no script", sub('<h2><a href="[^"]*"', '<h2><a href="#"'), "leads nowhere"),
        ("link-dead", "行き先のないリンク", "設計", swap('href="../compare/', 'href="../hikaku/'), "hikaku"),
        ("link-alike", "同じ言葉で行き先の違うリンク", "2.4.4",
         sub(r'(<li><a href="[^"]*compare[^"]*">).*?</a>', r"\1令和7年6月20日（今の評価書）</a>"), "leads to 2 places"),
        # -- names, roles, focus
        ("role-wrong", "リンクがボタンと読み上げられる", "4.1.2", sub("<h2><a ", '<h2><a role="button" '), "role button"),
        ("list-unlisted", "箇条書きが箇条書きと読み上げられない", "1.3.1", swap('<ul class="cards">', '<ul class="cards" role="presentation">'), "presentation"),
        ("label-none", "検索欄の名前がない", "3.3.2・4.1.2", sub('<label for="kensaku-go".*?</label>', ""), "without a label"),
        ("label-other", "見える言葉と、読み上げる名前が違う", "2.5.3", sub("<button([^>]*)>検索", r'<button\1 aria-label="送信">検索'), "is called 送信"),
        ("tooltip", "マウスを重ねたときだけ出る説明", "1.4.13・2.1.1", swap("<h1>", '<h1 title="説明">'), "a tooltip"),
        ("hidden-focus", "読み上げないのに、キーで止まるリンク", "4.1.2", swap('<ul class="plain">', '<ul class="plain" aria-hidden="true">'), "hidden from"),
        ("fold-unreachable", "キーボードで開けない折りたたみ", "2.1.1", swap("<summary>", '<summary tabindex="-1">'), "tabindex -1"),
        ("tab-order", "Tab の順が読む順と違う", "2.4.3", swap("<h2><a ", '<h2><a tabindex="3" '), "tabindex 3"),
        ("autofocus", "開いたとたんに検索欄へ移る", "3.2.1", swap('name="q"', 'name="q" autofocus'), "autofocus"),
        ("on-focus", "移っただけで働く", "3.2.1", swap("<h2><a ", '<h2><a onfocus="this.click()" '), "onfocus"),
        ("accesskey", "文字1つのキーに働きがある", "2.1.4", swap("<h2><a ", '<h2><a accesskey="a" '), "accesskey"),
        # -- policy
        ("inline-style", "インラインのスタイル", "設計：CSP", swap("<h1>", '<h1 style="color: red">'), "style"),
        ("inline-script", "インラインのスクリプト", "設計：CSP", swap("</body>", "<script>document.title = 1</script></body>"), "script"),
        ("third-party", "ほかのサイトとの通信", "設計：no third party",
         swap("</head>", '<script src="https://cdn.example/a.js" defer></script></head>'), "cdn.example"),
        ("image-mute", "説明のない画像", "1.1.1", swap("</h1>", '</h1><img src="../../../assets/icon.svg">'), "image without words"),
        ("image-vague", "「画像」としか言わない画像", "1.1.1", swap("</h1>", '</h1><img src="../../../assets/icon.svg" alt="画像">'), "image without words"),
    ),
    # -- tables
    *_of(TABLE, "written",
        ("th-scope", "見出しセルの向きがない", "1.3.1", swap('<th scope="col">', "<th>"), "head without a scope"),
        ("th-none", "行の見出しが、ふつうのセルになっている", "1.3.1", sub('<tr><th scope="row">(.*?)</th>', r"<tr><td>\1</td>"), "rows without a head"),
        ("caption-none", "表に名前がない", "1.3.1", sub("<caption.*?</caption>", ""), "without a caption"),
        ("cell-empty", "空のセル", "1.3.1・設計：tables", swap('<td data-label="ほかの記載">14</td>', '<td data-label="ほかの記載"></td>'), "an empty cell"),
        ("cell-ditto", "「同上」だけのセル", "1.3.1・設計：tables",
         swap('<td data-label="ほかの記載">14</td>', '<td data-label="ほかの記載">同上</td>'), "says 同上 alone"),
        ("cell-label", "スマートフォンで、別の列の名前が付く", "1.3.1", swap('data-label="自治体"', 'data-label="条文"'), "is called 条文"),
        ("cell-unlabelled", "スマートフォンで、列の名前が出ない", "1.3.1", swap(' data-label="自治体"', ""), "without its label"),
        ("cell-merged", "結合したセルが見出しを隠す", "1.3.1",
         sub('<td data-label="根拠[^>]*>－</td><td[^>]*>14</td>', '<td colspan="2">－</td>'), "a row of 3 cells"),
        ("region-unnamed", "横に動かせる場所の名前がない", "4.1.2", sub(' role="group" aria-labelledby="[^"]*"', ""), "no name or no stop"),
        ("region-unreachable", "キーボードで横に動かせない表", "2.1.1", swap(' tabindex="0"', ""), "no name or no stop"),
    ),
    # -- the form: headings, choices, boxes, ※
    *_of(PART, "written",
        ("heading-other", "見出しが様式と違う", "2.4.6・設計", swap(">2. 基本情報</a></h2>", ">2. 一般的な情報</a></h2>"), "in the form"),
        ("label-of-row", "項目の名前が様式と違う", "2.4.6・設計", swap(">① ファイルの種類</a>", ">① 種別</a>"), "in the form"),
        ("heading-fake", "見出しが、太い文字の段落になっている", "1.3.1",
         sub("<h2>(<a class=.self. [^>]*>2. 基本情報</a>)</h2>", r"<p><b>\1</b></p>"), "no heading that leads to it"),
        ("permalink-lost", "項目の固定リンクがない", "設計：structure", sub('<a class="self" href="#ii-f1-2-1"[^>]*>(.*?)</a>', r"\1"), "no heading that leads"),
        ("box-wordless", "チェック欄の状態が記号だけ", "1.1.1・1.4.1", swap("<span>：該当</span>", ""), "a box without"),
        ("box-unlisted", "チェック欄が箇条書きになっていない", "1.3.1", sub('<ul class="checks"(.*?)</ul>', r'<div class="checks"\1</div>'), "no list"),
        ("choice-bold", "選ばれたものが太字だけで分かる", "1.3.1・1.4.1", swap("システム用ファイル <b>選択</b>", "<strong>システム用ファイル</strong>"), "chosen is"),
        ("choice-other", "選択肢の中で、別のものが選択になっている", "設計：choices",
         swap("<li>1) システム用ファイル <b>選択</b></li><li>2) その他の電子ファイル（表計算ファイル等）",
              "<li>1) システム用ファイル</li><li>2) その他の電子ファイル（表計算ファイル等） <b>選択</b>"), "chosen is"),
        ("kome-unexplained", "※ の意味が書かれていない", "3.1.3・設計：terms", sub('<div><dt id="kome">.*?</div>', ""), "without its meaning"),
    ),
    *_of(DAY, "written",
        ("new-colour", "加わった語が色だけで分かる", "1.4.1", sub(r'<ins role="none"><span class="vh">［追加：</span>(.*?)<span class="vh">］</span></ins>',
                                                 r'<ins role="none">\1</ins>'), "ins without"),
        ("gone-colour", "消えた語が色だけで分かる", "1.4.1", sub(r'<del role="none"><span class="vh">［削除：</span>(.*?)<span class="vh">］</span></del>',
                                                  r'<del role="none">\1</del>'), "del without"),
    ),
    *_of(MAP, "written",
        ("svg-untitled", "図に題名がない", "1.1.1", sub('<title id="zu-w-t">.*?</title>', ""), "without a title"),
        ("svg-undescribed", "図に説明がない", "1.1.1", sub(r'<desc id="zu-w-d">.*?</desc>', ""), "without a title or a description"),
        ("svg-alone", "図の内容の表がない", "1.1.1", sub("<table.*?</table>", ""), "only the drawing says"),
    ),
    *_of(SMALL, "titles",
        ("title-same", "題名がほかのページと同じ", "2.4.2",
         sub("<title>.*?</title>", "<title>個人住民税に関する事務 - 見本市</title>"), "as another page"),
        ("title-other", "題名が、そのページのものでない", "2.4.2", sub("<title>過去の評価書", "<title>評価書のデータ"), "and headed"),
    ),
    *_of(SMALL, "nu",
        ("nested", "リンクの中のボタン", "4.1.2", sub("<h2>(<a [^>]*>)", r"<h2>\1<button>開く</button>"), "button"),
        ("list-broken", "箇条書きの中に、項目でないもの", "1.3.1", swap('<ul class="cards">', '<ul class="cards"><p>文</p>'), "not allowed as child"),
    ),
    # -- the style sheet and the scripts as texts
    *_css("style", SMALL,
        ("css-text", "見た目の指定だけにある言葉", "1.3.1・4.1.2", more('.nothing.blank::before { content: "空欄：" }'), "only the style sheet says"),
        ("css-px", "文字の大きさが固定", "1.4.4", swap("small { font-size: 0.875rem; }", "small { font-size: 14px; }"), "do not grow"),
        ("css-motion", "止められない動き", "2.2.2・2.3.3", more("a { transition: color 1s; }"), "nobody asked"),
        ("css-outline", "フォーカスの枠を消す", "2.4.7", more("a:focus { outline: none; }"), "without a line"),
        ("css-list", "Safari で箇条書きと読み上げられない", "1.3.1", swap('.results { list-style: "";', ".results { list-style: none;"), "none in Safari"),
        ("css-spacing", "文字の間隔を読む人が変えられない", "1.4.12", more("p { line-height: 1.2 !important; }"), "cannot change"),
        ("css-turned", "横向きにすると消える", "1.3.4", more("@media (orientation: landscape) { main { display: none; } }"), "turned"),
        ("css-tall", "縦長の画面で消える", "1.3.4", more("@media (max-aspect-ratio: 1/1) { main { visibility: hidden; } }"), "turned"),
        ("css-hover", "指したときだけ出る説明", "1.4.13", more(".key:hover dl { display: block; }"), "under a pointer only"),
        ("css-font", "外から取ってくる文字", "設計：no third party", more('@import "https://fonts.example/a.css";'), "fetches"),
    ),
    Barrier("js-down", "押した瞬間に働く", "2.5.2", SMALL, more('addEventListener("mousedown", () => history.back());'), "script", "mousedown", "assets/site.js"),
    Barrier("js-timed", "一定の時間で読み込み直す", "2.2.1", SMALL, more("setInterval(() => location.reload(), 60000);"), "script", "by itself", "assets/site.js"),
    Barrier("js-away", "一定の時間で別のページへ移る（スクリプト）", "2.2.1", SMALL,
            more('setTimeout(() => { location.href = "../"; }, 60000);'), "script", "by itself", "assets/site.js"),
    # -- in the browser: colours
    *_css("axe", SMALL,
        ("contrast-light", "文字の色が薄い（明るい配色）", "1.4.3", swap("--soft: #595959;", "--soft: #949494;"), "color-contrast"),
    ),
    *_css("axe", FORM,
        ("link-colour", "文の中のリンクが色だけで分かる", "1.4.1",
         more("main a { text-decoration: none !important; color: #26264a !important; }"), "link-in-text-block"),
    ),
    *_css("axe-dark", SMALL,
        ("contrast-dark", "文字の色が薄い（暗い配色）", "1.4.3", swap("--soft: #b8b8bd;", "--soft: #55565e;"), "dark: color-contrast"),
    ),
    *_css("edges", SMALL,
        ("edge-pale", "入力欄とボタンの枠が薄い", "1.4.11", more(":root { --brand-edge: #00118f; --back: #00118f; }"), "light: 1"),
    ),
    *_css("edges", MAP,
        ("edge-svg", "図の箱の線が薄い（暗い配色）", "1.4.11",
         more("@media (prefers-color-scheme: dark) { .diagram { --edge: #2b2c33; } }"), "dark: hardly seen"),
    ),
    # -- the keyboard
    *_css("faint", SMALL,
        ("focus-none", "フォーカスが見えない", "2.4.7", more(":focus-visible { outline: none !important; box-shadow: none !important; }"), "light"),
        ("focus-pale", "フォーカスの色が薄い", "1.4.11・2.4.13",
         more(":focus-visible { outline: 4px solid #ddd !important; box-shadow: none !important; }"), "light"),
        ("focus-thin", "フォーカスの線が細い", "2.4.13", more(":focus-visible { outline: 1px dotted #000 !important; box-shadow: none !important; }"), "light"),
        ("focus-forced", "強制カラーでフォーカスが見えない", "2.4.7",
         more("@media (forced-colors: active) { :focus-visible { outline-color: Canvas !important; } }"), "forced"),
    ),
    *_css("keys", SMALL,
        ("focus-covered", "フォーカスが、動かない部分に隠れる", "2.4.11", more(".site-foot { position: fixed; inset: 0; z-index: 9; }"), "is under"),
        ("focus-away", "フォーカスが画面の外にある", "2.4.7", more(".site-name a { position: absolute; left: -999px; }"), "out of sight"),
    ),
    Barrier("trap", "Tab で抜けられない", "2.1.2", SMALL, more(
        'document.querySelector(".site-name a").addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); });'),
        "keys", "instead of", "assets/site.js"),
    Barrier("trap-end", "最後のリンクから先へ出られない", "2.1.2", SMALL, more(
        'document.querySelector("footer p:last-child a:last-child").addEventListener("keydown", (event) => { if (!event.shiftKey) event.preventDefault(); });'),
        "keys", "does not lead out", "assets/site.js"),
    # -- reading order, nothing lost
    *_css("bare", SMALL,
        ("order-turned", "見た目の順と読む順が逆", "1.3.2", more("main { display: flex; flex-direction: column-reverse; }"), "stands before"),
        ("order-head", "上の帯だけ、見た目の順が逆", "1.3.2", more(".site-head { flex-direction: row-reverse; }"), "stands before"),
        ("text-gone", "見た目の指定で文が消える", "1.3.1", more(".about { visibility: hidden; }"), "lost"),
        ("link-away", "画面の外へ出たリンク", "2.4.7", more("nav.document { position: absolute; left: -9999px; }"), "out of reach"),
        ("link-clear", "透明なリンク", "1.4.3", more("h2 a { opacity: 0; }"), "out of reach"),
    ),
    *_of(SEARCH, "written",
        ("status-off", "検索の件数の知らせが止めてある", "4.1.3", swap('<p role="status"', '<p role="status" aria-live="off"'), "aria-live off"),
    ),
    Barrier("search-mute", "JavaScript がないとき、検索が何も言わない", "設計：no script", SEARCH, sub("<noscript>.*?</noscript>", ""), "search", "why nothing is found"),
    # -- zoom, spacing, sizes
    *_css("sizes", SMALL,
        ("text-cut", "文字を大きくすると切れる", "1.4.4", more(".about { height: 2rem; overflow: hidden; }"), "cut off"),
        ("text-cut-spacing", "間隔を広げると切れる", "1.4.12", more(".nav-title { width: 8.5em; white-space: nowrap; overflow: hidden; }"), "^spacing: cut off"),
        ("text-fixed", "大きくならない文字", "1.4.4", more(".crumbs { font-size: 14px; }"), "keeps its size"),
        ("sideways", "320 px で横に動かさないと読めない", "1.4.10", more("main { min-width: 30rem; }"), "px wide"),
        ("overlap", "文字が重なる", "1.4.4", more(".about { margin-top: -3rem !important; }"), "overlap"),
        ("target-44", "検索のボタンが 44 px より小さい", "設計：targets", more(".search-box button { min-height: 1.75rem; padding-block: 0; }"), "px: <button"),
        ("edge-forced", "強制カラーでボタンの枠が消える", "1.4.11", more("@media (forced-colors: active) { button { border: 0; } }"), "without an edge"),
        ("motion-reduced", "動きを減らす設定でも動く", "2.3.3", more("@keyframes a { to { opacity: 0.9; } } h1 { animation: a 1s infinite; }"), "moves"),
    ),
    *_css("sizes", "compare.html",
        ("ins-lineless", "加わった語の下線がない", "1.4.1", more("ins { text-decoration: none !important; }"), "without a line"),
    ),
    *_css("axe", TABLE,
        ("target-24", "24 px より小さい操作の対象", "2.5.8", more(".crumbs ol { display: block; } .crumbs a, .crumbs li { min-height: 0; font-size: 0.5rem; line-height: 1; } .crumbs li { display: block; }"),
         "target-size"),
    ),
    *_css("places", ROWS,
        ("anchor-covered", "リンクの行き先が、動かない見出しに隠れる", "2.4.11",
         more(".site-head { position: sticky; top: 0; z-index: 3; } :target, * { scroll-margin: 0 !important; } html { scroll-padding: 0 !important; }"), "is under"),
    ),
    # -- what is heard
    *_css("heard", TABLE,
        ("heads-gone", "スマートフォンで列の見出しが読み上げられない", "1.3.1",
         swap(".stack thead { position: absolute;", ".stack thead { display: none; position: absolute;"), "heads on a phone|are cells"),
    ),
    *_of(TABLE, "ibm",
        ("region-nowhere", "横に動かせる場所の名前が、ない要素を指す", "4.1.2", swap('aria-labelledby="joubun"', 'aria-labelledby="nai"'), "nai"),
    ),
    *_of(TABLE, "heard",
        ("table-role", "表が表と読み上げられない", "1.3.1", swap('<table class="stack">', '<table class="stack" role="presentation">'), "lost its role"),
    ),
    *_of(THEN, "heard",
        ("text-hidden", "見える文が読み上げられない", "1.3.1", swap("<li class=\"yes\">", "<li class=\"yes\" aria-hidden=\"true\">"), "^heard "),
        ("word-lost", "該当が印だけで、言葉がない（読み上げ）", "1.4.1・設計：checkboxes", swap("<span>：該当</span>", ""), "without its word"),
        ("chosen-other", "選んだ値と、選択肢の印が違う", "1.3.1・設計：choices",
         sub(r" <b>選択</b></li><li>(.*?)</li>", r"</li><li>\1 <b>選択</b></li>"), "otherwise chosen"),
        ("level-aria", "見出しの段階が、読み上げで変わる", "1.3.1", swap("<h2>", '<h2 aria-level="4">'), "not as reviewed"),
    ),
    *_of(SEARCH, "heard",
        ("status-lost", "検索の件数が知らされない", "4.1.3", swap('<p role="status" class="search-said">', '<p class="search-said">'), "not as reviewed: -.*status"),
    ),
    Barrier("legend-lost", "絞り込みの組の名前がない", "1.3.1", LIST, swap('make("legend", {}, "提出時期")', 'make("p", {}, "提出時期")'),
            "heard", "not as reviewed", "assets/changes.js"),
    # -- paper
    *_css("paper", SMALL,
        ("print-nav", "紙に目次や検索が載る", "設計：print", sub(r"  \.skip, \.crumbs, (.*?) \{ display: none; \}\n", ""), "for screens alone"),
        ("print-sticky", "紙のどのページにも重なる部分", "設計：print", more("@media print { .site-head { position: fixed; } }"), "on every sheet"),
        ("print-pale", "暗い配色の人の紙で、文字が薄い", "1.4.3", swap("--soft: #333;", "--soft: #b8b8bd;"), "pale"),
    ),
    *_css("paper", "compare.html",
        ("print-marks", "紙で、消えた語と加わった語が分からない", "1.4.1・設計：print",
         more("@media print { ins, del { text-decoration: none !important; } }"), "without a line"),
    ),
    *_css("paper", TABLE,
        ("print-gone", "紙に表の名前が載らない", "設計：print", more("@media print { caption { display: none; } }"), "gone: "),
        ("print-cut", "紙で表の行が切れる", "設計：print", swap(".diagram, tr, .change,", ".diagram, .change,"), "may be cut"),
        ("print-heads", "紙で表の見出しが繰り返されない", "設計：print", swap("thead { display: table-header-group; }", "thead { display: table-row-group; }"), "not repeated"),
    ),
    *_css("paper", HOME,
        ("print-address", "紙にリンクのアドレスが載らない", "設計：print", sub(r'  main a\[href\^="http"\]::after [^\n]*\n', ""), "without its address"),
    ),
    *_css("paper", PART,
        ("print-folded", "折りたたんだ選択肢が紙に載らない", "設計：print", more("@media print { .choices::details-content { content-visibility: hidden !important; } }"),
         "folded away"),
    ),
)

# What no judge finds: people have to look (docs/barriers.md says for what, and how often).
UNSEEN: tuple[Barrier, ...] = (
    *_of(SMALL, "",
        ("link-wrong", "言葉と違うページへ行くリンク", "2.4.4", sub('<h2><a href="v[^"]*"', '<h2><a href="../v/index.html"'), ""),
    ),
    *_of(MAP, "",
        ("line-wrong", "図の線が、表と違う箱につながる", "1.1.1", sub(' d="M[^"]*"', ' d="M10 10L20 20"', 0), ""),
    ),
    *_css("", SMALL,
        ("look-heading", "見出しが、ふつうの文より目立たない", "設計", more("h2 { font-size: 0.875rem; font-weight: 400; border: 0; }"), ""),
    ),
    *_css("", TABLE,
        ("look-lines", "1行が長くて読みにくい", "設計：text", more("main { max-width: none; }"), ""),
    ),
)


# -- asking ----------------------------------------------------------------------------------------------------------


@dataclass
class Bench:
    """A built site, where it is served, a folder for what has a fault, and what is known of the sound pages."""

    site: Path
    faulty: Path
    address: str

    def page_of(self, barrier: Barrier) -> str:
        """The path of the barrier's page inside the site."""
        return f"{KINDS[barrier.kind]}/index.html"

    def patched(self, barrier: Barrier) -> tuple[Path, Path]:
        """The page or asset with the fault, and the folder that stands for the site; ValueError where nothing is changed."""
        path = barrier.asset or self.page_of(barrier)
        sound = (self.site / path).read_text(encoding="utf-8")
        made = barrier.patch(sound)
        if made == sound:
            raise ValueError(f"{barrier.id} changes nothing")
        file = self.faulty / barrier.id / path
        if not file.exists():
            file.parent.mkdir(parents=True)
            file.write_text(made, encoding="utf-8")
        return file, self.faulty / barrier.id

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each page."""
        found = {}
        for file in sorted(self.site.rglob("*.html")):
            title = re.search("<title>(.*?)</title>", file.read_text(encoding="utf-8"))
            found[file.relative_to(self.site).as_posix()] = squeeze(unescape(title[1])) if title else ""
        return found

    @cached_property
    def form(self) -> Titles:
        """What heads the items of the form."""
        return titles_of_the_form(whole.whole_site())


Ask = Callable[[Bench, Barrier, Callable[..., Page]], Sequence[str]]


def _written(bench: Bench, barrier: Barrier, _: Callable[..., Page]) -> list[str]:
    file, root = bench.patched(barrier)
    page = written(file, root)
    sound = document(bench.site / page.path, bench.site)
    links = dead_links(document(file, root), bench.site, [*sound.texts, *(href for href, _ in sound.links)])
    return [*judged(page), *headed_as_the_form(page, bench.form), *links]


def _titles(bench: Bench, barrier: Barrier, _: Callable[..., Page]) -> list[str]:
    page = written(*bench.patched(barrier))
    found = titles({**bench.titles, page.path: title_of(page)}, {page.path: squeeze(page.headings[0].text_content())})
    return [one for one in found if one.startswith(page.path)]


def _nu(bench: Bench, barrier: Barrier, _: Callable[..., Page]) -> list[str]:
    return [said for _, _, said in nu_errors(bench.patched(barrier)[1])]


def _text_of(judge: Callable[[str], Iterator[str]]) -> Ask:
    return lambda bench, barrier, _: list(judge(bench.patched(barrier)[0].read_text(encoding="utf-8")))


def _keys(page: Page, *_: object) -> list[str]:
    page.evaluate("document.activeElement.blur()")
    return keys.wrong_on_the_way(page)


def _seen(look: Callable[[Page, Bench, Barrier], Sequence[str]], before: str = "", **options: Any) -> Ask:
    """A judge that looks at the page in a browser; all but what has the fault is sound. `before` is
    run on the page before its own scripts. Pages are given back as they came, but for their colours and their size."""

    def ask(bench: Bench, barrier: Barrier, new_page: Callable[..., Page]) -> Sequence[str]:
        page = new_page(before, **options)
        page.set_viewport_size(spoken.VIEWPORT)  # type: ignore[arg-type]  # a mapping with its two keys
        page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        file, root = bench.patched(barrier)
        kind = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}[file.suffix]
        address, content = f"{bench.address}{file.relative_to(root).as_posix()}", f"{kind}; charset=utf-8"
        page.route(address, lambda route: route.fulfill(body=file.read_bytes(), content_type=content))
        spoken.opened(page, bench.address, KINDS[barrier.kind])
        try:
            return look(page, bench, barrier)
        finally:
            page.unroute_all()

    return ask


def kept(opens: Callable[..., Page]) -> Callable[..., Page]:
    """Pages by what is run before their scripts and by their options, each opened once: to open one takes as long as to judge one."""
    pages: dict[str, Page] = {}

    def page(before: str = "", **options: Any) -> Page:
        key = repr((before, options))
        if key not in pages:
            pages[key] = opens(**options)
            if before:
                pages[key].add_init_script(before)
        return pages[key]

    return page


def _bare(page: Page, bench: Bench, barrier: Barrier) -> list[str]:
    return bare.left_bare(page, bench.site / bench.page_of(barrier) if barrier.asset else bench.patched(barrier)[0])


def _faint(page: Page, bench: Bench, barrier: Barrier) -> list[str]:
    at = page.evaluate("window.stops().findIndex(one => one.matches('main :is(h2, th, td, dd, li) a'))")
    return keys.faint(page, {"a link of the text": at}) if at >= 0 else []


def _heard(page: Page, bench: Bench, barrier: Barrier) -> list[str]:
    return heard.heard(page, spoken.file_of(barrier.kind).read_text("utf-8").splitlines())


def _ibm(page: Page, *_: object) -> list[str]:
    """What IBM's engine says that was not judged; its slow rules aside, as in the test of each template."""
    thin(page)
    return [f"{one.rule} {one.words}" for one in ibm_findings(page, IBM_SLOW) if not judgement_of(one.rule, one.reason, one.html)]


def _axe(page: Page, *_: object) -> list[str]:
    """What axe finds on the page without what repeats, as in the test of each template."""
    thin(page)
    return axe_violations(page, TAGS)


def _axe_dark(page: Page, *_: object) -> list[str]:
    thin(page)
    return axe_violations_in_both_schemes(page, TAGS)


# By name: what asks, and the kinds of files whose faults main() asks it about.
JUDGES: dict[str, tuple[Ask, tuple[str, ...]]] = {
    "written": (_written, ("html",)),
    "titles": (_titles, ("html",)),
    "nu": (_nu, ("html",)),
    "style": (_text_of(style.style), ("css",)),
    "script": (_text_of(script.script), ("js",)),
    "axe": (_seen(_axe), ("html", "css", "js")),
    "ibm": (_seen(_ibm), ("html", "css", "js")),
    "axe-dark": (_seen(_axe_dark), ("css",)),
    "edges": (_seen(lambda page, *_: edges.hardly_seen(page)), ("css",)),
    "keys": (_seen(_keys, keys.STOPS), ("css", "js")),
    "faint": (_seen(_faint, keys.STOPS), ("css",)),
    "bare": (_seen(_bare, java_script_enabled=False), ("html", "css")),
    "search": (_seen(lambda page, *_: bare.unexplained(page) if "/search/" in page.url else [], java_script_enabled=False), ("html",)),
    "sizes": (_seen(lambda page, *_: sizes.changed_by_readers(page), reduced_motion="reduce"), ("css",)),
    "places": (_seen(lambda page, *_: places.under_what_stays(page)), ("css",)),
    "heard": (_seen(_heard), ("html", "css", "js")),
    "paper": (_seen(lambda page, *_: paper.on_paper(page)), ("css",)),
}


def ask(bench: Bench, barrier: Barrier, judge: str, new_page: Callable[..., Page]) -> Sequence[str]:
    """What a judge says of the barrier's page."""
    return JUDGES[judge][0](bench, barrier, new_page)


# -- who finds what --------------------------------------------------------------------------------------------------

DOCS = ROOT / "docs/barriers.md"
TABLE_OF = re.compile("(?<=<!-- table -->\n).*?(?=\n<!-- /table -->)", re.DOTALL)


def row(barrier: Barrier, found_by: Sequence[str]) -> str:
    """A line of the table in DOCS."""
    return f"| `{barrier.id}` | {barrier.name} | {barrier.rule} | {barrier.asset or barrier.kind} | {', '.join(found_by) or '－'} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table of docs/barriers.md")
    parser.add_argument("--only", default="", help="faults whose id begins so; nothing is written then")
    given = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as home:
        site, faulty = Path(home) / "output", Path(home) / "faulty"
        build.build(whole.whole_site(), whole.CONTENT, site)
        with serve(site) as address, open_browser() as (browser, loop), driven_by(loop):
            bench, new_page = Bench(site, faulty, address), kept(browser.new_page)
            asked = [barrier for barrier in (*BARRIERS, *UNSEEN) if barrier.id.startswith(given.only)]
            suffixes = [bench.patched(barrier)[0].suffix[1:] for barrier in asked]
            invalid = {path.partition("/")[0] for path, _, _ in (nu_errors(faulty) if "html" in suffixes else ())}  # of all at once, as Java starts slowly
            for barrier, suffix in zip(asked, suffixes, strict=True):
                found_by = [judge for judge, (_, files) in JUDGES.items() if suffix in files and (
                    barrier.id in invalid if judge == "nu" else ask(bench, barrier, judge, new_page))]
                lines.append(row(barrier, found_by))
                print(lines[-1], flush=True)
    if given.write and not given.only:
        text = DOCS.read_text(encoding="utf-8")
        head = "| id | fault | rule | where | found by |\n| --- | --- | --- | --- | --- |\n"
        DOCS.write_text(TABLE_OF.sub(lambda _: head + "\n".join(lines), text), encoding="utf-8")


if __name__ == "__main__":
    main()
