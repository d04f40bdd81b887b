"""A built site in, how many bytes a page of each kind has out, as files and packed with gzip: HTML, style sheets, scripts.

tests/budget.json keeps what each kind may have: [bytes, bytes packed]. `make budget` writes it anew from content/, for review:
what grew is what the next commit has to explain.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from lxml import html

from site_gen import build
from tests import whole
from tests.kinds import KINDS
from tests.prepare import TESTS

BUDGET = TESTS / "budget.json"
ROOM = 1.03  # what the file allows over what was measured
LOOSE = 1.10  # from here on it allows too much
Sizes = tuple[int, int]  # bytes, and of the same packed
Weights = Mapping[str, Mapping[str, Sizes]]  # by kind of page and sort of file

_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;"'(]*["'](\.[^"']+)["']""", re.MULTILINE)  # what a module waits for


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        site = Path(home) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        found = weights(site)
    BUDGET.write_text(written(found), encoding="utf-8")
    print(f"{BUDGET}: {len(found)} kinds of pages")


def weights(site: Path) -> Weights:
    """What the pages of KINDS weigh in a built site."""
    return {kind: weight(site, path) for kind, path in KINDS.items()}


def weight(site: Path, path: str) -> Mapping[str, Sizes]:
    """The page at that path, the style sheets and the scripts that it loads by itself, each sort in all."""
    page = site / path / "index.html"
    files = {"html": [page], "css": [], "js": []}
    for file in loaded(page):
        if file.suffix[1:] in files:
            files[file.suffix[1:]].append(file)
    return {sort: (sum(map(_size, those)), sum(map(packed, those))) for sort, those in files.items()}


def loaded(page: Path) -> list[Path]:
    """The files that a browser loads with a page: style sheets, scripts with the modules that they name, pictures, its icon."""
    tree = html.parse(page)
    asked = tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    found: dict[Path, None] = {}
    for address in asked:
        found.update(dict.fromkeys(_with_modules((page.parent / address).resolve())))
    return list(found)


def parts(site: Path) -> dict[Path, int]:
    """The pages of parts of assessments (and of their blocks and changes), heaviest first, and what each loads, packed."""
    found = {
        page: packed(page) + sum(map(packed, loaded(page))) for page in site.rglob("index.html")
        if page.parent.name != "all" and html.parse(page).xpath("//nav[@id='mokuji']//a[@aria-current='page']")
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def packed(file: Path) -> int:
    """The bytes of a file as a server sends it that packs well."""
    return _packed(file.read_bytes())


def written(found: Weights) -> str:
    """The text of the budget that has room for those weights, a line a kind."""
    lines = (f"  {json.dumps(kind)}: {json.dumps({sort: [_allowed(one) for one in both] for sort, both in sorts.items()})}"
             for kind, sorts in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def budget() -> Weights:
    """What the file allows."""
    read = json.loads(BUDGET.read_text(encoding="utf-8"))
    return {kind: {sort: (plain, small) for sort, (plain, small) in sorts.items()} for kind, sorts in read.items()}


def judged(found: Weights, allowed: Weights) -> list[str]:
    """Where pages weigh more than is allowed, or so much less that they could grow unseen: a line each."""
    return [
        f"{kind}: {sort}{' packed' if at else ''} {size:,} bytes, {'over' if size > most else 'far under'} its budget of {most:,}"
        for kind, sorts in found.items() for sort, both in sorts.items()
        for at, (size, most) in enumerate(zip(both, allowed[kind][sort], strict=True))
        if not size <= most <= max(size * LOOSE, size + 100)
    ]


def _allowed(size: int) -> int:
    return -int(-size * ROOM // 10) * 10


def _with_modules(file: Path) -> Iterator[Path]:
    yield file
    if file.suffix == ".js":
        for name in _IMPORT.findall(file.read_text(encoding="utf-8")):
            yield from _with_modules((file.parent / name).resolve())


def _size(file: Path) -> int:
    return file.stat().st_size


@cache
def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    main()
