"""YAML values in, the text of YAML files out, as a person would write it: one key a line, long texts as `|` blocks."""

import json
import re

from site_gen.importers.assemble import Mapped

_SPECIAL = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`\s]|^(?:---|\.\.\.)|: |\s#|:$|\s$|\t")


def document(parts: dict[str, object], head: list[str]) -> str:
    """The text of one file: `head` lines of comment, then `parts` in their order."""
    lines = list(head)
    for name, value in parts.items():
        if len(lines) > len(head):
            lines.append("")
        lines += _entry(name, value, 0)
    return "\n".join(lines) + "\n"


def _entry(name: str, value: object, depth: int) -> list[str]:
    space = "  " * depth
    key = f"{space}{_plain(name)}:"
    if value is None:
        return [key]
    if isinstance(value, Mapped) and not value.entries:
        return [f"{key} {{}}"]
    if isinstance(value, Mapped):
        return [*_comment(value, space), key, *_mapping(value, depth + 1)]
    if isinstance(value, dict):
        return [key, *(line for k, v in value.items() for line in _entry(str(k), v, depth + 1))]
    if isinstance(value, list):
        if not value:
            return [f"{key} []"]
        return [key, *(line for one in value for line in _item(one, depth + 1))]
    return _text(key, str(value), depth + 1)


def _mapping(value: Mapped, depth: int) -> list[str]:
    return [line for name, inner in value.entries.items() for line in _entry(name, inner, depth)]


def _item(value: object, depth: int) -> list[str]:
    space = "  " * depth
    if isinstance(value, Mapped):
        lines = _mapping(value, depth + 1)
    elif isinstance(value, dict):
        lines = [line for k, v in value.items() for line in _entry(str(k), v, depth + 1)]
    elif isinstance(value, list):
        return [f"{space}- {json.dumps(value, ensure_ascii=False)}"]  # a row of a table
    else:
        return _text(f"{space}-", str(value), depth + 1)
    if not lines:
        return [f"{space}- {{}}"]
    first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
    moved = [*lines[:first], f"{space}- {lines[first].lstrip()}", *lines[first + 1 :]]
    return [*(_comment(value, space) if isinstance(value, Mapped) else []), *moved]


def _comment(value: Mapped, space: str) -> list[str]:
    return [f"{space}# 原文 {value.place}"] if value.place else []


def _text(key: str, text: str, depth: int) -> list[str]:
    """A text after its key or dash: plain, quoted, or as a `|` block when it has lines."""
    if "\n" in text:
        space = "  " * depth
        lines = text.split("\n")
        mark = "|2" if lines[0][:1].isspace() or not lines[0] else "|"
        return [f"{key} {mark}", *(f"{space}{line}" if line else "" for line in lines)]
    return [f"{key} {_plain(text)}" if text else key]


def _plain(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if not text or _SPECIAL.search(text) else text
