"""One HTML page in, its ids, the links it holds and what is wrong with it out."""

import re

from lxml import etree

from site_gen.verify import faults
from site_gen.verify.reading import Reading

# Attributes with an address that a browser loads by itself; of <a>, <area> and some kinds of <link> it is only followed.
_LOADED = frozenset(
    "src poster data background href xlink:href srcset imagesrcset action formaction ping manifest codebase classid longdesc".split()
)
_SETS = frozenset({"srcset", "imagesrcset"})
_FOLLOWED = frozenset({"a", "area"})
_RELATED = frozenset({"alternate", "author", "canonical", "help", "license", "next", "prev", "search"})  # <link rel>: not loaded
_REFUSED = frozenset("iframe frame frameset object embed applet base".split())
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
    parser = etree.HTMLParser(target=_Target(reading), encoding="utf-8", huge_tree=True)
    parser.feed(content)
    parser.close()


class _Target:
    """Is told of each tag by libxml2, which builds no tree for it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def start(self, tag: str, attributes: dict[str, str]) -> None:
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
        if tag == "script":
            if "src" not in attributes and attributes.get("type", "").strip().lower() not in _DATA:
                reading.faults.append(faults.inline_script(reading.path, "<script>"))
        elif tag == "style":
            reading.faults.append(faults.inline_style(reading.path, "<style>"))
        elif tag in _REFUSED:
            reading.faults.append(faults.refused(reading.path, tag))
        elif tag == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
            reading.faults.append(faults.refused(reading.path, "meta http-equiv=refresh"))

    def _address(self, tag: str, name: str, value: str, attributes: dict[str, str]) -> None:
        where = f"<{tag} {name}>"
        if tag == "link" and not (set(attributes.get("rel", "").lower().split()) - _RELATED):
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
