"""One HTML page in, its ids, the links it holds and what is wrong with it out."""

import re
from collections.abc import Mapping

from lxml import etree

from site_gen.verify import faults
from site_gen.verify.reading import Reading
from site_gen.verify.styles import read_style

# Attributes with an address that a browser loads by itself; of <a>, <area> and some kinds of <link> it is only followed.
_LOADED = frozenset(
    "src poster data background href xlink:href srcset imagesrcset action formaction ping manifest codebase classid longdesc".split()
)
_SETS = frozenset({"srcset", "imagesrcset"})
_FOLLOWED = frozenset({"a", "area"})
_RELATED = frozenset({"alternate", "author", "canonical", "help", "license", "next", "prev", "search"})  # <link rel>: not loaded
_REFUSED = frozenset("iframe frame frameset object embed applet base".split())
# Attributes that are words for people; all others can be read as a style (fill="url(…)").
_WORDS = frozenset("alt title content value placeholder label summary abbr srcdoc".split())
_SMIL = frozenset("animate set animatemotion animatetransform animatecolor".split())
_CHANGED = re.compile(r"(?:.*:)?(?:href|src|on.*|style)", re.I)  # what they must not change while a page is open
_DATA = frozenset({"application/ld+json", "application/json"})
_END = re.compile(rb"</html>\s*\Z")


def read_page(path: str, content: bytes, base: str) -> Reading:
    """What the page `path` with this `content` holds; `base` is the address of the site, if known."""
    reading = Reading(path, base)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        reading.faults.append(faults.no_text(path))
    if not _END.search(content):
        reading.faults.append(faults.cut_off(path))
    read_tags(reading, content)
    return reading


def read_tags(reading: Reading, content: bytes) -> None:
    """Put into `reading` what the tags of a page or a drawing say."""
    parser = etree.HTMLParser(target=Tags(reading), encoding="utf-8", huge_tree=True)
    parser.feed(content)
    parser.close()


def _is_style(value: str) -> bool:
    return "url(" in value.lower() or "image" in value.lower() or "\\" in value


def _changed(attributes: Mapping[str, str]) -> str:
    """Which attribute an element of an animation changes."""
    return next((value.strip() for name, value in attributes.items() if name.lower() == "attributename"), "")


class Tags:
    """Is told of each tag, of a page by libxml2, which builds no tree for it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag with its attributes, by their names in small letters."""
        reading = self.reading
        for name, value in attributes.items():
            if name == "class":
                continue
            if name == "id":
                if value in reading.ids or not value or " " in value:
                    reading.faults.append(faults.id_twice(reading.path, value, value in reading.ids))
                reading.ids.add(value)
            elif name in _LOADED:
                if tag in _FOLLOWED and name != "ping":
                    reading.link(f"<{tag} {name}>", value)
                else:
                    self._address(tag, name, value, attributes)
            elif name == "style":
                reading.faults.append(faults.inline_style(reading.path, f"<{tag} style=\"{value[:60]}\">"))
            elif name[:2] == "on" or name == "srcdoc":
                reading.faults.append(faults.inline_script(reading.path, f"<{tag} {name}=\"{value[:60]}\">"))
            elif "(" in value and name not in _WORDS and name[:5] not in ("data-", "aria-") and _is_style(value):
                read_style(reading, value, f"<{tag} {name}>")
        if tag == "script":
            if "src" not in attributes and attributes.get("type", "").strip().lower() not in _DATA:
                reading.faults.append(faults.inline_script(reading.path, "<script>"))
        elif tag == "style":
            reading.faults.append(faults.inline_style(reading.path, "<style>"))
        elif tag in _REFUSED or (tag in _SMIL and _CHANGED.fullmatch(_changed(attributes))):
            reading.faults.append(faults.refused(reading.path, tag))
        elif tag == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
            reading.faults.append(faults.refused(reading.path, "meta http-equiv=refresh"))

    def _address(self, tag: str, name: str, value: str, attributes: dict[str, str]) -> None:
        where = f"<{tag} {name}>"
        is_style = "css" in attributes.get("type", "").lower()
        if tag == "link" and not is_style and not (set(attributes.get("rel", "").lower().split()) - _RELATED):
            self.reading.link(where, value)
        elif name in _SETS:
            for one in re.split(r",\s+|,(?=[^\s,]*\s)", value.strip()):
                self.reading.request(where, one.split()[0] if one.split() else "")
        elif name == "ping":
            for one in value.split():
                self.reading.request(where, one)
        elif tag in _REFUSED and name in ("data", "src", "href"):
            if value.strip().lower().startswith(("http:", "https:", "//")):
                self.reading.request(where, value)  # the tag itself is told already
        else:
            self.reading.request(where, value)

    def close(self) -> None:
        """Nothing is left to do; lxml asks for it."""
