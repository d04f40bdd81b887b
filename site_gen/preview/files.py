"""A path of the site that is no page in, the file that is served for it out: assets, pictures, and what `rest` has written."""

import mimetypes
from pathlib import Path

from site_gen import own
from site_gen.model import Site
from site_gen.pages import IMAGES

_TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
    ".xml": "application/xml", ".csv": "text/csv; charset=utf-8", ".jsonld": "application/ld+json", ".wasm": "application/wasm",
    ".html": "text/html; charset=utf-8",
}


def find(path: str, site: Site | None, content: Path, assets: Path, rest: Path | None) -> Path | None:
    """The file at `path`; None where the site has none. Nothing outside of these folders is ever found."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
        return None
    if parts[0] == "assets" and parts[1:2] == [own.FOLDER]:
        return _in(content / own.ASSETS, parts[2:]) if "/".join(parts[2:]) in own.assets(content) else None
    if parts[0] == "assets" and site and site.look.logo and "/".join(parts[1:]) == site.look.logo.asset:
        return _in(content, [site.look.logo.file])
    if parts[0] == "assets":
        return _in(assets, parts[1:])
    if len(parts) > 3 and parts[-2] == IMAGES:
        return _picture(parts, site, content)
    return _in(rest, parts) if rest else None


def kind(file: Path) -> str:
    """Its type for the browser."""
    return _TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _in(folder: Path, parts: list[str]) -> Path | None:
    """The file below `folder`; a link may not lead out of it."""
    file = folder.joinpath(*parts)
    return file if file.is_file() and file.resolve().is_relative_to(folder.resolve()) else None


def _picture(parts: list[str], site: Site | None, content: Path) -> Path | None:
    """A picture that an item of the assessment names, where its author has put it."""
    home, slug, name = parts[0], "/".join(parts[1:-2]), parts[-1]
    texts = (
        text for m in (site.municipalities if site else ()) if m.slug == home
        for current in m.assessments for text in (current, *current.versions) if text.slug == slug
    )
    named = (entry.text for text in texts for entry in text.entries if entry.item.kind == "image")
    return _in(content / home / slug, [name]) if name in named else None
