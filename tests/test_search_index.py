"""The index of the search, read without a browser: it holds every text that pages show, under the right item, and nothing
else; what cannot be made or is not whole stops the build with one sentence."""

from __future__ import annotations

import gzip
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pagefind_bin
import pytest
import yaml

from site_gen import content, search
from site_gen.model import Site
from site_gen.pages import pages
from site_gen.search import Document, SearchError
from site_gen.search.bundle import finished, index_files
from site_gen.search.engine import program, run
from site_gen.search.items import KINDS, Item
from site_gen.search.normal import normal
from site_gen.search.prepared import of_documents, pairs
from site_gen.search.shadow import shadow
from site_gen.search.tokens import encoded, of_label, singles, tokens
from tests.conftest import ROOT
from tests.pagefind_index import Bundle, read
from tests.published import document, squeeze
from tests.search_files import search_files


@pytest.fixture(scope="module")
def found(whole_site: Site) -> list[Document]:
    """The documents of content/."""
    return [one for page in pages(whole_site) for one in search.documents(page)]


@pytest.fixture(scope="module")
def bundle(whole_output: Path) -> Bundle:
    """The index of content/ as it is published."""
    return read(whole_output / "search/index/all")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A content folder with one short assessment, 母子保健 of 見本市."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content/mihon/boshi", folder / "mihon/boshi")
    shutil.copy(ROOT / "content/site.yaml", folder)
    shutil.copy(ROOT / "content/mihon/municipality.yaml", folder / "mihon")
    return folder


# -- texts --------------------------------------------------------------------------------------------------------------

_NO_TEXT = frozenset(("不明", "id"))  # keys of what cannot be read, and of names in addresses
_MARKUP = re.compile(r"\*\*|\[|\]\(https?://[^)]*\)|^\s*\|[-:| ]+\|\s*$|\|", re.MULTILINE)


class _AsText(yaml.SafeLoader):
    """Reads every value as the text that stands there."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # overrides the class's own


def _leaves(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, key)
    elif value is not None:
        yield key, str(value)


def _plain(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", _MARKUP.sub("\n", text))).lower()


def test_every_text_of_the_sources_is_in_a_document(found: list[Document]) -> None:
    """Read from the YAML itself: of 評価書 only the pages tell, 不明 is no text, and a ○ is told by the label beside it."""
    held: dict[str, str] = defaultdict(str)
    for one in found:
        held["/".join(one.path.split("/")[:2])] += _plain(one.title + "".join(run for item in one.items for run in item.runs))
    missing: list[str] = []
    looked_at = 0
    for file in sorted((ROOT / "content").glob("*/*/*.yaml")):
        base = file.parent.relative_to(ROOT / "content").as_posix()
        source: dict[str, object] = yaml.load(file.read_text(encoding="utf-8"), _AsText)
        source.pop("評価書", None)
        for key, leaf in _leaves(source, ""):
            if key in _NO_TEXT or leaf in ("不明", "○"):
                continue
            lines = [plain for line in _MARKUP.sub("\n", leaf).split("\n") if (plain := _plain(line))]
            looked_at += len(lines)
            missing += [f"{file.name} {key}: {line[:60]}" for line in lines if line not in held[base]]
    assert looked_at > 5_000
    assert missing == []


def test_every_run_stands_on_its_page_and_every_anchor_too(found: list[Document], whole_output: Path) -> None:
    wrong: list[str] = []
    for one in found:
        page = document(whole_output / one.path / "index.html", whole_output)
        ids = set(page.ids)
        wrong += [f"{one.path}#{item.anchor}" for item in one.items if item.anchor not in ids]
        wrong += [f"{one.path}: {run[:60]}" for item in one.items for run in item.runs if squeeze(run) not in page.text]
        wrong += [] if squeeze(one.title) in page.text else [f"{one.path}: {one.title}"]
    assert sum(len(one.items) for one in found) > 2_000
    assert wrong == []


def test_items_of_a_document_are_of_its_kind_and_have_anchors_of_their_own(found: list[Document]) -> None:
    assert {one.kind for one in found} == set(KINDS)
    by_page: dict[str, list[str]] = defaultdict(list)
    for one in found:
        assert {item.kind for item in one.items} <= {one.kind}
        by_page[one.path] += [item.anchor for item in one.items]
    assert [path for path, anchors in by_page.items() if len(set(anchors)) < len(anchors)] == []


def test_kinds_are_where_the_form_has_them(found: list[Document]) -> None:
    kinds = {(one.path, item.anchor): one.kind for one in found for item in one.items}
    expected = {
        "ii-f1-teikyo": ("ii-f1-5-teikyo1-a", "提供先"), "ii-f1-iten": ("ii-f1-5-iten1-1", "移転先"),
        "ii-f1": ("ii-f1-4-itaku2-1", "委託先"), "i": ("i-2-system1-2", "システム"), "iii-f1": ("iii-f1-2-r1-a", "リスク対策"),
        "iv": ("iv-1-1", "リスク対策"), "v": ("v-1-1", "その他の項目"), "": ("hyoshi-b", "その他の項目"),
    }
    for page, (anchor, kind) in expected.items():
        assert kinds[f"saitama/juki/{page}".rstrip("/"), anchor] == kind


def test_choices_and_boxes_not_taken_are_no_text(found: list[Document]) -> None:
    items = {(one.path, item.anchor): item for one in found for item in one.items}
    form = items["saitama/juki/ii-f1", "ii-f1-2-1"]
    assert form.runs == ("① ファイルの種類", "システム用ファイル")
    assert items["mihon/juminzei/i", "i-2-system--juminzei--3"].runs[1:] == (
        "庁内連携システム", "既存住民基本台帳システム", "宛名システム等", "税務システム", "その他（国税連携・電子申告システム）",
    )


def test_a_row_is_an_item_and_a_repeated_cell_is_in_it(found: list[Document], whole_site: Site) -> None:
    rows = {(one.path.rsplit("/", 1)[0], item.anchor): item for one in found for item in one.items}
    repeated = 0
    for m in whole_site.municipalities:
        for a in m.assessments:
            for table in (entry for part in a.parts for entry in part.walk() if entry.item.kind == "table"):
                for one in table.instances:
                    row = rows[f"{m.slug}/{a.slug}", one.anchor]
                    cells = [cell.text or getattr(cell.above, "text", "") for cell in one.children]
                    assert row.runs == tuple(" ".join(cell.split()) for cell in cells if cell.strip())
                    assert row.label == f"{table.item.label} {row.runs[0]}"
                    repeated += sum(cell.above is not None for cell in one.children)
    assert repeated > 10


def test_pages_that_repeat_others_are_no_documents(found: list[Document], whole_site: Site) -> None:
    paths = {one.path for one in found}
    assert {page.path for page in pages(whole_site) if page.then} & paths == set()
    folders = r"(?:.*/)?(?:all|versions|compare|changes|data|feed|henko|henko-koumoku|system-zu|nagare-zu)(?:/.*)?"
    assert [path for path in paths if re.fullmatch(folders, path)] == []
    assert {"glossary", "recipients", "statutes", "systems", "mihon", "mihon/juki/i"} <= paths
    assert all(not one.items for one in found if one.kind == "索引のページ")


def test_facets_say_where_a_document_belongs(found: list[Document]) -> None:
    one = next(one for one in found if one.path == "saitama/juki/ii-f1-teikyo" and one.kind == "提供先")
    assert one.place == "さいたま市 › " + dict(one.facets)["事務"] + "に関する事務 › Ⅱ 特定個人情報ファイルの概要"
    assert dict(one.facets) == {
        "自治体": "さいたま市", "様式": "全項目評価書", "部": "Ⅱ 特定個人情報ファイルの概要", "種類": "提供先", "事務": "住民基本台帳",
    }
    changes = {dict(one.facets)["部"] for one in found if one.kind == "変更"}
    assert changes == {"変更箇所"}


# -- normal and tokens --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("第１９条第８号", "第19条第8号"), ("ｻｰﾊﾞｰ", "サーバー"), ("か\u3099", "が"), ("Ⅰ　基本情報", "i基本情報"), ("  LG WAN\n接続 ", "lg wan接続"),
    ("個人\u00ad番\u200b号", "個人番号"), ("提供‐移転〜", "提供-移転~"), ("A\u3000 B", "a b"), ("㈱ ㌔", "(株)キロ"), ("", ""), (" \n", ""),
    ("葛\U000e0100城", "葛城"), ("\u00ad", ""), ("①", "1"),
])
def test_normal(text: str, expected: str) -> None:
    assert normal(text).text == expected


def test_normal_knows_where_its_characters_stood() -> None:
    assert normal("ｶﾞ ㈱　x y") == ("ガ(株)x y", (0, 3, 3, 3, 5, 6, 7))
    rng = random.Random(6)
    some = "ｶﾞか\u3099\u00ad\u200b 　\tABC１２㈱ﬁ①—〜é\u0301𠮷葛\U000e0100\n"
    for _ in range(2_000):
        text = "".join(rng.choices(some, k=rng.randrange(12)))
        told = normal(text)
        assert len(told.text) == len(told.starts)
        assert list(told.starts) == sorted(told.starts)
        for char, start in zip(told.text, told.starts, strict=True):
            assert char in normal(text[start:]).text or char == " "


def test_tokens_are_pairs_and_the_end() -> None:
    assert encoded("A") == "01t"
    assert encoded("\ub63e") == "zzy" and encoded("\ub63f") == "zzz0zzz" and encoded("𠮷") == "zzz2vg7"
    assert tokens("aあ") == ["02p" + encoded("あ"), encoded("あ") + "00a"]
    assert tokens("") == []
    assert singles(["ba", "b"]) == ["zzzz02p", "zzzz02q"]
    assert of_label(tokens("aあ")) == [f"{word}l" for word in tokens("aあ")]


# -- the index ----------------------------------------------------------------------------------------------------------


def _word(query: str) -> list[str]:
    """What is asked for: pairs of a word, or its one character."""
    text = normal(query).text
    return singles([text]) if len(text) == 1 else tokens(text)[:-1]


@pytest.fixture(scope="module")
def plain_texts(found: list[Document]) -> list[tuple[str, str, str]]:
    """Address, anchor (none for a title) and each run of every item, in one width and without any white space."""
    runs = [(one.path, "", one.title) for one in found]
    runs += [(one.path, item.anchor, run) for one in found for item in one.items for run in item.runs]
    return [(f"{path}/index.html", anchor, squeeze(unicodedata.normalize("NFKC", run)).lower()) for path, anchor, run in runs]


def _truth(texts: list[tuple[str, str, str]], query: str) -> set[tuple[str, str]]:
    """Address and anchor of the items with `query` in a run, which must have no Latin letters, digits or dashes."""
    wanted = squeeze(unicodedata.normalize("NFKC", query)).lower()
    assert wanted and not re.search(r"[a-z0-9~-]", wanted)
    return {(url, anchor) for url, anchor, text in texts if wanted in text}


def _japanese(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    return len(plain.strip()) > 1 and not re.search(r"[A-Za-z0-9~‐-―−〜-]", plain)


def test_what_is_cut_from_the_texts_is_found_in_exactly_the_right_items(
    found: list[Document], plain_texts: list[tuple[str, str, str]], bundle: Bundle
) -> None:
    rng = random.Random(20261121)
    runs = [run for one in found for item in one.items for run in item.runs if len(run) > 1]
    queries = {"静脈認証", "児童手当", "さーばー", "サーバー", "大阪市役所", "情報提供ネットワークシステム", "厚生労働大臣"}
    while len(queries) < 107:
        run = rng.choice(runs)
        length = rng.randrange(2, 13)
        start = rng.randrange(max(1, len(run) - length))
        query = run[start : start + length]
        if _japanese(query):
            queries.add(query)
    wrong = {query for query in queries if bundle.items(_word(query)) != _truth(plain_texts, query)}
    assert wrong == set()
    assert bundle.items(_word("静脈認証")) and not bundle.items(_word("大阪市役所"))


def test_what_an_item_is_called_is_told_from_what_it_says(found: list[Document], bundle: Bundle) -> None:
    labels = {(f"{one.path}/index.html", item.anchor): normal(item.runs[0]).text for one in found for item in one.items}
    chance = random.Random(22)
    asked = {label[start : start + 4] for label in chance.sample(sorted(set(labels.values())), 60) for start in range(0, len(label) - 3, 3)}
    assert len(asked) > 100
    for query in sorted(asked):
        assert bundle.items(tokens(query)[:-1], called=True) == {place for place, label in labels.items() if query in label}, query
    word = tokens("法令上の")[:-1]
    assert len(bundle.items(word)) > len(bundle.items(word, called=True)) > 0


def test_a_row_whose_first_cell_is_blank_is_not_called_as_its_second() -> None:
    row = Item("a", "提供先一覧 3行目", "提供先", 3, ("厚生労働大臣", "番号法"))
    one = Document("x", "題", "", "提供先", "", (), (row, replace(row, anchor="b", label="提供先一覧 厚生労働大臣")))
    blank, named = re.findall("<h3 id=.*?</h3>", shadow(one, "v"))
    words = tokens("厚生労働大臣")
    assert " ".join(words) in blank and " ".join(of_label(words)) in named


def test_other_widths_and_numerals_of_the_same_are_found(bundle: Bundle) -> None:
    asked = ("第19条第8号", "第１９条第８号"), ("サーバー", "ｻｰﾊﾞｰ"), ("Ⅰ 基本情報", "I基本情報"), ("LGWAN", "ｌｇｗａｎ")
    for one, other in asked:
        assert bundle.items(_word(one)) and bundle.items(_word(one)) == bundle.items(_word(other))


def test_a_phrase_never_crosses_a_run(
    found: list[Document], plain_texts: list[tuple[str, str, str]], bundle: Bundle
) -> None:
    rng = random.Random(7)
    beside = [(one, other) for doc in found for item in doc.items
              for one, other in zip(item.runs, item.runs[1:], strict=False)]
    beside += [(one.items[at].runs[-1], one.items[at + 1].runs[0]) for one in found for at in range(len(one.items) - 1)]
    queries = {query for one, other in rng.sample(beside, 400) if _japanese(query := one[-3:].lstrip() + other[:3].rstrip())}
    assert len(queries) > 200
    assert {query for query in queries if bundle.items(_word(query)) != _truth(plain_texts, query)} == set()
    assert sum(not bundle.items(_word(query)) for query in queries) > 150


def test_single_characters_are_found_on_their_pages(found: list[Document], bundle: Bundle) -> None:
    for char in "税国々龍":
        documents = {bundle.fragments[fragment]["url"] for fragment in bundle.phrase(_word(char))}
        texts = {f"{one.path}/index.html": "" for one in found}
        for one in found:
            texts[f"{one.path}/index.html"] += one.title + "".join(run for item in one.items for run in item.runs)
        assert documents == {url for url, text in texts.items() if char in unicodedata.normalize("NFKC", text)}


def test_fragments_hold_what_people_see(found: list[Document], bundle: Bundle) -> None:
    assert len(bundle.fragments) == len(found)
    labels = {(f"{one.path}/index.html", item.anchor): item for one in found for item in one.items}
    seen = 0
    for fragment in bundle.fragments.values():
        units = fragment["content"].encode("utf-16-le")
        assert fragment["content"].split("\n")[0] == fragment["meta"]["title"]
        for anchor in fragment["anchors"]:
            item = labels[fragment["url"], anchor["id"]]
            rest = units[2 * anchor["at"] :].decode("utf-16-le")
            assert rest.startswith("\n".join(item.runs)) and anchor["text"] == item.label
            seen += 1
    assert seen == len(labels)


def test_facets_lead_from_each_fragment_to_its_page_and_values(found: list[Document], bundle: Bundle) -> None:
    facets = bundle.facets
    told: dict[int, set[str]] = defaultdict(set)
    have: dict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for fragment, (page, *values) in facets["documents"].items():
        told[page].add(bundle.fragments[fragment]["url"])
        have[bundle.fragments[fragment]["url"]].append(
            [(facets["names"][name], value) for name, value in (facets["values"][number] for number in values)])
    assert set(facets["documents"]) == set(bundle.fragments)
    assert sorted(told) == list(range(len(told))) and all(len(urls) == 1 for urls in told.values())
    expected: dict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for one in found:
        expected[f"{one.path}/index.html"].append(list(one.facets))
    assert {url: sorted(map(sorted, one)) for url, one in have.items()} == {
        url: sorted(map(sorted, one)) for url, one in expected.items()}


def test_the_same_pages_give_the_same_bytes(whole_site: Site, whole_output: Path, tmp_path: Path) -> None:
    again = search_files(whole_site, tmp_path)
    folder = whole_output / "search"
    indexed = [path for path in folder.rglob("*") if path.is_file() and path != folder / "index.html"]
    published = {path.relative_to(whole_output).as_posix(): path.read_bytes() for path in indexed}
    assert again == published
    assert not [path for path in again if any(part in path for part in ("-ui", "highlight", "worker"))]


def test_a_changed_text_has_a_new_name(found: list[Document], tmp_path: Path) -> None:
    first = next(one for one in found if one.path == "mihon/boshi/i")
    item = Item("x", "見出し", first.kind, 2, ("見出し", "Ａ"))
    written = (of_documents([replace(first, items=(replace(item, runs=("見出し", text)),))], tmp_path) for text in ("Ａ", "A"))
    names = [{path for path, _ in index_files([one], tmp_path) if "fragment" in path} for one in written]
    assert names[0] and not names[0] & names[1]  # tokens are the same, what is shown is not


def test_synonyms_are_those_of_the_glossary(whole_site: Site, whole_output: Path) -> None:
    groups = json.loads((whole_output / "search/synonyms.json").read_bytes())
    assert ["個人番号", "マイナンバー"] in groups
    assert len(groups) == sum(bool(term.synonyms) for term in whole_site.glossary)


# -- what stops a build -------------------------------------------------------------------------------------------------


Indexed = tuple[Path, list[bytes]]


@pytest.fixture
def indexed(found: list[Document], tmp_path: Path) -> Indexed:
    """What Pagefind wrote for a few documents, and what is shown of these."""
    return _index([one for one in found if one.path.startswith("mihon/boshi")], tmp_path / "own")


def _index(documents: list[Document], folder: Path) -> Indexed:
    source = folder / "shadow"
    source.mkdir(parents=True)
    seen: list[bytes] = []
    for one in documents:
        ((shadow, shown),) = pairs(of_documents([one], folder), folder) or ()
        (source / f"{len(seen)}.html").write_bytes(shadow)
        seen.append(shown)
    run(program(), source, folder / "bundle")
    return folder / "bundle", seen


def _refused(folder: Path, seen: list[bytes]) -> str:
    with pytest.raises(SearchError) as refused:
        list(finished(folder, seen))
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("kind", ["*.pf_meta", "index/*.pf_index", "fragment/*.pf_fragment", "wasm.unknown.pagefind"])
def test_a_truncated_or_missing_file_stops_the_build(indexed: Indexed, kind: str) -> None:
    folder, seen = indexed
    path = min(folder.glob(kind))
    path.write_bytes(path.read_bytes()[:-9])
    assert path.name in _refused(folder, seen)
    for one in folder.glob(kind):
        one.unlink()
    assert kind in _refused(folder, seen)


def test_a_file_too_few_or_too_many_stops_the_build(indexed: Indexed, found: list[Document], tmp_path: Path) -> None:
    folder, seen = indexed
    lost = min(folder.glob("index/*"))
    kept = lost.read_bytes()
    lost.unlink()
    assert lost.stem in _refused(folder, seen)
    lost.write_bytes(kept)
    list(finished(folder, seen))
    other = [one for one in found if one.path.startswith("mihon/kokuho")]
    foreign = next(one for one in _index(other, tmp_path / "other")[0].glob("index/*") if not (folder / "index" / one.name).exists())
    shutil.copy(foreign, folder / "index")
    assert foreign.stem in _refused(folder, seen)
    (folder / "index" / foreign.name).unlink()
    script = (folder / "pagefind.js").read_text(encoding="utf-8")
    (folder / "pagefind.js").write_text(script.replace("_loadGenericChunk", "_load"), encoding="utf-8")
    assert "pagefind.js の形が" in _refused(folder, seen)
    (folder / "pagefind.js").unlink()
    assert "pagefind.js がありません" in _refused(folder, seen)


def test_a_fragment_of_another_build_stops_the_build(
    indexed: Indexed, found: list[Document], tmp_path: Path
) -> None:
    folder, seen = indexed
    other = [one for one in found if one.path.startswith("mihon/kokuho")]
    foreign = min(_index(other, tmp_path / "other")[0].glob("fragment/*"))
    own = min(folder.glob("fragment/*"))
    own.unlink()
    assert f"{len(seen) - 1}件" in _refused(folder, seen)
    shutil.copy(foreign, folder / "fragment")
    assert foreign.name in _refused(folder, seen)


def test_what_is_no_pagefind_file_or_of_another_version_stops_the_build(indexed: Indexed) -> None:
    folder, seen = indexed
    entry = folder / "pagefind-entry.json"
    kept = entry.read_text(encoding="utf-8")
    entry.write_text(kept.replace('"version":"1.5.', '"version":"2.0.'), encoding="utf-8")
    assert "2.0." in _refused(folder, seen)
    entry.write_text(kept, encoding="utf-8")
    path = min(folder.glob("fragment/*"))
    path.write_bytes(gzip.compress(b"something else"))
    assert path.name in _refused(folder, seen)


def _build(source: Path, library: Path | None, *options: str) -> subprocess.CompletedProcess[str]:
    """Builds with `library` before all installed packages."""
    paths = [str(library)] if library else []
    return subprocess.run(
        [sys.executable, "-m", "site_gen", "build", str(source), "--output", str(source.parent / "output"), *options],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join([*paths, str(ROOT)])}, capture_output=True, text=True,
        encoding="utf-8",
    )


def _pagefind(folder: Path, binary: bytes | None) -> Path:
    """A folder with the package that brings the program, and another program in it, or none."""
    own = folder / "library/pagefind_bin"
    own.mkdir(parents=True)
    shutil.copy(pagefind_bin.__file__, own)
    if binary is not None:
        (own / "pagefind").write_bytes(binary)
        (own / "pagefind").chmod(0o755)
    return own.parent


# An ELF head that names a machine nobody has, as a program for another platform looks to this one.
_OTHER_MACHINE = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xfe\xca\x01\x00\x00\x00" + bytes(40)


@pytest.mark.parametrize(("binary", "words"), [
    (None, "pagefind のプログラムがない"),
    (_OTHER_MACHINE, "では動かない"),
    (b"#!/bin/sh\necho no room >&2\nexit 3\n", "終了コード 3 で止まった"),
], ids=["missing", "of another platform", "failing"])
def test_a_program_that_cannot_run_is_told_in_one_sentence(small: Path, binary: bytes | None, words: str) -> None:
    done = _build(small, _pagefind(small.parent, binary))
    assert done.returncode == 1
    (told,) = [line for line in done.stderr.splitlines() if "search-index" in line]
    assert words in told
    assert "Traceback" not in done.stderr
    assert not (small.parent / "output").exists()


def test_a_platform_without_the_program_is_named(small: Path) -> None:
    (small.parent / "library").mkdir()
    (small.parent / "library/pagefind_bin.py").write_text("raise ImportError\n", encoding="utf-8")  # as where nothing is installed
    done = _build(small, small.parent / "library")
    assert done.returncode == 1
    assert f"この環境（{platform.system()} {platform.machine()}）で動く pagefind が入っていない" in done.stderr
    assert "--no-search" in done.stderr


def test_without_search_there_is_no_index(small: Path) -> None:
    done = _build(small, _pagefind(small.parent, None), "--no-search")
    assert done.returncode == 0
    search_folder = small.parent / "output/search"
    assert not (search_folder / "index").exists() and not (search_folder / "bundles.json").exists()


def test_settings_of_pagefind_in_the_way_change_nothing(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = content.read(small).site
    assert site is not None
    before = search_files(site, tmp_path)
    (tmp_path / "pagefind.yml").write_text("exclude_selectors: [p]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    assert search_files(site, tmp_path) == before
