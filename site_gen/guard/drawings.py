"""An SVG drawing in, what it tells beside the drawing out: who made it and where, as editors of drawings write it."""

from collections.abc import Iterator

from lxml import etree

_METADATA = "情報の欄（作成者、題名、日付など）"
_EDITORS = (
    ("sodipodi.sourceforge.net", "Inkscape の情報（ファイルの場所など）"),
    ("inkscape.org/namespaces", "Inkscape の情報（ファイルの場所など）"),
    ("ns.adobe.com", "Adobe の製品の情報"),
    ("purl.org/dc/", _METADATA),
    ("creativecommons.org/ns", _METADATA),
    ("web.resource.org/cc", _METADATA),
    ("1999/02/22-rdf-syntax-ns", _METADATA),
)


def metadata(data: bytes) -> tuple[str, ...] | None:
    """What a drawing tells, in Japanese, each once; None where it is no SVG that can be read."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname != "svg":
        return None
    return tuple(dict.fromkeys(told for element in root.iter(etree.Element) for told in _told(element)))


def _told(element: etree._Element) -> Iterator[str]:
    if etree.QName(element).localname == "metadata" and (len(element) or (element.text or "").strip()):
        yield _METADATA
    for name in (str(element.tag), *map(str, element.attrib)):
        yield from (words for space, words in _EDITORS if space in name.partition("}")[0])
