"""One file that is no page in, its links and what is wrong with it out: style sheets, scripts, drawings, feeds, sitemaps."""

import json
import re
from collections.abc import Callable

from lxml import etree

from site_gen.verify import faults
from site_gen.verify.page import read_tags
from site_gen.verify.reading import Reading
from site_gen.verify.styles import read_style

# What a script of ours writes out as the address of something to load; what it puts together at run time the policy refuses.
_SCRIPT = re.compile(
    r"""(?:\b(?:from|import)\s*|\b(?:import|fetch|importScripts|sendBeacon|open|Worker|EventSource|WebSocket)\s*\(\s*"""
    r"""|\.(?:src|href|action)\s*=\s*)(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n$]*)`)"""
)
_LOADED = re.compile(r"(?:https?:|wss?:)?//", re.I)
_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _style(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    read_style(reading, _text(reading, content))
    return reading


def _text(reading: Reading, content: bytes) -> str:
    """What a browser reads: it takes other encodings than UTF-8 where the file begins with their mark."""
    text = content.decode("utf-8", "replace")
    if "\ufffd" in text or "\0" in text:
        reading.faults.append(faults.no_text(reading.path))
    return text


def _script(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    for match in _SCRIPT.finditer(_text(reading, content)):
        address = next((one for one in match.groups() if one), "")
        if _LOADED.match(address):
            reading.faults.append(faults.third_party(path, match[0].split(address)[0].strip(" \"'`(="), address))
        elif match[0].startswith(("from", "import")) and address.startswith("."):
            reading.request("import", address)
    return reading


def _drawing(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    read_tags(reading, content)
    return reading


def _xml(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        reading.faults.append(faults.cut_off(path))
        return reading
    for link in root.iter(f"{_ATOM}link"):
        _listed(reading, "link", link.get("href", ""))
    for place in root.iter(_SITEMAP):
        _listed(reading, "loc", place.text or "")
    return reading


def _json(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    try:
        read = json.loads(content)
    except ValueError:
        reading.faults.append(faults.cut_off(path))
        return reading
    if isinstance(read, dict) and "jsonfeed.org" in str(read.get("version", "")):
        for item in (read, *read.get("items", ())):
            for key in ("url", "feed_url", "home_page_url"):
                if key in item:
                    _listed(reading, key, item[key])
    return reading


def _listed(reading: Reading, where: str, link: str) -> None:
    """A link in a list for programs, which may be absolute where it leads to the site."""
    if reading.base and link.startswith(reading.base):
        reading.links[link] = None
    else:
        reading.link(where, link)


READERS: dict[str, Callable[[str, bytes, str], Reading]] = {
    ".css": _style, ".js": _script, ".svg": _drawing, ".xml": _xml, ".json": _json, ".jsonld": _json,
}
