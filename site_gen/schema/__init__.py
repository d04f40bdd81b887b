"""A form in, the JSON Schema (draft 2020-12) of its YAML files out, so that editors complete keys and choices.

The schema is wider than `check`: it refuses keys and choices that the form does not have and asks for nothing that an
excerpt may leave out. It takes scalars as `load` does, as text, and as editors' YAML parsers type them (1, true).
"""

import json
from collections.abc import Iterator, Sequence
from itertools import count

from site_gen.form import Block, Checks, Choice, Fixed, Form, Item, Part, Printed, Row, Table, rows
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, form_named, in_edition
from site_gen.forms.records import 下書き, 評価書
from site_gen.load import ID, NUMBER, OWN_VALUE
from site_gen.schema import sentences
from site_gen.schema.values import DEFINITIONS, Schema, of_value, reference

COMMAND = "site-gen schema --format json --output content/.schema"
CODES = (*(form.code for form in reversed(FORMS)), "municipality", "site", "aliases", "glossary", "laws")


def schema(code: str) -> Schema:
    """The JSON Schema of the YAML files named by `code` (one of `CODES`); of a form it takes what any edition has."""
    shared = dict(DEFINITIONS)
    form = form_named(code)
    if form is None:
        record = next(record for record in sentences.RECORDS if record.code == code)
        (body,) = _parts(record, shared, required=True).values()
        return _document(f"{record.name}（{code}.yaml）", body, shared)
    tolerant = in_edition(form, UNKNOWN_EDITION)
    assert tolerant is not None
    own = {下書き.name: _DRAFT, 評価書.name: _own_record(form, shared)}
    body = {
        "type": "object",
        "properties": own | _under_every_key(tolerant.parts, _parts(tolerant, shared)),
        "additionalProperties": False,
    }
    return _document(f"{form.name}（{form.style}、{form.edition}）", body, shared)


_DRAFT: Schema = {
    "title": 下書き.label,
    "description": "書いている途中の印。「true」と書いた評価書は、プレビューにだけ出て、公開されません",
    "enum": [True, False, "○", "", None],
}


def as_text(code: str) -> str:
    """The JSON Schema of `code` as its file holds it."""
    return json.dumps(schema(code), ensure_ascii=False, indent=1) + "\n"


def _document(title: str, body: Schema, shared: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{COMMAND} で作ったものです。手で直さないでください。",
        **body,
        "title": title,
        "$defs": shared,
    }


def _own_record(form: Form, shared: Schema) -> Schema:
    """評価書, in which 様式 is this form and 版 one of its editions."""
    own: Schema = _parts(sentences.OWN_RECORD, shared, required=True)[評価書.name]
    editions = [*reversed(EDITIONS), UNKNOWN_EDITION]
    for key, known in (("様式", [form.name, form.style, form.code]), ("版", editions)):
        own["properties"][key] = {"title": key, "enum": known}
    return own


def _parts(form: Form, shared: Schema, *, required: bool = False) -> Schema:
    """The schema of each part of `form` by its name, in order; `required`: what is not optional has to be there."""
    walk = _Walk(rows(form), required, shared)
    return {part.name: walk.item(part, form.parts) for part in form.parts}


class _Walk:
    """Goes through the items as `rows` does, so that each is described by its row (※, recalled) as well.

    What stands more than once goes into `shared`, from where `$ref` fetches it.
    """

    def __init__(self, walk: Iterator[Row], required: bool, shared: Schema) -> None:
        self._rows = walk
        self._required = required
        self._shared = shared

    def item(self, item: Item, siblings: Sequence[Item], above: str = "") -> Schema:
        """The schema of what stands under the key of `item`; takes its row and those of the items under it."""
        row = next(self._rows)
        anchor = f"{above}-{item.anchor}" if above else item.anchor
        described = {"title": item.title} | _description(row)
        children = {child.name: self.item(child, item.items, anchor) for child in item.items}
        asked = [child for child in item.items if not isinstance(child, Printed)]
        body = self._body(item, anchor, described, _under_every_key(asked, children))
        if "$ref" not in body and (isinstance(item, Choice | Checks) or sentences.other_keys(item, siblings)):
            body = reference(_share(self._shared, anchor, body))
        return described | body

    def _body(self, item: Item, anchor: str, described: Schema, under: Schema) -> Schema:
        if isinstance(item, Block | Table) or (isinstance(item, Part) and item.each):
            return _list(item, self._object(item, under), numbered=not self._required)
        if item.is_heading:
            return _or_empty(self._object(item, under))
        value = of_value(item)
        if not item.items:
            return value
        if isinstance(item, Choice | Checks):
            value = reference(_share(self._shared, f"{anchor}-own", value))
        own = described | {"title": f"{item.title}（この項目そのものの値）"} | value
        return {"anyOf": [value, self._object(item, {OWN_VALUE: own} | under)]}

    def _object(self, item: Item, properties: Schema) -> Schema:
        needed = [child.name for child in item.items if not child.optional] if self._required else []
        return {
            "type": "object",
            "properties": properties,
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }


def _share(shared: Schema, name: str, body: Schema) -> str:
    """The name under which `body` is shared: that of an equal one, or a new one that begins with `name`."""
    known = next((name for name, one in shared.items() if one == body), None)
    if known is None:
        known = next(way for number in count(1) if (way := name if number == 1 else f"{name}-{number}") not in shared)
        shared[known] = body
    return known


def _under_every_key(items: Sequence[Item], schemas: Schema) -> Schema:
    """`schemas` by name, and again under every other key of their items, which editors do not propose."""
    found = {item.name: schemas[item.name] for item in items}
    for item in items:
        for way in sentences.other_keys(item, items):
            found[way] = schemas[item.name] | {"title": f"{item.title}（「{item.name}」の別の書き方）", "doNotSuggest": True}
    return found


def _list(item: Item, one: Schema, *, numbered: bool) -> Schema:
    if isinstance(item, Block) and numbered:
        one["properties"] = {**one["properties"], NUMBER: reference("blockNumber"), ID: reference("id")}
    elif isinstance(item, Part) or (isinstance(item, Block) and item.with_id):
        one["properties"] = {**one["properties"], ID: reference("id")}
    return _or_empty({"type": "array", "items": one})


def _or_empty(one: Schema) -> Schema:
    """`one`, or nothing written; the first of the types is what editors insert."""
    return one | {"type": [one["type"], "null", "string"], "pattern": r"^\s*$",
                  "patternErrorMessage": "ここには値を書かず、次の行から字下げして書きます"}


def _description(row: Row) -> Schema:
    item = row.item
    said = [
        "※ 重要な変更の対象" if row.important else "",
        sentences.asked(item),
        sentences.repeats(item),
        "" if item.is_heading else f"書き方: {sentences.kind(item)}",
        f"選択肢: {'　'.join(sentences.choices(item))}" if isinstance(item, Choice) else "",
        f"欄: {'　'.join(sentences.choices(item))}" if isinstance(item, Checks) else "",
        f"印刷されている文: {item.text}" if isinstance(item, Fixed) else "",
        "空欄は、上の行と同じという意味です" if getattr(item, "above", False) else "",
        sentences.doubt(row.recalled),
    ]
    text = "\n".join(one for one in said if one)
    return {"description": text} if text else {}
