"""A feed in, its two files out: Atom 1.0 (RFC 4287) and JSON Feed 1.1.

Addresses begin with the site's 公開URL; without one they are relative to the feed (RFC 4287 lets a reader resolve them
against where it found the feed), and JSON Feed leaves out what has to be absolute.
"""

import json
import posixpath
from xml.etree import ElementTree as ET

from site_gen.pages import Feed, FeedEntry
from site_gen.render import Renderer

ATOM, JSON = "feed.xml", "feed.json"
_ATOM_TYPE, _JSON_TYPE = "application/atom+xml", "application/feed+json"
_LANGUAGE = "ja"


def files(feed: Feed | None, url: str, renderer: Renderer) -> dict[str, bytes]:
    """By its path, the content of both files of `feed`, if there is one; `url` is where the site lies (may be empty)."""
    if feed is None:
        return {}
    contents = {entry.id: renderer.entry(entry) for entry in feed.entries}
    return {posixpath.join(feed.path, ATOM): atom(feed, contents, url), posixpath.join(feed.path, JSON): json_feed(feed, contents, url)}


def atom(feed: Feed, contents: dict[str, str], url: str) -> bytes:
    """`feed` as Atom; `contents` are the entries' HTML by id, `url` where the site lies (may be empty)."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": _LANGUAGE})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated)
    _text(ET.SubElement(root, "author"), "name", feed.author)
    _link(root, "self", _ATOM_TYPE, _file(feed, ATOM, url))
    _link(root, "alternate", "text/html", _page(feed, feed.home, "", url))
    for entry in feed.entries:
        root.append(_atom_entry(feed, entry, contents[entry.id], url))
    ET.indent(root, "")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def json_feed(feed: Feed, contents: dict[str, str], url: str) -> bytes:
    """`feed` as JSON Feed; arguments as of `atom`."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **({"home_page_url": _page(feed, feed.home, "", url), "feed_url": _file(feed, JSON, url)} if url else {}),
        "language": _LANGUAGE,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id,
                "url": _page(feed, entry.path, entry.anchor, url),
                "title": entry.title,
                "content_html": contents[entry.id],
                "summary": entry.summary,
                "date_published": entry.updated,
                "authors": [{"name": entry.author}],
                **({"tags": list(entry.tags)} if entry.tags else {}),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _atom_entry(feed: Feed, entry: FeedEntry, content: str, url: str) -> ET.Element:
    element = ET.Element("entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", entry.updated)
    _text(ET.SubElement(element, "author"), "name", entry.author)
    _link(element, "alternate", "text/html", _page(feed, entry.path, entry.anchor, url))
    for tag in entry.tags:
        ET.SubElement(element, "category", {"term": tag})
    _text(element, "summary", entry.summary)
    _text(element, "content", content).set("type", "html")
    return element


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _link(parent: ET.Element, relation: str, kind: str, address: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _page(feed: Feed, path: str, anchor: str, url: str) -> str:
    fragment = f"#{anchor}" if anchor else ""
    return _address(feed, posixpath.join(path, "index.html"), url) + fragment


def _file(feed: Feed, name: str, url: str) -> str:
    return _address(feed, posixpath.join(feed.path, name), url)


def _address(feed: Feed, path: str, url: str) -> str:
    return f"{url.rstrip('/')}/{path}" if url else posixpath.relpath(f"/{path}", f"/{feed.path}")
