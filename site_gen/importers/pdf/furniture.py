"""Pages in, what stands at the same place of them out: page numbers and running heads, no text of the document."""

import re
from collections.abc import Sequence

from site_gen.importers.pdf.glyphs import Glyph, Page
from site_gen.importers.pdf.lines import lines

_NUMBER = re.compile(
    r"[\s\-‐―－ー–—(（]*(?:[PpＰ][.．]?\s*)?[0-9０-９]{1,4}\s*(?:[/／]\s*[0-9０-９]{1,4})?(?:\s*(?:ページ|頁))?[\s\-‐―－ー–—)）]*"
)
_OUTER = 0.09  # of a page's height, above and below
_Spots = dict[tuple[int, str], list[tuple[int, int]]]


def furniture(pages: Sequence[Page]) -> frozenset[tuple[int, int]]:
    """Page and baseline of lines that stand outside of all boxes, at the edge, with the same words but for numbers."""
    numbers: _Spots = {}
    heads: _Spots = {}
    for page in pages:
        for line in lines([glyph for glyph in page.glyphs if _at_edge(page, glyph)]):
            words = re.sub(r"[0-9０-９]+", "#", line.text)
            group = numbers if _NUMBER.fullmatch(line.text) else heads
            group.setdefault((round(line.base), words), []).append(spot(page, line.glyphs[0]))
    found = [spots for spots in numbers.values() if len(spots) >= min(3, max(2, len(pages)))]
    found += [spots for spots in heads.values() if len(spots) >= max(3, len(pages) / 2)]
    return frozenset(one for spots in found for one in spots)


def spot(page: Page, glyph: Glyph) -> tuple[int, int]:
    """The line of a page that a character stands on."""
    return page.number, round(glyph.base)


def _at_edge(page: Page, glyph: Glyph) -> bool:
    outside = not any(cell.around(glyph.x0, glyph.base - 1) for cell in page.cells)
    return outside and not _OUTER * page.height < glyph.base < (1 - _OUTER) * page.height
