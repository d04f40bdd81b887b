"""The tree of a YAML file in, every text of it out, each with what its place says: its key, its column, its row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from site_gen.form import rows
from site_gen.forms import FORMS
from site_gen.forms.records import 連絡先
from site_gen.guard.finding import Text
from site_gen.guard.plain import plain
from site_gen.source import Mapping, Node, Scalar, Sequence
from site_gen.wording import SAME_AS_ABOVE, same, without_bracket

ALLOWED = "公開してよい"  # holds what may go out, and is not published itself

_ABOUT = frozenset({"項目", "表題", "関係する項目"})  # what a row of 変更箇所, or a 別紙, is about
_ROW = frozenset({"変更前の記載", "変更後の記載"})
_HEAD = "所属長"  # 所属長 until 平成29年5月, 所属長の役職名 since
_CONTACT_WORDS = ("請求先", "連絡先", "問合せ", "問い合わせ", "問合わせ", "開示請求", "開示・訂正・利用停止")
_SHORT = 30  # a cell beside it that is longer is no label


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and the scalar it comes from."""

    text: Text
    scalar: Scalar


def texts(root: Node) -> Iterator[Placed]:
    """Every text of one file in its order, without what may go out anyway."""
    return _texts(root, _Above())


@dataclass(frozen=True, slots=True)
class _Above:
    """What a place inherits: its key, words over it, whether somebody is to be reached or named there."""

    key: str = ""
    labels: str = ""
    about: str = ""
    contact: bool = False
    head: bool = False


def _texts(node: Node, above: _Above) -> Iterator[Placed]:
    if isinstance(node, Scalar):
        if node.text.strip():
            row = above.key in _ROW
            head = above.head or (row and _tells_head(above.about))
            labels = f"{above.key} {above.labels} {above.about}"
            yield Placed(Text(node.text, plain(node.text), labels, above.contact or _tells_contact(above.about), head, row), node)
    elif isinstance(node, Sequence):
        about = ""
        for one in node.items:
            own = _about(one)
            about = about if same(own) in SAME_AS_ABOVE else own
            yield from _texts(one, _below(above, about=about or above.about))
    elif (table := _table(node)) is not None:
        yield from _cells(*table, above)
    else:
        for key, value in node.entries:
            name = key.text.strip()
            if name != ALLOWED:
                contact = above.contact or _is_contact(name)
                head = name.startswith(_HEAD) and isinstance(value, Scalar)
                yield from _texts(value, _Above(name, above.labels, above.about, contact, head))


def _cells(head: Sequence, body: Sequence, above: _Above) -> Iterator[Placed]:
    """The texts of a table with columns of its own, each with the head of its column and the short cells beside it."""
    yield from _texts(head, above)
    heads = [one.text for one in head.items if isinstance(one, Scalar)]
    for row in body.items:
        cells = row.items if isinstance(row, Sequence) else (row,)
        beside = " ".join(cell.text for cell in cells if isinstance(cell, Scalar) and len(cell.text) <= _SHORT)
        for column, cell in enumerate(cells):
            yield from _texts(cell, _below(above, labels=f"{heads[column] if column < len(heads) else ''} {beside}"))


def _below(above: _Above, labels: str = "", about: str = "") -> _Above:
    return _Above(above.key, f"{above.labels} {labels}", about or above.about, above.contact, above.head)


def _table(node: Mapping) -> tuple[Sequence, Sequence] | None:
    found = {key.text.strip(): value for key, value in node.entries}
    head, body = found.get("欄"), found.get("行")
    return (head, body) if isinstance(head, Sequence) and isinstance(body, Sequence) else None


def _about(node: Node) -> str:
    """What a row or a 別紙 says it is about; empty for anything else."""
    if not isinstance(node, Mapping):
        return ""
    return " ".join(value.text for key, value in node.entries if key.text in _ABOUT and isinstance(value, Scalar))


@lru_cache(maxsize=1000)
def _tells_head(about: str) -> bool:
    """Whether a row is about 所属長, or about 担当部署 as a whole, of which 所属長 is a part."""
    words = same(about)
    return _HEAD in words or ("における担当部署" in words and not re.search("担当部署(?:①|1)?部署", words))


@lru_cache(maxsize=1000)
def _tells_contact(about: str) -> bool:
    """Whether a row is about an item that asks how to reach somebody."""
    return any(word in about for word in _CONTACT_WORDS)


@lru_cache(maxsize=1000)
def _is_contact(key: str) -> bool:
    """Whether the form asks there how to reach somebody: 開示請求、問合せ and what stands under it, 連絡先."""
    return same(key) in _contact_keys()


@cache
def _contact_keys() -> frozenset[str]:
    items = [row.item for form in FORMS for row in rows(form) if row.locator in form.contact]
    ways = [way for item in items for way in (item.name, item.label, without_bracket(item.label), *item.aliases)]
    return frozenset(same(way) for way in (*ways, 連絡先.name))
