"""content/aliases.yaml in, the names that mean one and the same out, with what cannot be true of them."""

import re
from collections.abc import Iterator

from site_gen.load import value_span
from site_gen.model import Alias, Entry, Instance, Named
from site_gen.parties import Kind, normal
from site_gen.problem import Problem, error
from site_gen.source import brief

_KINDS: dict[str, Kind] = {"提供先": "recipient", "委託先": "contractor", "部署": "department", "システム": "system"}
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def aliases(record: Entry) -> tuple[Alias, ...]:
    """Every entry of the four lists, in order; one without a name is told by `problems` and left out."""
    return tuple(
        _alias(_KINDS[table.item.name], row)
        for table in record.children for row in table.instances if row.child("名称").state == "given"
    )


def problems(record: Entry, municipalities: tuple[str, ...]) -> Iterator[Problem]:
    """Keys that no address can hold or that two share, names that two entries claim, municipalities that are not there."""
    for table in record.children:
        keys: dict[tuple[str, str], Entry] = {}
        claimed: dict[tuple[str, str], tuple[Entry, str]] = {}
        for row in table.instances:
            name, key = row.child("名称"), row.child("キー")
            home = next((one for one in row.children if one.item.name == "自治体"), None)
            place = home.text.strip() if home else ""
            if name.state != "given":
                yield error(row.span, "alias-without-name", f"aliases.yaml の「{table.item.label}」に「名称」のない行があります",
                            "ページに出す名称を「名称: …」と書いてください")
                continue
            if home and home.state == "given" and place not in municipalities:
                yield error(value_span(home), "unknown-municipality", f"「{brief(place)}」という自治体のフォルダーはありません",
                            "自治体のフォルダー名を書いてください: " + "、".join(municipalities))
            if key.state == "given":
                yield from _key_problems(key, keys, place)
            for written in (name.text, *_others(row)):
                own = (place, normal(written))
                other, there = claimed.setdefault(own, (name, written))
                if other.text != name.text:
                    yield error(value_span(name), "alias-twice",
                                f"{_as(name, written)}は、{value_span(other)} の{_as(other, there)}と同じです",
                                "同じ相手なら1つの行にまとめ、違う相手なら、どちらか一方だけに書いてください")


def _as(name: Entry, written: str) -> str:
    """名称「厚生労働大臣」, or 「厚生労働大臣」の別名「厚労相」."""
    if written == name.text:
        return f"名称「{brief(written)}」"
    return f"「{brief(name.text)}」の別名「{brief(written)}」"


def _key_problems(key: Entry, keys: dict[tuple[str, str], Entry], place: str) -> Iterator[Problem]:
    text = key.text.strip()
    if not _KEY.fullmatch(text) or len(text) > 40:
        yield error(value_span(key), "bad-key", f"「{brief(text)}」というキーは使えません",
                    "英小文字で始め、英小文字・数字・ハイフンだけの40文字以内にしてください（ページのアドレスになります）")
    elif (place, text) in keys:
        yield error(value_span(key), "key-twice", f"キー「{text}」は {keys[place, text].span} でも使われています",
                    "別のキーにするか、同じものなら1つの行の「別名」にまとめてください")
    keys.setdefault((place, text), key)


def _alias(kind: Kind, row: Instance) -> Alias:
    home = next((one.text.strip() for one in row.children if one.item.name == "自治体"), "")
    key = row.child("キー").text.strip()
    return Alias(kind, row.child("名称").text.strip(), key if _KEY.fullmatch(key) else "", _others(row), home, row.span)


def _others(row: Instance) -> tuple[str, ...]:
    value = row.child("別名").value
    return tuple(one.text.strip() for one in value.names) if isinstance(value, Named) else ()
