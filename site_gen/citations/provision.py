"""Where in a statute: article, paragraph, item, table and row as a value; its label, its key in addresses."""

import re
from dataclasses import dataclass

_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"


@dataclass(frozen=True, slots=True)
class Provision:
    """A place in a statute; numbers are Arabic with their branches (`30の6`), what is not said is empty.

    `supplement`: in the 附則. `table`: `別表`, `別表第2`, or `表` for the table of the article. `section`: a number of
    another kind, as notices and guidelines have them (`6-7`, `6-8(1)`).
    """

    article: str = ""
    paragraph: str = ""
    item: str = ""
    subitem: str = ""
    table: str = ""
    row: str = ""
    section: str = ""
    supplement: bool = False

    def __bool__(self) -> bool:
        return self != _NOTHING

    @property
    def label(self) -> str:
        """第30条の6第2項, 第2条の表の97の項, 別表第2の16の項, 附則第97条第1項; empty for the statute as a whole."""
        return "".join(self._pieces)

    @property
    def key(self) -> str:
        """The provision as a piece of an address, lower-case ASCII, a letter first; empty for the statute as a whole.

        第19条 is `a19`, 第30条の6 `a30no6`; 項 is marked with i, 号 with nothing: 第19条第8号 `a19-8`, 第19条第1項第8号
        `a19-i1-8`, 第2号ハ `…-2-k3` (the third of イロハ). 別表 is `beppyo`, 別表第2の16の項 `beppyo2-16`, 第2条の表の97の項
        `a2-t97`, 附則第97条 `fusoku-a97`, 第6-8(1) of a notice `s6-8-1`.
        """
        found: list[str] = []
        if self.supplement:
            found.append("fusoku")
        if self.article:
            found.append(f"a{_branches(self.article)}")
        if self.paragraph:
            found.append(f"i{_branches(self.paragraph)}")
        if self.item:
            found.append(_branches(self.item) if found else f"g{_branches(self.item)}")
        if self.subitem:
            found.append(f"k{_IROHA.index(self.subitem) + 1}")
        if self.table == "表":
            found.append(f"t{_branches(self.row)}")
        elif self.table:
            found.append(f"beppyo{_branches(self.table.removeprefix('別表').removeprefix('第'))}")
            if self.row:
                found.append(_branches(self.row))
        if self.section:
            found.append("s" + "-".join(re.findall("[0-9]+", self.section)))
        return "-".join(found)

    def label_after(self, first: "Provision") -> str:
        """The label without the beginning that it shares with `first`: 第15条 in 第12条から第15条まで."""
        own, other = self._pieces, first._pieces
        same = 0
        while same < min(len(own), len(other)) and own[same] == other[same]:
            same += 1
        return "".join(own[same:]).removeprefix("の")

    @property
    def _pieces(self) -> list[str]:
        return [
            "附則" if self.supplement else "",
            _numbered(self.article, "条"),
            _numbered(self.paragraph, "項"),
            _numbered(self.item, "号"),
            self.subitem,
            "の表" if self.table == "表" else self.table,
            f"の{self.row}の項" if self.row else "",
            f"第{self.section}" if self.section else "",
        ]


_NOTHING = Provision()


def _numbered(number: str, unit: str) -> str:
    first, _, branch = number.partition("の")
    return f"第{first}{unit}{'の' + branch if branch else ''}" if number else ""


def _branches(number: str) -> str:
    return number.replace("の", "no")
