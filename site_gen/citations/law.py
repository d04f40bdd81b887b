"""The table of statutes as a value: names, numbers, and which number of a provision took the place of which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_gen.citations.canonical import squeezed
from site_gen.citations.provision import Provision

_YEAR_OF_NOTICE = re.compile("^(?:明治|大正|昭和|平成|令和)[0-9]+年(?=.*告示)")


@dataclass(frozen=True, slots=True)
class Law:
    """One statute. `names` are its short names and other spellings, the usual one first; `former` are titles that it had
    before, by which it is found and never called; `number` is 平成25年法律第27号;
    `id` that of e-Gov, `fragments` the places of provisions in its page there (label, fragment); `under` the provisions
    (key of a law, provision) that call for it, so that 番号法第19条第8号に基づく主務省令 can be told.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    number: str = ""
    id: str = ""
    fragments: tuple[tuple[str, str], ...] = ()
    under: tuple[tuple[str, Provision], ...] = ()
    former: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The usual name."""
        return self.names[0] if self.names else self.title


@dataclass(frozen=True, slots=True)
class Renumbering:
    """From `day` on (ISO date), `old` of the law `law` is `new` of the law `new_law`; `rows` joins rows where it is known.

    `telltale` are words one of which stands beside a citation that means the old one, where the old number is that of
    another provision today; without any, the old number means nothing else any more.
    """

    law: str
    old: Provision
    day: str
    new_law: str
    new: Provision
    rows: tuple[tuple[str, str], ...] = ()
    telltale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laws:
    """All statutes of the table, and the renumberings in the order of their days."""

    laws: tuple[Law, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    _by_name: dict[str, str] = field(init=False, repr=False, compare=False, hash=False)
    _by_key: dict[str, Law] = field(init=False, repr=False, compare=False, hash=False)
    _hash: int = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.laws, self.renumberings)))
        names: dict[str, str] = {}
        for law in self.laws:
            for name in (law.title, *law.names, *law.former, *_numbers(law)):
                names.setdefault(squeezed(name), law.key)
        object.__setattr__(self, "_by_name", names)
        object.__setattr__(self, "_by_key", {law.key: law for law in self.laws})

    def __hash__(self) -> int:
        return self._hash  # worked out once: what texts cite is looked up by the table, thousands of times

    def __iter__(self) -> Iterator[Law]:
        return iter(self.laws)

    def get(self, key: str) -> Law | None:
        """The law with that key."""
        return self._by_key.get(key)

    def named(self, name: str) -> str:
        """The key of the law with that title, short name or number; `name` itself, squeezed, when there is none."""
        plain = squeezed(name)
        return self._by_name.get(plain, plain)

    def title(self, law: str) -> str:
        """The title of a law given by its key; what is no key is the title."""
        found = self.get(law)
        return found.title if found else law

    def under(self, law: str, provision: Provision) -> str:
        """The key of the order that `provision` calls for, or that its article does when no other one is; or empty."""
        exact = [one.key for one in self.laws if (law, provision) in one.under]
        near = [one.key for one in self.laws for other, place in one.under
                if other == law and place.article == provision.article != ""]
        return exact[0] if exact else near[0] if len(near) == 1 and not provision.item else ""

    @property
    def spellings(self) -> tuple[tuple[str, str], ...]:
        """Every name in canonical form with the key of its law; numbers of laws, which are read apart, are left out."""
        numbers = {number for law in self.laws for number in _numbers(law)}
        return tuple((name, key) for name, key in self._by_name.items() if name not in numbers)


def _numbers(law: Law) -> tuple[str, ...]:
    """The number of a law as it is cited, squeezed: that of a notice also without its year (総務省告示第334号)."""
    number = squeezed(law.number)
    return tuple(dict.fromkeys((number, _YEAR_OF_NOTICE.sub("", number)))) if number else ()
