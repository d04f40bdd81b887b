"""A site and its data files in, what portals harvest out: DCAT 3 as JSON-LD, a catalogue of all and one a municipality.

Days are those of the documents. Addresses are on the web where the site tells its 公開URL, else relative to the catalogue.
Source: W3C Data Catalog Vocabulary (DCAT) Version 3.
"""

import json
import posixpath
from collections.abc import Iterator, Sequence
from typing import Any

from site_gen.data.files import ALL, CSV_TYPE, FOLDER, JSON_TYPE, SCHEMA, DataFile
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


def catalogs(site: Site, files: Sequence[DataFile]) -> Iterator[tuple[DataFile, bytes]]:
    """The catalogue of the site and one of each municipality, which the first one leads to."""
    of_base: dict[str, list[DataFile]] = {}
    for file in files:
        of_base.setdefault(file.base, []).append(file)
    for m in site.municipalities:
        yield _file(m.slug, _municipal(site, m, of_base))
    yield _file(FOLDER, _whole(site, of_base[""]))


def _file(folder: str, catalog: Node) -> tuple[DataFile, bytes]:
    data = json.dumps({"@context": _CONTEXT, **catalog}, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
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
        "dcat:dataset": [dataset],
        "dcat:catalog": [{"@id": _to(site, FOLDER, f"{m.slug}/{NAME}") + "#catalog"} for m in site.municipalities],
    }


def _municipal(site: Site, m: Municipality, of_base: dict[str, list[DataFile]]) -> Node:
    datasets = [_dataset(site, m, a, of_base.get(f"{m.slug}/{a.slug}", [])) for a in m.assessments]
    day = max((file.modified for a in m.assessments for file in of_base.get(f"{m.slug}/{a.slug}", [])), default="")
    return {**_catalog(site, f"{m.name}の特定個人情報保護評価書", m.slug, day), "dcat:dataset": datasets}


def _dataset(site: Site, m: Municipality, a: Assessment, files: Sequence[DataFile]) -> Node:
    base = f"{m.slug}/{a.slug}"
    published = a.part("表紙").child("公表日").value
    start = getattr(published, "start", None)
    source = {"dct:source": {"@id": a.source.url}} if a.source and a.source.url else {}
    return {
        "@id": f"#{a.slug}",
        "@type": "dcat:Dataset",
        "dct:title": _text(f"{m.name}　{a.name}"),
        "dct:description": _text(f"{m.name}の{a.form.name}「{a.name}」のデータ{'（抄録）' if a.excerpt else ''}"),
        "dct:identifier": f"{m.code}/{a.slug}",
        "dct:creator": {
            "@id": "#municipality", "@type": "foaf:Organization", "foaf:name": _text(m.name), "dct:identifier": m.code,
            **({"foaf:homepage": {"@id": m.site}} if m.site else {}),
        },
        "dct:publisher": {"@id": "#publisher"},
        "dct:language": {"@id": _JAPANESE},
        "dcat:keyword": [_text(word) for word in ("特定個人情報保護評価", "マイナンバー", m.name)],
        "dcat:landingPage": {"@id": _to(site, m.slug, f"{base}/index.html")},
        **_days(start.iso if start else "", files[0].modified if files else ""),
        **source,
        **_licence(site),
        "dcat:distribution": [_distribution(site, m.slug, file) for file in files],
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
