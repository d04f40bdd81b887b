"""Names of statutes in a canonical text: those of the table, those a text defines, and titles that nobody has listed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from site_gen.citations.canonical import Canonical, squeezed
from site_gen.citations.law import Laws

_LONGEST = 90  # characters of a title
_STARTS = "同別附法条規政省命府施主総告明大昭平令第0-9要"  # what a citation can begin with beside the names of statutes
# One of these is in every citation, however wide it is written, but in such a name of a statute that has none of them. Not in 方法,
# 番号, 事項, 項目 and dates of 令和. The ranges are those of characters that stand for one of these or for more: ㊞, 法 in its other code.
_SIGNS = (
    r"法律|(?<!方)法|令(?!和[0-9０-９元一二三四五六七八九十])|[則程綱条]|(?<!番)号|(?<!事)項(?!目)|の\s*項|[別同]\s*表"
    "|[\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
_ENDING = re.compile(
    "法律(?![家上的]|事務|相談|関係)|法(?![人令務定的廷曹学案規源外益律])"
    "|条例(?!施行)|規則|規程|要綱|政令|省令|府令|命令|(?:条例)?施行(?:令|規則|細則)"
)
_TITLE = re.compile(r"[一-龠々〆ヶァ-ヴーぁ-んA-Za-z0-9・]")
_RUN = re.compile(r"[一-龠々ヶァ-ヴーA-Za-z]*$")  # on at most _LONGEST characters
_NO_LAW = re.compile(
    "(?:方|手|司|立|違|適|不|文|技|療|製|寸|無|脱|順|遵|論|算|書|拳|戦|弾)$"  # 方法, 司法, 違法 … whatever stands before them
    "|^(?:用|作|合|解|新|旧|同|本|税|当|現|前|該|正|各|旧新|関係|根拠|個別|特別|一般|上位)$"
)
_SHORT_LAWS = frozenset("民法 刑法 商法 憲法".split())
_JOINING = re.compile("^(?:及び|並びに|又は|若しくは|その他の|の規定に|に基づく|により|による|[のをにとがはや、])+")
# Whose ordinance it is: さいたま市…, 東京都…, …広域連合. Not 都市公園, 地区計画, 市税.
_OF_SOMEONE = re.compile("^.{1,8}?(?:(?<!都)市|(?<![地学])区|[町村県府])|東京都|北海道|広域連合|組合")
_LEADING = re.compile("^(?:改正後の|改正前の|改正|現行|前記|上記|本市|本町|本村|本県|当市|当該|各|本)")
_PROVISION = re.compile("の?第?[0-9]+条|附則|別表")
_OFFICE = re.compile("^.{0,12}(?:国|省|庁|府|都|道|県|市|区|町|村)の(?=[一-龠ァ-ヶ])")  # of whom the order is: 国土交通省の…要綱
_OF_ACT = re.compile("(?:に関する|ための|を改正する|等の|に係る|を整備する|を定める|廃止する)$")
_CUT = re.compile(
    "(?:法律?|法令|[条項号]|条例|規則|政令|省令|命令)(?:等|など)?"
    "(?:や|の法律や|に基づき|に基づいて|に基づく|により|による|に規定する|の規定により|の規定による|に定める|及び|又は|並びに|若しくは|と)"
    "|として|については|においては|では|とは|(?<=[一-龠ァ-ヶー])[はが](?=[一-龠ァ-ヶー])"
)
_AMENDING = re.compile(
    "等?(?:の一部|の全部)?を(?:改正|廃止)する(?:等の)?(?:法律|政令|省令|命令|条例|規則)"
    "|(?:等)?の[一-龠等]{0,12}(?:に関する)?施行法|施行(?:令|規則|細則|条例)"
    "|の施行に伴う(?:関係(?:法律|政令|省令)の整備等?に関する|経過措置に関する)(?:法律|政令|省令)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """The statutes that a text can name: `laws`, and the short names (`names`: name, law) that texts before it defined.

    `here` is the municipality that 本市 means, empty where it is not known.
    """

    laws: Laws = field(default_factory=Laws)
    names: tuple[tuple[str, str], ...] = ()
    here: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A name of a statute in the canonical text; `law` is its key, or its title where it has none."""

    start: int
    end: int
    law: str


def may_cite(text: str, known: Known) -> bool:
    """Whether a citation can stand in `text` as it was written; most texts say nothing that looks like one."""
    return bool(_lexicon(known).signs.search(text))


class Names:
    """Finds names in one text; short names that the text itself defines are added on the way."""

    def __init__(self, known: Known) -> None:
        self._known = known
        lexicon = _lexicon(known)
        self._shared, self.worth_a_look = lexicon.names, lexicon.worth_a_look
        self._own: dict[str, list[tuple[str, str]]] = {}
        self.defined: dict[str, str] = {}

    def define(self, name: str, law: str) -> None:
        """From here on `name` means `law`."""
        self.defined[name] = law
        self._own.setdefault(name[0], []).insert(0, (name, law))
        self._own[name[0]].sort(key=lambda one: -len(one[0]))
        self.worth_a_look = _firsts((*self._shared, *self._own))

    def at(self, text: str, at: int) -> Title | None:
        """The longest known name at `at`; one of a single character (法) only before a provision."""
        own, shared = self._own.get(text[at], ()), self._shared.get(text[at], ())
        best = max(
            (one for names in (own, shared) if (one := _first(names, text, at))), key=lambda one: len(one[0]), default=None
        )
        return self._longer(text, Title(at, at + len(best[0]), best[1])) if best else None

    def unlisted(self, canonical: Canonical, at: int, begin: int, numbered: bool) -> Title | None:
        """A title that ends with the 法, 条例, 規則 … at `at` and begins not before `begin`; None where it is no title.

        `numbered`: whether a number of a law or a provision follows it, which makes a title of nearly anything.
        """
        ending = _ENDING.match(canonical.text, at)
        if not ending:
            return None
        start = self._begin(canonical, at, begin)
        stem, tail = canonical.text[start:at], ending[0]
        if stem.startswith(("その他", "これら")):
            return None
        if tail == "法":
            start = at - len(_RUN.search(stem)[0])  # type: ignore[index]  # matches nothing at least
            stem = canonical.text[start:at]
        here = ""
        if tail != "法律" and (office := _OFFICE.search(stem)):
            here = self._known.here if office[0] in ("市の", "本市の", "町の", "本町の", "村の", "本村の") else ""
            start += office.end()
            stem = stem[office.end() :]
        joining = _JOINING.match(stem)
        if joining:
            start += joining.end()
            stem = stem[joining.end() :]
        leading = _LEADING.match(stem)
        if leading:
            here = self._known.here if leading[0] in ("本市", "本町", "本村", "本県", "当市") else here
            start += leading.end()
            stem = stem[leading.end() :]
        if not _is_title(stem, tail, numbered):
            return None
        if tail == "条例" and not _OF_SOMEONE.search(stem):
            here = self._known.here  # every city has a 情報公開条例, and speaks of its own
        name = here + canonical.text[start : ending.end()]
        return self._longer(canonical.text, Title(start, ending.end(), self._known.laws.named(name)))

    def act_within(self, text: str, title: Title) -> str:
        """The act with whose name the name of an order begins (番号法 in 番号法第19条第8号に基づく…命令), or an empty text."""
        found = [
            law for name, law in self._shared.get(text[title.start], ())
            if law != title.law and len(name) < title.end - title.start and text.startswith(name, title.start)
            and not text.startswith("施行", title.start + len(name))
        ]
        return found[0] if found else ""

    def _longer(self, text: str, title: Title) -> Title:
        """`title`, or the law that its name goes on to be: an amending act, the 施行令 of an act."""
        more = _AMENDING.match(text, title.end)
        if not more:
            return title
        own = more[0].startswith("施行") and self._known.laws.title(title.law)
        name = squeezed(own) + more[0] if own else text[title.start : more.end()]
        return Title(title.start, more.end(), self._known.laws.named(name))

    @staticmethod
    def _begin(canonical: Canonical, at: int, begin: int) -> int:
        start = at
        text = canonical.text
        while start > max(begin, at - _LONGEST) and _TITLE.match(text[start - 1]) and start not in canonical.after_space:
            start -= 1
        while start < at and text[start] in "・0123456789":
            start += 1
        cut = max((found.end() for found in _CUT.finditer(text, start, at)), default=start)
        return cut


def _is_title(stem: str, tail: str, numbered: bool) -> bool:
    if tail == "法":
        return stem + tail in _SHORT_LAWS or (len(stem) > 1 and stem != "施行" and not _NO_LAW.search(stem))
    if tail == "法律":
        return bool(_OF_ACT.search(stem)) and len(stem) > 6
    if tail == "条例":
        return len(stem) > 1 and bool(re.search("[一-龠]", stem)) and not stem.endswith(("基づく", "関係"))
    if not re.search("[一-龠]{2}", stem) or stem.endswith(("主務", "総務", "運用", "で定める", "基づく")):
        return False
    return stem.endswith("に関する") or numbered


def _first(names: "list[tuple[str, str]] | tuple[tuple[str, str], ...]", text: str, at: int) -> tuple[str, str] | None:
    for name, law in names:
        if text.startswith(name, at) and (len(name) > 1 or _PROVISION.match(text, at + 1)):
            return name, law
    return None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Every name with its law by its first character, the longest first; what finds the characters of a canonical text where a citation
    can begin, and what finds nothing in a text as written in which there is none."""

    names: dict[str, list[tuple[str, str]]]
    worth_a_look: re.Pattern[str]
    signs: re.Pattern[str]


@lru_cache(maxsize=32)
def _lexicon(known: Known) -> _Lexicon:
    names = dict(known.laws.spellings) | {squeezed(name): law for name, law in known.names}
    found: dict[str, list[tuple[str, str]]] = {}
    for name, law in sorted(names.items(), key=lambda one: -len(one[0])):
        found.setdefault(name[0], []).append((name, law))
    unlike = {name[0] for name in names if not re.search(_SIGNS, name)}
    return _Lexicon(found, _firsts(found), re.compile(f"{_SIGNS}|[{''.join(re.escape(one) for one in sorted(unlike))}]" if unlike else _SIGNS))


def _firsts(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{_STARTS}{''.join(re.escape(one) for one in sorted(set(names)))}]")
