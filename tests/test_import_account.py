"""Import: every character of a document is in the YAML, left over, or the form's own; counted without the importer's help.

The source is read here anew, cell by cell; what the form prints is taken away by the tables of the form, what a document
prints besides is listed below. The characters that remain must be those of the values: none lost, none made up.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.form import Checks, Choice, Fixed, Printed, rows
from site_gen.forms import FORMS, form_named
from site_gen.importers import Import
from site_gen.model import Assessment, Checked, Chosen, Flagged, Named, RecordedItems
from site_gen.wording import CIRCLED
from tests.test_bad import MUNICIPALITY, SITE

# Cells of a document that are neither the form's nor a text, and what of them is a text.
TITLES = "変更日項目変更前の記載変更後の記載提出時期提出時期に係る説明"
BESIDES: dict[str, dict[str, str]] = {
    "000": {},
    "001": {"別添2変更箇所": "", TITLES: ""},
    "002": {},
    "003": {},
    "004": {},
}

BOX = "□"
ITEMS = [row.item for form in FORMS for row in rows(form)]


def _flat(text: str) -> str:
    """NFKC but for ①, no white space, no brackets."""
    circled = {ord(mark): chr(0xE100 + number) for mark, number in CIRCLED.items()}
    return re.sub(r"[\s()\[\]〔〕]", "", unicodedata.normalize("NFKC", text.translate(circled)))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({word for word in words if word}, key=len, reverse=True))


def _labels() -> Iterator[tuple[str, str]]:
    for item in ITEMS:
        for label in (item.label, *item.aliases):
            yield _flat(item.number), _flat(label)


_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARK = re.compile(r"<input\b[^<>]*>|[\[［〔Γ]\s*(?:[○〇◯OoＯ✓]|<input\b[^<>]*>)?\s*[\]］〕]")
_NUMBERED = _either(f"{number}\0{label}" for number, label in _labels() if number).replace("\0", "[.:]?")
_LABEL = re.compile(f"(?:別添[0-9])?(?:{_NUMBERED}|{_either(label for _, label in _labels())})※?")
_CIRCLED = re.compile(_either(number + label for number, label in _labels() if number[:1] >= "\ue100") + "※?")
_LIST = re.compile("[<〈《]?選択肢[>〉》]?|" + _either(
    f"{number}{_flat(one)}" for item in ITEMS if isinstance(item, Choice) for number, one in enumerate(item.choices, 1)))
