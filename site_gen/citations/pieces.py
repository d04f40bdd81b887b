"""Canonical text at a place in, the provision that stands there out: 第30条の6第1項, 別表第2の16の項, 2条7号ロ, 第6-7."""

import re
from dataclasses import dataclass, replace

from site_gen.citations.provision import Provision

_GAP = "[ \n]?"
_NUM = r"(\d{1,4}(?:\n\d{1,3})?)"
_BRANCH = r"((?:の\d{1,3})*)"
_SUPPLEMENT = re.compile(r"の?附則")
_ARTICLE = re.compile(rf"(?:の?第)?{_GAP}{_NUM}{_GAP}条(?![件例約文項]){_BRANCH}(?:第\d{{1,3}}条)?")
_PARAGRAPH = re.compile(rf"{_GAP}(?:の?第)?{_GAP}{_NUM}{_GAP}項(?![目番])")
_ITEM = re.compile(rf"{_GAP}(?:の?第)?{_GAP}{_NUM}{_GAP}号(?![様被議室車機棟線館])((?:の\d{{1,3}}(?!の項))*)")
_SUBITEM = re.compile(r"([イロハニホヘトチリヌルヲワカヨタレソツネナへ])(?![ァ-ヶーぁ-ん])")
_OWN_TABLE = re.compile(r"(?:の表|(?<=条)表)(?![題示記面現紙彰情])")
_TABLE = re.compile(r"の?別表(?:第(\d{1,2})(?!\d|項(?!番))|([12])(?=の\d{1,3}(?:の\d)?の項)|(\d{1,2})(?!\d|\.|の\d{1,3}の項|の項|項|[、,・~]\d))?")
_ROW_HEAD = re.compile(rf"{_GAP}(?:の項番|項番|の第|の|第|{_GAP}){_GAP}(?=\d)")
_ROW = re.compile(r"(\d[\d \n]{0,6}(?:の\d{1,3}(?!\d))*)((?:の項|項(?![目番])(?:の項)?)?)")
_ROW_NEXT = re.compile(r"(?:、|,|・|及び|又は|並びに|若しくは|から|~|\n)(?:第|同表の?)?(?=\d)")
_SECTION = re.compile(r"\(?第(\d{1,2}(?:-\d{1,2})+(?:\(\d{1,2}\))?)")
_RANGE = ("から", "~")
_LONGEST_LIST = 400  # rows in one list


@dataclass(frozen=True, slots=True)
class Piece:
    """A provision in the canonical text from `start` to `end`; `until` is the last one of a range."""

    start: int
    end: int
    provision: Provision
    until: Provision | None = None


def provisions(text: str, at: int, base: Provision | None = None, *, bare: bool = True) -> list[Piece]:
    """What stands at `at` in a canonical text: one piece, or several where it is a list of rows; none if no provision.

    `base` is what the text said before (同条 and then 第2項). `bare`: numbers without 第 will do (34条第3項).
    """
    found, end = _articles(text, at, base or Provision(), bare)
    table = _OWN_TABLE.match(text, end) if found.article else None
    if table:
        return _rows(text, at, table.end(), replace(found, table="表"))
    annex = _TABLE.match(text, end) if not found.article else None
    if annex:
        number = next((one for one in annex.groups() if one), "")
        return _rows(text, at, annex.end(), replace(found, table=f"別表第{number}" if number else "別表"))
    if end == at and not found.supplement:
        return []
    return [Piece(at, end, found)]


def section(text: str, at: int) -> Piece | None:
    """第6-7 or (第6-8(1), as notices and guidelines number themselves."""
    found = _SECTION.match(text, at)
    return Piece(at, found.end(), Provision(section=found[1])) if found else None


def next_row(text: str, at: int, table: Provision) -> list[Piece]:
    """The rows of `table` that a list names from `at` on, which must be a digit; none where it is no list of rows."""
    return _row_list(text, at, at, replace(table, row=""))


def same_kind(text: str, at: int, before: Provision) -> list[Piece]:
    """What follows `before` in a list: an article, a paragraph, an item, a row of the same statute; none otherwise."""
    if before.row:
        rows = _row_list(text, at, at + text.startswith("第", at), replace(before, row=""))
        if rows:
            return rows
    for pattern, kept in (
        (_ARTICLE, Provision(supplement=before.supplement)),
        (_PARAGRAPH, Provision(supplement=before.supplement, article=before.article)),
        (_ITEM, replace(before, item="", subitem="", table="", row="")),
    ):
        if pattern is _PARAGRAPH and not (before.article or before.supplement):
            continue
        if pattern is _ITEM and not before.article:
            continue
        if pattern.match(text, at):
            return provisions(text, at, kept)
    sub = _SUBITEM.match(text, at) if before.subitem else None
    if sub:
        return [Piece(at, sub.end(), replace(before, subitem=sub[1].replace("へ", "ヘ")))]
    return provisions(text, at) if _TABLE.match(text, at) else []


def _articles(text: str, at: int, base: Provision, bare: bool) -> tuple[Provision, int]:
    """附則, article, paragraph, item and イロハ as far as they stand at `at`, and where they end."""
    found = base
    supplement = _SUPPLEMENT.match(text, at)
    if supplement:
        found, at = Provision(supplement=True), supplement.end()
    article = _ARTICLE.match(text, at)
    if article and (bare or "第" in article[0]):
        found = Provision(supplement=found.supplement, article=_joined(article[1]) + article[2])
        at = article.end()
    if found.article or found.supplement:
        paragraph = _PARAGRAPH.match(text, at)
        if paragraph and not found.item:
            found, at = replace(found, paragraph=_joined(paragraph[1])), paragraph.end()
        item = _ITEM.match(text, at)
        if item and not found.subitem:
            found, at = replace(found, item=_joined(item[1]) + item[2], subitem=""), item.end()
        sub = _SUBITEM.match(text, at) if found.item and text[at - 1 : at] != "同" else None
        if sub:
            found, at = replace(found, subitem=sub[1].replace("へ", "ヘ")), sub.end()
    return found, at


def _rows(text: str, start: int, at: int, table: Provision) -> list[Piece]:
    """The table alone, or its rows where some are named right after it."""
    head = _ROW_HEAD.match(text, at) if at < len(text) and text[at] in " \n第の項" else None
    rows = _row_list(text, start, head.end() if head else at, table, marked=head is not None and "項番" in head[0])
    return rows or [Piece(start, at, table)]


def _row_list(text: str, start: int, at: int, table: Provision, *, marked: bool = False) -> list[Piece]:
    """1、2、3の項 one by one; a list that no 項 closes is none, unless 項番 opens it (`marked`)."""
    found: list[Piece] = []
    closed = 0
    while len(found) < _LONGEST_LIST:
        row = _ROW.match(text, at)
        if not row:
            break
        number, end = re.sub("[ \n]", "", row[1]), row.end()
        while text[end - 1] in " \n":
            end -= 1
        one = Piece(start, end, replace(table, row=number))
        found.append(one)
        if row[2] or marked:
            closed = len(found)
        at = row.end()
        following = _ROW_NEXT.match(text, at)
        if not following:
            break
        start = at = following.end()
        if following[0].startswith(_RANGE):
            last = _ROW.match(text, at)
            if last and (last[2] or row[2] or marked):
                end = last.end() + (2 if text.startswith("まで", last.end()) else 0)
                found[-1] = Piece(one.start, end, one.provision, replace(table, row=re.sub("[ \n]", "", last[1])))
                closed = len(found)
                at = end
                following = _ROW_NEXT.match(text, at)
                if not following:
                    break
                start = at = following.end()
    return found[:closed]


def _joined(number: str) -> str:
    return number.replace("\n", "")
