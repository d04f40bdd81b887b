"""A name as a document writes it in, the party that it means out: a key for its address and the name it is shown by.

Names are joined by normalisation (width, white space) and by content/aliases.yaml; nothing is joined by guess. A
department is one of its municipality; recipients and contractors are the same everywhere.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from site_gen.departments import each_department
from site_gen.model import Alias
from site_gen.wording import is_nothing_mark, same

# recipient: whoever gives or gets data outside the municipality. department, system: one of its own.
Kind = Literal["recipient", "department", "contractor", "system"]

FOLDERS: Mapping[Kind, str] = {
    "recipient": "recipients", "department": "departments", "contractor": "contractors", "system": "systems",
}
_WHOLE: frozenset[Kind] = frozenset({"contractor", "system"})  # the bracket behind such a name is part of it
_OWN: frozenset[Kind] = frozenset({"department", "system"})  # of one municipality
_LONGEST = 200  # characters; what is longer is no name
_NO_NAME = re.compile(r"参照|のとおり|掲げる。?$|[。※]|^未定|^別紙|^自部署|^同上")
_FROM = re.compile(r"(?:から|より)の?(?:入手|提供|取得)?(?:する|した)?$")
_OWN_DEPARTMENT = re.compile(r"[^都道府県国省庁（）()]{1,20}[課室係]$")
_EITHER = re.compile(r"、?(?:又は|若しくは|及び|並びに)|、")
_QUALIFIED = re.compile(r"[のをがに]|法|する|である")  # what stands before 又は then belongs to both names
_OPEN, _CLOSE = "（(「『〔［[", "）)」』〕］]"
_COMPANY = re.compile(r"株式会社|\(株\)|有限会社|\(有\)|合同会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|[・･.,-]")


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what a flow leads to: `path` is the address of its page in the site, `written` how the document names it."""

    kind: Kind
    key: str
    name: str
    path: str
    written: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What names mean in one municipality: its folder, its departments, and the aliases of the site."""

    municipality: str
    departments: tuple[str, ...]
    aliases: tuple[Alias, ...]
    _known: dict[tuple[str, str], Alias] = field(default_factory=dict, init=False, repr=False, compare=False)
    _found: dict[tuple[Kind, tuple[str, ...]], tuple[Party, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for alias in self.aliases:
            if alias.municipality in ("", self.municipality):
                for name in (alias.name, *alias.others):
                    self._known.setdefault((alias.kind, normal(name)), alias)

    def party(self, kind: Kind, written: str) -> Party | None:
        """The party that `written` names; None where it is no name (なし, ※別紙を参照, a sentence).

        A bracket behind a name says more of it and is no part of it; a recipient called …課 is a department of the same
        municipality that belongs to another 機関 (教育委員会).
        """
        name = _FROM.sub("", " ".join(written.split()))
        bare = _bare(name)
        if not bare or is_nothing_mark(name) or len(name) > _LONGEST or _NO_NAME.search(bare):
            return None
        if kind == "recipient" and _OWN_DEPARTMENT.fullmatch(name):
            kind = "department"
        alias = self._known.get((kind, normal(name)))
        if alias is None:
            name = self._department(name) if kind == "department" else name if kind in _WHOLE else bare
            alias = self._known.get((kind, normal(name)))
        key = (alias.key if alias else "") or key_of(alias.name if alias else name)
        shared = kind == "system" and alias is not None and not alias.municipality  # 情報提供ネットワークシステム is one everywhere
        folder = f"{FOLDERS[kind]}/{self.municipality}" if kind in _OWN and not shared else FOLDERS[kind]
        return Party(kind, key, alias.name if alias else name, f"{folder}/{key}", written.strip())

    def parties(self, kind: Kind, written: Iterable[str]) -> tuple[Party, ...]:
        """The parties that names mean, each once, in their order; 厚生労働大臣又は都道府県知事 are two."""
        all_names = tuple(written)
        known = self._found.get((kind, all_names))
        if known is None:
            found = (self.party(kind, one) for name in all_names for one in self._each(kind, name))
            known = self._found[kind, all_names] = tuple({party.path: party for party in found if party}.values())
        return known

    def _each(self, kind: Kind, name: str) -> list[str]:
        """The names that `name` joins; 障害福祉課・介護保険課 are two departments, 文化及びスポーツ課 is one."""
        own = each_department(name, self._is_department) if kind in ("department", "recipient") else []
        if kind == "department" or (len(own) > 1 and all(_OWN_DEPARTMENT.fullmatch(one) for one in own)):
            return own
        return _each(name)

    def _is_department(self, name: str) -> bool:
        """Whether the municipality's own list has it, or aliases.yaml."""
        own = normal(name)
        listed = any(own in (normal(one), normal(one.split()[-1])) for one in self.departments)
        return listed or ("department", own) in self._known

    def _department(self, name: str) -> str:
        """The department of the municipality's own list: written whole, or by the last of its words where that is one's."""
        own = normal(name)
        whole = [one for one in self.departments if normal(one) == own]
        last = [one for one in self.departments if normal(one.split()[-1]) == own]
        found = whole or last
        return found[0] if len(found) == 1 else name


@lru_cache(maxsize=64)
def naming(municipality: str, departments: tuple[str, ...], aliases: tuple[Alias, ...]) -> Naming:
    """The naming of a municipality, the same one for all who ask, so that what a name means is found once."""
    return Naming(municipality, departments, aliases)


def names(written: str) -> Iterator[str]:
    """The names in a cell that lists several: one a line, or between 、 and ， outside brackets, without a ・ before them."""
    for line in written.split("\n"):
        depth, start = 0, 0
        for at, character in enumerate(line):
            depth += (character in _OPEN) - (character in _CLOSE)
            if character in "、，" and depth <= 0:
                yield line[start:at].strip().lstrip("・･").strip()
                start = at + 1
        yield line[start:].strip().lstrip("・･").strip()


def _bare(name: str) -> str:
    """`name` without the bracket at its end, and what is in it."""
    depth, start = 0, len(name)
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] in "）)") - (name[at] in "（(")
        if depth == 0:
            start = at if name[at] in "（(" else len(name)
            break
    return name[:start].strip() or name


def _each(name: str) -> list[str]:
    """The names that 又は or 及び joins, where the first is not described in words that belong to all of them."""
    first = _EITHER.split(name, maxsplit=1)[0]
    if "（" in name or "(" in name or _QUALIFIED.search(first):
        return [name]
    return _EITHER.split(name)


def normal(name: str) -> str:
    """What two spellings of one name share: NFKC, no white space, no case."""
    return same(name)


def key_of(name: str) -> str:
    """The address piece of a name that no alias gives one: `h` and eight hexadecimal digits, the same on every machine."""
    return "h" + hashlib.blake2b(normal(name).encode(), digest_size=4).hexdigest()


def core(name: str) -> str:
    """What is left of a company's name without its legal form and points, by which two spellings of one are found."""
    return _COMPANY.sub("", normal(name))
