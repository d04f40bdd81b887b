"""What is carried over from the site of before is what a build of everything would have made, byte for byte."""

from __future__ import annotations

import contextlib
import dataclasses
import random
import shutil
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from site_gen import build, content, own, search, subjects, unchanged
from site_gen.citations.provision import Provision
from site_gen.data.tables import TABLES, table_named
from site_gen.importers.rows import Loose
from site_gen.manifest import Manifest
from site_gen.model import Words
from site_gen.packed import Foreign, digest, pack, unpack
from site_gen.pages import changes_index, jimu, leaves, parties, statutes
from site_gen.problem import Problem, Refusal, Span
from site_gen.search.packs import ALL, packs
from site_gen.verify.reading import Reading
from tests.conftest import ROOT
from tests.long import LONG

CONTENT = ROOT / "content"
NAMES = ("boshi", "hoken", "jido")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities of three small assessments, with a glossary, aliases and statutes."""
    folder = tmp_path_factory.mktemp("pattern") / "content"
    folder.mkdir()
    for name in ("site.yaml", "aliases.yaml", "glossary.yaml", "laws.yaml"):
        shutil.copy(CONTENT / name, folder)
    text = (folder / "aliases.yaml").read_text(encoding="utf-8")
    (folder / "aliases.yaml").write_text("".join(line for line in text.splitlines(True) if "自治体:" not in line), encoding="utf-8")
    for city in ("mihon", "futami"):
        (folder / city).mkdir()
        shutil.copy(CONTENT / "mihon/municipality.yaml", folder / city)
        for name in NAMES[: 2 if city == "mihon" else 1]:
            shutil.copytree(CONTENT / "mihon/boshi", folder / city / name)
    return folder


class Author:
    """Edits a content folder as people do: words, rows of changes, settings, renames, new and removed assessments, half-done things."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)

    def edit(self) -> str:
        """Do one thing; out comes what."""
        ways = (self._words, self._words, self._change, self._rename, self._remove, self._add, self._setting, self._term, self._template,
                self._mistake, self._mend, self._undo, self._draft, self._city)
        way = self.chance.choice(ways)
        way()
        return way.__name__

    def _texts(self) -> list[Path]:
        return sorted(self.folder.glob("*/*/*.yaml"))

    def _replace(self, file: Path, old: str, new: str) -> None:
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    def _words(self) -> None:
        for file in self.chance.sample(self._texts(), min(1, len(self._texts()))):
            self._replace(file, "。", f"（第{self.chance.randrange(1, 20)}版）。")

    def _change(self) -> None:
        for file in self._texts()[:1]:
            self._replace(file, "2024", str(self.chance.randrange(2019, 2026)))

    def _rename(self) -> None:
        homes = sorted({file.parent for file in self._texts()})
        for home in self.chance.sample(homes, min(1, len(homes))):
            target = home.parent / f"kaimei{self.chance.randrange(4)}"
            if not target.exists():
                home.rename(target)

    def _remove(self) -> None:
        homes = sorted({file.parent for file in self._texts()})
        if len(homes) > 1:
            shutil.rmtree(self.chance.choice(homes))

    def _add(self) -> None:
        for city in sorted(one for one in self.folder.iterdir() if (one / "municipality.yaml").is_file())[:1]:
            target = city / f"shin{self.chance.randrange(4)}"
            if not target.exists():
                shutil.copytree(CONTENT / "mihon/boshi", target)

    def _setting(self) -> None:
        self._replace(self.folder / "site.yaml", "サイト名: ", f"サイト名: {self.chance.randrange(9)}")

    def _term(self) -> None:
        self._replace(self.folder / "glossary.yaml", "。", f"（{self.chance.randrange(9)}）。")

    def _template(self) -> None:
        home = self.folder / own.TEMPLATES
        home.mkdir(exist_ok=True)
        shutil.copy(ROOT / "templates/portal.html", home)
        with (home / "portal.html").open("a", encoding="utf-8") as file:
            file.write(f"{{# {self.chance.randrange(9)} #}}<p>{self.chance.randrange(9)}</p>\n")

    def _mistake(self) -> None:
        for file in self._texts()[-1:]:
            (file.parent / "ayamari.yaml").write_text("そのような項目: はない\n", encoding="utf-8")

    def _mend(self) -> None:
        for file in self.folder.rglob("ayamari.yaml"):
            file.unlink()

    def _undo(self) -> None:
        for file in self._texts()[:1]:
            if file.name == "hyoka.yaml":
                shutil.copy(CONTENT / "mihon/boshi/hyoka.yaml", file)

    def _draft(self) -> None:
        for file in self.chance.sample(self._texts(), min(1, len(self._texts()))):
            text = file.read_text(encoding="utf-8")
            mark = "下書き: はい\n"
            file.write_text(text.replace(mark, "") if mark in text else mark + text, encoding="utf-8")

    def _city(self) -> None:
        for file in sorted(self.folder.glob("*/municipality.yaml"))[-1:]:
            self._replace(file, "名称: ", f"名称: {'北南東西'[self.chance.randrange(4)]}")


@hypothesis.settings(max_examples=200 if LONG else 12, deadline=None, derandomize=True,
                     suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture, hypothesis.HealthCheck.too_slow])
@hypothesis.given(seed=st.integers(0, 1_000_000), length=st.integers(1, 5))
def test_after_any_edits_it_is_the_site_of_a_build_of_everything(pattern: Path, tmp_path: Path, seed: int, length: int) -> None:
    """Random edits one after the other, a build after each; at every step everything is the same as with nothing remembered. Every other
    time lists go over many pages and what is remembered was made in pieces, as where much is said of each subject."""
    home = tmp_path / f"{seed}-{length}"
    shutil.copytree(pattern, home / "content")
    author = Author(home / "content", seed)
    with _in_pieces(seed % 2 == 0, seed // 2 % 2 * 2_500):  # where a subject grows over it and shrinks again
        _both(home, "first")
        for _ in range(length):
            _both(home, author.edit())
    shutil.rmtree(home)


@contextlib.contextmanager
def _in_pieces(wanted: bool, whole: int = 0) -> Iterator[None]:
    """Lists have few rows a page, two pages are made together, and subjects of more than `whole` bytes are large."""
    with pytest.MonkeyPatch.context() as patch:
        for home, name, size in ((parties, "_ON_A_PAGE", 2), (statutes, "_FLOWS", 2), (statutes, "_ITEMS", 1), (changes_index, "_ON_A_PAGE", 2),
                                 (jimu, "SIDE_BY_SIDE", 1), (leaves, "TOGETHER", 2), (subjects, "_WHOLE", whole)):
            if wanted:
                assert hasattr(home, name)
                patch.setattr(home, name, size)
        yield


def _both(home: Path, what: str, searchable: bool = False) -> None:
    """Build with what is remembered and without; both make and tell the same, or make nothing."""
    remembered = _make(home, "output", True, searchable)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subjects, "_WHOLE", 1_000_000)
        anew = _make(home, "anew", False, searchable)
    assert remembered[0] == anew[0], what
    assert remembered[1:] == anew[1:], what
    if remembered[1]:
        assert _files(home / "output") == _files(home / "anew"), what


def _make(
    home: Path, name: str, again: bool, searchable: bool = False,
) -> tuple[tuple[Problem, ...], bool, int, tuple[Problem, ...], tuple[int, ...]]:
    """What is told; whether anything was made; of how many files; what is told once; how much was made."""
    said: list[content.Result] = []
    output = home / name
    wanted = build.Wanted(searchable=searchable, cache=unchanged.cache(output), again=again)
    written = build.make(home / "content", output, wanted, read=said.append)
    told = (*said[-1].problems, *(written.problems if written else ()))
    counts = (written.pages, written.feeds, written.data, written.search, written.assets, written.bytes) if written else ()
    return told, written is not None, said[-1].files, written.replaced if written else (), counts


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def built(pattern: Path, tmp_path: Path) -> Path:
    shutil.copytree(pattern, tmp_path / "content")
    assert _make(tmp_path, "output", True)[1]
    return tmp_path


def _kept(home: Path, edited: str = "mihon/boshi/hyoka.yaml") -> Iterator[str]:
    """The pages that the last build did not write anew, after the file `edited` was: the disk has them from the one before."""
    return (path for path, one in ((path.relative_to(home / "output").as_posix(), path) for path in (home / "output").rglob("*.html"))
            if one.stat().st_mtime_ns < (home / "content" / edited).stat().st_mtime_ns)


def test_one_edit_makes_one_assessment_again(built: Path) -> None:
    """The others, and indexes of which it says nothing new, are the very same files."""
    file = built / "content/mihon/boshi/hyoka.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("。", "（追記）。", 1), encoding="utf-8")
    assert _make(built, "output", True)[1]
    kept = set(_kept(built))
    assert kept
    assert {"mihon/hoken/index.html", "mihon/index.html", "index.html", "changes/index.html", "statutes/index.html"} <= kept
    assert not [path for path in kept if path.startswith("mihon/boshi/")]


def test_one_edit_makes_those_pieces_of_a_subject_again_that_show_it(pattern: Path, tmp_path: Path) -> None:
    """Of a provision that all cite: the pages with the rows of the one whose text is another one, and no others."""
    shutil.copytree(pattern, tmp_path / "content")
    with _in_pieces(True):
        assert _make(tmp_path, "output", True)[1]
        pages = {path.relative_to(tmp_path / "output").as_posix() for path in (tmp_path / "output/statutes/bangoho/a9-i1").rglob("*.html")}
        showing = {path for path in pages if "futami/boshi/" in (tmp_path / "output" / path).read_text(encoding="utf-8")}
        assert len(pages) > len(showing) > 0
        file = tmp_path / "content/futami/boshi/hyoka.yaml"
        text = file.read_text(encoding="utf-8")
        assert "番号法第9条第1項" in text
        file.write_text(text.replace("番号法第9条第1項", "番号法 第9条第1項"), encoding="utf-8")
        assert _make(tmp_path, "output", True)[1]
        made = pages - set(_kept(tmp_path, "futami/boshi/hyoka.yaml"))
        assert showing <= made and made != pages


def test_pages_made_in_pieces_are_found_as_others(pattern: Path, tmp_path: Path) -> None:
    """The index is that of a build which makes subjects at once; after an edit too, when most pieces are carried over."""
    shutil.copytree(pattern, tmp_path / "content")
    with _in_pieces(True):
        _both(tmp_path, "first", searchable=True)
        assert any(path.startswith("search/index/") for path in _files(tmp_path / "output"))
        file = tmp_path / "content/futami/boshi/hyoka.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("番号法第9条第1項", "番号法 第9条第1項"), encoding="utf-8")
        _both(tmp_path, "edited", searchable=True)


def test_an_edit_leaves_the_index_of_other_packs(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their files are the very same, of the site of before: nobody asks for what is kept of their index."""
    monkeypatch.setattr(search, "packs", partial(packs, most=10, full=20))
    shutil.copytree(pattern, tmp_path / "content")
    assert _make(tmp_path, "output", True, searchable=True)[1]
    before = _in_packs(tmp_path / "output")
    assert {"mihon", "futami", ALL} <= before.keys()
    kept = unchanged.cache(tmp_path / "output").with_suffix(".search") / "packs"
    shutil.rmtree(kept)
    file = tmp_path / "content/futami/boshi/hyoka.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("。", "（追記）。", 1), encoding="utf-8")
    assert _make(tmp_path, "output", True, searchable=True)[1]
    after = _in_packs(tmp_path / "output")
    same = {name for name, files in after.items() if files == before.get(name)}
    assert "mihon" in same and "futami" not in same
    assert len(list(kept.iterdir())) == len(after.keys() - same)
    _both(tmp_path, "edited", searchable=True)
    shutil.rmtree(tmp_path / "content/mihon")
    _both(tmp_path, "fewer", searchable=True)
    with sqlite3.connect(unchanged.cache(tmp_path / "output")) as record:
        assert {name for (name,) in record.execute("SELECT name FROM unit WHERE name LIKE '/index %'")} == {
            f"/index {one}" for one in _in_packs(tmp_path / "output")}
    record.close()


def test_a_build_of_everything_that_comes_to_nothing_takes_nothing_away(pattern: Path, tmp_path: Path) -> None:
    """What is kept for the search is that of the site which is still there; where it comes to something, it is its own."""
    shutil.copytree(pattern, tmp_path / "content")
    assert _make(tmp_path, "output", True, searchable=True)[1]
    mistake = tmp_path / "content/mihon/boshi/ayamari.yaml"
    mistake.write_text("そのような項目: はない\n", encoding="utf-8")
    assert not _make(tmp_path, "output", False, searchable=True)[1]
    mistake.unlink()
    with (tmp_path / "content/futami/boshi/hyoka.yaml").open("a", encoding="utf-8") as file:
        file.write("# 直した\n")
    made = _make(tmp_path, "output", True, searchable=True)
    assert made[1] and made[3] == ()
    assert set(_kept(tmp_path, "futami/boshi/hyoka.yaml"))
    kept = unchanged.cache(tmp_path / "output").with_suffix(".search")
    before = _files(kept)
    assert _make(tmp_path, "output", False, searchable=True)[1]
    assert _files(kept) == before and [path.name for path in kept.parent.iterdir() if "search" in path.name] == [kept.name]


def _in_packs(output: Path) -> dict[str, set[tuple[str, int]]]:
    """By pack, the files of its index, each as the disk tells it from others."""
    found: dict[str, set[tuple[str, int]]] = {}
    for path in (output / "search/index").rglob("*"):
        home = path.relative_to(output / "search/index")
        if path.is_file() and len(home.parts) > 1:  # else it is the engine of all
            found.setdefault(home.parts[0], set()).add((home.as_posix(), path.stat().st_ino))
    return found


def test_an_edit_of_a_row_leaves_pages_of_other_items(pattern: Path, tmp_path: Path) -> None:
    """They are of another part of what the assessment says of a provision."""
    shutil.copytree(pattern, tmp_path / "content")
    shutil.copytree(CONTENT / "mihon/juki", tmp_path / "content/mihon/juki")
    edited = "mihon/juki/2-gaiyo.yaml"
    file = tmp_path / "content" / edited
    with _in_pieces(True):
        assert _make(tmp_path, "output", True)[1]
        pages = {path.relative_to(tmp_path / "output").as_posix() for path in (tmp_path / "output/statutes/bangoho/a19-8").rglob("*.html")}
        items = {path for path in pages if 'id="k1"' in (tmp_path / "output" / path).read_text(encoding="utf-8")}
        assert items and pages - items and any("mihon/juki/" in (tmp_path / "output" / path).read_text(encoding="utf-8") for path in items)
        file.write_text(file.read_text(encoding="utf-8").replace("提供する情報: ", "提供する情報: （追記）", 1), encoding="utf-8")
        assert _make(tmp_path, "output", True)[1]
        kept = set(_kept(tmp_path, edited))
        assert items <= kept and not (pages - items) <= kept


def test_one_edit_has_few_files_checked_again(built: Path) -> None:
    """Of the others it is known what they hold: what stands there instead is believed. Who does everything again believes none of it."""
    before = _readings(built, "output")
    _plant(built)
    file = built / "content/futami/boshi/hyoka.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("。", "（追記）。", 1), encoding="utf-8")
    told = [one for one in _make(built, "output", True)[0] if one.code == "planted"]
    assert 0 < len(told) < len(before)
    assert len(_readings(built, "output")) == len(before)  # a file is in the same portion as before, and only in that one
    _plant(built)
    file.write_text(file.read_text(encoding="utf-8").replace("。", "（追記）。", 1), encoding="utf-8")
    assert "planted" not in {one.code for one in _make(built, "output", False)[0]}
    _plant(built)
    (built / "output/index.html").touch()  # somebody was there
    file.write_text(file.read_text(encoding="utf-8").replace("。", "（追記）。", 1), encoding="utf-8")
    assert "planted" not in {one.code for one in _make(built, "output", True)[0]}
    for home in ("mihon/hoken", "mihon/boshi"):
        shutil.rmtree(built / "content" / home)
    assert _make(built, "output", True)[1] and _make(built, "anew", True)[1]
    assert len(_readings(built, "output")) == len(_readings(built, "anew")) < len(before)


def _readings(home: Path, name: str) -> dict[str, bytes]:
    with sqlite3.connect(unchanged.cache(home / name)) as file:
        return dict(file.execute("SELECT name, value FROM reading"))


def _plant(home: Path) -> None:
    """Have the record say of every portion that a fault was seen in it."""
    with sqlite3.connect(unchanged.cache(home / "output")) as file:
        for at, (name, value) in enumerate(_readings(home, "output").items()):
            fault = Problem(Span("index.html", at + 1), "warning", "planted", "x")
            planted = pack(dataclasses.replace(unpack(value), faults=(fault,)))
            file.execute("UPDATE reading SET value = ?, digest = ? WHERE name = ?", (planted, digest(planted), name))
    file.close()


def test_what_is_edited_meanwhile_is_not_kept(built: Path) -> None:
    """It may be in what was made or not."""
    file = built / "content/mihon/boshi/hyoka.yaml"
    text = file.read_text(encoding="utf-8")
    edited = text.replace("。", "（追記）。", 1)
    output = built / "output"
    wanted = build.Wanted(searchable=False, cache=unchanged.cache(output))
    kept = unchanged.cache(output).read_bytes()

    def somebody(result: content.Result) -> None:
        file.write_text(edited, encoding="utf-8")

    written = build.make(built / "content", output, wanted, read=somebody)
    assert written and not written.lying and unchanged.cache(output).read_bytes() == kept
    _both(built, "edited")
    file.write_text(text, encoding="utf-8")
    _both(built, "back")


def test_what_somebody_touches_meanwhile_is_made_again(built: Path) -> None:
    """A page of before may have been carried over with what was written into it."""
    page = built / "output/mihon/hoken/index.html"
    (built / "content/mihon/boshi/hyoka.yaml").open("a", encoding="utf-8").write("# 直した\n")
    said: list[content.Result] = []

    def somebody(result: content.Result) -> None:
        if not said:
            with page.open("a", encoding="utf-8") as file:
                file.write("<!-- 手で直した -->")
        said.append(result)

    output = built / "output"
    written = build.make(built / "content", output, build.Wanted(searchable=False, cache=unchanged.cache(output)), read=somebody)
    assert written and written.lying and len(said) == 2 and [one.code for one in written.replaced] == ["output-touched"]
    assert "手で直した" not in page.read_text(encoding="utf-8")
    _both(built, "touched")


@pytest.mark.parametrize("back", [True, False], ids=["taken back", "stays"])
def test_what_is_edited_while_all_is_made_again(back: bool, built: Path) -> None:
    """The second attempt is of the sources as it finds them, not of those that the first was of."""
    file = built / "content/mihon/boshi/hyoka.yaml"
    with file.open("a", encoding="utf-8") as opened:
        opened.write("# 直した\n")
    text = file.read_text(encoding="utf-8")
    said: list[content.Result] = []

    def somebody(result: content.Result) -> None:
        said.append(result)
        if len(said) == 1:
            (built / "output/index.html").touch()
            file.write_text(text.replace("。", "（追記）。", 1), encoding="utf-8")
        elif back:
            file.write_text(text, encoding="utf-8")

    output = built / "output"
    written = build.make(built / "content", output, build.Wanted(searchable=False, cache=unchanged.cache(output)), read=somebody)
    assert written and len(said) == 2 and not written.lying  # of other sources than whoever asked had looked at
    with (built / "content/mihon/hoken/hyoka.yaml").open("a", encoding="utf-8") as opened:
        opened.write("# 直した\n")
    _both(built, "next")
    assert (len(set(_kept(built, "mihon/hoken/hyoka.yaml"))) > 10) is not back


@pytest.mark.parametrize("way", ["no marker any more", "another folder"])
def test_a_folder_that_is_not_ours_any_more_stays(way: str, built: Path) -> None:
    """Somebody was at it while a site was made."""
    output = built / "output"
    with (built / "content/mihon/boshi/hyoka.yaml").open("a", encoding="utf-8") as opened:
        opened.write("# 直した\n")

    def somebody(result: content.Result) -> None:
        if way == "another folder" and not (built / "away").exists():
            output.rename(built / "away")
        output.mkdir(exist_ok=True)
        (output / "mine.txt").write_text("x", encoding="utf-8")
        (output / ".site-gen").unlink(missing_ok=True)

    with pytest.raises(Refusal) as refused:
        build.make(built / "content", output, build.Wanted(searchable=False, cache=unchanged.cache(output)), read=somebody)
    assert [one.code for one in refused.value.problems] == ["output-holds-others"]
    assert (output / "mine.txt").read_text(encoding="utf-8") == "x"


def test_what_somebody_touched_is_made_again(built: Path) -> None:
    """Of a site in which a page was changed by hand, nothing is carried over."""
    page = built / "output/mihon/hoken/index.html"
    page.write_text("手で直した", encoding="utf-8")
    assert _make(built, "output", True)[1]
    assert "手で直した" not in page.read_text(encoding="utf-8")
    _both(built, "touched")


@pytest.mark.parametrize("damage", ["cut", "other", "value", "class", "share", "planned", "seen", "version", "empty"])
def test_a_damaged_cache_is_not_trusted(damage: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in a sentence, everything is made anew, and the next build has a sound one."""
    cache = unchanged.cache(built / "output")
    data = cache.read_bytes()
    if damage == "cut":
        cache.write_bytes(data[: len(data) // 2])
    elif damage == "other":
        cache.write_bytes(b"not a cache at all" * 100)
    elif damage == "empty":
        cache.write_bytes(b"")
    else:
        with sqlite3.connect(cache) as file:
            if damage == "value":
                file.execute("UPDATE held SET value = x'00' WHERE kind = 'told'")
            elif damage == "class":
                file.execute("UPDATE held SET value = ?, digest = ? WHERE kind = 'told'", _of_a_stranger())
            elif damage in ("share", "planned"):
                monkeypatch.setattr(subjects, "_WHOLE", 0 if damage == "planned" else 1_000_000)
                file.execute("UPDATE share SET value = ?, digest = ?", _of_a_stranger())
            elif damage == "seen":
                file.execute("UPDATE reading SET value = x'00'")
            else:
                file.execute("UPDATE about SET value = '0' WHERE name = 'version'")
        file.close()
    (built / "content/mihon/boshi/hyoka.yaml").open("a", encoding="utf-8").write("# 直した\n")
    told = _make(built, "output", True)[3]
    assert [one.code for one in told] == ([] if damage == "version" else ["cache-damaged"])  # that is nobody's fault
    assert not (built / "evil").exists()
    assert _make(built, "output", True)[3] == ()
    _both(built, damage)


def _of_a_stranger() -> tuple[bytes, str]:
    """Bytes that run a program when they are read by who trusts them, with their right digest."""
    data = b"cos\nsystem\n(S'touch evil'\ntR."
    return data, digest(data)


@pytest.mark.parametrize("where", ["csite_gen.verify.reading\nReading\n", "csite_gen.problem\nProblem\n", "csite_gen.data.tables\ntable_named\n"])
def test_bytes_change_nothing_of_the_program(where: str) -> None:
    """A file that says of a class or a function that it has other attributes."""
    for state in (b"(N}S'planted'\nI1\nst", b"}S'planted'\nI1\ns", b"(I1\nI2\nl"):
        with pytest.raises(Foreign):
            unpack(b"\x80\x02" + where.encode() + state + b"b.")
    assert not any(hasattr(one, "planted") for one in (Reading, Problem, table_named))


def test_tables_stay_the_same_objects() -> None:
    """Pages ask which table a file is of."""
    assert TABLES
    for table in TABLES:
        assert unpack(pack((table, [table]))) == (table, [table]) and unpack(pack(table)) is table


def test_of_bytes_only_values_are_made() -> None:
    """Our own records come back; what calls anything does not."""
    problem = Problem(content.read(CONTENT / "nowhere").problems[0].span, "error", "x", "y")
    assert unpack(pack((problem, {"a": [1, "二", None, frozenset("b")]}))) == (problem, {"a": [1, "二", None, frozenset("b")]})
    for data in (_of_a_stranger()[0], b"", b"\x80\x05", pack(Path("x")), b"csite_gen.build\nbuild\n.", b"csite_gen.packed\nimportlib\n."):
        with pytest.raises(Foreign):
            unpack(data)


def test_records_of_every_make_come_back() -> None:
    """One with a single value, many in each other, one that works something out when it is made; the same bytes for the same."""
    site = content.read(CONTENT).site
    assert site is not None
    words = Words("x", Span("a.yaml", 3), 4)
    for value in (Provision("1"), Loose("x"), (words, words), Problem(words.span, "error", "x", "y"), site.laws, site.look, site.glossary):
        assert unpack(pack(value)) == value
        assert pack(value) == pack(unpack(pack(value)))
    laws = unpack(pack(site.laws))
    assert len(list(laws)) > 3 and [laws.get(one.key) for one in laws] == list(site.laws)


def test_nothing_is_written_down_before_it_is_kept(tmp_path: Path) -> None:
    """Who is killed leaves the file of before."""
    path = tmp_path / "a.sqlite"
    first = Manifest(path)
    first.put("m/a", "1", {"card": pack("eins")})
    first.close()
    assert not path.exists()
    first = Manifest(path)
    first.put("m/a", "1", {"card": pack("eins")})
    first.keep()
    first.close()
    second = Manifest(path)
    second.put("m/a", "2", {"card": pack("zwei")})
    second.forget()
    second.close()
    third = Manifest(path)
    assert third.is_known("m/a", "1") and third.value("m/a", "card") == "eins"
    third.close()


def test_who_is_ended_while_it_writes_the_record_leaves_no_part_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", ended)
    manifest = Manifest(tmp_path / "a.sqlite")
    manifest.put("m/a", "1", {"card": pack("eins")})
    with pytest.raises(KeyboardInterrupt):
        manifest.keep()
    manifest.close()
    assert list(tmp_path.iterdir()) == []
    said = unchanged.Said((), 0, 0, 0, 0, "x")
    with pytest.raises(KeyboardInterrupt):
        unchanged.remember(tmp_path / "output", unchanged.Basis({}, ""), said)
    assert [one.name for one in (tmp_path / unchanged.FOLDER).iterdir()] == [".gitignore"]


def test_a_cache_that_another_build_has_open_is_left_to_it(built: Path) -> None:
    """Nobody waits for it, and nobody takes it away; what is made is complete."""
    cache = unchanged.cache(built / "output")
    other = Manifest(cache)
    before = cache.read_bytes()
    with pytest.raises(BlockingIOError):
        Manifest(cache)
    assert _make(built, "output", True)[1:4] == (True, content.read(built / "content").files, ())
    assert cache.read_bytes() == before
    other.close()


def test_without_a_place_for_the_cache_everything_is_made(built: Path) -> None:
    """A file lies where its folder would be."""
    shutil.rmtree(built / unchanged.FOLDER)
    (built / unchanged.FOLDER).write_text("x", encoding="utf-8")
    assert _make(built, "output", True)[1]
    assert (built / unchanged.FOLDER).read_text(encoding="utf-8") == "x"
