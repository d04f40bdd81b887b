"""The tables and the kinds of items in, the JSON Schema (draft 2020-12) of data.json and all.json out.

It is strict: what it does not name is not published. Its own address is where it lies in the site, so it has no `$id`.
"""

from collections.abc import Sequence
from typing import Any, get_args

from site_gen import form
from site_gen.data.tables import ASSESSMENTS, OF_ROWS, STATES, STATES_EXPLAINED, Column, Kind, Table
from site_gen.model import State

Schema = dict[str, Any]  # JSON is what it is

_DAY = r"^[0-9]{4}(?:-[0-9]{2}){0,2}$"
_NO_VALUES = {one.kind for one in (form.Group, form.Section, form.Risk, form.Block, form.Table, form.Part, form.Printed)}
_ITEM_KINDS = sorted({one.kind for one in form.Item.__subclasses__()} - _NO_VALUES)
assert set(get_args(State)) <= set(STATES)


def schema() -> Schema:
    """The schema; a data.json is one `document`, and all.json (`collection`) holds one a line."""
    rows = {table.key: {"type": "array", "title": table.title, "items": _reference(table.key)} for table in OF_ROWS}
    items = {"items": {"type": "array", "title": "様式のすべての項目（変更箇所の行を除く）", "items": _reference("item")}}
    own = {"assessment": _reference(ASSESSMENTS.key), **rows, **items}
    licence = {
        "licence": {"type": "string", "title": "ライセンスの名称"},
        "licence_url": {"type": "string", "title": "ライセンスのアドレス"},
    }
    link = {"$schema": {"type": "string", "format": "uri-reference", "title": "このスキーマのアドレス"}}
    document = _object({**link, **licence, **own})
    entry = _object({"data": {"type": "string", "format": "uri-reference", "title": "評価書の data.json のアドレス"}, **own})
    short = {**entry, "required": ["data", "assessment"]}
    collection = _object({
        **link,
        "title": {"type": "string", "title": "サイトの名称"},
        "publisher": {"type": "string", "title": "発行者"},
        **licence,
        "complete": {"type": "boolean", "title": "評価書の内容をすべて含むか",
                     "description": "false のときは一覧だけで、内容は data の示すファイルにあります"},
        "assessments": {"type": "array", "items": _reference("short")},
    })
    whole = {"if": {"properties": {"complete": {"const": True}}},
             "then": {"properties": {"assessments": {"items": _reference("entry")}}}}
    tables = (ASSESSMENTS, *OF_ROWS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "特定個人情報保護評価書のデータ",
        "description": "評価書1件の data.json と、サイト全体の all.json",
        "oneOf": [_reference("document"), _reference("collection")],
        "$defs": {
            "document": document | {"title": "評価書1件（data.json）"},
            "collection": collection | whole | {"title": "サイト全体（all.json）"},
            "entry": entry,
            "short": short,
            **{table.key: _of_table(table) for table in tables},
            "item": _item(),
            "state": {"title": "記載の状態", "oneOf": [
                {"const": code, "title": word, "description": STATES_EXPLAINED[code]} for code, word in STATES.items()
            ]},
            "said": _object({"text": {"type": "string"}, "state": _reference("state")}),
            "ticked": _object({"values": {"type": "array", "items": {"type": "string"}}, "state": _reference("state")}),
            "day": {"type": ["string", "null"], "pattern": _DAY, "title": "年-月-日、年-月、または年"},
            "mark": {"type": ["boolean", "null"], "title": "印があるか。読み取れないときは null"},
        },
    }


def _of_table(table: Table) -> Schema:
    return _columns(table.columns) | {"title": table.title, "description": table.one}


def _columns(columns: Sequence[Column]) -> Schema:
    return _object({one.key: {"title": one.head, "description": one.meaning} | _kind(one) for one in columns})


def _kind(column: Column) -> Schema:
    if column.kind == "word":
        return {"oneOf": [{"const": code, "title": word} for code, word in column.words]}
    if column.kind == "objects":
        return {"type": "array", "items": _columns(column.fields)}
    return _KINDS[column.kind]


def _item() -> Schema:
    texts = {"type": "array", "items": _reference("said")}
    strings = {"type": "array", "items": {"type": "string"}}
    needed: Schema = {
        "locator": {"type": "string", "title": "様式の位置"},
        "title": {"type": "string", "title": "番号と項目名"},
        "kind": {"enum": _ITEM_KINDS, "title": "項目の種類"},
        "important": {"type": "boolean", "title": "※ 重要な変更の対象か"},
        "state": _reference("state"),
        "address": {"type": "string", "format": "uri-reference", "title": "ページと場所。ページにないときは空"},
    }
    read: Schema = {
        "text": {"type": "string", "title": "書かれたとおりの値"},
        "choice": {"type": ["string", "null"], "title": "選ばれた選択肢。読み取れないときは null"},
        "count": {"type": "integer", "title": "件数"},
        "start": {"$ref": "#/$defs/day", "title": "日付、または期間の初め"},
        "end": {"$ref": "#/$defs/day", "title": "期間の終わり。1日のときは初めと同じ"},
        "marked": _reference("mark"),
        "marks": {"type": "array", "title": "チェック欄のすべて", "items": _object({
            "label": {"type": "string"}, "marked": _reference("mark"), "detail": {"type": "string"},
        })},
        "names": texts | {"title": "名前の並び"},
        "groups": {"type": "array", "title": "記録項目の組", "items": _object({
            "heading": {"type": "string"}, "first": {"type": "integer", "title": "最初の項目の番号"}, "items": texts,
        })},
        "columns": strings | {"title": "自由な表の見出し"},
        "rows": {"type": "array", "title": "自由な表の行", "items": strings},
    }
    return _object(needed) | {"title": "様式の項目", "properties": needed | read}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_KINDS: dict[Kind, Schema] = {
    "text": {"type": "string"},
    "number": {"type": ["integer", "null"]},
    "flag": {"type": "boolean"},
    "day": _reference("day"),
    "names": {"type": "array", "items": {"type": "string"}},
    "said": _reference("said"),
    "ticked": _reference("ticked"),
}
