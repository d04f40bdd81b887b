"""The pages that list all changes: each row once, newest first, light, and there even where nothing ever changed."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from site_gen import build, content
from site_gen.dates import year_in_eras
from site_gen.model import Dated, Site
from tests.conftest import ROOT
from tests.published import Document, document

CONTENT = ROOT / "content"


@pytest.fixture(scope="module")
def source(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module")
def site(whole_output: Path) -> Path:
    """content/ as a published folder."""
    return whole_output


def _rows(page: Document) -> list[str]:
    """The rows that a page links to, `mihon/juki#henko-20230206-1`, in its order; once where two links of one follow."""
    own = posixpath.dirname(page.path)
    found: list[str] = []
    for href, tag in page.links:
        parts = urlsplit(href)
        if tag == "a" and re.fullmatch(r"henko-[0-9]+(?:-[0-9]+)?", parts.fragment):
            path = posixpath.normpath(posixpath.join(own, parts.path))
            row = f"{'/'.join(path.split('/')[:2])}#{parts.fragment}"
            found += [row] if found[-1:] != [row] else []
    return found


def _year_pages(site: Path, year: str) -> list[Document]:
    files = [site / f"changes/{year}/index.html"]
    while (following := site / f"changes/{year}-{len(files) + 1}/index.html").exists():
        files.append(following)
    return [document(file, site) for file in files]


def test_each_row_stands_on_the_page_of_its_year(site: Path, source: Site) -> None:
    expected: dict[str, list[str]] = {}
    for m in source.municipalities:
        for a in m.assessments:
            year = "hizuke-nashi"
            for row in a.part("変更箇所").instances:
                value = row.child("変更日").value
                year = f"y{value.start.year}" if isinstance(value, Dated) else year
                expected.setdefault(year, []).append(f"{m.slug}/{a.slug}#{row.anchor}")
    assert sum(map(len, expected.values())) > 400
    for year, rows in expected.items():
        shown = [row for page in _year_pages(site, year) for row in _rows(page)]
        assert sorted(shown) == sorted(rows), year
        days = [row.partition("#henko-")[2].split("-")[0] for row in shown]
        assert days == sorted(days, reverse=True) if year.startswith("y") else shown == rows
    first = (site / "changes/index.html").read_text(encoding="utf-8")
    counts = {path: int(number) for path, number in re.findall(r'<a href="([^"/]+)/index.html">[^<]+（(\d+)件）', first)}
    assert counts == {year: len(rows) for year, rows in expected.items()}
    assert list(counts) == sorted(expected, reverse=True, key=lambda year: year.removeprefix("hizuke"))


def test_the_first_page_shows_the_newest(site: Path) -> None:
    newest = _rows(document(site / "changes/index.html", site))
    assert len(newest) == 50
    years = sorted((path.name for path in (site / "changes").glob("y*") if path.name.count("-") == 0), reverse=True)
    rows = [row for year in years for page in _year_pages(site, year) for row in _rows(page)]
    assert newest == rows[:50]


def test_pages_follow_each_other(site: Path) -> None:
    """前のページ and 次のページ lead through all of them, from the newest to those without a day."""
    path, seen = "changes/index.html", []
    while path:
        seen.append(path)
        html = (site / path).read_text(encoding="utf-8")
        found = re.search(r'<a rel="next" href="([^"]+)"', html)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1])) if found else ""
    assert seen == list(dict.fromkeys(seen))
    assert set(seen) == {file.relative_to(site).as_posix() for file in (site / "changes").rglob("*.html")}
    assert seen[-1] == "changes/hizuke-nashi/index.html"


def test_every_page_leads_there(site: Path) -> None:
    for file in site.rglob("*.html"):
        page = document(file, site)
        assert any(posixpath.normpath(posixpath.join(posixpath.dirname(page.path), urlsplit(href).path)) == "changes/index.html"
                   for href, tag in page.links if tag == "a"), page.path


def _one(folder: Path, rows: str) -> Path:
    """A content folder with 母子保健 of 見本市 whose 変更箇所 are `rows`, built."""
    (folder / "content/mihon").mkdir(parents=True)
    shutil.copy(CONTENT / "site.yaml", folder / "content")
    shutil.copy(CONTENT / "mihon/municipality.yaml", folder / "content/mihon")
    shutil.copytree(CONTENT / "mihon/boshi", folder / "content/mihon/boshi")
    file = folder / "content/mihon/boshi/hyoka.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.partition("変更箇所:\n")[0] + "変更箇所:" + rows, encoding="utf-8")
    result = content.read(folder / "content")
    assert result.site is not None and not result.errors
    build.build(result.site, folder / "content", folder / "output")
    return folder / "output"


def test_a_site_without_changes_says_so(tmp_path: Path) -> None:
    output = _one(tmp_path, "\n")
    assert "変更の記録はありません" in document(output / "changes/index.html", output).text
    assert not list(output.rglob("feed.*"))
    assert "alternate" not in (output / "index.html").read_text(encoding="utf-8")


def test_a_year_of_long_rows_stays_light(tmp_path: Path) -> None:
    """250 rows of many small changes in one year: more pages, each under 200 KB (accessibility.md)."""
    before = "、".join(f"第{number}条の規定による事務" for number in range(1, 60))
    after = "、".join(f"第{number + 1}条の規定による事務" for number in range(1, 60))
    item = "Ⅰ 関連情報 4.情報提供ネットワークシステムによる情報連携 ②法令上の根拠及び" + "③情報連携の実施の有無" * 5
    rest = f"    項目: {item}\n    変更前の記載: {before}\n    変更後の記載: {after}\n    提出時期: 事後\n    提出時期に係る説明:"
    rows = "".join(f"\n  - 変更日: 令和6年{1 + number % 12}月1日\n{rest}" for number in range(250))
    output = _one(tmp_path, rows + "\n")
    sizes = {file.parent.name: file.stat().st_size for file in (output / "changes").rglob("*.html")}
    assert set(sizes) == {"changes", "y2024", "y2024-2", "y2024-3"}
    assert max(sizes.values()) <= 200_000, sizes


@pytest.mark.parametrize(("year", "said"), [
    (2024, "令和6年"), (2019, "平成31年・令和元年"), (2020, "令和2年"), (1989, "昭和64年・平成元年"), (1990, "平成2年"), (1868, "明治元年"),
])
def test_years_are_said_as_japan_counts_them(year: int, said: str) -> None:
    assert year_in_eras(year) == said
