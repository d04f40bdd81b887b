"""The data files of content/: valid by their own schema, equal to what the pages tell, read by programs that are not ours."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pytest
import rdflib  # its XSD, as a name of this module, makes pytest complain
from lxml import etree, html
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from site_gen import content, csv_files, data, pages
from site_gen.data import DataFile, Source, cells, files_of_all, files_of_one
from site_gen.data.rows import rows
from site_gen.data.schema import schema
from site_gen.data.sitemap import sitemaps
from site_gen.data.tables import ASSESSMENTS, CHANGES, FLOWS, OF_ROWS, STATES, TABLES, Table, heads
from site_gen.history import history
from site_gen.index import Facts
from site_gen.making import put
from site_gen.model import Assessment, RecordedItems, Site
from site_gen.pages import source_of
from site_gen.pages.gathered import facts_of_site
from tests.conftest import ADDRESS, ROOT
from tests.published import document
from tests.test_bad import MUNICIPALITY, SITE, write

CONTENT = ROOT / "content"
URL = ADDRESS
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMA_ORG = Namespace("https://schema.org/")
EMPTY = ("blank", "absent", "unmet", "not-asked")
IANA = "https://www.iana.org/assignments/media-types/"


# rdflib's own reader of JSON-LD uses what it calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def source(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module", params=["", URL], ids=["no address", "公開URL"])
def site(request: pytest.FixtureRequest, source: Site) -> Site:
    """The site of content/, once without 公開URL and once with it."""
    return replace(source, url=request.param)


@pytest.fixture(scope="module")
def folder(site: Site, source: Site, whole_output: Path, addressed_output: Path) -> Path:
    """What is written of it."""
    assert source.url == ""
    return addressed_output if site.url else whole_output


@pytest.fixture(scope="module")
def facts(source: Site) -> dict[str, Facts]:
    """What the pages across assessments are made of, by the folder of the assessment."""
    return {one.base: one for one in facts_of_site(source)}


def _assessments(site: Site) -> list[tuple[str, Assessment]]:
    return [(f"{m.slug}/{a.slug}", a) for m in site.municipalities for a in m.assessments]


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _csv(file: Path) -> list[dict[str, str]]:
    """The records of a CSV file; each has as many cells as there are heads."""
    with file.open(encoding="utf-8", newline="") as lines:
        names, *records = csv.reader(lines, strict=True)
    assert all(len(record) == len(names) for record in records)
    assert len(set(names)) == len(names)
    return [dict(zip(names, record, strict=True)) for record in records]


# -- JSON -----------------------------------------------------------------------------------------------------------


def test_json_is_valid_by_the_published_schema(folder: Path, site: Site) -> None:
    """Each data.json and all.json, by the schema that it names, with no other file at hand."""
    files = [*(folder / base / "data.json" for base, _ in _assessments(site)), folder / "data/all.json"]
    assert sorted(folder.rglob("data.json")) == sorted(files[:-1])
    for file in files:
        found = _json(file)
        named = (file.parent / found["$schema"]).resolve()
        assert named == (folder / "data/schema.json").resolve()
        validator = jsonschema.Draft202012Validator(_json(named))
        validator.check_schema(validator.schema)
        assert [error.message[:200] for error in validator.iter_errors(found)] == [], file


@pytest.mark.parametrize("spoil", [
    lambda one: one.pop("flows"),
    lambda one: one["flows"][0].pop("address"),
    lambda one: one["flows"][0].update(kind="提供"),
    lambda one: one["flows"][0].update(more=1),
    lambda one: one["flows"][0]["purpose"].update(state="empty"),
    lambda one: one["flows"][1].update(purpose="text"),
    lambda one: one["systems"][0].update(number="1"),
    lambda one: one["changes"][0].update(date="令和6年6月28日"),
    lambda one: one["items"][0].update(kind="block"),
    lambda one: one["items"][0].update(locator=None),
    lambda one: one["assessment"].update(excerpt="いいえ"),
])
def test_the_schema_finds_mistakes(folder: Path, spoil: Any) -> None:
    """Any: a change to what JSON is; the file as it is passes the test above."""
    one = _json(folder / "mihon/juki/data.json")
    spoil(one)
    assert not jsonschema.Draft202012Validator(_json(folder / "data/schema.json")).is_valid(one)


def test_json_holds_what_the_document_says(folder: Path, site: Site, facts: dict[str, Facts]) -> None:
    """As many rows as the form has, and every text of every item, as written or as a summary."""
    for base, a in _assessments(site):
        found = _json(folder / base / "data.json")
        assert [(row["locator"], row["kind"], row["name"]["text"]) for row in found["flows"]] == [
            (placed.flow.locator, placed.flow.kind, placed.flow.name.text) for placed in facts[base].flows
        ]
        cites = Counter((cites.row, cites.path) for cites in facts[base].cites if cites.basis and cites.row)
        assert cites == Counter(
            (row["address"].partition("#")[2], f"statutes/{one['key']}") for row in found["flows"] for one in row["statutes"]
        )
        entries = [entry for part in a.parts for entry in part.walk()]
        systems = [one for entry in entries if entry.item.kind == "block" and entry.item.name == "システム" for one in entry.instances]
        assert [row["locator"] for row in found["systems"] if row["number"]] == [one.locator for one in systems]
        lists = [entry.value for entry in entries if isinstance(entry.value, RecordedItems)]
        assert len([row for row in found["recorded_items"] if row["number"]]) == sum(one.count for one in lists)
        changed = history(a).rows
        assert len(found["changes"]) == len(changed)
        assert {row["locator"] for row in found["changes"]} == {row.row.locator for row in changed}
        written = Counter(entry.text.strip("\n") for part in a.parts if part.item.name != "変更箇所" for entry in part.walk())
        held = Counter(item.get("text", "") for item in found["items"])
        assert not {text for text in written if text} - set(held)
        assert len({item["locator"] for item in found["items"]}) == len(found["items"])


def test_every_state_is_told_apart(folder: Path) -> None:
    """The states that content/ has are there, each for a reason that the YAML shows; a text never lacks its own."""
    found: dict[str, list[str]] = {}
    for file in folder.rglob("data.json"):
        one = _json(file)
        for said in _said({key: value for key, value in one.items() if key != "items"}):
            found.setdefault(said["state"], []).append(said["text"])
        for item in one["items"]:
            found.setdefault(item["state"], []).append(item.get("text", ""))
            assert "text" in item or item["kind"] not in ("text", "prose", "date", "count") or item["state"] in EMPTY
    assert {"given", "summary", "blank", "absent", "unmet", "above", "not-asked"} <= set(found)
    for state in EMPTY:
        assert set(found[state]) == {""}, state
    assert all(found["summary"]) and all(found["above"])


def _said(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.keys() == {"text", "state"}:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _said(one)


ODD = """\
評価書:
  様式: 重点項目評価書
  版: 不明
  収録: 抄録
  出典:
    名称: 見本
表紙:
  評価書番号: "=1"
基本情報:
  特定個人情報ファイルを取り扱う事務において使用するシステム:
    システム:
      - システムの名称: A
        システムの機能:
        他のシステムとの接続: [庁内連携システム, 不明: [その他]]
      - システムの名称: B
        システムの機能:
          要約: まとめ
        他のシステムとの接続: なし
  特定個人情報ファイル名: [F]
特定個人情報ファイルの概要:
  - 特定個人情報ファイル名: F
    特定個人情報の提供・移転:
      提供先:
        - 提供先の名称: 甲
          提供先における用途: なし
          提供する情報の対象となる本人の数: 不明
"""


def test_what_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    """不明, 空欄, 未収録, 要約 and なし are five states, in JSON and in CSV."""
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": ODD})
    result = content.read(tmp_path)
    assert result.site and not result.errors
    found = rows(next(iter(_sources(result.site))))
    first, second = found["systems"]
    assert first["function"] == {"text": "", "state": "blank"}
    assert first["connections"] == {"values": ["庁内連携システム"], "state": "unknown"}
    assert second["function"] == {"text": "まとめ", "state": "summary"}
    assert second["connections"] == {"values": ["なし"], "state": "given"}
    (flow,) = found["flows"]
    assert flow["people"] == {"text": "", "state": "unknown"}
    assert flow["purpose"] == {"text": "なし", "state": "given"}
    assert flow["basis"] == {"text": "", "state": "absent"}
    assert flow["subcontracting"] == {"text": "", "state": "not-asked"}
    record = dict(zip(heads(FLOWS), cells.record(FLOWS, flow), strict=True))
    assert (record["対象となる本人の数の状態"], record["法令上の根拠の状態"], record["用途の状態"]) == ("不明", "未収録", "記載")
    assert found["assessments"][0]["number"] == {"text": "=1", "state": "given"}


def test_all_json_is_all_of_them(folder: Path, site: Site) -> None:
    found = _json(folder / "data/all.json")
    assert found["complete"] is True
    assert [one["assessment"]["assessment"] for one in found["assessments"]] == [base for base, _ in _assessments(site)]
    for one in found["assessments"]:
        own = _json(_place(folder, one["data"], "data", site.url))
        assert {key: value for key, value in one.items() if key != "data"} == {
            key: own[key] for key in ("assessment", *(table.key for table in OF_ROWS), "items")
        }


def test_a_large_site_gets_a_list_and_volumes(source: Site) -> None:
    """Where all.json would be too large it lists the files, and stays valid; where rows are many they go into volumes."""
    small = dict(_files(source))
    found = {file.path: (file, made) for file, made in _made(source, volume=100, whole=100_000)}
    listed = json.loads(found["data/all.json"][1])
    assert listed["complete"] is False and not found["data/all.json"][0].complete
    assert [set(one) for one in listed["assessments"]] == [{"data", "assessment"}] * len(_assessments(source))
    assert jsonschema.Draft202012Validator(schema()).is_valid(listed)
    assert all(file.size == len(made) for file, made in found.values())
    for table in TABLES:
        whole = list(csv.reader(io.StringIO(small[f"data/{table.file}.csv"].decode(), newline="")))
        volumes = sorted((file.volume, file.path) for file, _ in found.values() if file.table is table and not file.base and not file.excel)
        assert [number for number, _ in volumes] == list(range(1, max(len(whole) - 2, 0) // 100 + 2))
        parts = [list(csv.reader(io.StringIO(found[path][1].decode(), newline=""))) for _, path in volumes]
        assert all(part[0] == whole[0] and 0 < len(part) - 1 <= 100 for part in parts)
        assert [record for part in parts for record in part[1:]] == whole[1:]


def _files(site: Site) -> Iterator[tuple[str, bytes]]:
    return ((file.path, made) for file, made in _made(site))


def _made(site: Site, **most: int) -> Iterator[tuple[DataFile, bytes]]:
    """Every data file of the site: those of each assessment, those of all."""
    of_ones = [files_of_one(site, one) for one in _sources(site)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for own, _ in of_ones:
            for file, made in own:
                put(folder / file.path, made)
                yield file, made
        for file in files_of_all(site, folder, lambda: (given for _, given in of_ones), **most):
            yield file, (folder / file.path).read_bytes()


def _sources(site: Site) -> Iterator[Source]:
    return (source_of(site, m, a) for m in site.municipalities for a in m.assessments)


def test_an_empty_site_has_empty_tables(source: Site) -> None:
    found = dict(_files(replace(source, municipalities=())))
    for table in TABLES:
        assert found[f"data/{table.file}.csv"].decode() == ",".join(heads(table)) + "\r\n"
    assert jsonschema.Draft202012Validator(schema()).is_valid(json.loads(found["data/all.json"]))


# -- CSV ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", OF_ROWS, ids=lambda table: table.key)
def test_csv_holds_the_same_as_json(folder: Path, site: Site, table: Table) -> None:
    """Read back, each record is the row of JSON; those of all are those of each, in the same order."""
    together: list[dict[str, str]] = []
    for base, _ in _assessments(site):
        own = _csv(folder / base / f"{table.file}.csv")
        rows = _json(folder / base / "data.json")[table.key]
        assert [tuple(record.values()) for record in own] == [cells.record(table, row) for row in rows]
        assert len(own) == int(_of(folder, base)[f"{table.title}の数" if table is not CHANGES else "変更箇所の数"])
        together += own
    assert _csv(folder / f"data/{table.file}.csv") == together
    assert together


def _of(folder: Path, base: str) -> dict[str, str]:
    return next(row for row in _csv(folder / "data/assessments.csv") if row["評価書のフォルダー"] == base)


def test_csv_has_the_columns_of_the_dictionary(folder: Path) -> None:
    """The heads of each file are those that /data/ explains, in the same order; so are the names in JSON."""
    page = html.parse(folder / "data/index.html")
    for table in TABLES:
        names = [squeezed(cell) for cell in page.xpath(f"//section[@id='{table.file}']//tbody//th")]
        keys = [cell.text_content() for cell in page.xpath(f"//section[@id='{table.file}']//tbody//td/code")]
        with (folder / f"data/{table.file}.csv").open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines)) == names
        assert [key.split(".")[0].removesuffix("[]") for key in dict.fromkeys(keys)]
        assert list(dict.fromkeys(re.split(r"[.\[]", key)[0] for key in keys)) == [column.key for column in table.columns]
    assert {cell.text_content() for cell in page.xpath("//section[@id='jotai']//tbody//code")} == set(STATES)


def squeezed(cell: Any) -> str:
    return " ".join(cell.text_content().split())


def test_rows_say_where_they_are_from(folder: Path, site: Site) -> None:
    codes = {m.slug: m.code for m in site.municipalities}
    for table in OF_ROWS:
        for row in _csv(folder / f"data/{table.file}.csv"):
            assert row["全国地方公共団体コード"] == codes[row["評価書のフォルダー"].split("/")[0]]
            assert row["様式の位置"] and row["アドレス"] and row["評価書名"]


def test_sums_are_those_of_the_pages(folder: Path, site: Site, facts: dict[str, Facts]) -> None:
    """The kinds of flow that the list of an assessment counts are the rows of its CSV."""
    flows = _csv(folder / "data/flows.csv")
    counted = Counter((row["評価書のフォルダー"], row["種類"]) for row in flows)
    expected = Counter((base, placed.flow.label) for base, one in facts.items() for placed in one.flows)
    assert counted == expected and sum(counted.values()) > 290
    parties = Counter(path for row in flows for path in row["相手の名寄せ：アドレス"].split("\n") if path)
    for address, count in parties.items():
        place = _place(folder, address, "", site.url).parent
        shown = [place / "index.html", *place.glob("p*/index.html")]
        rows = sum(len(html.parse(file).xpath("//main//tbody/tr")) for file in shown)
        assert rows == count, address


def test_excel_gets_a_bom_and_nothing_silently_changed(folder: Path, site: Site) -> None:
    """The file for Excel begins with a BOM; it differs from the plain one where its last column says so, by a ' in front."""
    guarded: Counter[str] = Counter()
    for table in TABLES:
        data_ = (folder / f"data/{table.file}-excel.csv").read_bytes()
        assert data_.startswith(b"\xef\xbb\xbf") and not (folder / f"data/{table.file}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        records = list(csv.DictReader(io.StringIO(data_.decode("utf-8-sig"), newline=""), strict=True))
        plain = _csv(folder / f"data/{table.file}.csv")
        assert len(records) == len(plain)
        for own, other in zip(plain, records, strict=True):
            changed = [name for name in other[csv_files.GUARDED].split("、") if name]
            guarded.update(changed)
            assert {name for name in own if own[name] != other[name]} == set(changed)
            assert {name: other[name].removeprefix("'") if name in changed else other[name] for name in own} == own
            assert not any(re.match(r"[=+@]|-.|[\t\r]", text) for name, text in other.items() if name != csv_files.GUARDED)
    assert guarded["全国地方公共団体コード"] > 0  # 011002 札幌市


@pytest.mark.parametrize("text", [
    "=1+1", "+81-3", "-2+3", "@SUM(A1)",
    "\t=1", " =1", "＝1", "011002", "-1件", "\r=1", "- 1", "1-2", "2015-06", "5/3", "123456789012", "1E5",
])
def test_what_excel_would_compute_is_guarded(text: str, source: Site) -> None:
    cell, changed = _excel(source, text)
    assert cell == f"'{text}" and changed == "評価書番号"


@pytest.mark.parametrize("text", ["-", "－", "なし", "・届出", "令和6年6月28日", "0", "1-①", "2024-06-28", "15", "'x", "a,b\n\"c\""])
def test_other_texts_stay(text: str, source: Site) -> None:
    assert _excel(source, text) == (text, "")


def _excel(source: Site, text: str) -> tuple[str, str]:
    """The cell 評価書番号 of a row with `text` in it, and the column that tells what was changed (the code is not)."""
    row = {**rows(next(iter(_sources(source))))["assessments"][0], "number": {"text": text, "state": "given"}, "municipality_code": ""}
    (record,) = csv.DictReader(io.StringIO(csv_files.excel(heads(ASSESSMENTS), [cells.record(ASSESSMENTS, row)]).decode("utf-8-sig"), newline=""))
    return record["評価書番号"], record[csv_files.GUARDED]


# -- addresses ------------------------------------------------------------------------------------------------------


def _place(folder: Path, address: str, base: str, url: str) -> Path:
    """The file of the site that `address` names, as `base` sees it where it is relative."""
    path = unquote(urlsplit(address).path)
    if url:
        assert address.startswith(url), address
        return folder / path.removeprefix(urlsplit(url).path)
    assert not urlsplit(address).scheme
    return folder / posixpath.normpath(posixpath.join(base, path))


def test_every_address_leads_to_its_place(folder: Path, site: Site) -> None:
    """Page and anchor of every row, item, party and changed item are there; only items on no page have none."""
    addresses: Counter[str] = Counter()
    for base, _ in _assessments(site):
        found = _json(folder / base / "data.json")
        for key in ("assessment", *(table.key for table in OF_ROWS)):
            for row in [found[key]] if key == "assessment" else found[key]:
                assert row["address"]
                addresses[row["address"]] += 1
                for one in (*row.get("parties", ()), *row.get("targets", ()), *row.get("statutes", ())):
                    addresses[one["address"]] += 1
        for item in found["items"]:
            addresses[item["address"]] += 1
            assert item["address"] or item["state"] in ("absent", "unmet"), item
    assert len(addresses) > 3000
    assert not [address for address in addresses if "/./" in address]
    dead = []
    for address in addresses:
        if address:
            file = _place(folder, address, "", site.url)
            anchor = urlsplit(address).fragment
            if not file.is_file() or (anchor and anchor not in document(file, folder).ids):
                dead.append(address)
    assert dead == []


# -- DCAT, JSON-LD, sitemap -----------------------------------------------------------------------------------------


def _graph(file: Path, folder: Path) -> Graph:
    """A JSON-LD file as triples, as if it were fetched from where it is published."""
    return Graph().parse(file, format="json-ld", publicID=URL + file.relative_to(folder).as_posix())


def test_a_harvester_reads_the_catalogue(folder: Path, site: Site) -> None:
    """rdflib follows the catalogue to those of the municipalities and finds every data file with its size, type, licence
    and the document's own day."""
    top = URIRef(f"{URL}data/catalog.jsonld#catalog")
    graph = _graph(folder / "data/catalog.jsonld", folder)
    assert (top, RDF.type, DCAT.Catalog) in graph
    assert graph.value(top, DCTERMS.title) == Literal(site.title, lang="ja")
    assert str(graph.value(graph.value(top, DCTERMS.publisher), FOAF.name)) == site.publisher
    inner = sorted(str(one).removesuffix("#catalog") for one in graph.objects(top, DCAT.catalog))
    assert inner == sorted(f"{URL}{m.slug}/catalog.jsonld" for m in site.municipalities)
    for address in inner:
        graph += _graph(folder / address.removeprefix(URL), folder)
    licence = URIRef(site.licence_url)
    files = {}
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        address = str(graph.value(one, DCAT.downloadURL))
        file = folder / address.removeprefix(URL)
        assert graph.value(one, DCAT.byteSize) == Literal(str(file.stat().st_size), datatype=rdflib.XSD.nonNegativeInteger)
        media = {".csv": "text/csv", ".json": "application/json"}[file.suffix]
        assert graph.value(one, DCAT.mediaType) == URIRef(IANA + media)
        assert graph.value(one, DCTERMS.license) == licence
        files[file] = one
    tables = set(folder.rglob("*.csv")) - set((folder / "compare").rglob("*.csv"))  # what is compared is in the data already
    assert set(files) == {*tables, *folder.rglob("data.json"), folder / "data/all.json"}
    for base, a in _assessments(site):
        m, slug = base.split("/")
        dataset = URIRef(f"{URL}{m}/catalog.jsonld#{slug}")
        assert (URIRef(f"{URL}{m}/catalog.jsonld#catalog"), DCAT.dataset, dataset) in graph
        assert (dataset, RDF.type, DCAT.Dataset) in graph
        assert graph.value(dataset, DCAT.landingPage) == URIRef(f"{URL}{base}/index.html")
        assert set(graph.objects(dataset, DCAT.distribution)) == {one for file, one in files.items() if file.parent == folder / base}
        assert a.name in str(graph.value(dataset, DCTERMS.title))
        assert str(graph.value(graph.value(dataset, DCTERMS.creator), FOAF.name)) == next(one.name for one in site.municipalities if one.slug == m)
    juki = URIRef(f"{URL}mihon/catalog.jsonld#juki")
    assert graph.value(juki, DCTERMS.issued) == Literal("2025-02-07", datatype=rdflib.XSD.date)
    assert graph.value(juki, DCTERMS.modified) == Literal("2025-02-07", datatype=rdflib.XSD.date)


def test_a_catalogue_without_licence_says_none(source: Site, tmp_path: Path) -> None:
    """A licence with no address is told in words; one that is not told is not made up."""
    for licence, expected in (("独自の条件", 1), ("", 0)):
        site = replace(source, licence=licence, licence_url="")
        _, found = data.catalog(site, [file for file, _ in _made(site) if not file.base])
        graph = Graph().parse(data=found.decode(), format="json-ld", publicID=URL)
        top = next(graph.subjects(RDF.type, DCAT.Catalog))
        assert not list(graph.triples((None, DCTERMS.license, None)))
        assert len(list(graph.objects(top, DCTERMS.rights))) == expected


_CONTEXT = {"@vocab": str(SCHEMA_ORG)}  # of https://schema.org, which a test does not fetch


def _linked(file: Path, folder: Path) -> Graph:
    """The JSON-LD of a page as triples; the empty graph when there is none."""
    graph = Graph()
    for script in html.parse(file).xpath("//script[@type='application/ld+json']"):
        found = json.loads(script.text)
        assert found.pop("@context") == "https://schema.org"
        graph.parse(data=json.dumps({"@context": _CONTEXT, **found}), format="json-ld", publicID=URL + file.relative_to(folder).as_posix())
    return graph


def test_pages_say_what_they_are(folder: Path, site: Site) -> None:
    """Report and Dataset of each assessment, its municipality, the whole, as rdflib reads them from the pages."""
    for m in site.municipalities:
        graph = _linked(folder / m.slug / "index.html", folder)
        (one,) = graph.subjects(RDF.type, SCHEMA_ORG.GovernmentOrganization)
        assert graph.value(one, SCHEMA_ORG.name) == Literal(m.name)
        for a in m.assessments:
            page = URIRef(f"{URL}{m.slug}/{a.slug}/index.html")
            graph = _linked(folder / m.slug / a.slug / "index.html", folder)
            (report,) = graph.subjects(RDF.type, SCHEMA_ORG.Report)
            assert graph.value(report, SCHEMA_ORG.name) == Literal(a.name)
            assert str(graph.value(report, SCHEMA_ORG.url)) == (str(page) if site.url else "index.html")
            assert graph.value(report, SCHEMA_ORG.author) == one
            (dataset,) = graph.subjects(RDF.type, SCHEMA_ORG.Dataset)
            links = [str(graph.value(part, SCHEMA_ORG.contentUrl)) for part in graph.objects(dataset, SCHEMA_ORG.distribution)]
            assert len(links) == 1 + len(OF_ROWS)
            assert all((folder / urljoin(str(page), link).removeprefix(URL)).is_file() for link in links)
    (whole,) = _linked(folder / "data/index.html", folder).subjects(RDF.type, SCHEMA_ORG.Dataset)
    assert whole is not None


def test_every_page_says_where_it_is(folder: Path) -> None:
    """Its BreadcrumbList is the list that readers see, and its addresses are those of the pages."""
    for file in sorted(folder.rglob("*.html")):
        tree = html.parse(file)
        seen = [squeezed(one) for one in tree.xpath("//nav[@class='crumbs']//li")]
        graphs = [json.loads(script.text) for script in tree.xpath("//script[@type='application/ld+json']")]
        lists = [one for found in graphs for one in found.get("@graph", [found]) if one["@type"] == "BreadcrumbList"]
        assert [" ".join(item["name"].split()) for one in lists for item in one["itemListElement"]] == seen, file
        own = URL + file.relative_to(folder).as_posix()
        for one in lists:
            places = [urljoin(own, item["item"]) for item in one["itemListElement"]]
            assert places[-1] == own
            assert all((folder / place.removeprefix(URL)).is_file() for place in places)


def test_every_page_describes_itself(folder: Path, site: Site) -> None:
    """For lists of search results: one description, of the page's title and of whose assessment it is, else of which site."""
    names = {f"{m.slug}/{a.slug}/": (m.name, a.name) for m in site.municipalities for a in m.assessments}
    for file in sorted(folder.rglob("*.html")):
        tree = html.parse(file)
        (said,) = tree.xpath("/html/head/meta[@name='description']/@content")
        path = file.relative_to(folder).as_posix()
        whose = next((found for base, found in names.items() if path.startswith(base)), (site.title,))
        title = tree.getroot().findtext("head/title").split(" - ")[0]
        assert all(name in said for name in (title, *whose)), (path, said)
        assert said.endswith("のページです。") and len(said) < 250, (path, said)


def test_text_cannot_close_the_script(source: Site) -> None:
    """A name that reads as HTML stays a name: no < in the script, and the same name when read."""
    from site_gen.pages.linked import json_ld

    name = '</script><script>alert("&")</script>'
    page = next(page for page in pages.pages(source) if page.path == "mihon")
    assert page.municipality
    text = json_ld(replace(page, municipality=replace(page.municipality, name=name)))
    assert "<" not in text and ">" not in text and "&" not in text
    assert json.loads(text)["@graph"][0]["name"] == name


def test_the_sitemap_lists_every_page(folder: Path, site: Site) -> None:
    """Each page once, as whole addresses; without 公開URL there is no sitemap."""
    file = folder / "sitemap.xml"
    assert file.is_file() == bool(site.url)
    if site.url:
        found = [one.text for one in etree.parse(file).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert len(found) == len(set(found))
        assert {folder / str(one).removeprefix(URL) for one in found} == set(folder.rglob("index.html"))


def test_a_large_sitemap_is_a_list_of_sitemaps() -> None:
    found = dict(sitemaps(URL, [f"p{number}" for number in range(7)], most=3))
    assert sorted(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = etree.fromstring(found["sitemap.xml"])
    assert etree.QName(index).localname == "sitemapindex"
    assert [one.text for one in index.iter("{*}loc")] == [f"{URL}sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [len(list(etree.fromstring(found[f"sitemap-{number}.xml"]).iter("{*}loc"))) for number in (1, 2, 3)] == [3, 3, 1]


def test_sizes_on_the_page_are_those_of_the_files(folder: Path) -> None:
    """Each file of /data/ is linked once, with its size and rows; so are the tables of each assessment on its first page."""
    page = html.parse(folder / "data/index.html")
    links = {str(link.get("href")): squeezed(link.getparent()) for link in page.xpath("//section[@id='download']//a[@type]")}
    made = {file.name: file.stat().st_size for file in (folder / "data").iterdir() if file.is_file() and file.suffix != ".html"}
    assert set(links) == set(made)
    for name, size in made.items():
        shown = f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} KB" if size >= 1e3 else f"{size} バイト"
        assert shown in links[name], name


def test_flows_have_a_row_for_each_table() -> None:
    """Tables and columns are called by names that programs and servers take."""
    for table in TABLES:
        assert re.fullmatch(r"[a-z][a-z_]*", table.key)
        assert all(re.fullmatch(r"[a-z][a-z_]*", column.key) for column in table.columns)
        assert len(set(heads(table))) == len(heads(table))
    assert FLOWS in TABLES
