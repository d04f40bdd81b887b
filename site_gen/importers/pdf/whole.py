"""Rows of pages in, rows of the document out: a row that the end of a page cut is one row again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_gen.importers.pdf.bands import Band, Box
from site_gen.importers.pdf.lines import cut, right_edge

# A cell of labels that begins so begins a row, and is not the rest of the label above.
_LABEL = re.compile(r"[①-⑳]|[0-9０-９]+[.．]|[(（][0-9０-９]+[)）]|リスク|システム[0-9]|(?:提供|移転)先[0-9]")


def whole(bands: Iterable[Band]) -> Iterator[Band]:
    """Rows that the end of a page cut, joined again; the heads that stand again on each page come before them."""
    last: Band | None = None
    heads: dict[tuple[int, ...], list[str]] = {}
    for band in bands:
        texts = band.texts
        if not any(texts):
            continue
        columns = tuple(round(box.x0) for box in band.boxes)
        if last and band.page > last.reaches and last.same_columns(band):
            if len(texts) > 2 and heads.get(columns) == texts:
                yield band
                continue
            if _goes_on(last, band):
                for box, more in zip(last.boxes, band.boxes, strict=True):
                    box.lines += [replace(line, new_page=n == 0) for n, line in enumerate(more.lines)]
                last.reaches, last.open_bottom = band.page, band.open_bottom
                continue
        if last and band.page > last.reaches and _paragraph_goes_on(last, band):
            last.boxes[0].lines += [replace(line, new_page=n == 0) for n, line in enumerate(band.boxes[0].lines)]
            last.reaches = band.page
            continue
        if band.ruled and len(texts) > 2:
            heads.setdefault(columns, texts)
        if last:
            yield last
        last = band
    if last:
        yield last


def _goes_on(last: Band, band: Band) -> bool:
    """Whether `band` is the rest of `last`: without a label of its own, or with the rest of the label."""
    place = next((n for n, boxes in enumerate(zip(last.boxes, band.boxes, strict=True)) if any(b.lines for b in boxes)), 0)
    first, more = last.boxes[place], band.boxes[place]
    if not more.lines:
        return True
    if not (last.open_bottom or band.open_top):
        return False
    if not first.lines or place == len(band.boxes) - 1:
        return place == len(band.boxes) - 1 or not any(box.lines for box in last.boxes[:-1])
    if more.lines[0].text.startswith("※"):
        return True  # which stands behind a label
    if _LABEL.match(more.lines[0].text):
        return False
    if any(_sentence_goes_on(a, b) for a, b in zip(last.boxes[place + 1 :], band.boxes[place + 1 :], strict=True)):
        return True
    lowest = max(line.base for box in last.boxes for line in box.lines if not line.new_page)
    if first.lines[-1].base < lowest - 0.5 * first.lines[-1].size:
        return False  # the label ended above the end of the page
    if any(_ends(a, b) for a, b in zip(last.boxes[place + 1 :], band.boxes[place + 1 :], strict=True)):
        return False
    edge = right_edge([*first.lines, *more.lines], first.x0, first.x1)
    return cut(first.lines[0], first.lines[-1], more.lines[0], edge)


def _ends(above: Box, below: Box) -> bool:
    """Whether a text ends with the page and another begins on the next one."""
    return bool(above.lines and below.lines) and above.lines[-1].text[-1] != "。" and not _sentence_goes_on(above, below)


def _paragraph_goes_on(last: Band, band: Band) -> bool:
    """Whether the end of a page cut a paragraph outside of all boxes."""
    if last.ruled or band.ruled or len(last.boxes) > 1 or len(band.boxes) > 1:
        return False
    box = last.boxes[0]
    return cut(box.lines[0], box.lines[-1], band.boxes[0].lines[0], right_edge(box.lines, box.x0, box.x1))


def _sentence_goes_on(above: Box, below: Box) -> bool:
    """Whether the end of a page cut a sentence of a cell."""
    if not above.lines or not below.lines or above.lines[-1].text[-1] in "。」）)":
        return False
    edge = right_edge([*above.lines, *below.lines], above.x0, above.x1)
    return cut(above.lines[0], above.lines[-1], below.lines[0], edge)
