"""The pages of a site in, sitemap.xml out (sitemaps.org 0.9): only for a site that tells its 公開URL, as it needs whole addresses.

A file may hold 50,000 addresses; where there are more, sitemap.xml lists files that hold them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from xml.etree import ElementTree as ET

NAME = "sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000


def sitemaps(url: str, paths: Iterable[str], most: int = _MOST) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file; `paths` are the folders of the pages, of which no more than `most` are held at once. Nothing
    where `url` is empty."""
    if not url:
        return
    site = url.rstrip("/")
    pages = (f"{site}/{path}/index.html" if path else f"{site}/index.html" for path in paths)
    portions = iter(lambda: list(islice(pages, most)), [])
    first, second = next(portions, []), next(portions, [])
    if not second:
        yield NAME, _file("urlset", "url", first)
        return
    names = []
    for number, portion in enumerate(chain((first, second), portions), 1):
        names.append(f"sitemap-{number}.xml")
        yield names[-1], _file("urlset", "url", portion)
    yield NAME, _file("sitemapindex", "sitemap", [f"{site}/{name}" for name in names])


def _file(root: str, each: str, addresses: Sequence[str]) -> bytes:
    top = ET.Element(root, {"xmlns": _NAMESPACE})
    for address in addresses:
        ET.SubElement(ET.SubElement(top, each), "loc").text = address
    ET.indent(top, "")
    written: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
