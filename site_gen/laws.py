"""content/laws.yaml as read in, the table of statutes out; what a citation is called, where it is shown, what became of it."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import zip_longest

from site_gen.citations import Known, Law, Laws, Provision, Renumbering, citations, provisions, squeezed
from site_gen.load import value_span
from site_gen.model import Dated, Entry, Instance, Named
from site_gen.problem import Problem, Span, error
from site_gen.source import brief

E_GOV = "https://laws.e-gov.go.jp/law/"
_WHOLE = Provision()  # the statute without a number
_ID = re.compile("[0-9]{3}[A-Z][A-Z0-9]{2}[0-9A-Z]{9}")
_FRAGMENT = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_ROW = re.compile("([0-9]+(?:の[0-9]+)*)(?:→|->)([0-9]+(?:の[0-9]+)*)")


def table(record: Entry, problems: list[Problem]) -> Laws:
    """The statutes of a record that was read by the form 法令集; reports what cannot be right to `problems`.

    A law whose id is missing is left out; a provision, a fragment or a row that cannot be read is left out as well.
    """
    reader = _Reader(problems)
    blocks = record.child("法令").instances
    laws = reader.laws(blocks)
    return Laws(laws, tuple(sorted(reader.renumberings(blocks, Laws(laws)), key=lambda one: one.day)))


def address(law: str, provision: Provision = _WHOLE) -> str:
    """Where the index of a law, or of a provision of it, lies: `statutes/bangoho/a19-8`.

    `law` is a key of the table, or the title of a law that the table does not have, whose key is `h` and eight hex
    digits of its name.
    """
    key = law if law.isascii() else "h" + blake2b(squeezed(law).encode(), digest_size=4).hexdigest()
    return "/".join(("statutes", key, provision.key)) if provision else f"statutes/{key}"


def shown(laws: Laws, law: str, provision: Provision = _WHOLE, until: Provision | None = None) -> str:
    """How a citation is called: 番号法 第19条第8号; 住民基本台帳法 第12条から第15条まで."""
    known = laws.get(law)
    name = known.short if known else law
    label = provision.label if provision else ""
    if until:
        label += f"から{until.label_after(provision)}まで"
    return " ".join(one for one in (name, label) if one)


def link(laws: Laws, law: str, provision: Provision = _WHOLE) -> str:
    """The page of a law at e-Gov, at the article where the table has its place; empty where the id is not known."""
    known = laws.get(law)
    if known is None or not known.id:
        return ""
    places = dict(known.fragments)
    article = replace(Provision(), supplement=provision.supplement, article=provision.article)
    place = places.get(provision.label) or places.get(article.label) or ""
    return f"{E_GOV}{known.id}#{place}" if place else f"{E_GOV}{known.id}"


def successor(laws: Laws, law: str, provision: Provision, day: str = "") -> tuple[str, Provision]:
    """What a provision that a text of `day` (ISO date, empty: unknown) cites is called today: key of the law, provision.

    A renumbering after that day has moved it. One before it has not, unless the old number means nothing else any
    more: who cites it then still means the new one. Without a day only those of the second kind are followed.
    """
    last = ""
    for one in laws.renumberings:
        if one.law == law and one.day != last and (one.day > day > "" or not one.telltale):
            moved = moved_to(one, provision)
            if moved:
                (law, provision), last = moved, one.day  # 第7号 became 第8号 and 第8号 第9号: one step a day
    return law, provision


def moved_to(one: Renumbering, provision: Provision) -> tuple[str, Provision] | None:
    """What became of `provision`; None where the renumbering is not about it. A row whose new number is not known is lost."""
    old = one.old
    if old.table:
        if replace(provision, row="") != replace(old, row=""):
            return None
        row = dict(one.rows).get(provision.row, "") if provision.row else ""
        return one.new_law, replace(one.new, row=row)
    if replace(provision, subitem="", table="", row="") != old:
        return None
    return one.new_law, replace(one.new, subitem=provision.subitem, table=provision.table, row=provision.row)


def provision(text: str) -> Provision | None:
    """The provision that `text` names as a whole: 第19条第7号, 別表第二; None when it is something else."""
    plain = squeezed(text)
    found = provisions(plain, 0)
    return found[0].provision if len(found) == 1 and found[0].end == len(plain) and not found[0].until else None


class _Reader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def laws(self, blocks: tuple[Instance, ...]) -> tuple[Law, ...]:
        found: list[Law] = []
        names: dict[str, str] = {}
        for block, following in zip_longest(blocks, blocks[1:]):
            title = block.child("題名")
            if not block.id:
                if not self._is_told_of_id(block, following):
                    which = f"法令「{brief(block.name)}」" if block.name else "法令"
                    self._report(error(block.span, "law-without-id", f"{which}に id がありません",
                                       "「id: jukiho」のように、英小文字で始まる名前を書いてください。公開ページのアドレスになります"))
                continue
            law = Law(block.id, title.text.strip(), self._names(block.child("略称")), block.child("法令番号").text.strip(),
                      self._id(block.child("法令ID")), tuple(self._fragments(block.child("条の位置"))), former=self._names(block.child("旧題名")))
            for name in (law.title, *law.names, *law.former):
                before = names.setdefault(squeezed(name), law.key)
                if before != law.key:
                    self._report(error(block.span, "law-name-twice", f"「{brief(name)}」は、id が {before} の法令の名前でもあります",
                                       "一方から取り除くか、同じ法令なら1つにまとめてください"))
            found.append(law)
        bare = Laws(tuple(found))
        by_id = {block.id: block for block in blocks}
        return tuple(replace(law, under=tuple(self._under(by_id[law.key].child("根拠"), bare))) for law in found)

    def renumberings(self, blocks: tuple[Instance, ...], laws: Laws) -> Iterator[Renumbering]:
        for block in blocks:
            for row in block.child("改正").instances if block.id else ():
                day, other = row.child("施行日").value, row.child("新しい法令")
                old, new = self._provision(row.child("旧")), self._provision(row.child("新"))
                key = other.text.strip()
                if key and laws.get(key) is None:
                    self._report(error(value_span(other), "unknown-law", f"id が「{brief(key)}」の法令は、この表にありません",
                                       "「新しい法令」には、この表のほかの法令の id を書いてください"))
                elif isinstance(day, Dated) and old and new:
                    yield Renumbering(block.id, old, day.start.iso, key or block.id, new,
                                      tuple(self._rows(row.child("対応"))), self._names(row.child("目印")))

    def _is_told_of_id(self, block: Instance, following: Instance | None) -> bool:
        """Whether the law has an id that cannot be used, which is told already."""
        end = following.span if following else Span(block.span.path, sys.maxsize)
        return any(one.code.startswith("block-id") and block.span <= one.span < end for one in self.problems)

    def _id(self, entry: Entry) -> str:
        text = entry.text.strip()
        if text and not _ID.fullmatch(text):
            self._report(error(value_span(entry), "law-id", f"「{brief(text)}」は e-Gov の法令ID ではありません",
                               "e-Gov 法令検索のアドレスの law/ の後にある15文字を書いてください（例: 425AC0000000027）"))
            return ""
        return text

    def _fragments(self, entry: Entry) -> Iterator[tuple[str, str]]:
        for row in entry.instances:
            article, place = self._provision(row.child("条")), row.child("位置").text.strip().removeprefix("#")
            if place and not _FRAGMENT.fullmatch(place):
                self._report(error(value_span(row.child("位置")), "law-fragment", f"条の位置「{brief(place)}」が正しくありません",
                                   "e-Gov 法令検索で条を開いたときの、アドレスの # の後を書いてください"))
            elif article and place:
                yield article.label, place

    def _under(self, entry: Entry, laws: Laws) -> Iterator[tuple[str, Provision]]:
        if not entry.text.strip():
            return
        found = citations(entry.text, Known(laws))
        if not found or any(laws.get(one.law) is None or not one.provision for one in found):
            self._report(error(value_span(entry), "law-basis", f"「{brief(entry.text)}」がどの法令のどの条かを読めません",
                               "この表にある法令を「番号法第19条第8号」のように書いてください"))
            return
        yield from ((one.law, one.provision) for one in found)

    def _rows(self, entry: Entry) -> Iterator[tuple[str, str]]:
        for pair in re.split("[、,\n]", squeezed(entry.text)):
            found = _ROW.fullmatch(pair)
            if found:
                yield found[1], found[2]
            elif pair:
                self._report(error(value_span(entry), "law-rows", f"項の対応「{brief(pair)}」を読めません",
                                   "「16→24、36の2→55」のように書いてください"))

    def _provision(self, entry: Entry) -> Provision | None:
        found = provision(entry.text) if entry.text.strip() else None
        if found is None and entry.text.strip():
            self._report(error(value_span(entry), "law-provision", f"「{brief(entry.text)}」を条や別表の番号として読めません",
                               "「第19条第8号」「別表第二」「第2条の表」のように書いてください"))
        return found

    @staticmethod
    def _names(entry: Entry) -> tuple[str, ...]:
        return tuple(name.text.strip() for name in entry.value.names) if isinstance(entry.value, Named) else ()

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
