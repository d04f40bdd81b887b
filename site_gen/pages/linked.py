"""A page in, what programs that read pages find of it in it out: schema.org as JSON-LD.

Every page says where it is (BreadcrumbList); the first page of an assessment what it is (Report) and what can be downloaded
of it (Dataset), that of a municipality whose assessments these are (GovernmentOrganization), /data/ the whole (Dataset).
"""

import json
from typing import Any

from site_gen.data import OF_ROWS
from site_gen.model import Dated
from site_gen.pages.page import DATA, Page

Node = dict[str, Any]  # JSON is what it is

_CSV, _JSON = "text/csv", "application/json"


def json_ld(page: Page) -> str:
    """The JSON-LD of `page`, fit to stand in a script element (no <, > or &); empty where there is nothing to say."""
    found = [*_about(page), *([_crumbs(page)] if page.crumbs else [])]
    if not found:
        return ""
    whole = {"@context": "https://schema.org", **found[0]} if len(found) == 1 else {"@context": "https://schema.org", "@graph": found}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _about(page: Page) -> list[Node]:
    if page.path == DATA:
        return [_whole(page)]
    if page.municipality and page.path == page.municipality.slug:
        return [_municipality(page, whole=True)]
    if page.assessment and page.municipality and page.path == f"{page.municipality.slug}/{page.assessment.slug}":
        return [_report(page)] if page.then else [_report(page), _dataset(page)]
    return []


def _crumbs(page: Page) -> Node:
    places = [(link.text, page.absolute(link.path)) for link in page.crumbs] + [(page.title, page.absolute(page.path))]
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": at, "name": name, "item": address} for at, (name, address) in enumerate(places, 1)
    ]}


def _report(page: Page) -> Node:
    a, m = page.assessment, page.municipality
    assert a and m
    published = a.part("表紙").child("公表日").value
    changes = [row.changed.day.start.iso for row in (page.histories.rows if page.histories else ()) if row.changed.day]
    return {
        "@type": "Report",
        "@id": page.absolute(page.path) + "#report",
        "name": a.name,
        "url": page.absolute(page.path),
        "inLanguage": "ja",
        "genre": a.form.name,
        **({"reportNumber": number} if (number := a.part("表紙").child("評価書番号").text) else {}),
        **({"datePublished": published.start.iso} if isinstance(published, Dated) else {}),
        **({"dateModified": max(changes)} if changes else {}),
        "author": _municipality(page, whole=False),
        **({"isBasedOn": a.source.url} if a.source and a.source.url else {}),
        **_licence(page),
    }


def _municipality(page: Page, *, whole: bool) -> Node:
    """The municipality; `whole`: with what only its own page says of it."""
    m = page.municipality
    assert m
    found: Node = {
        "@type": "GovernmentOrganization", "@id": page.absolute(m.slug) + "#jichitai", "name": m.name,
        **({"url": m.site} if m.site else {}),
        **({"disambiguatingDescription": "架空の自治体です"} if m.fictional else {}),
    }
    if not whole:
        return found
    phone = next((text for label, text in m.contact.lines if label == "電話"), "")
    code = {"@type": "PropertyValue", "name": "全国地方公共団体コード", "value": m.code}
    return found | {
        "areaServed": f"{m.prefecture}{m.name}",
        **({"identifier": code} if m.code else {}),
        **({"telephone": phone} if phone else {}),
    }


def _dataset(page: Page) -> Node:
    a, m = page.assessment, page.municipality
    assert a and m
    names = [("data.json", _JSON), *((f"{table.file}.csv", _CSV) for table in OF_ROWS)]
    return {
        "@type": "Dataset",
        "name": f"{m.name}　{a.name}のデータ",
        "description": f"{m.name}の{a.form.name}「{a.name}」の、情報の流れ、システム、記録項目、変更箇所",
        "isAccessibleForFree": True,
        "creator": {"@id": page.absolute(m.slug) + "#jichitai"},
        **_licence(page),
        "distribution": [_download(page.absolute_file(page.path, name), kind) for name, kind in names],
    }


def _whole(page: Page) -> Node:
    names = [("all.json", _JSON), *((f"{table.file}.csv", _CSV) for table in OF_ROWS)]
    return {
        "@type": "Dataset",
        "name": f"{page.site.title}のデータ（すべての評価書）",
        "description": "特定個人情報保護評価書の、情報の流れ、システム、記録項目、変更箇所",
        "url": page.absolute(page.path),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": page.site.publisher or page.site.title},
        **_licence(page),
        "distribution": [_download(page.absolute_file(page.path, name), kind) for name, kind in names],
    }


def _download(address: str, kind: str) -> Node:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}


def _licence(page: Page) -> Node:
    licence = page.site.licence_url or page.site.licence
    return {"license": licence} if licence else {}
