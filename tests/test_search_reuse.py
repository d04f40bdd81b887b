"""The index of a site made pack by pack, by whoever is there to make it: what comes from the cache is what would be made now, and
what there is not as it was put there is never used."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import re
import shutil
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest

from site_gen import search
from site_gen.crew import streamed
from site_gen.model import Site
from site_gen.problem import Problem
from site_gen.search import Document, Pack, Unprepared
from site_gen.search.items import Item
from site_gen.search.prepared import of_documents, pairs
from tests.pagefind_index import read
from tests.search_files import names, prepared

FULL = 100
_LEFT_OUT = ("statutes", "recipients")  # folders of many pages, which would only take time


@pytest.fixture(scope="module")
def ready(whole_site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Pack, ...], Path]:
    """The packs of a large part of content/, and the folder in which their pages are prepared."""
    folder = tmp_path_factory.mktemp("prepared")
    found = prepared(whole_site, folder, lambda path: not path.startswith(_LEFT_OUT))
    packed = search.packs(names(whole_site), found, most=FULL, full=FULL)
    assert len(packed) > 3
    return packed, folder


@pytest.fixture(scope="module")
def fresh(whole_site: Site, ready: tuple[tuple[Pack, ...], Path]) -> dict[str, bytes]:
    """The files of its search, without a cache."""
    return dict(search.files(ready[0], whole_site.glossary, ready[1]))


@pytest.fixture(scope="module")
def filled(whole_site: Site, ready: tuple[tuple[Pack, ...], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache after a build."""
    cache = tmp_path_factory.mktemp("cache") / "made/by/the/first"
    told: list[Problem] = []
    list(search.files(ready[0], whole_site.glossary, ready[1], told.append, cache=cache))
    assert told == []
    return cache


@pytest.fixture
def cache(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(filled, tmp_path / "cache"))


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A folder without a prepared page, of which no index can be made."""
    (tmp_path / "nothing").mkdir()
    return tmp_path / "nothing"


Ready = tuple[tuple[Pack, ...], Path]


# -- pages --------------------------------------------------------------------------------------------------------------


def test_a_prepared_page_is_small_and_the_same_in_any_process(ready: Ready) -> None:
    for one in (page for pack in ready[0] for page in pack.pages):
        assert pickle.loads(pickle.dumps(one)) == one
        assert len(pickle.dumps(one)) < 300
        assert pairs(one, ready[1])


_ITEM = Item("x", "見出し", "その他の項目", 2, ("見出し", "本文"))
_DOCUMENT = Document(
    "m/a/i", "題名", "見本市 › 事務", "その他の項目", "m", (("自治体", "見本市"), ("種類", "その他の項目")), (_ITEM,),
)
_ITEMS: tuple[dict[str, Any], ...] = (
    {"anchor": "y"}, {"label": "別"}, {"level": 3}, {"runs": ("見出し", "本文。")}, {"runs": ("見出し", "本 文")}, {"runs": ("見出し本文",)},
)


@pytest.mark.parametrize("other", [
    replace(_DOCUMENT, path="m/a/ii"), replace(_DOCUMENT, title="別の題名"), replace(_DOCUMENT, place="見本市"),
    replace(_DOCUMENT, facets=_DOCUMENT.facets[:1]), replace(_DOCUMENT, items=()),
    *(replace(_DOCUMENT, items=(replace(_ITEM, **one),)) for one in _ITEMS),
])
def test_a_page_of_which_anything_is_other_has_another_digest(other: Document, tmp_path: Path) -> None:
    one = of_documents([_DOCUMENT], tmp_path)
    assert of_documents([_DOCUMENT], tmp_path) == one
    assert len({one.digest, of_documents([other], tmp_path).digest, of_documents([_DOCUMENT, other], tmp_path).digest}) == 3


def test_a_damaged_page_is_prepared_again(tmp_path: Path) -> None:
    one = of_documents([_DOCUMENT], tmp_path)
    whole = (tmp_path / one.digest).read_bytes()
    for damaged in (whole[:-5], b"", whole[:30] + b"x" + whole[31:], b"something else"):
        (tmp_path / one.digest).write_bytes(damaged)
        assert pairs(one, tmp_path) is None
        assert of_documents([_DOCUMENT], tmp_path) == one
        assert (tmp_path / one.digest).read_bytes() == whole
    assert os.listdir(tmp_path) == [one.digest]


# -- packs --------------------------------------------------------------------------------------------------------------


def test_packs_share_the_engine_and_hold_each_page_once(ready: Ready, fresh: dict[str, bytes], whole_site: Site, tmp_path: Path) -> None:
    listed = json.loads(fresh["search/bundles.json"])
    homes = {one.slug: one.name for one in whole_site.municipalities}
    assert [name for one in listed for name in one["homes"]] == [
        name for slug, name in homes.items() for one in ready[0] if any(page.home == slug for page in one.pages)]
    assert listed[-1]["homes"] == [] and all(one["pages"] <= FULL for one in listed)
    assert sorted(path for path in fresh if re.search(r"wasm|\.js$", path)) == ["search/index/pagefind.js", "search/index/wasm.unknown.pagefind"]
    for one, pack in zip(listed, ready[0], strict=True):
        for path, data in fresh.items():
            if path.startswith(f"{one['folder']}/"):
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_bytes(data)
        here = {fragment["url"].removesuffix("/index.html") for fragment in read(tmp_path / one["folder"]).fragments.values()}
        assert here == {page.path for page in pack.pages} and len(here) == one["pages"]


def test_what_is_kept_is_what_would_be_made(ready: Ready, fresh: dict[str, bytes], cache: Path, nothing: Path, whole_site: Site) -> None:
    """In the same order, and without one prepared page."""
    again = dict(search.files(ready[0], whole_site.glossary, nothing, cache=cache))
    assert list(again) == list(fresh) and again == fresh


def test_only_the_pack_of_a_changed_page_is_made_again(ready: Ready, cache: Path, nothing: Path, whole_site: Site) -> None:
    """It has another order, say; of no other pack a page is needed."""
    packed, folder = ready
    other = replace(packed[1], pages=packed[1].pages[::-1])
    changed = (packed[0], other, *packed[2:])
    for page in other.pages:
        shutil.copy(folder / page.digest, nothing)
    made = dict(search.files(changed, whole_site.glossary, nothing, cache=cache))
    assert made == dict(search.files(changed, whole_site.glossary, folder))


def test_other_workers_make_the_same(ready: Ready, fresh: dict[str, bytes], cache: Path, whole_site: Site) -> None:
    shutil.rmtree(cache)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        run = partial(streamed, executor, ahead=3)
        made = dict(search.files(ready[0], whole_site.glossary, ready[1], cache=cache, run=run))
    assert made == fresh
    assert dict(search.files(ready[0], whole_site.glossary, ready[1], cache=cache)) == fresh


def test_no_more_is_held_than_a_pack(ready: Ready, whole_site: Site) -> None:
    """Of many packs as of one."""

    def most(packed: Sequence[Pack]) -> int:
        tracemalloc.start()
        try:
            for _ in search.files(packed, whole_site.glossary, ready[1], jobs=1):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert most(ready[0]) < 1.5 * max(most([one]) for one in ready[0])


# -- what is not as it was ----------------------------------------------------------------------------------------------

DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "cut off": lambda entry, _: os.truncate(entry, entry.stat().st_size - 1),
    "nothing in it": lambda entry, _: entry.write_bytes(b""),
    "one bit": lambda entry, _: entry.write_bytes(_flipped(entry.read_bytes(), entry.stat().st_size // 2)),
    "one bit in the list": lambda entry, _: entry.write_bytes(_flipped(entry.read_bytes(), 60)),
    "one bit in the digest": lambda entry, _: entry.write_bytes(_flipped(entry.read_bytes(), 3)),
    "something else": lambda entry, _: entry.write_text("別のもの\n二行目\n", encoding="utf-8"),
    "the index of another pack": lambda entry, other: shutil.copy(other, entry),
    "a folder": lambda entry, _: [step(entry) for step in (Path.unlink, Path.mkdir)],
}


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_not_as_it_was_is_made_again_and_told_in_a_sentence(
    damage: Callable[[Path, Path], object], ready: Ready, fresh: dict[str, bytes], cache: Path, whole_site: Site
) -> None:
    one, other, *_ = sorted(cache.iterdir())
    damage(one, other)
    told: list[Problem] = []
    assert dict(search.files(ready[0], whole_site.glossary, ready[1], told.append, cache=cache)) == fresh
    (problem,) = told
    assert (problem.code, problem.severity, problem.span.path) == ("search-cache", "notice", cache.as_posix())
    assert f"{len(ready[0])}個のうち1個" in problem.message and "\n" not in problem.message
    if one.is_file():  # it is mended
        told.clear()
        assert dict(search.files(ready[0], whole_site.glossary, ready[1], told.append, cache=cache)) == fresh
        assert told == []


def test_where_nothing_can_be_kept_everything_is_made(ready: Ready, fresh: dict[str, bytes], tmp_path: Path, whole_site: Site) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")
    told: list[Problem] = []
    assert dict(search.files(ready[0], whole_site.glossary, ready[1], told.append, cache=tmp_path / "cache")) == fresh
    assert told == [] and os.listdir(tmp_path) == ["cache"]


def test_a_page_that_is_not_there_stops_the_build(ready: Ready, nothing: Path, whole_site: Site) -> None:
    with pytest.raises(Unprepared, match=re.escape(ready[0][0].pages[0].path)) as refused:
        list(search.files(ready[0], whole_site.glossary, nothing))
    assert "\n" not in str(refused.value) and refused.value.hint
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_another_pagefind_makes_its_own(
    ready: Ready, cache: Path, nothing: Path, whole_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that may write other files is asked for them."""
    program = _program(tmp_path, f'[ "$1" = --version ] && echo pagefind 1.5.999 || exec {pagefind_bin.get_executable()} "$@"')
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: str(program))
    with pytest.raises(Unprepared):
        list(search.files(ready[0], whole_site.glossary, nothing, cache=cache))


def test_what_is_no_longer_used_goes(ready: Ready, cache: Path, nothing: Path, whole_site: Site, tmp_path: Path) -> None:
    """After a build; what is not ours stays."""
    packed, folder = ready
    copy = Path(shutil.copytree(folder, tmp_path / "prepared"))
    for place in (cache, copy):
        (place / ("0" * 32)).write_bytes(b"")
        (place / f"{'0' * 32}.4711").write_bytes(b"")
        (place / "memo.txt").write_bytes(b"")
    search.tidy(packed[1:], cache, copy, tmp_path / "not there")
    assert set(os.listdir(copy)) == {"memo.txt", *(page.digest for pack in packed[1:] for page in pack.pages)}
    assert len(os.listdir(cache)) == len(packed) and (cache / "memo.txt").exists()  # one less, and the memo
    assert list(search.files(packed[1:], whole_site.glossary, nothing, cache=cache))
    with pytest.raises(Unprepared):
        list(search.files(packed, whole_site.glossary, nothing, cache=cache))


# -- leaving off --------------------------------------------------------------------------------------------------------


def _program(folder: Path, script: str) -> Path:
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="The program is a script of sh.")
def test_who_leaves_off_leaves_no_process_and_no_file(
    ready: Ready, tmp_path: Path, whole_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first pack is indexed, the next ones never come to an end."""
    real = pagefind_bin.get_executable()
    program = _program(tmp_path, f'[ "$1" = --version ] && exec {real} --version\n'
                       f'mkdir {tmp_path}/first 2>/dev/null && exec {real} "$@"\necho $$ >> {tmp_path}/running\nexec sleep 60')
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: str(program))
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    found = search.files(ready[0], whole_site.glossary, ready[1], jobs=1, workspace=workspace)
    next(found)
    while not (tmp_path / "running").exists():  # the second one has begun
        time.sleep(0.02)
    found.close()
    (process,) = (tmp_path / "running").read_text(encoding="utf-8").split()
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
    assert os.listdir(workspace) == []
