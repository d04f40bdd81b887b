"""Pictures of one page of each kind for people to look at: on a phone, on a desktop, in dark and in forced colours, printed.

`make gallery` writes them with an index.html into dist/gallery/; GALLERY=folder chooses another one. Nothing is judged here.
"""

from __future__ import annotations

import argparse
import html
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page

from site_gen import build
from tests import whole
from tests.browser import driven_by, open_browser, serve
from tests.kinds import KINDS

HIGHEST = 3000  # px of a page that are shown; what follows looks like what is there
PRINTED = 2  # pages of paper that are shown
# By the end of the file's name: what it is called in the index, the width in px, what the browser is asked to emulate.
LOOKS: dict[str, tuple[str, int, dict[str, str]]] = {
    "360": ("360 px", 360, {"color_scheme": "light"}),
    "1280": ("1280 px", 1280, {"color_scheme": "light"}),
    "dark": ("暗い配色", 1280, {"color_scheme": "dark"}),
    "forced": ("強制カラー", 1280, {"color_scheme": "dark", "forced_colors": "active"}),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("dist/gallery"))
    parser.add_argument("--only", default="", help="kinds whose name holds this text")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        site = Path(home) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        with serve(site) as address, open_browser() as (browser, loop), driven_by(loop):
            for kind, path in KINDS.items():
                if given.only in kind:
                    for file in pictures(browser, f"{address}{path}", given.folder / _name(kind)):
                        print(file)
    (given.folder / "index.html").write_text(_index(given.folder), encoding="utf-8")
    print(given.folder / "index.html")


def pictures(browser: Browser, address: str, base: Path) -> Iterator[Path]:
    """The pictures of the page at `address`, written as `base` with the name of the look behind it."""
    for look, (_, width, emulated) in LOOKS.items():
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.emulate_media(**emulated)  # type: ignore[arg-type]  # words that it takes
        page.goto(f"{address}/index.html")
        page.wait_for_load_state("networkidle")
        file = base.with_name(f"{base.name}-{look}.png")
        height = min(HIGHEST, int(page.evaluate("document.documentElement.scrollHeight")))
        page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        yield file
        if look == "1280":
            yield from _printed(page, base)
        page.close()


def _printed(page: Page, base: Path) -> Iterator[Path]:
    document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    for number in range(min(PRINTED, len(document))):
        file = base.with_name(f"{base.name}-print-{number + 1}.png")
        document[number].render(scale=1.25).to_pil().save(file)
        yield file
    document.close()


def _name(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", kind.replace(".html", "")).strip("-")


def _index(folder: Path) -> str:
    """A page that shows what lies in `folder`, kind by kind."""
    rows = []
    for kind, path in KINDS.items():
        looks = [(title, f"{_name(kind)}-{look}.png") for look, (title, _, _) in LOOKS.items()]
        looks += [(f"印刷 {number}", f"{_name(kind)}-print-{number}.png") for number in range(1, PRINTED + 1)]
        there = [(title, name) for title, name in looks if (folder / name).is_file()]
        if there:
            shown = "".join(
                f'<figure><figcaption>{title}</figcaption><a href="{name}"><img src="{name}" height="600" alt="{title}" loading="lazy"></a></figure>'
                for title, name in there
            )
            rows.append(f"<h2>{html.escape(kind)}　/{html.escape(path)}</h2>\n<div>{shown}</div>")
    style = "div{display:flex;overflow-x:auto;gap:1rem}figure{margin:0}img{border:1px solid}"
    head = f'<!DOCTYPE html>\n<html lang="ja">\n<meta charset="utf-8">\n<title>ページの種類ごとの見え方</title>\n<style>{style}</style>'
    return "\n".join([head, *rows, "</html>\n"])


if __name__ == "__main__":
    main()
