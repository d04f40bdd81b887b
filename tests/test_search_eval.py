"""What measures the search: queries that are the same each time, and a judge that lets no planted mistake pass."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from site_gen import content, search
from site_gen.model import Site
from site_gen.pages import pages
from tests.search_figures import First, late
from tests.search_judge import Rank, Verdict, hits, verdict, words
from tests.search_queries import HOW_MANY, Query, other_width, queries
from tests.search_sites import copies, imported, small
from tests.search_truth import Truth, folded, truths

ROOT = Path(__file__).resolve().parent.parent
PAGE = "mihon/juki/ii-f1-iten/index.html"


@pytest.fixture(scope="module")
def known(whole_output: Path) -> dict[str, Truth]:
    """What stands on the pages of content/."""
    return truths(whole_output)


def test_queries_are_seeded_and_of_every_kind(known: dict[str, Truth]) -> None:
    texts = {text for one in known.values() for text in one.raw}
    made = queries(texts)
    assert made == queries(sorted(texts, reverse=True))
    assert made != queries(texts, seed=1)
    assert len({one.text for one in made}) == len(made) >= 400
    count = Counter(one.kind for one in made)
    assert all(count[kind] >= number * 0.8 for kind, number in HOW_MANY.items())
    answered = {one.kind for one in made if any(all(word in page.must for word in words(one.text)) for page in known.values())}
    assert answered >= HOW_MANY.keys() - {"absent"}
    absent = [one for one in made if one.kind == "absent"]
    assert sum(not any(all(word in page.may for word in words(one.text)) for page in known.values()) for one in absent) > len(absent) * 0.8


def test_what_is_folded() -> None:
    assert folded(" Ⅳ　 ＬＧＷＡＮ  ２ 回線 ﾊﾟｽﾜｰﾄﾞ ") == "iv lgwan 2回線パスワード"
    assert words('児童　手当 "番号 法"') == ["児童", "手当", "番号法"]
    assert other_width("ID パスワード") == "ＩＤ ﾊﾟｽﾜｰﾄﾞ"


def test_truth_is_what_a_page_says(known: dict[str, Truth]) -> None:
    one = known[PAGE]
    assert one.facets == {"自治体": "見本市", "様式": "全項目評価書", "部": "Ⅱ 特定個人情報ファイルの概要", "事務": "住民基本台帳"}
    assert "移転先" in one.kinds
    assert "危機管理課" in one.must
    assert "上の行と同じ" not in one.must and "上の行と同じ" in one.may
    assert "索引のページ:総務部" not in one.must
    assert "mihon/juki/all/index.html" not in known


def _apart(site: Site, known: dict[str, Truth]) -> dict[str, tuple[list[str], list[str]]]:
    """By page what must be found of it and is not in the texts that are indexed, and what of these does not stand on it."""
    indexed: dict[str, list[str]] = defaultdict(list)
    for page in pages(site):
        for each in search.documents(page):
            indexed[f"{each.path}/index.html"] += [folded(each.title), *(folded(run) for item in each.items for run in item.runs)]
    assert indexed.keys() == known.keys()
    found = {}
    for path, one in known.items():
        texts = "\n".join(indexed[path])
        lost = [line for line in one.must.split("\n") if line not in texts]
        odd = [run for run in indexed[path] if run not in one.may]
        if lost or odd:
            found[path] = (lost, odd)
    return found


def test_the_truth_and_the_index_hold_the_same_texts(whole_site: Site, known: dict[str, Truth]) -> None:
    """What must be found is indexed, what is indexed stands on the page: when pages change and the truth does not follow, it shows here
    and not only in `make search-eval`."""
    assert _apart(whole_site, known) == {}
    without = {path: replace(one, must=f"{one.must}\n龍涎香", may=one.title) if path == PAGE else one for path, one in known.items()}
    lost, odd = _apart(whole_site, without)[PAGE]
    assert lost == ["龍涎香"] and len(odd) > 5


def _answer(known: dict[str, Truth], query: str) -> dict[str, Any]:
    """A right answer for a word that stands in one item, made by hand from what stands there."""
    (path,) = [path for path, one in known.items() if query in one.may]
    one = known[path]
    anchor = min((anchor for anchor, text in one.under.items() if query in text), key=lambda found: len(one.under[found]))
    facets: dict[str, dict[str, int]] = {name: {value: 1} for name, value in one.facets.items()}
    facets["種類"] = {kind: 1 for kind, (must, _) in one.kinds.items() if query in must}
    item = {"url": f"https://example.org/{path}?kensaku=a#{anchor}", "label": "", "excerpt": f"<mark>{query}</mark>"}
    return {"total": 1, "results": [{"path": path, "title": one.title, "exact": True, "items": [item]}], "facets": facets, "variants": []}


CHANGES = (
    "変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n"
    "令和4年4月1日\tⅠ 基本情報 7.評価実施機関における担当部署 ①部署\t市民部\t市民生活部\t事後\t組織の名称の変更\n"
)
QUERY = "罹災証明書の交付に伴う世帯"


def _judged(known: dict[str, Truth], change: Callable[[dict[str, Any]], object]) -> Verdict:
    answer = deepcopy(_answer(known, QUERY))
    change(answer)
    return verdict(Query("noun", QUERY), answer, known)


def test_a_right_answer_passes(known: dict[str, Truth]) -> None:
    found = _judged(known, lambda answer: None)
    assert found.expected == found.given == 1
    assert (found.lost, found.wrong, found.wrong_variants, found.excerpts, found.anchors, found.facets) == ([], [], [], [], [], [])
    assert found.looked_at["facet counts"] >= 5 and found.looked_at["marks"] == 1


def _result(answer: dict[str, Any]) -> Any:
    return answer["results"][0]


def _other(answer: dict[str, Any], exact: bool) -> None:
    answer["results"].append({**_result(answer), "path": "mihon/juki/v/index.html", "exact": exact, "items": []})
    answer["total"] += 1


@pytest.mark.parametrize(("change", "where"), [
    (lambda answer: answer.update(results=[], total=0, facets={}), "lost"),
    (lambda answer: _other(answer, True), "wrong"),
    (lambda answer: _other(answer, False), "wrong_variants"),
    (lambda answer: _result(answer)["items"][0].update(excerpt="<mark>罹災証明書の交付に伴う世帯</mark>はしない"), "excerpts"),
    (lambda answer: _result(answer)["items"][0].update(excerpt="罹災証明書の交付に伴う世帯"), "excerpts"),
    (lambda answer: _result(answer)["items"][0].update(excerpt="罹災証明書の交付に伴う世帯の<mark>確認</mark>"), "excerpts"),
    (lambda answer: _result(answer).update(title="別の題"), "excerpts"),
    (lambda answer: _result(answer)["items"][0].update(url="x/index.html#nowhere"), "anchors"),
    (lambda answer: _result(answer)["items"][0].update(url="x/index.html#ii-f1-5-iten-ichiran-1"), "anchors"),
    (lambda answer: _result(answer).update(items=[]), "anchors"),
    (lambda answer: answer["facets"]["種類"].update({"移転先": 2}), "facets"),
    (lambda answer: answer["facets"].pop("自治体"), "facets"),
    (lambda answer: answer["facets"]["部"].update({"表紙": 1}), "facets"),
    (lambda answer: answer.update(total=2), "facets"),
], ids=["missing page", "wrong page", "wrong variant", "text of nowhere", "no mark", "mark beside", "title", "no such anchor",
        "another item", "no item", "count too high", "count missing", "value too many", "total"])
def test_a_planted_mistake_is_caught(known: dict[str, Truth], change: Callable[[dict[str, Any]], object], where: str) -> None:
    assert getattr(_judged(known, change), where)


def test_pages_given_and_missing_are_counted(known: dict[str, Truth]) -> None:
    found = Verdict(Query("noun", QUERY))
    assert hits(found, words(QUERY), {"mihon/juki/v/index.html"}, known) == (1, 1)
    assert found.lost and found.wrong == ["mihon/juki/v/index.html"]


def test_texts_of_results_can_be_left_out(known: dict[str, Truth]) -> None:
    found = _judged(known, lambda answer: _result(answer).update(items=None))
    assert found.looked_at["excerpts"] == found.looked_at["anchors"] == 0
    assert (found.lost, found.anchors, found.facets) == ([], [], [])
    assert _judged(known, lambda answer: _result(answer).update(items=None, title="別の題")).excerpts


def test_pages_whose_title_comes_late_are_counted(known: dict[str, Truth]) -> None:
    assert [late(one) for one in ([], [True], [False], [True, False], [False, True], [True, False, True, False, True])] == [0, 0, 0, 0, 1, 2]
    word = "特定個人情報ファイル"
    titled = next(path for path, one in known.items() if word in one.title)
    change = next(path for path, one in known.items() if one.kinds.keys() == {"変更"})
    other = next(path for path, one in known.items() if word in one.must and word not in one.title and "変更" not in one.kinds)
    results = [{"path": path, "title": known[path].title, "exact": True, "items": None} for path in (other, titled, change)]
    found = verdict(Query("noun", word), {"total": 3, "results": results, "facets": {}, "variants": []}, known)
    assert found.order == [Rank(False, False), Rank(True, False), Rank(False, True)]


def test_a_first_query_that_loads_too_much_is_caught() -> None:
    assert First(250, {"一": (1, 200_000)}).good
    assert not First(250, {"一": (1, 150_000), "二": (1, 200_001)}).good


def _site(source: Path) -> Site:
    site = content.read(source).site
    assert site is not None
    return site


def test_a_small_site_has_about_250_pages(tmp_path: Path) -> None:
    site = _site(small(ROOT / "content", tmp_path / "content"))
    assert "見本市" in {one.name for one in site.municipalities}
    assert 240 <= len({one.path for page in pages(site) for one in search.documents(page)}) <= 275


def test_copies_are_municipalities_of_their_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "some", ignore=shutil.ignore_patterns("mihon", "saitama"))
    one, three = _site(tmp_path / "some"), _site(copies(tmp_path / "some", tmp_path / "content", 3))
    assert len({home.name for home in three.municipalities}) == len(three.municipalities) == 3 * len(one.municipalities)


def test_documents_are_imported_as_municipalities(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "000_a.txt").write_text("（別添２）変更箇所\n\n" + CHANGES, encoding="utf-8")
    (seeds / "003_b.txt").write_text(CHANGES, encoding="utf-8")
    site = _site(imported(seeds, tmp_path / "content"))
    assert [(home.name, [one.form.code for one in home.assessments]) for home in site.municipalities] == [
        ("原典0市", ["juten"]), ("原典1市", ["zenkomoku"])]
