"""A published folder in, what stands on its pages out: by page the texts that must be found, those that may be, and facets.

Read from HTML with lxml, while the index is made from the model: two ways that share no code, not even that which folds
widths. A phrase never runs over the end of a paragraph, an item of a list or a cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

_NO_DOCUMENT = re.compile(
    r"(^|/)(all|versions|compare|zu|nagare-zu|system-zu|henko|henko-koumoku)(/|$)|^(accessibility|compare|changes|data|search)(/|$)|/p\d+$")
_OF_INDEX = re.compile(r"(recipients|departments|contractors|systems|statutes)(/|$)")
_BLOCKS = frozenset(
    "address article blockquote caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header legend li "
    "main nav ol p section summary table tbody td tfoot th thead tr ul".split())
# What stands on a page beside the texts of a document: menus, links to other places, states, words for screen readers.
_BESIDE = frozenset(
    "vh nothing choices badge index pointer history kome guess cite copy group steps contents more places meta key about "
    "whole-day to-contents table-tools plain feeds defined part-kome only no unknown mark banner above flag plain-words".split())
_WORDS_OF_MARKS = frozenset(("vh", "badge", "above"))
_INSIDE = re.compile(r"-(teikyo|iten|itaku|system)(?=\d|-|$)")
_KINDS = {"teikyo": "提供先", "iten": "移転先", "itaku": "委託先", "system": "システム"}


@dataclass(frozen=True, slots=True)
class Run:
    """A text without an end in it, folded, and the ids of the elements it stands in, the outermost first."""

    text: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Truth:
    """What a page holds: `must` be found, `may` be found (the first are among them), by 種類 too; the texts are joined by ends of
    lines. `page` is all its text, `facets` are those of the whole page, `ids` says how often each stands on it, `under` the texts in an element."""

    path: str
    title: str = ""
    must: str = ""
    may: str = ""
    page: str = ""
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    under: dict[str, str] = field(default_factory=dict)
    raw: tuple[str, ...] = ()


def folded(text: str) -> str:
    """`text` in NFKC and small letters, white space only between Latin letters and digits (search.md §4, rule 3)."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"(?<![a-z0-9]) | (?![a-z0-9])", "", " ".join(plain.split()))


def truths(site: Path) -> dict[str, Truth]:
    """The pages of `site` that can be found, by their path."""
    jimu = _jimu(site)
    found = {}
    for file in sorted(site.rglob("index.html")):
        folder = file.parent.relative_to(site).as_posix()
        main = html.parse(file).getroot().find(".//main")
        if main is None or folder == "." or _NO_DOCUMENT.search(folder):
            continue
        one = _truth(main, folder, site, jimu)
        if one.must:
            found[one.path] = one
    return found


def _truth(main: Any, folder: str, site: Path, jimu: dict[str, str]) -> Truth:
    title = _said(main.find(".//h1"))
    one = Truth(f"{folder}/index.html", title)
    every = [*_runs(main, frozenset(), True), *_runs(main, frozenset(), False),
             *_runs(main, _WORDS_OF_MARKS, True), *_runs(main, _WORDS_OF_MARKS, False)]
    depth = folder.count("/")
    steps = folder.split("/")
    for name in _unfilled(main):
        name.set("class", "nothing")
    if _OF_INDEX.match(folder) or (depth == 0 and folder != "glossary"):
        own, kind, part = [], "索引のページ", ""
    elif folder == "glossary":
        own, kind, part = [run for run in _runs(main, _BESIDE | {"synonyms"}, False) if run.ids and not run.ids[-1].startswith("row-")], "用語", ""
    elif depth == 1 or depth == 2:
        if steps[0] == "glossary":
            return one
        part = _part(site, steps)
        kind = "変更" if part == "変更箇所" else "リスク対策" if "リスク" in part else "その他の項目"
        begin = "hyoshi" if depth == 1 else "henko" if kind == "変更" else _above(steps[2])
        own = [run for run in _runs(main, _BESIDE, False) if run.ids and run.ids[-1].startswith(begin)]
        if depth == 1 and not own:
            return one
        one.facets = {"自治体": _home(site, steps[0]), "様式": _form(main), "部": part, "事務": jimu.get("/".join(steps[:2]), "")}
    else:
        return one
    home = next((key for key in steps[:2] if kind == "索引のページ" and (site / key).is_dir() and not _OF_INDEX.match(key)), "")
    if home:
        one.facets = {"自治体": _home(site, home)}
    texts = [run.text for run in own]
    one.must = "\n".join([folded(title), *texts])
    one.may = "\n".join(dict.fromkeys([folded(title), *texts, *(run.text for run in every)])) if own else folded(title)
    one.page = "\n".join(dict.fromkeys([*texts, *(run.text for run in every)]))
    one.facets = {name: value for name, value in one.facets.items() if value}
    one.raw = tuple(_raw(main)) if own else (title,)
    inside: dict[str, list[str]] = defaultdict(list)
    for run in every:
        for anchor in set(run.ids):
            inside[anchor].append(run.text)
    one.under = {anchor: "\n".join(some) for anchor, some in inside.items()}
    for element in main.iter():
        if isinstance(element.tag, str) and element.get("id"):
            one.ids[element.get("id")] = one.ids.get(element.get("id"), 0) + 1
    must, may = _by_kind(own, kind), _by_kind(every, kind)
    one.kinds = {name: ("\n".join([folded(title), *some]), "\n".join([folded(title), *may.get(name, ())]))
                 for name, some in must.items()} or {kind: (folded(title), folded(title))}
    return one


def _unfilled(main: Any) -> list[Any]:
    """Elements that name what is not filled in, or say of a list how long it is: no texts of a document."""
    state = "contains(concat(' ', @class, ' '), ' nothing ') or contains(concat(' ', @class, ' '), ' flag no ')"
    found = main.xpath(
        f".//dt[following-sibling::dd[1]/*[1][{state}]] | .//section/*[self::h2 or self::h3 or self::h4 or self::h5]"
        f"[following-sibling::*[1][{state}]] | .//p[following-sibling::*[1][self::ol][@class='recorded']]"
        " | .//dl[@class='change-rows']/div/dt")
    lengths = (one for one in main.xpath(".//dd[.//ol[@class='recorded']]/p") if re.fullmatch(r"\d+項目", _said(one)))
    return [*found, *lengths, *main.xpath(".//section[@class='word']/h3/small | .//p[@class='source'] | .//section[@id='hyoshi']/h2 | .//h2//small")]


def _unticked(element: Any, classes: set[str]) -> bool:
    """Whether it is a box of the form that is not ticked (非該当, 不明)."""
    return element.tag == "li" and element.getparent().get("class") == "checks" and "yes" not in classes


def _by_kind(runs: list[Run], kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        inside = _INSIDE.search(run.ids[-1]) if run.ids and kind not in ("変更", "用語", "索引のページ") else None
        found[_KINDS[inside[1]] if inside else kind].append(run.text)
    return found


def _raw(main: Any) -> Iterator[str]:
    """The texts from which queries are made, as they are written."""
    for element in main.iter("p", "li", "td", "dt"):
        classes = set(" ".join(one.get("class") or "" for one in (element, *element.iterancestors())).split())
        beside = classes & _BESIDE or _unticked(element, classes)
        if not beside and not any(one.tag in _BLOCKS or one.tag == "br" for one in element.iterdescendants()):
            yield _said(element)


def _runs(main: Any, leave_out: frozenset[str], over_breaks: bool) -> list[Run]:
    """The texts of `main` between the ends of its blocks, without elements of these classes (and what boxes and folds say of
    themselves); with `over_breaks` an end of a line is a blank, and what is folded away belongs to the text around it."""
    found: list[Run] = []
    open_: list[str] = []
    ids: list[str] = []

    def end() -> None:
        text = folded("".join(open_))
        open_.clear()
        if text:
            found.append(Run(text, tuple(ids)))

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in ("script", "svg", "nav"):
            return
        classes = set((element.get("class") or "").split())
        if classes & leave_out or (leave_out and (element.tag == "summary" or _unticked(element, classes))):
            return
        if leave_out and element.tag == "span" and (element.getparent().getparent().get("class") or "") == "checks":
            return
        if element.tag == "br":
            if over_breaks:
                open_.append(" ")
            else:
                end()
            return
        aside = leave_out and not over_breaks and element.tag == "small"
        block = (element.tag in _BLOCKS or aside) and not (over_breaks and "kept" in classes)
        if block:
            end()
        has = element.get("id") if element.tag != "main" else None
        if has:
            ids.append(has)
        open_.append(element.text or "")
        for child in element:
            walk(child)
            open_.append(child.tail or "")
        if block:
            end()
        if has:
            ids.pop()

    walk(main)
    end()
    return found


# -- facets as the pages say them ---------------------------------------------------------------------------------------


def _said(element: Any) -> str:
    return " ".join(str(element.text_content()).split()) if element is not None else ""


def _h1(file: Path) -> str:
    return str(html.parse(file).getroot().find(".//main//h1").text_content()).strip()


def _home(site: Path, key: str) -> str:
    return _h1(site / key / "index.html").removesuffix("の特定個人情報保護評価書")


def _form(main: Any) -> str:
    return next((found[1] for li in main.xpath(".//ul[@class='about']/li") if (found := re.match("(.*項目評価書)", _said(li)))), "")


def _part(site: Path, steps: list[str]) -> str:
    """As the page calls itself; a page of a block is of the part whose page its address begins with."""
    if len(steps) == 2:
        return "表紙"
    if steps[2].startswith("henko"):
        return "変更箇所"
    return _h1(site.joinpath(*steps[:2], _above(steps[2]), "index.html")).partition("　(")[0]


def _above(name: str) -> str:
    return re.sub(r"-(teikyo|iten|itaku|system).*$", "", name)


def _jimu(site: Path) -> dict[str, str]:
    """By folder of an assessment its 事務, from the pages on which those of one 事務 are compared (a page each for some, if many)."""
    found = {}
    for first in sorted(site.glob("compare/*/index.html")):
        name = re.search("「(.*?)」", _h1(first))
        for file in sorted(first.parent.rglob("index.html")):
            for link in html.parse(file).getroot().xpath("//main//a/@href"):
                target = re.match(r"(?:\.\./)+([a-z0-9-]+/[a-z0-9-]+)/", str(link))
                if target and name and not re.match("compare|glossary|statutes", target[1]):
                    found[target[1]] = name[1]
    return found
