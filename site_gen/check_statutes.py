"""Whether a published text still cites provisions by numbers that they no longer had on the day it was published."""

from collections.abc import Iterator, Mapping

from site_gen import cited, dates, laws
from site_gen.citations import Laws, Renumbering, squeezed
from site_gen.cited import Cited
from site_gen.flows import Kind, flows
from site_gen.model import Assessment, Dated, Words
from site_gen.problem import Problem, Span, warning
from site_gen.source import brief

_BASES = ("法令上の根拠", "用途の法的根拠")
_FORMER = ("旧", "改正前の", "改正前", "廃止前の")


def problems(a: Assessment, table: Laws, here: str = "") -> Iterator[Problem]:
    """One warning for each renumbering (改正 of laws.yaml) before the 公表日 of `a` whose old number is still cited.

    変更箇所 is not asked: it says what stood there before. A number that is that of another provision today counts only
    beside one of the words that tell which is meant, in the same text or, of a legal basis, in the 提供方法 of its row.
    `here` is the name of the municipality, as those who link the texts have it: each is read once for both.
    """
    published = a.part("表紙").child("公表日").value
    if not isinstance(published, Dated) or not any(one.day <= published.start.iso for one in table.renumberings):
        return
    found = list(cited.cited(a, cited.known(a, table, here), history=False))
    for one in table.renumberings:
        if one.day <= published.start.iso:
            numbered = [it for it in found if _has_old_number(it, one)]
            means = _means(a) if numbered and one.telltale else {}
            old = [it for it in numbered if _is_meant(it, one, means)]
            if old:
                yield _told(old, one, table)


def _means(a: Assessment) -> Mapping[str, str]:
    """By the locator of each row of 提供 and 移転, the boxes of its 提供方法 in one text; a row of a list has no such boxes
    and is given the way that the block pointing at the list says."""
    rows = [one for one in flows(a, None) if one.kind in ("provision", "transfer")]
    of_list: dict[tuple[int, Kind], list[str]] = {}
    for one in rows:
        if one.elsewhere:
            of_list.setdefault((one.file, one.kind), []).extend(one.means)
    return {
        one.locator: "、".join(of_list.get((one.file, one.kind), ()) if one.locator.endswith("]") else one.means)
        for one in rows
    }


def _has_old_number(one: Cited, renumbering: Renumbering) -> bool:
    citation = one.citation
    if citation.law != renumbering.law or laws.moved_to(renumbering, citation.provision) is None:
        return False
    return not one.text.text[: citation.start].rstrip().endswith(_FORMER)


def _is_meant(one: Cited, renumbering: Renumbering, means: Mapping[str, str]) -> bool:
    """Whether it is the old one that the number means, as far as the words beside it tell."""
    entry = one.entry
    way = means.get(entry.locator.rpartition("/")[0], "") if entry.item.name in _BASES else ""
    plain = squeezed(one.text.text) + squeezed(way)
    return not renumbering.telltale or any(squeezed(word) in plain for word in renumbering.telltale)


def _told(old: list[Cited], one: Renumbering, table: Laws) -> Problem:
    first = old[0]
    written = brief(" ".join(first.text.text[first.citation.start : first.citation.end].split()))
    moved = laws.moved_to(one, first.citation.provision)
    assert moved is not None
    new = laws.shown(table, *moved)
    more = f"（ほかに{len(old) - 1}か所）" if len(old) > 1 else ""
    day = dates.moment(one.day)
    since = dates.in_japanese(day) if isinstance(day, dates.Moment) else one.day
    place = first.entry.place
    return warning(_span(first), "statute-renumbered", f"{place}の「{written}」は、{since}から「{new}」です{more}",
                   "今の番号に改めてください。改正前の定めを指すのなら「改正前の」と書き添えます")


def _span(one: Cited) -> Span:
    """The line of the citation; exact in `|` blocks, the beginning of the value elsewhere."""
    value = one.entry.value
    if isinstance(value, Words) and value.body != value.span.line:
        return Span(value.span.path, value.body + value.text.count("\n", 0, one.citation.start), 1)
    return one.text.span
