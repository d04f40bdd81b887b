"""A site and its data files in, what portals harvest out: DCAT 3 as JSON-LD, a catalogue of all and one a municipality, each
data set on a line of its own.

Days are those of the documents. Addresses are on the web where the site tells its 公開URL, else relative to the catalogue.
Source: W3C Data Catalog Vocabulary (DCAT) Version 3.
"""

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from site_gen.data.files import ALL, CSV_TYPE, FOLDER, JSON_TYPE, SCHEMA, DataFile, by_row
from site_gen.model import Assessment, Municipality, Site

NAME = "catalog.jsonld"
MEDIA = "application/ld+json"
_IANA = "https://www.iana.org/assignments/media-types/"
_JAPANESE = "http://id.loc.gov/vocabulary/iso639-1/ja"
_TYPES = ("gYear", "gYearMonth", "date")  # by how much of a day is known
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]  # JSON is what it is


@dataclass(frozen=True, slots=True)
class Listed:
    """An assessment as catalogues list it: its folder in that of its municipality (both by name), what it is, the day on which it was
    published (empty: not said), where its text comes from, its data files."""

    municipality: str
    slug: str
    name: str
    form: str
    excerpt: bool
    published: str
    source_url: str
    files: tuple[DataFile, ...]

    @property
    def base(self) -> str:
        """Its folder in the site."""
        return f"{self.municipality}/{self.slug}"

    @property
    def modified(self) -> str:
        """The latest day of its dates."""
        return max((file.modified for file in self.files), default="")


def listed(m: Municipality, a: Assessment, files: Sequence[DataFile]) -> Listed:
    """How catalogues list `a`, one of the assessments of `m`, with its data files."""
    published = getattr(a.part("表紙").child("公表日").value, "start", None)
    return Listed(m.slug, a.slug, a.name, a.form.name, a.excerpt, published.iso if published else "", a.source.url if a.source else "", tuple(files))


def catalog(site: Site, files: Sequence[DataFile]) -> tuple[DataFile, bytes]:
    """The catalogue of the site, which leads to those of the municipalities and lists the `files` of all."""
    return _file(FOLDER, _whole(site, files))


def catalog_of(site: Site, m: Municipality, own: Iterable[Listed]) -> tuple[DataFile, bytes]:
    """The catalogue of `m` with its `own` assessments."""
    return _file(m.slug, _municipal(site, m, tuple(own)))


def _file(folder: str, found: Node) -> tuple[DataFile, bytes]:
    data = by_row({"@context": _CONTEXT, **found})
    return DataFile(f"{folder}/{NAME}", MEDIA, len(data)), data


def _whole(site: Site, files: Sequence[DataFile]) -> Node:
    parts = [_distribution(site, FOLDER, file) for file in files if file.path != SCHEMA]
    day = max((file.modified for file in files), default="")
    dataset = {
        "@id": "#all",
        "@type": "dcat:Dataset",
        "dct:title": _text(f"{site.title}のデータ（すべての評価書）"),
        "dct:description": _text("特定個人情報保護評価書の、情報の流れ、システム、記録項目、変更箇所"),
        "dct:publisher": {"@id": "#publisher"},
        "dct:language": {"@id": _JAPANESE},
        "dcat:landingPage": {"@id": _to(site, FOLDER, f"{FOLDER}/index.html")},
        **_days("", day),
        **_licence(site),
        "dcat:distribution": parts,
    }
    return {
        **_catalog(site, site.title, FOLDER, day),
        **({"dct:description": _text(site.note)} if site.note.strip() else {}),
        "dcat:dataset": (dataset,),
        "dcat:catalog": tuple({"@id": _to(site, FOLDER, f"{m.slug}/{NAME}") + "#catalog"} for m in site.municipalities),
    }


def _municipal(site: Site, m: Municipality, own: Sequence[Listed]) -> Node:
    datasets = tuple(_dataset(site, m, one) for one in own)
    day = max((one.modified for one in own), default="")
    return {**_catalog(site, f"{m.name}の特定個人情報保護評価書", m.slug, day), "dcat:dataset": datasets}


def _dataset(site: Site, m: Municipality, one: Listed) -> Node:
    source = {"dct:source": {"@id": one.source_url}} if one.source_url else {}
    return {
        "@id": f"#{one.slug}",
        "@type": "dcat:Dataset",
        "dct:title": _text(f"{m.name}　{one.name}"),
        "dct:description": _text(f"{m.name}の{one.form}「{one.name}」のデータ{'（抄録）' if one.excerpt else ''}"),
        "dct:identifier": f"{m.code}/{one.slug}",
        "dct:creator": {
            "@id": "#municipality", "@type": "foaf:Organization", "foaf:name": _text(m.name), "dct:identifier": m.code,
            **({"foaf:homepage": {"@id": m.site}} if m.site else {}),
        },
        "dct:publisher": {"@id": "#publisher"},
        "dct:language": {"@id": _JAPANESE},
        "dcat:keyword": [_text(word) for word in ("特定個人情報保護評価", "マイナンバー", m.name)],
        "dcat:landingPage": {"@id": _to(site, m.slug, f"{one.base}/index.html")},
        **_days(one.published, one.modified),
        **source,
        **_licence(site),
        "dcat:distribution": [_distribution(site, m.slug, file) for file in one.files],
    }


def _catalog(site: Site, title: str, folder: str, day: str) -> Node:
    return {
        "@id": "#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _text(title),
        "dct:publisher": {"@id": "#publisher", "@type": "foaf:Agent", "foaf:name": _text(site.publisher or site.title)},
        "dct:language": {"@id": _JAPANESE},
        "foaf:homepage": {"@id": _to(site, folder, "index.html")},
        **_days("", day),
        **_licence(site),
    }


def _distribution(site: Site, folder: str, file: DataFile) -> Node:
    address = {"@id": _to(site, folder, file.path)}
    conforms = {"dct:conformsTo": {"@id": _to(site, folder, SCHEMA)}} if file.media == JSON_TYPE else {}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _text(_title(file)),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": _IANA + file.media},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        **_days("", file.modified),
        **_licence(site),
        **conforms,
    }


def _title(file: DataFile) -> str:
    if file.media != CSV_TYPE or file.table is None:
        return "評価書の一覧（JSON）" if file.path == ALL and not file.complete else "すべて（JSON）"
    volume = f"、{file.volume}冊目" if file.volume > 1 else ""
    return f"{file.table.title}（CSV{'、Excel 用' if file.excel else ''}{volume}）"


def _licence(site: Site) -> Node:
    """The licence of site.yaml: its address, or where it has none its name."""
    if site.licence_url:
        return {"dct:license": {"@id": site.licence_url}}
    return {"dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _text(site.licence)}} if site.licence else {}


def _days(issued: str, modified: str) -> Node:
    found = {"dct:issued": issued, "dct:modified": modified}
    return {key: {"@value": day, "@type": f"xsd:{_TYPES[day.count('-')]}"} for key, day in found.items() if day}


def _text(text: str) -> Node:
    return {"@value": text.strip(), "@language": "ja"}


def _to(site: Site, folder: str, path: str) -> str:
    """The address of a file of the site, for a catalogue in `folder`."""
    return f"{site.url.rstrip('/')}/{path}" if site.url else posixpath.relpath(f"/{path}", f"/{folder}")
