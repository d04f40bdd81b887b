"""A site in, the files of its search out, as a build makes them from the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from site_gen import search
from site_gen.model import Site
from site_gen.pages import pages
from site_gen.search.packs import FULL, MOST


def names(site: Site) -> dict[str, str]:
    """The names of its municipalities by their folders."""
    return {one.slug: one.name for one in site.municipalities}


def prepared(site: Site, folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> list[search.Prepared]:
    """What of the pages whose address is `wanted` can be found, prepared in `folder`."""
    folder.mkdir(exist_ok=True)
    return [one for page in pages(site) if wanted(page.path) for one in search.prepared(page, folder)]


def search_files(
    site: Site, folder: Path, wanted: Callable[[str], bool] = lambda _: True, *, most: int = MOST, full: int = FULL
) -> dict[str, bytes]:
    """Path and content of each file; `most` and `full` as for `search.packs`."""
    packed = search.packs(names(site), prepared(site, folder, wanted), most, full)
    return dict(search.files(packed, site.glossary, folder))
