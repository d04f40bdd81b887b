"""Feeds of changes: valid Atom and JSON Feed, each dated row in them, ids that outlast a move, links that lead to the row."""

from __future__ import annotations

import copy
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import html5lib
import jsonschema
import pytest
from lxml import etree

from site_gen import build, content
from site_gen.model import Dated, Entry, Site
from tests.conftest import ADDRESS, ROOT
from tests.published import document, documents

CONTENT = ROOT / "content"
A = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests/atom.rng"))
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "tests/json_feed.schema.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def source(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module", params=["", ADDRESS], ids=["no address", "公開URL"])
def site(request: pytest.FixtureRequest, source: Site, whole_output: Path, addressed_output: Path) -> Path:
    """content/ as a published folder, once without 公開URL and once with it."""
    assert source.url == ""
    return addressed_output if request.param else whole_output


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A content folder with one short assessment, 母子保健 of 見本市."""
    folder = tmp_path / "content"
    (folder / "mihon").mkdir(parents=True)
    shutil.copy(CONTENT / "site.yaml", folder)
    shutil.copy(CONTENT / "mihon/municipality.yaml", folder / "mihon")
    shutil.copytree(CONTENT / "mihon/boshi", folder / "mihon/boshi")
    return folder


def _built(folder: Path) -> Path:
    result = content.read(folder)
    assert result.site is not None and not result.errors
    build.build(result.site, folder, folder.parent / "output")
    return folder.parent / "output"


def _edit(folder: Path, old: str, new: str, count: int = 1) -> None:
    file = folder / "mihon/boshi/hyoka.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= count
    file.write_text(text.replace(old, new, count), encoding="utf-8")


def _json(file: Path) -> dict[str, Any]:
    found = json.loads(file.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _address(site: Path) -> str:
    """The site's 公開URL, as its feed says it; empty when it has none."""
    return str(_json(site / "feed.json").get("home_page_url", "")).removesuffix("changes/index.html")


def test_atom_is_valid(site: Path) -> None:
    """RFC 4287: its grammar, and what it says in words (4.1.1, 4.1.2, 4.2.7.2)."""
    files = sorted(site.rglob("feed.xml"))
    assert len(files) > 10
    for file in files:
        tree = etree.parse(file)
        assert GRAMMAR.validate(tree), f"{file}: {GRAMMAR.error_log.last_error}"
        feed = tree.getroot()
        entries = feed.findall(f"{A}entry")
        assert entries
        ids = [feed.findtext(f"{A}id"), *(entry.findtext(f"{A}id") for entry in entries)]
        assert len(ids) == len(set(ids)) and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one or "") for one in ids)
        assert feed.find(f"{A}author") is not None
        for one in (feed, *entries):
            relations = [link.get("rel") for link in one.findall(f"{A}link")]
            assert relations.count("alternate") == 1
            assert all(text.text and text.text.strip() for text in one.findall(f"{A}title") + one.findall(f"{A}author/{A}name"))
        updated = [entry.findtext(f"{A}updated") or "" for entry in entries]
        assert updated == sorted(updated, reverse=True)
        assert feed.findtext(f"{A}updated") == updated[0]
        assert all(entry.findtext(f"{A}summary") for entry in entries)


@pytest.mark.parametrize("spoil", [
    lambda feed: feed.remove(feed.find(f"{A}id")),
    lambda feed: feed.remove(feed.find(f"{A}updated")),
    lambda feed: feed.append(copy.deepcopy(feed.find(f"{A}title"))),
    lambda feed: feed.find(f"{A}entry").remove(feed.find(f"{A}entry/{A}title")),
    lambda feed: feed.find(f"{A}entry/{A}updated").__setattr__("text", "2024-04-26"),
    lambda feed: feed.find(f"{A}entry/{A}link").attrib.pop("href"),
    lambda feed: feed.find(f"{A}entry/{A}category").attrib.pop("term"),
    lambda feed: feed.find(f"{A}author").remove(feed.find(f"{A}author/{A}name")),
    lambda feed: feed.find(f"{A}entry/{A}content").set("type", "markdown"),
    lambda feed: feed.append(etree.Element(f"{A}pubDate")),
])
def test_the_grammar_finds_mistakes(site: Path, spoil: Any) -> None:
    """Any: lxml's elements have no types here."""
    tree = etree.parse(site / "mihon/boshi/feed.xml")
    spoil(tree.getroot())
    assert not GRAMMAR.validate(tree)


def test_a_reader_takes_the_atom(site: Path) -> None:
    """feedparser, which reads the feeds of the whole web, complains of nothing and finds every entry, date and link."""
    for file in sorted(site.rglob("feed.xml")):
        where = f"https://reader.example/x/{file.relative_to(site).as_posix()}"
        read = feedparser.parse(file.read_bytes(), response_headers={"content-location": where, "content-type": "application/atom+xml"})
        assert not read.bozo and read.version == "atom10"
        assert len(read.entries) == len(etree.parse(file).getroot().findall(f"{A}entry"))
        base = _address(site) or "https://reader.example/x/"
        for entry in read.entries:
            assert entry.updated_parsed is not None
            assert entry.link.startswith(base), entry.link


def test_json_feed_is_valid(site: Path) -> None:
    files = sorted(site.rglob("feed.json"))
    assert [file.parent for file in files] == [file.parent for file in sorted(site.rglob("feed.xml"))]
    for file in files:
        feed = _json(file)
        assert [error.message for error in SCHEMA.iter_errors(feed)] == []
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("spoil", [
    {"version": "https://jsonfeed.org/version/2"}, {"title": None}, {"items": {}}, {"feed_url": "feed.json"},
    {"items": [{"content_html": ""}]}, {"items": [{"id": "1"}]}, {"items": [{"id": 1, "content_text": ""}]},
    {"items": [{"id": "1", "content_text": "", "date_published": "2024-04-26"}]}, {"author": "見本市"},
    {"authors": [{}]},
], ids=str)
def test_the_schema_finds_mistakes(site: Path, spoil: dict[str, Any]) -> None:
    feed = _json(site / "mihon/boshi/feed.json")
    assert SCHEMA.is_valid(feed)
    assert not SCHEMA.is_valid({**feed, **spoil})


def test_both_formats_say_the_same(site: Path) -> None:
    for file in sorted(site.rglob("feed.xml")):
        root = etree.parse(file).getroot()
        found = [
            (
                entry.findtext(f"{A}id"), entry.findtext(f"{A}title"), entry.findtext(f"{A}updated"), entry.findtext(f"{A}summary"),
                entry.findtext(f"{A}content"), entry.find(f"{A}link").get("href"), [one.get("term") for one in entry.findall(f"{A}category")],
            )
            for entry in root.findall(f"{A}entry")
        ]
        other = _json(file.with_name("feed.json"))
        assert found == [
            (one["id"], one["title"], one["date_published"], one["summary"], one["content_html"], one["url"], one.get("tags", []))
            for one in other["items"]
        ]
        assert root.findtext(f"{A}title") == other["title"]


def test_every_dated_row_is_in_its_feeds(site: Path, source: Site) -> None:
    """Each row with a day, or under a row with one, stands in its assessment's feed; the others hold their newest 200."""
    everywhere: list[str] = []
    for m in source.municipalities:
        of_city: list[str] = []
        for a in m.assessments:
            rows = _dated_rows(a.part("変更箇所"))
            file = site / m.slug / a.slug / "feed.json"
            assert file.exists() == bool(rows)
            items = _json(file)["items"] if rows else []
            assert sorted(item["url"].rpartition("#")[2] for item in items) == sorted(rows)
            of_city += [item["id"] for item in items]
            dates = {item["url"].rpartition("#")[2]: item["date_published"] for item in items}
            assert dates == {anchor: f"{iso}T00:00:00+09:00" for anchor, iso in rows.items()}
        file = site / m.slug / "feed.json"
        assert file.exists() == bool(of_city)
        if of_city:
            shown = [item["id"] for item in _json(file)["items"]]
            assert len(shown) == min(200, len(of_city)) and set(shown) <= set(of_city)
        everywhere += of_city
    shown = [item["id"] for item in _json(site / "feed.json")["items"]]
    assert len(everywhere) > 300 and len(shown) == 200 and set(shown) <= set(everywhere)
    assert not (site / "kawaguchi/feed.xml").exists()  # none of its rows has a day


def _dated_rows(part: Entry) -> dict[str, str]:
    """Anchor -> day of each row that has one or stands under one that has."""
    found: dict[str, str] = {}
    day = ""
    for row in part.instances:
        value = row.child("変更日").value
        day = value.start.iso if isinstance(value, Dated) else day
        if day:
            found[row.anchor] = day
    return found


def test_the_newest_are_kept(site: Path) -> None:
    dates = sorted((item["date_published"] for file in site.glob("*/*/feed.json") for item in _json(file)["items"]), reverse=True)
    assert [item["date_published"] for item in _json(site / "feed.json")["items"]] == dates[:200]


def test_long_histories_are_cut(small: Path) -> None:
    """500 rows of an assessment, 200 of a municipality and of the site: the newest."""
    row = "項目: Ⅰ 1 ②\n    変更前の記載: 甲\n    変更後の記載: 乙\n    提出時期: 事後\n    提出時期に係る説明:\n"
    days = [f"令和6年{1 + number % 12}月{1 + number % 28}日" for number in range(520)]
    _edit(small, "変更箇所:\n", "変更箇所:\n" + "".join(f"  - 変更日: {day}\n    {row}" for day in days))
    output = _built(small)
    found = [_json(output / path)["items"] for path in ("mihon/boshi/feed.json", "mihon/feed.json", "feed.json")]
    assert [len(items) for items in found] == [500, 200, 200]
    assert [item["id"] for item in found[2]] == [item["id"] for item in found[1]] == [item["id"] for item in found[0][:200]]
    assert found[0][0]["date_published"] == max(item["date_published"] for item in found[0])


def test_two_boards_of_one_municipality_are_told_apart(small: Path) -> None:
    """市長 and 教育委員会 may share a code and call their folders the same."""
    shutil.copytree(small / "mihon", small / "mihon-kyoiku")
    ids = [item["id"] for item in _json(_built(small) / "feed.json")["items"]]
    assert len(ids) == len(set(ids)) == 12


def test_links_lead_to_the_rows(site: Path) -> None:
    """Absolute where 公開URL says where the site lies, else relative to the feed; the row stands at the end of each."""
    base = _address(site)
    for file in sorted(site.rglob("feed.json")):
        for item in _json(file)["items"]:
            parts = urlsplit(item["url"])
            if base:
                path = item["url"].removeprefix(base).partition("#")[0]
                assert item["url"].startswith(base)
            else:
                assert not parts.scheme and not parts.netloc
                path = posixpath.normpath(posixpath.join(file.parent.relative_to(site).as_posix(), parts.path))
            assert parts.fragment in document(site / path, site).ids, item["url"]


def test_marked_words_are_those_that_changed(site: Path, source: Site) -> None:
    """<ins> is in the text after, <del> in the text before, and a third of all rows have such words."""
    marked = total = 0
    for m in source.municipalities:
        for a in m.assessments:
            rows = {row.anchor: row for row in a.part("変更箇所").instances}
            file = site / m.slug / a.slug / "feed.json"
            for item in _json(file)["items"] if file.exists() else []:
                row = rows[item["url"].rpartition("#")[2]]
                fragment = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(item["content_html"])
                assert {element.tag for element in fragment.iter()} <= {"DOCUMENT_FRAGMENT", "p", "br", "ins", "del"}
                for tag, side in (("ins", "変更後の記載"), ("del", "変更前の記載")):
                    for element in fragment.iter(tag):
                        words = "\n".join(element.itertext()).removesuffix("…")
                        assert words and words in row.child(side).text, (item["url"], words)
                marked += any(True for _ in [*fragment.iter("ins"), *fragment.iter("del")])
                total += 1
                assert m.name in item["title"] and a.name in item["title"]
    assert marked > total / 3


def test_ids_outlast_a_move(site: Path, small: Path) -> None:
    """The same row has the same id with and without 公開URL, after newer rows came, and in the years to come."""
    before = {item["url"].rpartition("#")[2]: item["id"] for item in _json(site / "mihon/boshi/feed.json")["items"]}
    assert before["henko-20240426-1"] == "urn:uuid:915042a8-2323-5813-b8fb-21ae193684f9"
    row = "変更日: 令和7年9月1日\n    項目: Ⅰ 1 ②\n    変更前の記載: 甲\n    変更後の記載: 乙\n    提出時期: 事後\n    提出時期に係る説明:"
    _edit(small, "変更箇所:\n", f"変更箇所:\n  - {row}\n")
    after = {item["url"].rpartition("#")[2]: item["id"] for item in _json(_built(small) / "mihon/boshi/feed.json")["items"]}
    assert len(after) == len(before) + 1
    assert {anchor: after[anchor] for anchor in before} == before


def test_a_month_is_its_first_day(small: Path) -> None:
    _edit(small, "変更日: 令和5年9月29日", "変更日: 令和5年9月")
    dates = [item["date_published"] for item in _json(_built(small) / "feed.json")["items"]]
    assert dates[-1] == "2023-09-01T00:00:00+09:00"


def test_special_characters_survive(small: Path) -> None:
    """What XML and HTML would eat is text in both formats."""
    _edit(small, "変更前の記載: 健康福祉部 健康増進課", '変更前の記載: "<b>A&B</b> ]]> 課"')
    _edit(small, "変更後の記載: 健康福祉部 健康推進課", '変更後の記載: "<b>A&C</b> ]]> 課"')
    output = _built(small)
    item = next(one for one in _json(output / "feed.json")["items"] if one["url"].endswith("#henko-20240426-1"))
    fragment = html5lib.parseFragment(item["content_html"], namespaceHTMLElements=False)
    assert "".join(fragment.itertext()).count("<b>A&BC</b> ]]> 課") == 1
    assert item["summary"] == "<b>A&［削除：B］［追加：C］</b> ]]> 課"
    entry = next(one for one in etree.parse(output / "feed.xml").getroot().findall(f"{A}entry") if one.findtext(f"{A}id") == item["id"])
    assert entry.findtext(f"{A}content") == item["content_html"]
    assert entry.findtext(f"{A}summary") == item["summary"]


def test_feeds_are_announced_and_linked(site: Path) -> None:
    """A page announces the feed of what it is about; every feed is announced, and linked in words on its own page."""
    announced: set[str] = set()
    linked: set[str] = set()
    for page in documents(site):
        own = posixpath.dirname(page.path)
        for tag, have in page.tags:
            if have.get("type") in ("application/atom+xml", "application/feed+json"):
                path = posixpath.normpath(posixpath.join(own, have["href"]))
                assert (site / path).is_file()
                assert own.startswith(posixpath.dirname(path)), f"{page.path} announces {path}"
                (announced if tag == "link" else linked).add(path)
                assert tag != "link" or (have["rel"] == "alternate" and have["title"])
    assert announced == linked == set(_feed_files(site))


def _feed_files(site: Path) -> Iterator[str]:
    for name in ("feed.xml", "feed.json"):
        yield from (file.relative_to(site).as_posix() for file in site.rglob(name))
