"""An item that is filled in, the JSON Schema of its value out: wide enough for a value as text and as editors type it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from site_gen.form import (
    Checks,
    Choice,
    Count,
    Date,
    Fixed,
    Flag,
    FreeTable,
    Image,
    Item,
    Names,
    Option,
    Printed,
    Prose,
    Recorded,
    Text,
)
from site_gen.values import SUMMARY, TICKED, UNKNOWN, UNTICKED
from site_gen.wording import NOTHING_MARKS

Schema = dict[str, Any]  # JSON is what it is


def of_value(item: Item) -> Schema:
    """The schema of the value of `item` itself, without the rows under it."""
    return _VALUES[type(item)](item)


def reference(name: str) -> Schema:
    """Leads to what is shared under `name`."""
    return {"$ref": f"#/$defs/{name}"}


def _choice(item: Item) -> Schema:
    assert isinstance(item, Choice)
    last = len(item.choices)
    number = {
        "type": ["integer", "string"], "minimum": 1, "maximum": last, "pattern": _one_of(map(str, range(1, last + 1))),
    }
    return {"anyOf": [{"enum": [*item.choices, UNKNOWN]}, number, reference("nothing")]}


def _checks(item: Item) -> Schema:
    assert isinstance(item, Checks)
    labels = {"enum": [option.label for option in item.options]}
    known = {"enum": [*labels["enum"], UNKNOWN]}
    details = {option.label: _detail(option) for option in item.options}
    unsure = {"title": "読み取れない欄", "anyOf": [{"type": "array", "items": labels}, labels]}
    with_detail = {
        "type": "object", "properties": details | {UNKNOWN: unsure}, "minProperties": 1, "additionalProperties": False,
    }
    ticked = {"type": "array", "items": {"anyOf": [known, with_detail]}, "uniqueItems": True}
    return {"anyOf": [ticked, known, reference("nothing")]}


def _detail(option: Option) -> Schema:
    if not option.detail:
        return reference("empty")
    return reference("scalar") | {"title": f"{option.label}〔{'件数' if option.detail == 'count' else '内容'}〕"}


def _one_of(texts: Iterable[str]) -> str:
    return f"^(?:{'|'.join(map(re.escape, texts))})$"


_VALUES: dict[type[Item], Callable[[Item], Schema]] = {
    Text: lambda _: reference("words"),
    Prose: lambda _: reference("words"),
    Fixed: lambda _: reference("words"),
    Choice: _choice,
    Checks: _checks,
    Flag: lambda _: reference("flag"),
    Count: lambda _: reference("scalar"),
    Date: lambda _: reference("scalar"),
    Names: lambda _: reference("names"),
    Recorded: lambda _: reference("recorded"),
    FreeTable: lambda _: reference("freeTable"),
    Image: lambda _: reference("image"),
    Printed: lambda _: {},  # under no key
}

_NOTHING = ["", *sorted(NOTHING_MARKS)]
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_FILLED: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}

DEFINITIONS: Schema = {
    "scalar": _SCALAR,
    "empty": {"type": ["null", "string"], "pattern": r"^\s*$"},
    "nothing": {"description": "空欄、または「なし」「－」など", "type": ["null", "string"], "pattern": _one_of(_NOTHING)},
    "words": {
        "type": [*_SCALAR["type"], "object"],
        "properties": {SUMMARY: _FILLED | {"title": SUMMARY, "description": "原文を写さず、短くまとめた文"}},
        "required": [SUMMARY],
        "additionalProperties": False,
    },
    "filled": {
        "type": [*_FILLED["type"], "object"],
        "pattern": _FILLED["pattern"],
        "properties": {SUMMARY: _FILLED},
        "required": [SUMMARY],
        "additionalProperties": False,
    },
    "flag": {
        "anyOf": [
            {"enum": ["○", UNKNOWN]},
            {"type": ["null", "string"], "pattern": _one_of([*_NOTHING, *sorted(TICKED), *sorted(UNTICKED)])},
        ]
    },
    "names": {"anyOf": [{"type": "array", "items": reference("filled")}, reference("words")]},
    "recorded": {
        "anyOf": [
            {"type": "array", "items": {"anyOf": [reference("filled"), reference("recordedGroup")]}},
            reference("words"),
        ]
    },
    "recordedGroup": {
        "type": "object",
        "properties": {
            "見出し": {"title": "組の見出し"} | _SCALAR,
            "項目": {"title": "組の記録項目", "type": "array", "items": reference("words")},
        },
        "required": ["見出し", "項目"],
        "additionalProperties": False,
    },
    "freeTable": {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "欄": {"title": "見出しの並び", "type": "array", "items": _SCALAR},
                    "行": {"title": "行の並び", "type": "array", "items": {"type": "array", "items": _SCALAR}},
                },
                "required": ["欄", "行"],
                "additionalProperties": False,
            },
            reference("nothing"),
        ]
    },
    "image": {
        "description": "同じフォルダーに置いた画像のファイル名（英小文字・数字・ハイフン）",
        "type": ["string", "null"],
        "pattern": r"^(?:[a-z][a-z0-9-]{0,59}\.(?:png|jpe?g|webp|gif))$|" + _one_of(_NOTHING),
    },
    "blockNumber": {
        "title": "番号",
        "description": "番号を飛ばすときだけ書きます（書かなければ、前の番号の次）",
        "type": ["integer", "string", "null"],
        "minimum": 1,
        "pattern": "^[0-9０-９]*$",
    },
    "id": {
        "title": "アドレスに使う名前",
        "description": "番号が変わっても、ページのアドレスが変わらないようにする名前（英小文字・数字・ハイフン）",
        "type": ["string", "null"],
        "pattern": "^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*)?$",
    },
}
