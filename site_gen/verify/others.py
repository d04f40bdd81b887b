"""One file that is no page in, its links and what is wrong with it out: style sheets, scripts, drawings, feeds, sitemaps."""

import json
import re
from collections.abc import Callable

from lxml import etree

from site_gen.verify import faults
from site_gen.verify.page import Tags
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
    """A drawing is XML: names are told apart by their name spaces, whatever stands before their colon."""
    reading = Reading(path, base)
    root = _tree(reading, content)
    if root is not None:
        tags = Tags(reading)
        for element in root.iter(etree.Element):
            tags.start(etree.QName(element).localname.lower(), {_local(str(name)): str(value) for name, value in element.attrib.items()})
    return reading


def _local(name: str) -> str:
    """The name of an attribute as a page writes it: href of any name space but none is another than the bare one."""
    space, _, local = name.rpartition("}")
    return f"xlink:{local}".lower() if space and local.lower() == "href" else local.lower()


def _tree(reading: Reading, content: bytes) -> etree._Element | None:
    """The root of a file of XML, which may hold neither a DTD nor an instruction: both can load, or become, anything."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        reading.faults.append(faults.cut_off(reading.path))
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        reading.faults.append(faults.refused(reading.path, "!DOCTYPE"))
    around = (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter())
    for one in around:
        if isinstance(one, etree._ProcessingInstruction):
            reading.faults.append(faults.refused(reading.path, f"?{one.target}"))
    return root


def _xml(path: str, content: bytes, base: str) -> Reading:
    reading = Reading(path, base)
    root = _tree(reading, content)
    if root is None:
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
    ".css": _style, ".js": _script, ".mjs": _script, ".svg": _drawing, ".xml": _xml, ".json": _json, ".jsonld": _json,
}
