"""Keys as authors write them: which item one means, and what to say when it means none."""

import re
from functools import cache, lru_cache

from site_gen.form import Form, Item, Printed, Row, rows
from site_gen.forms import EDITIONS, form_named, in_edition
from site_gen.forms.records import 下書き
from site_gen.problem import Problem, Span, error
from site_gen.source import Mapping, Scalar, brief
from site_gen.wording import nearest, without_bracket
from site_gen.wording import same as _same

same = lru_cache(maxsize=5_000)(_same)  # each unknown key is held against every name of the form


def names(items: tuple[Item, ...]) -> dict[str, Item]:
    """Every way to write a key of `items`: its name, its label, the label without its bracket, its aliases.

    A way that two of them share (接続しない, of 入手 and 提供) belongs to neither.
    """
    asked = [item for item in items if not isinstance(item, Printed)]
    found = {same(item.name): item for item in asked}
    ways: dict[str, list[Item]] = {}
    for item in asked:
        for way in {same(w) for w in (item.label, without_bracket(item.label), item.number + item.label, *item.aliases)}:
            ways.setdefault(way, []).append(item)
    return {**{way: named[0] for way, named in ways.items() if len(named) == 1}, **found}


def scalar(node: Mapping, name: str) -> Scalar | None:
    for key, value in node.entries:
        if same(key.text) == same(name) and isinstance(value, Scalar) and value.text.strip():
            return value
    return None


def stranger(text: str, items: tuple[Item, ...], form: Form | None, reserved: tuple[str, ...]) -> tuple[str, list[str]]:
    """What to say of a key that is none of `items`, and the names of those that it most likely means.

    `reserved` are keys that stand beside the items: 番号, id, 記載.
    """
    known = [*reserved, *(item.name for item in items if not isinstance(item, Printed))]
    elsewhere = _rows_in(form.code, form.edition).get(same(text)) if form else None
    alike = [name for name in known if same(without_bracket(name)) == same(text)]
    close = None if elsewhere else nearest(text[:200], known)
    edition = "" if form is None or elsewhere or close else _edition_with(text, form)
    if same(text) == same(下書き.name):
        hint = "「下書き: true」は、ファイルのいちばん上に、字下げせずに書きます"
    elif alike:
        hint = "か".join(f"「{name}」" for name in alike) + "の、（ ）まで書いてください"
    elif any(same(item.name) == same(text) for item in items):
        hint = "様式に初めから印刷されている文で、書く欄ではありません。この行を消してください"
    elif close:
        hint = f"もしかして「{close}」ですか"
    elif elsewhere and not isinstance(elsewhere.item, Printed):
        where = re.sub(r"\[[fn]\]|n(?=/|$)", "", elsewhere.locator).replace("/", " ")
        hint = f"「{brief(text)}」は {where} の項目です。書く場所と字下げを確かめてください"
    elif edition:
        hint = f"「{brief(text)}」は{edition}の版の項目です。「版」が正しいか、表紙の下の［…］で確かめてください"
    else:
        hint = "ここに書ける項目: " + "、".join(known)
    return hint, alike or ([close] if close else [])


def _edition_with(text: str, form: Form) -> str:
    """The newest edition of `form` that has an item called `text`, or an empty text."""
    return next((edition for edition in reversed(EDITIONS) if same(text) in _rows_in(form.code, edition)), "")


@cache
def _rows_in(code: str, edition: str) -> dict[str, Row]:
    """The first row of each name in that form as that edition prints it."""
    form = form_named(code)
    other = in_edition(form, edition) if form else None
    found: dict[str, Row] = {}
    for row in rows(other) if other else ():
        found.setdefault(same(row.item.name), row)
    return found


def twice(name: str, span: Span, before: Span) -> Problem:
    """A part that stands in two places."""
    return error(span, "part-twice", f"「{brief(name)}」が2か所にあります（1か所目は {before}）",
                 "どちらか一方を消すか、1つのファイルの1か所にまとめてください")
