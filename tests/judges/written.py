"""One written page in, out what is wrong with it that can be told from its text alone; JUDGES are asked about every page of a site.

Rules: accessibility.md (structure, tables, choices, change marks, figures, policy). What only a browser knows is in the other files.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from site_gen.model import Site
from tests.published import Document, document, squeeze


@dataclass(frozen=True, slots=True)
class Written:
    """A page: its path inside the site, its HTML, and that as a tree."""

    path: str
    text: str
    tree: html.HtmlElement

    def having(self, attribute: str, tag: str = "*") -> list[html.HtmlElement]:
        """The elements of the body with this attribute."""
        found: list[html.HtmlElement] = self.tree.body.xpath(f".//{tag}[@{attribute}]") if f" {attribute}=" in self.text else []
        return found

    @property
    def headings(self) -> list[html.HtmlElement]:
        """h1 to h6, in their order."""
        return list(self.tree.iter("h1", "h2", "h3", "h4", "h5", "h6"))

    @property
    def ids(self) -> list[str]:
        """Every id, in its order."""
        found: list[str] = self.tree.xpath("//@id")
        return found


def written(file: Path, root: Path) -> Written:
    """The page in `file` of the site `root`."""
    text = file.read_text(encoding="utf-8")
    return Written(file.relative_to(root).as_posix(), text, html.document_fromstring(text))


# -- the frame -------------------------------------------------------------------------------------------------------

VIEWPORT = "width=device-width, initial-scale=1"
LANDMARKS = ("header[@class='site-head']", "main[@id='main']", "footer[@class='site-foot']")


def frame(page: Written) -> Iterator[str]:
    """Language, title, viewport, skip links, landmarks, breadcrumb and place in the contents, on every page the same."""
    tree = page.tree
    if tree.get("lang") != "ja":
        yield f"lang is {tree.get('lang')}"
    if [one.get("content") for one in tree.iter("meta") if one.get("name") == "viewport"] != [VIEWPORT]:
        yield "another viewport"
    if any(one.get("http-equiv") for one in tree.iter("meta")):
        yield "a meta element that acts"
    navs = list(tree.iter("nav"))
    documents = [nav for nav in navs if nav.get("class") == "document"]
    skips = [(one.tag, one.get("class"), one.get("href")) for one in tree.body[: 1 + len(documents)]]
    if skips != [("a", "skip", "#main"), ("a", "skip", "#mokuji")][: 1 + len(documents)]:
        yield f"begins without its skip links: {skips}"
    for landmark in LANDMARKS:
        if len(tree.body.xpath(f"{landmark} | div/{landmark}")) != 1:
            yield f"not one {landmark}"
    names = [_name(nav) for nav in navs]
    yield from (f"navigation named {name!r} {count} times" for name, count in Counter(names).items() if count > 1 or not name)
    crumbs = tree.body.xpath("nav[@class='crumbs']//li")
    if page.path != "index.html" and not (len(crumbs) > 1 and crumbs[-1].get("aria-current") == "page" and crumbs[0].xpath("a")):
        yield "no breadcrumb"
    for nav in documents:
        here = [one for one in nav.iter("a") if _leads_to(page.path, one.get("href")) == (page.path, "")]
        current = nav.xpath(".//*[@aria-current]")
        if current != here or any(one.get("aria-current") != "page" for one in current):
            yield "the contents do not say which page this is"


def languages(page: Written) -> Iterator[str]:
    """Only what has no Japanese letter may be said to be in another language."""
    for one in page.having("lang"):
        if one.get("lang") != "ja" and re.search("[ぁ-んァ-ン一-龠]", one.text_content()):
            yield f"Japanese said to be {one.get('lang')}: {one.text_content()[:40]}"


def ids_and_headings(page: Written) -> Iterator[str]:
    """Ids stand once; the first heading is the only one of level 1, none is empty, and no level is skipped."""
    yield from (f"id {one} stands {count} times" for one, count in Counter(page.ids).items() if count > 1)
    headings = [int(one.tag[1]) for one in page.headings]
    if headings.count(1) != 1 or headings[0] != 1:
        yield f"headings of level 1: {headings.count(1)}, the first is of level {headings[0] if headings else 0}"
    yield from (f"level {two} after {one}" for one, two in pairwise(headings) if two > one + 1)
    for one in page.headings:
        if not squeeze(one.text_content()):
            yield f"an empty {one.tag}"


def disclosure(page: Written) -> Iterator[str]:
    """Ⅴ 開示請求、問合せ is the first of the same links at the head of every page (product.md: whom to ask; WCAG 3.2.3, 3.2.6)."""
    found = [squeeze(one.text_content()) for one in page.tree.body.xpath("header/ul[@class='site-links']/li/a[@href]")]
    if found != ["開示請求・問合せ", "用語集"]:
        yield f"at the head: {found}"


# -- links -----------------------------------------------------------------------------------------------------------

SAYS_NOTHING = "こちら ここ そちら 詳細 詳しく 詳しくは もっと見る もっと読む 続き 続きを読む クリック リンク 次へ 前へ here more"
EMPTY_WORDS = re.compile(rf"({SAYS_NOTHING.replace(' ', '|')})(から|を見る|へ)?[。、>＞»→]*", re.IGNORECASE)


def link_texts(page: Written) -> Iterator[str]:
    """A link says where it leads, goes somewhere by itself, and in the same window."""
    for one in page.tree.iter("a"):
        said = squeeze(one.get("aria-label") or one.text_content()) or squeeze("".join(img.get("alt", "") for img in one.iter("img")))
        if not said:
            yield f"a link that says nothing: {one.get('href')}"
        if EMPTY_WORDS.fullmatch(said):
            yield f"a link that says {said}"
        href = one.get("href")
        if href is None or href in ("", "#") or urlsplit(href).scheme == "javascript":
            yield f"a link that leads nowhere: {said}"
        if one.get("target"):
            yield f"a link that opens a window: {said}"


def alike(page: Written) -> Iterator[str]:
    """In a list of a page's links no two that lead to different places are called the same (accessibility.md). What a heading or
    a label of the form leads to is itself."""
    leads: dict[str, set[str]] = {}
    (main,) = page.tree.xpath("//main") or [page.tree]
    for link in main.iter("a"):
        if link.get("class") == "self" and next(link.iterancestors("section"), link).get("class") != "change":
            continue
        leads.setdefault(squeeze(link.get("aria-label") or link.text_content()), set()).add(link.get("href"))
    yield from (f"{text} leads to {len(hrefs)} places" for text, hrefs in leads.items() if len(hrefs) > 1)


def dead_links(page: Document, site: Path, sources: Sequence[str]) -> Iterator[str]:
    """Links that are not relative, name no file of the site (so that file:// works) or no id of it, or an address out of the site
    that stands in none of `sources`."""
    for href, _ in page.links:
        parts = urlsplit(href)
        if parts.scheme in ("http", "https"):
            if not any(href in value for value in sources):
                yield f"{href} is in no source"
        elif parts.scheme == "tel":
            if not any(re.sub(r"\D", "", value).startswith(parts.path) for value in sources):
                yield f"{href} is in no source"
        else:
            target, anchor = _leads_to(page.path, href)
            if parts.scheme or parts.netloc or href.startswith("/") or not (site / target).is_file():
                yield href
            elif anchor and anchor not in (page if target == page.path else document(site / target, site)).ids:
                yield f"{href} has no such anchor"


def _leads_to(path: str, href: str) -> tuple[str, str]:
    """The path inside the site and the anchor that a relative address on the page `path` names."""
    parts = urlsplit(href)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    return target, unquote(parts.fragment)


# -- what has a role, a name, a head ---------------------------------------------------------------------------------

ROLES = {"form": {"search"}, "div": {"group", "note"}, "svg": {"group"}, "ins": {"none"}, "del": {"none"}, "p": {"status"}}


def roles_and_names(page: Written) -> Iterator[str]:
    """Elements are what they are: a role only where HTML has no element for it; a name that is there, that the words shown are
    part of (WCAG 2.5.3), and that no tooltip holds alone (1.4.13)."""
    ids = set(page.ids)
    for one in page.having("role"):
        if one.get("role") not in ROLES.get(one.tag, ()):
            yield f"{one.tag} with the role {one.get('role')}"
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        for one in page.having(attribute):
            if lost := set(one.get(attribute).split()) - ids:
                yield f"{one.tag} {attribute} names {lost}, which is not there"
    for one in page.having("aria-label"):
        if one.tag in ("a", "button", "summary") and squeeze(one.text_content()) not in squeeze(one.get("aria-label")):
            yield f"{one.tag} is called {one.get('aria-label')} and shows {one.text_content()}"
    yield from (f"{one.tag} is said with aria-live {one.get('aria-live')}" for one in page.having("aria-live"))  # role status says it
    for one in page.having("title"):
        yield f"a tooltip: {one.get('title')}"
    for one in page.tree.iter("div"):
        if "scroll" in one.get("class", "").split() and not (one.get("role") == "group" and _name(one) and one.get("tabindex") == "0"):
            yield f"what can be scrolled has no name or no stop: {one.get('class')}"
    for one in page.tree.iter("input", "select", "textarea"):
        if not _words(page.tree, "for", one.get("id", "")) and next(one.iterancestors("label"), None) is None:
            yield f"{one.tag} without a label"


def _name(one: html.HtmlElement) -> str:
    root = one.getroottree().getroot()
    named = [root.get_element_by_id(each, None) for each in one.get("aria-labelledby", "").split()]
    return squeeze(one.get("aria-label", "") + "".join(each.text_content() for each in named if each is not None))


def _words(tree: html.HtmlElement, attribute: str, value: str) -> str:
    return squeeze("".join(one.text_content() for one in tree.xpath(f"//*[@{attribute}=$value]", value=value)))


STOPS = {("div", "scroll", "0"), ("main", "", "-1"), ("nav", "document", "-1"), ("a", "self", "-1")}


def stops(page: Written) -> Iterator[str]:
    """What Tab stops at is left to HTML: nothing is taken out or put in another order; nothing has the focus from the first, and
    no key of a letter is bound."""
    for one in page.having("tabindex"):
        known = any((one.tag, name, one.get("tabindex")) in STOPS for name in ("", *one.get("class", "").split()))
        if not known:
            yield f"{one.tag} {one.get('class', '')} with tabindex {one.get('tabindex')}"
    for attribute in ("autofocus", "accesskey", "contenteditable", "inert"):
        if attribute in page.text:
            yield from (f"{one.tag} with {attribute}" for one in page.tree.xpath(f"//*[@{attribute}]"))
    for one in page.having("aria-hidden"):  # the lines of a drawing are
        if one.tag != "g" or next(one.iter("a"), None) is not None:
            yield f"{one.tag} is hidden from screen readers"


def tables(page: Written) -> Iterator[str]:
    """A name, heads with a scope, a head for each row where the first has one, no cell without words, none that hides a head;
    what a phone shows before a cell is the head of its column."""
    for table in page.tree.iter("table"):
        name = squeeze("".join(one.text_content() for one in table.xpath("caption"))) or _name(table)
        if not name:
            yield "a table without a caption"
        yield from (f"{name}: a head without a scope: {one.text_content()[:20]}" for one in table.xpath(".//th[not(@scope)]"))
        heads = [squeeze(one.text_content()) for one in table.xpath("thead/tr/th[@scope='col']")]
        if not heads or not all(heads) or table.xpath("thead/tr/td"):
            yield f"{name}: columns without heads"
        rows = table.xpath("tbody/tr")
        headed = [row for row in rows if row.xpath("th[@scope='row']")]
        bare = [row for row in rows if not row.xpath("th[@scope='row' or @scope='rowgroup']")]
        if headed and bare:
            yield f"{name}: {len(bare)} rows without a head"
        if table.get("class") and not headed:
            yield f"{name}: no row has a head"
        for row in rows:
            cells = row.xpath("th | td")
            spans = [one for one in cells if one.get("colspan") or one.get("rowspan")]
            if any(one.get("scope") != "rowgroup" for one in spans) or (not spans and len(cells) != len(heads)):
                yield f"{name}: a row of {len(cells)} cells under {len(heads)} heads"
            for at, cell in enumerate(cells):
                if not squeeze(cell.text_content()) and not cell.xpath(".//img"):
                    yield f"{name}: an empty cell"
                if re.fullmatch("(同上|〃|々|″)[。]?", squeeze(cell.text_content())):
                    yield f"{name}: a cell that says {cell.text_content()} alone"
                if cell.get("data-label") is not None and [squeeze(cell.get("data-label"))] != heads[at : at + 1]:
                    yield f"{name}: a cell under {heads[at : at + 1]} is called {cell.get('data-label')} on a phone"
        if re.search(r"\bstack\b", table.get("class", "")) and not re.search(r"\blist\b", table.get("class", "")):
            yield from (f"{name}: a cell without its label for a phone" for _ in table.xpath("tbody/tr/td[not(@data-label)]")[:1])


# -- marks, choices, pictures ----------------------------------------------------------------------------------------


BOXES = {"yes": "：該当", "no": "：非該当", "unknown": "：不明"}


def marks(page: Written) -> Iterator[str]:
    """Boxes of the form, changed words and ※ have their words; a choice is named once among all; ※ leads to what it means."""
    for boxes in (one for one in page.having("class") if one.get("class") == "checks"):
        if boxes.tag != "ul" or any(one.tag != "li" for one in boxes):
            yield f"boxes that are no list: {boxes.text_content()[:30]}"
        for one in boxes:
            word = BOXES[one.get("class", "no")]
            if not squeeze(one.text_content()).endswith(word):
                yield f"a box without {word}: {one.text_content()[:30]}"
    for one in page.tree.iter("ins", "del"):
        word = "［追加：" if one.tag == "ins" else "［削除："
        if one.get("role") and not (one.text_content().startswith(word) and one.text_content().endswith("］")):
            yield f"{one.tag} without {word}"
        if not one.get("role") and any(each.get("class") == "marked-text" for each in one.iterancestors("div")):
            yield f"{one.tag} is said in another way than the others: {one.text_content()[:30]}"
    meaning = _words(page.tree, "id", "kome")
    for one in page.tree.iter("a"):
        if one.get("class") == "kome" and (one.get("href") != "#kome" or "重要な変更" not in meaning or "重要な変更" not in one.text_content()):
            yield "※ without its meaning"
    for one in page.tree.iter("p"):
        choices = one.getnext() if one.get("class") == "chosen" else None
        if choices is not None and "choices" in choices.get("class", "") and next(choices.iter("ul"), None) is not None:
            listed = [re.sub(r"^\d+\)", "", squeeze(each.text_content())) for each in choices.iter("li") if each.find("b") is not None]
            if listed != [f"{squeeze(one.text_content())}選択"]:
                yield f"chosen is {one.text_content()}, in the list {listed}"


NO_WORDS = re.compile(r"((画像|図|写真|イラスト|ロゴ|アイコン|image|picture|logo)?[0-9]*|\S+\.(png|jpe?g|gif|svg|webp))", re.IGNORECASE)


def pictures(page: Written) -> Iterator[str]:
    """Images have words; drawings a title, a description, and each label of a box also in the text of the page."""
    for one in page.tree.iter("img"):
        if NO_WORDS.fullmatch(squeeze(one.get("alt", ""))):
            yield f"an image without words: {one.get('src')} {one.get('alt')}"
    for one in page.tree.iter("svg"):
        said = [_words(one, "id", one.get(name, "")) for name in ("aria-labelledby", "aria-describedby")]
        if not all(said) or not one.xpath("title") or not one.xpath("desc"):
            yield f"a drawing without a title or a description: {said}"
        beside = "".join(squeeze(table.text_content()) for table in page.tree.iter("table"))
        labels = [squeeze(text.text_content()).removeprefix("・") for text in one.xpath(".//text[not(@class='head')]")]
        yield from (f"only the drawing says {label}" for label in labels if label not in beside)


# -- weight and policy -----------------------------------------------------------------------------------------------

LINKED = '"application/ld\\+json">\\{'  # data, which no browser runs


def light_and_alone(page: Written) -> Iterator[str]:
    """accessibility.md: 200 KB a page, 1.5 MB for all/; no inline script or style, no third party."""
    size, limit = len(page.text.encode()), 1_500_000 if page.path.endswith("/all/index.html") else 200_000
    if size > limit:
        yield f"{size} bytes"
    if re.search(rf"<script(?! type={LINKED})[^>]*>[^<]", page.text):
        yield "a script inside the page"
    for one in page.tree.iter("style", "iframe", "object", "embed", "base"):
        yield f"<{one.tag}>"
    for one in page.tree.iter("form"):  # the field of the search, which asks a page of the site
        if not re.fullmatch(r"(?:[./]*(?:search/)?index\.html)?#kekka", one.get("action")) or one.get("method"):
            yield f"a form that asks {one.get('action')}"
    for one in page.tree.xpath("//*[@style or @*[starts-with(name(), 'on')]]"):
        yield f"<{one.tag} {dict(one.attrib)}>"
    for one in page.tree.iter("script", "img", "link", "source", "video", "audio"):
        have = dict(one.attrib)
        own = have.keys() == {"src", "defer"} or (have.keys() == {"src", "type"} and have["type"] == "module")
        data = have == {"type": "application/ld+json"}
        if (one.tag == "script" and not own and not data) or urlsplit(have.get("src", have.get("href", ""))).netloc:
            yield f"<{one.tag} {have}>"


Judge = Callable[[Written], Iterator[str]]
JUDGES: tuple[Judge, ...] = (
    frame, languages, ids_and_headings, disclosure, link_texts, alike, roles_and_names, stops, tables, marks, pictures, light_and_alone,
)


def judged(page: Written, judges: Sequence[Judge] = JUDGES) -> list[str]:
    """What the judges say of the page: `path: judge: what is wrong`."""
    return [f"{page.path}: {judge.__name__}: {said}" for judge in judges for said in judge(page)]


# -- beside the form, and among all pages ----------------------------------------------------------------------------


Titles = dict[str, dict[str, re.Pattern[str]]]  # by folder of an assessment and id of an item


def titles_of_the_form(site: Site) -> Titles:
    """What heads each item of the form: its number and title, of blocks those of the block with its name, or its name alone."""
    found: Titles = {}
    for m in site.municipalities:
        for a in m.assessments:
            own = found.setdefault(f"{m.slug}/{a.slug}", {})
            for part in a.parts:
                for entry in part.walk():
                    own[entry.anchor] = re.compile(re.escape(squeeze(entry.item.title)))
                    for one in entry.instances:
                        label, name = (re.escape(squeeze(text)) for text in (f"{entry.item.label}{one.number}", one.name))
                        own[one.anchor] = re.compile(f"({label})?{name}")
    return found


COVER = "hyoshi"  # no item: a heading of our own over what the cover says


def headed_as_the_form(page: Written, titles: Titles) -> Iterator[str]:
    """Each row, heading and block of the form is headed by its words in the form, which are the link to it."""
    own = titles.get("/".join(page.path.split("/")[:2]), {}) if not re.search("/(versions|compare)/", page.path) else {}
    for one in page.tree.iter("div", "section") if own else ():
        title = own.get(one.get("id", ""))
        if title is None or one.get("class") in ("part", "change") or one.get("id") == COVER:
            continue
        links = one.xpath("(dt | *[self::h2 or self::h3 or self::h4 or self::h5 or self::h6])[1]/a[@class='self']")
        if not links or links[0].get("href") != f"#{one.get('id')}":
            yield f"{one.get('id')} has no heading that leads to it"
        elif not title.fullmatch(squeeze(links[0].text_content())):
            yield f"{one.get('id')} is {title.pattern} in the form, and {links[0].text_content()} here"


def title_of(page: Written) -> str:
    """The title, without white space."""
    return squeeze(page.tree.findtext(".//title") or "")


def titles(found: Mapping[str, str], headings: Mapping[str, str]) -> Iterator[str]:
    """By path: titles of pages, and the headings of level 1 of those to judge. Each title begins with its heading (that of the page of everything
    with 全体), and no two are the same (WCAG 2.4.2)."""
    twice = Counter(found.values())
    for path, heading in headings.items():
        if twice[found[path]] > 1:
            yield f"{path} is called {found[path]} as another page"
        if not re.match(rf"(全体-(.+時点-)?)?{re.escape(heading)}", found[path]):
            yield f"{path} is called {found[path]} and headed {heading}"
