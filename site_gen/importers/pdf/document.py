"""A file in, its pages as geometry out, or one sentence that says why it cannot be read. The only user of pdfplumber."""

import logging
import re
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from site_gen.importers.pdf.glyphs import Page, page
from site_gen.importers.rows import NotReadable

MAX_PAGES = 1_500  # the largest assessment of content/ prints on 159
MAX_CHARACTERS = 3_000_000
_INSTEAD = "文字の入った PDF か、文字にした .txt を渡してください。"
_CODE = re.compile(r"\(cid:[0-9]+\)|\ufffd")  # a character whose font does not say what it means

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts that it then reads well


def pages(path: Path) -> list[Page]:
    """The pages of the document; raises NotReadable with one sentence for what cannot be read."""
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise NotReadable(f"「{path.name}」は PDF ではありません。元のソフトで PDF として保存し直したものを渡してください。")
        file.seek(max(0, path.stat().st_size - 2048))
        if b"%%EOF" not in file.read():  # the parser would make do with the pages that are there
            raise NotReadable(f"「{path.name}」は壊れています（途中で切れています）。PDF を作り直すか、受け取り直してください。")
    try:
        found = _opened(path)
    except PdfminerException as reason:
        if reason.args and isinstance(reason.args[0], PDFPasswordIncorrect):
            raise NotReadable(f"「{path.name}」は暗号化されています。パスワードのない PDF を渡してください。") from reason
        raise NotReadable(f"「{path.name}」は壊れています。PDF を作り直してください。") from reason
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as reason:
        # A damaged file makes the parser stumble in its own code, in ways that it does not name.
        raise NotReadable(f"「{path.name}」は壊れています。PDF を作り直してください。") from reason
    texts = [glyph.text for one in found for glyph in one.glyphs if not glyph.text.isspace()]
    if not found:
        raise NotReadable(f"「{path.name}」は壊れています。PDF を作り直してください。")
    if not texts:
        raise NotReadable(f"「{path.name}」には文字がありません（画像だけの PDF です）。{_INSTEAD}")
    if sum(bool(_CODE.fullmatch(text)) for text in texts) > 0.05 * len(texts):
        raise NotReadable(f"「{path.name}」の文字は読み取れません（字の形だけが入った PDF です）。{_INSTEAD}")
    return found


def _opened(path: Path) -> list[Page]:
    found: list[Page] = []
    count = 0
    with pdfplumber.open(path) as document:
        tree = resolve1(resolve1(document.doc.catalog.get("Pages", {})))
        if isinstance(tree, dict) and isinstance(tree.get("Count"), int) and tree["Count"] > MAX_PAGES:
            raise NotReadable(f"「{path.name}」は長すぎます（上限 {MAX_PAGES:,} ページ）。評価書ごとに分けて渡してください。")
        for raw in document.pages:
            found.append(page(raw))
            raw.close()  # or the objects of all pages stay in memory
            count += len(found[-1].glyphs)
            if len(found) > MAX_PAGES or count > MAX_CHARACTERS:
                raise NotReadable(f"「{path.name}」は長すぎます（上限 {MAX_PAGES:,} ページ）。評価書ごとに分けて渡してください。")
    return found
