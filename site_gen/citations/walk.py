"""A text in, every statute it cites out: one pass over the canonical text that remembers what 同法 and 第2項 stand for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from site_gen.citations import brackets, pieces
from site_gen.citations.canonical import Canonical, canonical
from site_gen.citations.pieces import Piece
from site_gen.citations.provision import Provision
from site_gen.citations.titles import Known, Names, Title, may_cite

_NOTICE = re.compile(r"告示第(\d{1,4})号")
_OFFICE = re.compile(r"[一-龠]{1,12}(?:省|府|庁|委員会|局|市|県|都|道|町|村|区)$")
_SAME = re.compile(
    "同(?:(附則|条(?!例)|項(?!目)|号|表(?!題))|(法(?:施行(?:令|規則))?(?![人令務])|政令|省令|府令|命令|条例|規則|告示|要綱|令(?!和)))"
)
_ORDER = re.compile("主務省令|総務省令|省令|府令|命令|政令|規則|条例|法(?=第?[0-9]+条|附則|別表)|令(?=第[0-9]+条)")
_UNDER = re.compile("(?:の規定)?(?:に基づく|に基づき定める|で定める|に規定する)$")
_CONNECTOR = re.compile("、?(?:及び|並びに|又は|若しくは)|[、,・とや]|から|~|[ \n]")
_RANGE = ("から", "~")
_SHORT_ARTICLE = re.compile(r"\d{1,4}条(?:の\d{1,3})*(?:[ \n]?\d{1,3}[項号]|、)")
_LISTED = frozenset("(・")
_NUMBERS = re.compile(r"[0-9 \n、,]+")
_BEFORE_ROWS = frozenset("(・:)")  # also （情報照会の根拠）27、42の項
# 健康保険法による…の事務（第3条で定めるもの）: what the 主務省令 beside it lays down, whatever act the text names.
_ORDERED = re.compile("(?:で定める|に定める|に掲げる|に規定する)(?:もの|事務)")
_ACT = re.compile("法(?:律)?(?:第[0-9]+号)?$")


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: characters `start` up to, not including, `end` of the text.

    `law` is its key in the table, the canonical title where the table does not have it, empty where the text does not
    say which law it is. `provision` is empty for the law as a whole; `until` is the last one of a range. `name` is how
    the law is named: as written (番号法, 同法, 同号), empty where a list goes on.
    """

    start: int
    end: int
    law: str
    provision: Provision
    until: Provision | None = None
    name: str = ""


def citations(text: str, known: Known, before: Sequence[Citation] = ()) -> tuple[Citation, ...]:
    """Every citation in `text`, in its order, none inside another; in time that grows with the length of the text.

    `before` are citations of what stands beside the text (法令上の根拠 beside 用途): 同法, 同命令 and 第3条 alone mean
    them where the text itself names nothing, and 第3条 alone in a sentence means an order cited beside it anyway.
    """
    return _citations(text, known, tuple(before)) if may_cite(text, known) else ()


@lru_cache(maxsize=8192)  # a text is asked for by a check and by pages, and while someone edits again each time
def _citations(text: str, known: Known, before: tuple[Citation, ...]) -> tuple[Citation, ...]:
    walk = _Walk(text, known, before)
    walk.run()
    return tuple(walk.found)


def definitions(text: str, known: Known) -> Known:
    """`known` and the short names that `text` defines: …法（以下「番号法」という。）."""
    return _definitions(text, known) if brackets.may_define(text) and may_cite(text, known) else known


@lru_cache(maxsize=4096)
def _definitions(text: str, known: Known) -> Known:
    walk = _Walk(text, known, ())
    walk.run()
    if not walk.names.defined:
        return known
    names = dict(known.names) | walk.names.defined
    return replace(known, names=tuple(names.items()))


class _Walk:
    def __init__(self, text: str, known: Known, before: Sequence[Citation]) -> None:
        self.canonical: Canonical = canonical(text)
        self.text = self.canonical.text
        self.known = known
        self.names = Names(known)
        self.found: list[Citation] = []
        self.done = 0  # no citation begins before here
        self.own = False  # whether the text itself has named a law or provision
        self.law = self.act = ""
        self.orders: dict[str, str] = {}  # by their titles, the last one last
        self.provision = Provision()
        self.table: tuple[str, Provision] | None = None
        self.barren = 0  # before here no list of rows begins: what would be its numbers is closed by no 項
        for one in before:
            self._remember(one.law, one.until or one.provision)
        # An order: 用途 speak of its articles as 第3条 alone, after other laws. An act they would call by its name.
        self.beside = "" if not self.law or _ACT.search(known.laws.title(self.law)) else self.law

    def run(self) -> None:
        """Goes through the text once."""
        at = 0
        while found := self.names.worth_a_look.search(self.text, at):
            at = found.start()
            title = self.names.at(self.text, at)
            at = max(self._named(title) if title else self._other(at), at + 1)

    # -- what can stand at a place; each returns where the search goes on, or 0 ------------------------------------

    def _other(self, at: int) -> int:
        return (
            self._same(at) or self._by_number(at) or self._notice(at) or self._unlisted(at) or self._order(at)
            or self._annex(at) or self._supplement(at) or self._article(at) or self._row(at)
        )

    def _named(self, title: Title) -> int:
        """A name of a statute with its brackets and provision."""
        follows = brackets.after_name(self.text, title.end)
        for name in follows.names:
            self.names.define(name, title.law)
        inner = self.names.act_within(self.text, title)
        if inner:
            self.act = inner
        found = self._provisions(follows.end, title.law)
        name = self.text[title.start : title.end]
        if not found:
            self._add(Piece(title.start, title.end, Provision()), title.law, name)
            return follows.end
        first = replace(found[0], start=title.start)
        self._add(first, title.law, name)
        return self._list([first, *found[1:]], title.law)

    def _same(self, at: int) -> int:
        """同法, 同令, 同条, 同項, 同号, 同表, 同附則."""
        match = _SAME.match(self.text, at)
        if not match or (match[1] and not self.law and not self.provision):
            return 0
        if match[2]:
            law = self._meant(match[2])
            return self._named_again(at, match.end(), law, match[0])
        law, own = self.law, self.provision
        base = {
            "附則": Provision(supplement=True),
            "条": Provision(supplement=own.supplement, article=own.article),
            "項": Provision(supplement=own.supplement, article=own.article, paragraph=own.paragraph),
            "号": replace(own, subitem="", table="", row=""),
            "表": replace(own, row=""),
        }[match[1]]
        if match[1] == "表":
            if not self.table:
                return 0
            law, base = self.table[0], replace(self.table[1], row="")
            rows = pieces.next_row(self.text, match.end(), base) if self.text[match.end() : match.end() + 1].isdigit() else []
            found = rows or [Piece(at, match.end(), base)]
        elif not base:
            return 0
        else:
            found = pieces.provisions(self.text, match.end(), base) or [Piece(at, match.end(), base)]
        found = [replace(found[0], start=at), *found[1:]]
        self._add(found[0], law, match[0])
        return self._list(found, law)

    def _named_again(self, at: int, end: int, law: str, name: str) -> int:
        found = self._provisions(end, law)
        first = replace(found[0], start=at) if found else Piece(at, end, Provision())
        self._add(first, law, name)
        return self._list([first, *found[1:]], law) if found else end

    def _meant(self, word: str) -> str:
        """The law that 同法, 同命令, 同条例 mean: the last of its kind."""
        if word.startswith("法"):
            if word == "法":
                return self.act
            return self.known.laws.named(self.known.laws.title(self.act) + word[1:]) if self.act else ""
        titles = [title for title in self.orders if title.endswith(word)]
        titles = titles or [title for title in self.orders if word in ("命令", "省令") and title.endswith("令")]
        return self.orders[titles[-1]] if titles else ""

    def _by_number(self, at: int) -> int:
        """昭和60年法律第34号 without a title."""
        number, end = brackets.number(self.text, at)
        if not number:
            return 0
        law = self.names.defined.get(number) or dict(self.known.names).get(number) or self.known.laws.named(number)
        after = brackets.after_title(self.text, end)  # 平成8年法律第82号(…を改正する法律)附則第16条
        return self._named_again(at, after if self._provisions(after, law) else end, law, self.text[at:end])

    def _notice(self, at: int) -> int:
        """総務省告示第334号."""
        match = _NOTICE.match(self.text, at)
        office = _OFFICE.search(self.text[max(self.done, at - 16) : at]) if match else None
        if not match or not office:
            return 0
        start = at - len(office[0])
        law = self.known.laws.named(self.text[start : match.end()])
        part = pieces.section(self.text, match.end())
        self._add(replace(part, start=start) if part else Piece(start, match.end(), Provision()), law, office[0])
        return part.end if part else match.end()

    def _unlisted(self, at: int) -> int:
        """A title that is in no table."""
        title = self.names.unlisted(self.canonical, at, self.done, numbered=False)
        if title is None and brackets.is_numbered_soon(self.text, at):
            title = self.names.unlisted(self.canonical, at, self.done, numbered=True)
            title = title if title and brackets.is_numbered(self.text, title.end) else None
        return self._named(self._by_its_number(title)) if title and title.start >= self.done else 0

    def _by_its_number(self, title: Title) -> Title:
        """`title` as the law of the table whose number stands in the bracket after it, and from here on a name of it."""
        number = "" if self.known.laws.get(title.law) else brackets.number_within(self.text, title.end)
        law = self.known.laws.named(number) if number else ""
        if not law or self.known.laws.get(law) is None:
            return title
        self.names.define(self.text[title.start : title.end], law)
        return replace(title, law=law)

    def _order(self, at: int) -> int:
        """主務省令, 命令, 規則, 条例 without a title: with a provision, or called for by the citation before it."""
        match = _ORDER.match(self.text, at)
        if not match:
            return 0
        last = self.found[-1] if self.found else None
        gap = self.text[brackets.after_heading(self.text, self.done) : at] if last else ""
        under = bool(last and _UNDER.fullmatch(gap))
        law = ""
        if under and last and match[0] not in ("法", "条例", "規則"):
            law = self.known.laws.under(last.law, last.provision)
            if not law and last.law:
                law = f"{self.known.laws.title(last.law)}{last.provision.label}に基づく{match[0]}"
        found = self._provisions(match.end(), law)
        if not found and not under:
            return 0
        if not under and at and re.match("[一-龠ァ-ヶー]", self.text[at - 1]) and at not in self.canonical.after_space:
            return 0
        first = replace(found[0], start=at) if found else Piece(at, match.end(), Provision())
        self._add(first, law, match[0])
        return self._list([first, *found[1:]], law) if found else match.end()

    def _annex(self, at: int) -> int:
        """別表第2 by itself: that of the last act; a 別表 without a number only where a citation leads to it."""
        if not self.text.startswith("別表", at):
            return 0
        found = pieces.provisions(self.text, at)
        if not found or (found[0].provision.table == "別表" and not found[0].provision.row and not (self.found and at == self.done)):
            return 0
        law = self.act or self.law
        self._add(found[0], law, "")
        return self._list(found, law)

    def _supplement(self, at: int) -> int:
        """附則第2条 by itself: of the last law."""
        found = pieces.provisions(self.text, at) if self.text.startswith("附則", at) else []
        if not found or not (found[0].provision.article or found[0].provision.paragraph):
            return 0
        law = self.law
        self._add(found[0], law, "")
        return self._list(found, law)

    def _article(self, at: int) -> int:
        """第12条 by itself, or 2条7号 in a list: of the last law where a list or a bracket leads to it."""
        before = self.text[at - 1 : at]
        listed = (before in _LISTED or at in self.canonical.line_starts) and bool(self.found)
        if self.text[at] != "第":  # 2条7号ロ, as lists write it for short
            listed = bool(self.found) and (listed or before == "、" or at == self.done)
            if not listed or not _SHORT_ARTICLE.match(self.text, at):
                return 0
        found = pieces.provisions(self.text, at)
        if not found or not found[0].provision.article:
            return 0
        ordered = bool(self.beside) and bool(_ORDERED.match(self.text, found[-1].end))
        law = self.beside if ordered else self.law if listed or not self.own else self.beside
        self._add(found[0], law, "")
        return self._list(found, law)

    def _row(self, at: int) -> int:
        """(1、2、3の項), ・1、2、3の項: rows of the last table, in a bracket or where a line, a point or a head begins a list."""
        if not self.table or not self.text[at].isdigit() or at < self.barren:
            return 0
        if self.text[at - 1 : at] not in _BEFORE_ROWS and at not in self.canonical.line_starts:
            return 0
        law, table = self.table
        found = pieces.next_row(self.text, at, table)
        if not found:
            self.barren = _NUMBERS.match(self.text, at).end()  # type: ignore[union-attr]  # a digit stands there
            return 0
        self._add(found[0], law, "")
        return self._list(found, law)

    # -- what follows a name ---------------------------------------------------------------------------------------

    def _provisions(self, at: int, law: str) -> list[Piece]:
        found = pieces.provisions(self.text, at)
        if found:
            return found
        kind = self.known.laws.title(law)
        part = pieces.section(self.text, at) if kind.endswith(("指針", "告示")) else None
        return [part] if part else []

    def _list(self, found: list[Piece], law: str) -> int:
        """Adds the pieces after the first and whatever goes on in the same list; where it ends."""
        for one in found[1:]:
            self._add(one, law, "")
        last = found[-1]
        while True:
            at = brackets.after_heading(self.text, last.end)
            connector = _CONNECTOR.match(self.text, at)
            start = connector.end() if connector else at
            following = pieces.same_kind(self.text, start, last.until or last.provision) if start < len(self.text) else []
            if not following or (not connector and not following[0].provision.table):
                return last.end
            annex = following[0].provision.table.startswith("別表") and not last.provision.table
            law = self.act or law if annex else law
            if connector and connector[0] in _RANGE and at == last.end and not last.until:
                end = following[0].end + (2 if self.text.startswith("まで", following[0].end) else 0)
                last = Piece(last.start, end, last.provision, following[0].provision)
                name = self.found.pop().name
                self._add(last, law, name)
                continue
            for one in following:
                self._add(one, law, "")
            last = following[-1]

    def _add(self, piece: Piece, law: str, name: str) -> None:
        start, end = self.canonical.starts[piece.start], self.canonical.ends[piece.end - 1]
        self.found.append(Citation(start, end, law, piece.provision, piece.until, name))
        self.done = piece.end
        self.own = True
        self._remember(law, piece.until or piece.provision)

    def _remember(self, law: str, provision: Provision) -> None:
        self.law, self.provision = law, provision
        if law:
            title = self.known.laws.title(law)
            if _ACT.search(title):
                self.act = law
            else:
                self.orders.pop(title, None)
                self.orders[title] = law
        if provision.table:
            self.table = (law, provision)
