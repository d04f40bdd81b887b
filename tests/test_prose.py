"""The conventions of long texts become structure; no character is changed, and nothing an author writes becomes markup."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_gen import prose

NOTE = '<p class="note">'


def ul(*items: tuple[str, str]) -> str:
    """A list of items, each a mark and the HTML after it."""
    return (
        '<ul class="marked">'
        + "".join(f'<li><span class="mark">{mark}</span>{html}</li>' for mark, html in items)
        + "</ul>"
    )


def table(head: str, *rows: str) -> str:
    """A table of cells that are given as HTML, one text a row."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    name = "、".join(re.findall("<th[^>]*>([^<]*)</th>", head))
    start = f'<div class="scroll" tabindex="0" role="group" aria-label="表 {name}"><table aria-label="{name}"><thead><tr>'
    return f"{start}{head}</tr></thead><tbody>{body}</tbody></table></div>"


TEXTS: tuple[tuple[str, str, str], ...] = (
    ("one-line", "一", "<p>一</p>"),
    ("lines", "一\n二", "<p>一<br>二</p>"),
    ("paragraphs", "一\n\n二\n\n\n三", "<p>一</p><p>二</p><p>三</p>"),
    ("nothing", "　 \n\n ", ""),
    ("dots", "・一\n・二", ul(("・", "一"), ("・", "二"))),
    ("circled", "①一\n② 二", ul(("①", "一"), ("②", " 二"))),
    ("numbers", "1. 一\n2．二", ul(("1.", " 一"), ("2．", "二"))),
    ("brackets", "(1)一\n（2）二", ul(("(1)", "一"), ("（2）", "二"))),
    ("half-brackets", "1) 一\n２）二", ul(("1)", " 一"), ("２）", "二"))),
    ("kana", "（ア）一\n（イ）二", ul(("（ア）", "一"), ("（イ）", "二"))),
    ("letters", "a. 一\nb) 二", ul(("a.", " 一"), ("b)", " 二"))),
    ("hyphens", "- 一\n－ 二", ul(("-", " 一"), ("－", " 二"))),
    ("pairs", "1-①一\n1-②二", ul(("1-①", "一"), ("1-②", "二"))),
    ("line-before-list", "次のとおり。\n・一", "<p>次のとおり。</p>" + ul(("・", "一"))),
    ("line-after-list", "・一\n以上", ul(("・", "一")) + "<p>以上</p>"),
    ("line-inside-item", "・一\n　続き", ul(("・", "一<br>続き"))),
    ("circled-inside-numbers", "1. 一\n　① 二\n　② 三\n2. 四",
     ul(("1.", " 一" + ul(("①", " 二"), ("②", " 三"))), ("2.", " 四"))),
    ("three-levels", "1. 一\n(1) 二\n・三\n(2) 四\n2. 五",
     ul(("1.", " 一" + ul(("(1)", " 二" + ul(("・", "三"))), ("(2)", " 四"))), ("2.", " 五"))),
    ("note-inside-list", "①一\n※注\n②二", ul(("①", f"一{NOTE}※注</p>"), ("②", "二"))),
    ("numbers-that-start-anew", "1. 一\n1. 二", ul(("1.", " 一")) + ul(("1.", " 二"))),
    ("decimal-is-no-mark", "1.5人", "<p>1.5人</p>"),
    ("mark-alone", "・", "<p>・</p>"),
    ("dash-alone", "－", "<p>－</p>"),
    ("word-with-hyphen", "-20度", "<p>-20度</p>"),
    ("heading", "＜甲における措置＞\n一", '<h4 class="sub">＜甲における措置＞</h4><p>一</p>'),
    ("headings", "【甲】\n一\n≪乙≫\n二", '<h4 class="sub">【甲】</h4><p>一</p><h4 class="sub">≪乙≫</h4><p>二</p>'),
    ("heading-half-width", "<甲>\n一", '<h4 class="sub">&lt;甲&gt;</h4><p>一</p>'),
    ("heading-ends-list", "・一\n＜乙＞\n・二", ul(("・", "一")) + '<h4 class="sub">＜乙＞</h4>' + ul(("・", "二"))),
    ("brackets-in-a-line", "＜甲＞は乙", "<p>＜甲＞は乙</p>"),
    ("two-brackets", "＜甲＞ ＜乙＞", "<p>＜甲＞ ＜乙＞</p>"),
    ("note", "※ 注", '<p class="note">※ 注</p>'),
    ("notes", "※1 注\n※2 注", '<p class="note">※1 注</p><p class="note">※2 注</p>'),
    ("note-after-text", "一\n※注\n二", '<p>一</p><p class="note">※注</p><p>二</p>'),
    ("note-of-two-lines", "※注\n　続き", '<p class="note">※注<br>続き</p>'),
    ("link", "[市](https://x.example/)を見る", '<p><a href="https://x.example/">市</a>を見る</p>'),
    ("bare-address", "https://x.example/a?b=c&d、", '<p><a href="https://x.example/a?b=c&amp;d">https://x.example/a?b=c&amp;d</a>、</p>'),
    ("strong", "**強**く", "<p><strong>強</strong>く</p>"),
    ("other-markdown-is-text", "# 一 *二* `三` ~~四~~ > 五 ![六](七) &amp; \\n", "<p># 一 *二* `三` ~~四~~ &gt; 五 ![六](七) &amp;amp; \\n</p>"),
    ("brackets-that-are-no-link", "別紙[注](1)", "<p>別紙[注](1)</p>"),
    ("markup-is-text", "<b>一</b><!-- 二 -->", "<p>&lt;b&gt;一&lt;/b&gt;&lt;!-- 二 --&gt;</p>"),
    ("table", "| 甲 | 乙 |\n|---|---:|\n| 一 | 2 |",
     table('<th scope="col">甲</th><th scope="col" class="number">乙</th>', '<td>一</td><td class="number">2</td>')),
    ("table-with-links", "|甲|\n|-|\n|[市](https://x.example/) <b>|",
     table('<th scope="col">甲</th>', '<td><a href="https://x.example/">市</a> &lt;b&gt;</td>')),
    ("table-between-lines", "前\n|甲|\n|---|\n|一|\n後", '<p>前</p>' + table('<th scope="col">甲</th>', "<td>一</td>") + "<p>後</p>"),
    ("table-with-escaped-pipe", "|甲|\n|---|\n|一\\|二|", "<p>|甲|<br>|---|<br>|一\\|二|</p>"),
    ("table-with-another-rule", "|a|b|\n|---|---|---|\n|c|d|", "<p>|a|b|<br>|---|---|---|<br>|c|d|</p>"),
    ("table-with-longer-row", "|a|b|\n|-|-|\n|c|d|e|\n\n後", "<p>|a|b|<br>|-|-|<br>|c|d|e|</p><p>後</p>"),
    ("strong-with-underscores", "**注** __init__ _一_", "<p><strong>注</strong> __init__ _一_</p>"),
    ("link-with-title", '[市](https://x.jp "題名")',
     '<p>[市](<a href="https://x.jp">https://x.jp</a> &#34;題名&#34;)</p>'),
    ("link-without-text", "[](https://x.jp/)", '<p>[](<a href="https://x.jp/">https://x.jp/</a>)</p>'),
    ("link-with-address-as-text", "[https://x.jp/](https://x.jp/)", '<p><a href="https://x.jp/">https://x.jp/</a></p>'),
    ("link-with-brackets", "[市](https://x.jp/a_(b))", '<p><a href="https://x.jp/a_(b)">市</a></p>'),
    ("pipes-without-rule", "|甲|乙|\n|一|二|", "<p>|甲|乙|<br>|一|二|</p>"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_conventions(text: str, expected: str) -> None:
    """Each convention has its element; everything else stays a text."""
    assert str(prose.html(text, 4)) == expected


def test_dots_inside_dots() -> None:
    """A mark that is indented by a full-width space more is inside the one above, of the same kind too."""
    inner = ul(("・", "二"), ("・", "三"))
    assert str(prose.html("・一\n　・二\n　・三\n・四", 4)) == ul(("・", "一" + inner), ("・", "四"))


def test_level_of_headings() -> None:
    """Sub-headings stand one level below the page's own, and never below h6."""
    assert "<h3 " in prose.html("＜甲＞", 3)
    assert "<h6 " in prose.html("＜甲＞", 9)


def test_name_of_a_table() -> None:
    """A table that may scroll is named after the text of its head, without being a landmark, and with all escaped."""
    found = tree('|**甲**|[市](https://x.example/)| |"<乙>|\n|-|-|-|-|\n\n|甲|\n|-|\n').findall("div")
    assert [one.get("aria-label") for one in found] == ['表 甲、市、"<乙>', "表 甲"]
    assert {(one.get("role"), one.get("tabindex")) for one in found} == {("group", "0")}


def test_depth_of_lists() -> None:
    """However far lines are indented, lists nest eight deep at most, and every line is there."""
    text = "\n".join(" " * depth + ("(1) い" if depth % 2 else "1. あ") for depth in range(350))
    found = tree(text)
    assert squeezed("".join(found.itertext())) == squeezed(text)
    assert found.find(".//" + "ul/li/" * 7 + "ul") is not None
    assert found.find(".//" + "ul/li/" * 8 + "ul") is None


@pytest.mark.parametrize(
    "text",
    ["・あ\n" * 100_000, "1. あ\nい\n" * 50_000, "1. あ\n" + "い\n" * 100_000, "|あ|\n|-|\n" * 50_000 + "|あ|い|",
     "\n".join(f"{number % 999 + 1}. あ\n(1) い" for number in range(50_000))],
    ids=["dots", "pairs", "lines-in-item", "no-table", "numbers"],
)  # fmt: skip
def test_time(text: str) -> None:
    """The time for a text grows with its length, not with the square of it: one of eight times the length does not take 30 times."""
    lines = text.split("\n")

    def taken(some: str) -> float:
        start = time.process_time()
        prose.html.__wrapped__(some, 4)
        return time.process_time() - start

    least = min(taken("\n".join(lines[: len(lines) // 8])) for _ in range(3))
    assert taken(text) < 30 * least


EVIL = (
    "<script>alert(1)</script>", "[あ](javascript:alert(1))", "[あ](JaVaScRiPt:alert(1))", "[あ](data:text/html,<script>)",
    '[あ](https://x.example/"onmouseover="alert(1))', "[あ](https://x.example/'><script>)", "https://x.example/\"><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "|甲|\n|---|\n|<script>|", "[<script>](https://x.example/)", "＜script＞", "<script>", "* <svg/onload=1>",
    "[a](<javascript:alert(1)>)", "[a]: javascript:alert(1)\n[a]", "<https://x.example/><javascript:alert(1)>", "&#x3c;script&#x3e;",
    "①<script>\n②</script>", "**<script>**", "[あ](https://x.example/\u2028javascript:alert(1))", "‪javascript:alert(1)",
)  # fmt: skip


def tree(text: str) -> ElementTree.Element:
    """The HTML of `text`, parsed once as XML and once as HTML, both strictly, and seen to hold nothing dangerous."""
    html = str(prose.html(text, 4))
    as_xml = ElementTree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")
    as_html = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(f"<div>{html}</div>")[0]
    assert "".join(as_html.itertext()) == "".join(as_xml.itertext())
    for element in as_xml.iter():
        assert element.tag in {
            "div", "p", "br", "ul", "li", "span", "h4", "a", "strong", "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        assert not any(name.startswith("on") for name in element.attrib)
        assert re.match("https?://", element.get("href", "http://"))
        assert element.get("class", "mark") in ("mark", "marked", "note", "number", "scroll", "sub")
    return as_xml


@pytest.mark.parametrize("text", EVIL)
def test_nothing_becomes_a_program(text: str) -> None:
    """No tag, no handler, no address but of the web comes out of a text."""
    tree(text)
    tree(f"・{text}")
    tree(f"一\n{text}\n二")
    assert "<script" not in prose.html(text, 4)


def squeezed(text: str) -> str:
    """`text` without any white space."""
    return re.sub(r"\s+", "", text)


PIECES = st.sampled_from((
    "・", "①", "②", "(1)", "(2)", "1.", "2.", "1)", "（ア）", "（イ）", "ア ", "a. ", "＜", "＞", "【", "】", "※", "|", "<", ">", "&", '"', "'", " ",
    "　", "\n", "\n\n", "\n　", "\n　　", "一", "措置", "abc", "3", "、", "。", "[", "]", "(", ")", "（", "）",
    "#", "`", "~", "_", "\\", "!", "=", "+",
    "\t", "<b>", "&amp;", "<措置>", "●", "- ", "–", ":", "://", "https:", "x.example",
))  # fmt: skip


def source(element: ElementTree.Element) -> str:
    """What an author wrote to get `element`, less white space, with one hyphen for each column of a table's rule."""
    inner = (element.text or "") + "".join(source(one) + (one.tail or "") for one in element)
    match element.tag:
        case "strong":
            return f"**{inner}**"
        case "a" if inner != element.get("href"):
            return f"[{inner}]({element.get('href')})"
        case "th" | "td":
            return f"{inner}|"
        case "tr":
            return f"|{inner}"
        case "thead":
            return f"{inner}|{'-|' * len(element[0])}"
        case _:
            return inner


def comparable(text: str) -> str:
    """`text` without what `source` cannot know: white space, the form of a rule, escapes in an address."""
    text = re.sub(r"\[(https?://[^\]]+)\]\(\1\)", r"\1", unquote(squeezed(text)))
    return re.sub(r"(?<=\|):?-+:?(?=\|)", "-", text)


MARKUP = st.sampled_from(("*", "**", "[市](https://x.example/)", "https://x.example/", "|---|\n", "|一|", "](", "\\|", "__", "__init__",
    '[市](https://x.example/ "題名")', "\n|甲|乙|\n|---|:-:|\n|一|二|\n", "\n|甲|乙|\n|---|\n", "\n|甲|\n|-:|\n",
))  # fmt: skip


@settings(deadline=None, database=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("1. 一\n　・二\n　　① 三\n2. 四\n※ 五\n　六")
@example("||\n| |")
def test_no_character_is_changed(text: str) -> None:
    """What a reader reads is what the author wrote, less white space; the output is well-formed and safe."""
    assert squeezed("".join(tree(text).itertext())) == squeezed(text)


@settings(deadline=None, database=None, max_examples=300)
@given(st.lists(st.one_of(PIECES, MARKUP), max_size=30).map("".join))
@example("| x\\|y |\n|---|\n| x\\|y |")
@example("**注** __init__ ***一*** ****二****")
@example('[市の頁](https://x.jp "題名")[**二**](https://x.jp/?a&amp;b)')
@example("|a|b|\n|---|---|---|\n|c|d|")
@example("[https://x.example/](https://x.example/)")
def test_no_character_of_markup_is_lost(text: str) -> None:
    """Links, strong text and tables too can be read back to what the author wrote, and let nothing through."""
    assert comparable(source(tree(text))) == comparable(text)


@settings(deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("・①②⑳※一＜")), max_size=30))
def test_any_indentation(lines: list[tuple[int, str]]) -> None:
    """However lists are nested, every line is there once and in its order."""
    text = "\n".join("　" * depth + mark + str(number) for number, (depth, mark) in enumerate(lines))
    assert squeezed("".join(tree(text).itertext())) == squeezed(text)


@pytest.mark.parametrize("row", ["|1|", "|1|2|3", "|1|2| 後", "|1|2|3|"])
def test_no_cell_of_a_table_is_lost(row: str) -> None:
    """A row with more or fewer cells than the head loses none of its text, be it shown as a table or as lines."""
    found = "".join(tree(f"|甲|乙|\n|---|---|\n{row}").itertext())
    assert re.sub(r"[\s|-]", "", found) == "甲乙" + re.sub(r"[\s|]", "", row)


def linked(href: str, text: str, kind: str = "term") -> str:
    """A link put into a text."""
    return f'<a class="{kind}" href="{href}">{text}</a>'


def at(text: str, part: str, href: str = "#t", kind: str = "term") -> prose.TextLink:
    """A link at the first place of `part` in `text`."""
    start = text.index(part)
    return prose.TextLink(start, start + len(part), href, kind)


PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("one-line", "甲の副本を", "副本", f"<p>甲の{linked('#t', '副本')}を</p>"),
    ("second-line", "甲\n 副本を", "副本", f"<p>甲<br>{linked('#t', '副本')}を</p>"),
    ("item", "・甲\n　① 副本を", "副本", ul(("・", "甲" + ul(("①", f" {linked('#t', '副本')}を"))))),
    ("line-of-item", "①甲\n　副本", "副本", ul(("①", f"甲<br>{linked('#t', '副本')}"))),
    ("heading", "＜副本の管理＞\n甲", "副本", f'<h4 class="sub">＜{linked("#t", "副本")}の管理＞</h4><p>甲</p>'),
    ("note", "※ 副本とは", "副本", f'<p class="note">※ {linked("#t", "副本")}とは</p>'),
    ("cell", "前\n|甲| 乙|\n|-|-|\n|一| 二の 副本 |", "副本",
     "<p>前</p>" + table('<th scope="col">甲</th><th scope="col">乙</th>', f"<td>一</td><td>二の {linked('#t', '副本')}</td>")),
    ("head", "|甲| 副本|\n|-|-|", "副本",
     table('<th scope="col">甲</th><th scope="col">副本</th>').replace("</tr></thead><tbody></tbody>", "</tr></thead>")
     .replace(">副本<", f">{linked('#t', '副本')}<")),
    ("beside-a-link", "**甲**[市](https://x.example/)の副本", "副本",
     f'<p><strong>甲</strong><a href="https://x.example/">市</a>の{linked("#t", "副本")}</p>'),
    ("over-strong", "甲**副**本", "甲**副**本", f"<p>{linked('#t', '甲')}<strong>{linked('#t', '副')}</strong>{linked('#t', '本')}</p>"),
    ("over-a-line-end", "第19条\n　第8号", "第19条\n　第8号", f"<p>{linked('#t', '第19条')}<br>{linked('#t', '第8号')}</p>"),
    ("over-marks", "・甲\n・乙", "・甲\n・乙", ul(("・", linked("#t", "甲")), ("・", linked("#t", "乙")))),
    ("in-a-link", "[副本](https://x.example/)", "副本", '<p><a href="https://x.example/">副本</a></p>'),
    ("in-an-address", "https://x.example/ab、", "ab", '<p><a href="https://x.example/ab">https://x.example/ab</a>、</p>'),
    ("half-in-an-address", "副本https://x.example/、", "本https", f'<p>副{linked("#t", "本")}<a href="https://x.example/">https://x.example/</a>、</p>'),
    ("markup-is-text", '"<副本>&', '<副本>', f"<p>&#34;{linked('#t', '&lt;副本&gt;')}&amp;</p>"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "part", "expected"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_links_at_places(text: str, part: str, expected: str) -> None:
    """A link that is put into a text stands around its characters, in whatever element they land."""
    assert str(prose.html(text, 4, (at(text, part),))) == expected


def test_links_in_short_texts() -> None:
    """A short text, as in cells of the form's lists, has its links too."""
    text = "番号法\n第19条<第8号>"
    found = prose.lines(text, (at(text, "第19条<", "../a/"), at(text, "番号法", '?"', "statute")))
    assert str(found) == f"{linked('?&#34;', '番号法', 'statute')}<br>{linked('../a/', '第19条&lt;')}第8号&gt;"
    assert str(prose.lines(text)) == "番号法<br>第19条&lt;第8号&gt;"


def test_links_over_each_other() -> None:
    """Of links that overlap, the one given first is put; links that touch are both; what is not in the text is not."""
    text = "番号法第19条第8号"
    links = (at(text, "19条第8号", "#s", "statute"), at(text, "法第19条", "#a"), at(text, "番号法第", "#b"))
    beyond = (prose.TextLink(3, 3, "#c", ""), prose.TextLink(len(text), 99, "#d", ""), prose.TextLink(-4, -2, "#e", ""))
    expected = f"<p>{linked('#b', '番号法第')}{linked('#s', '19条第8号', 'statute')}</p>"
    assert str(prose.html(text, 4, (*links, *beyond))) == expected


def test_stretches() -> None:
    """Where links can be put: not in marks, links and addresses; what is a heading says so."""
    text = "①副本\n＜甲＞\n**乙**[市](https://x.example/)と\n|丙 | 丁|\n|-|-|\n| 一|二|\nhttps://x.example/"
    found = [(text[one.start : one.end], one.heading) for one in prose.stretches(text)]
    assert found == [("副本", False), ("＜甲＞", True), ("乙", False), ("と", False), ("丙", True), ("丁", True), ("一", False), ("二", False)]


SPANS = st.tuples(st.integers(-2, 60), st.integers(-2, 60))


@settings(deadline=None, database=None, max_examples=300)
@given(st.lists(st.one_of(PIECES, MARKUP), max_size=30).map("".join), st.lists(SPANS, max_size=6))
@example("・あ\n　https://x.example/ **い** |", [(0, 60)])
def test_links_change_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever links are put into a text: without their tags it is the HTML that it is without links, and no link stands
    in another."""
    links = tuple(prose.TextLink(start, end, f"#{number}", "term") for number, (start, end) in enumerate(spans))
    for plain, found in ((prose.html(text, 4), prose.html(text, 4, links)), (prose.lines(text), prose.lines(text, links))):
        assert re.sub('<a class="term" href="#[0-9]+">([^<]+)</a>', r"\1", str(found)) == str(plain)
        assert not re.search("<a [^>]*>(?:(?!</a>).)*<a ", found, re.DOTALL)


@settings(deadline=None, database=None, max_examples=300)
@given(st.lists(st.one_of(PIECES, MARKUP), max_size=30).map("".join))
def test_links_stand_where_they_are_put(text: str) -> None:
    """A link at each 一 and 措置 is around just that, for each one that is not in a link or an address; so in stretches."""
    places = {found.start(): found.group() for found in re.finditer("一|措置", text)}
    links = tuple(prose.TextLink(start, start + len(word), f"#{start}", "term") for start, word in places.items())
    for html in (prose.html(text, 4, links), prose.lines(text, links)):
        found = re.findall('<a class="term" href="#([0-9]+)">([^<]+)</a>', html)
        assert found == [(str(start), places[start]) for start in sorted({int(number) for number, _ in found})]
        others = re.sub("(<a href.*?</a>)|<a class.*?</a>|<[^>]*>", r"\1", html)
        assert not re.search("一|措置", re.sub("<a href.*?</a>", "", others))
    inside = [one for one in prose.stretches(text) if any(one.start <= start < one.end for start in places)]
    assert {start for start in places if any(one.start <= start < one.end for one in inside)} == {
        int(number) for number in re.findall('class="term" href="#([0-9]+)"', prose.html(text, 4, links))
    }


def test_time_of_links() -> None:
    """Very many links take time as their number, not as its square."""
    text = "・副本と正本\n" * 30_000
    links = tuple(prose.TextLink(start, start + 2, "#t", "term") for start in range(1, len(text), 7))
    start = time.process_time()
    assert prose.html.__wrapped__(text, 4, links).count('class="term"') == 30_000
    assert time.process_time() - start < 4


@pytest.mark.parametrize(("text", "shown"), [
    ("一\n二\n\n三", ["一\n二", "三"]),
    ("＜措置＞\n・一\n　二\n　※三", ["＜措置＞", "・一\n二", "※三"]),
    ("1. 一\n　(1) 二\n2. 三", ["1. 一", "(1) 二", "2. 三"]),
    ("| 名 | 値 |\n|---|--:|\n| **一** | [二](https://example.jp) |", ["名", "値", "一", "二"]),
    ("**一** & <b>", ["一 & <b>"]),
])
def test_shown_texts_are_what_stands_beside_one_another(text: str, shown: list[str]) -> None:
    assert list(prose.shown(text)) == shown


@given(st.lists(st.one_of(PIECES, MARKUP), max_size=30).map("".join))
@settings(deadline=None)
def test_shown_texts_are_all_that_html_shows(text: str) -> None:
    for shown, html in (("".join(prose.shown(text)), prose.html(text, 4)), (prose.shown_line(text), prose.lines(text))):
        read = "".join(html5lib.parseFragment(str(html), treebuilder="etree", namespaceHTMLElements=False).itertext())
        assert "".join(shown.split()) == "".join(read.split())
