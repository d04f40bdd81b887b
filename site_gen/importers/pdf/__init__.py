"""A PDF with a text layer in, rows of cells out, each with its page and line.

What rules enclose is a cell; cells that begin at one height are a row; text outside of all boxes is a row of its own
(`glyphs`, `grid`, `lines`, `bands`). A row that the end of a page cut is one row again (`whole`). What stands at the
same place of the pages is no text of the document (`furniture`): it is counted as markup.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from site_gen.importers import printout
from site_gen.importers.pdf.bands import bands, edges
from site_gen.importers.pdf.furniture import furniture, spot
from site_gen.importers.pdf.glyphs import Page
from site_gen.importers.pdf.whole import whole
from site_gen.importers.rows import NotReadable, Row, clean, visible


def read(path: Path) -> Iterator[Row]:
    """The rows of the PDF `path`; rows without cells count what is no text of the document. Raises NotReadable."""
    try:
        from site_gen.importers.pdf import document  # here, because not every installation has what it needs
    except ModuleNotFoundError as reason:
        raise NotReadable(
            "PDF を読み込む部品がありません。site-gen のフォルダーで「.venv\\Scripts\\pip install .[pdf]」"
            "（Linux と Mac では「.venv/bin/pip install \".[pdf]\"」）を実行してください。"
        ) from reason
    found = list(_rows(path, document.pages(path)))
    yield from printout.as_form(found) if printout.is_own(found) else found


def _rows(path: Path, pages: Sequence[Page]) -> Iterator[Row]:
    aside = furniture(pages)
    reach = edges(pages)
    for band in whole(band for one in pages for band in bands(one, reach, aside)):
        cells = tuple(clean(text) for text in band.texts)
        drawn = sum(visible(glyph.text) for box in band.boxes for line in box.lines for glyph in line.glyphs)
        yield Row(path.name, f"{band.page}頁{band.line}行", cells, drawn - visible("".join(cells)), ends=True)
    for one in pages:
        lost = one.double + sum(visible(glyph.text) for glyph in one.glyphs if spot(one, glyph) in aside)
        if one.picture:
            yield Row(path.name, f"{one.number}頁", (), 0, "画像だけの頁で、文字を読み取れません")
        if lost:
            yield Row(path.name, f"{one.number}頁", (), lost)
