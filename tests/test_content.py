"""Folders, names of files and the problems that belong to no line; what a whole content folder becomes."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_gen import content
from tests.conftest import ROOT
from tests.test_bad import FORMS, MUNICIPALITY, RECORD, SITE, well_said, write

EXAMPLE = ROOT / "tests/example"
COVER = "表紙:\n  評価書番号: 1\n"
WHOLE: dict[str, str | bytes] = {
    "site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": RECORD.format(form="基礎項目評価書") + COVER,
}  # fmt: skip


def told(folder: Path) -> list[str]:
    """Place and code of everything that is told about `folder`."""
    problems = content.read(folder, "c").problems
    for problem in problems:
        well_said(problem)
    return [f"{p.span} {p.code}" for p in problems]


def test_example_has_no_problem() -> None:
    """The example site is one that nothing can be said against."""
    result = content.read(EXAMPLE)
    assert result.problems == ()
    assert result.files == 4
    assert result.site is not None
    assert [(m.slug, [a.slug for a in m.assessments]) for m in result.site.municipalities] == [
        ("mihon", ["kiso", "zenkomoku"])
    ]


# What is changed in a folder without problems (None: taken away) -> what is told.
CASES: tuple[tuple[str, dict[str, str | bytes | None], list[str]], ...] = (
    ("nothing", {}, []),
    ("site-missing", {"site.yaml": None}, ["c/site.yaml site-missing"]),
    ("municipality-missing", {"m/municipality.yaml": None}, ["c/m/municipality.yaml municipality-missing"]),
    ("assessment-empty", {"m/b/.keep": ""}, ["c/m/b assessment-empty"]),
    ("record-missing", {"m/a/x.yaml": COVER}, ["c/m/a/x.yaml record-missing"]),
    ("unreadable-record", {"m/a/x.yaml": "評価書:\n\t様式: 基礎項目評価書\n"}, ["c/m/a/x.yaml:2:1 tab"]),
    ("record-in-file-that-is-unreadable", {"m/a/x.yaml": "評価書: [", "m/a/y.yaml": COVER}, ["c/m/a/x.yaml:1:6 yaml-syntax"]),
    ("part-in-two-files", {"m/a/y.yaml": COVER}, ["c/m/a/y.yaml:1:1 part-twice"]),
    ("part-in-two-files-under-two-names",
     {"m/a/x.yaml": RECORD.format(form="全項目評価書") + "その他のリスク対策:\n", "m/a/y.yaml": "その他のリスク管理:\n"},
     ["c/m/a/y.yaml:1:1 part-twice"]),
    ("record-in-two-files", {"m/a/y.yaml": RECORD.format(form="基礎項目評価書")}, ["c/m/a/y.yaml:1:1 part-twice"]),
    ("bad-name-japanese", {"m/a/表紙.yaml": "関連情報:\n"}, ["c/m/a/表紙.yaml bad-name"]),
    ("bad-name-upper-case", {"m/a/Y.yaml": "関連情報:\n"}, ["c/m/a/Y.yaml bad-name"]),
    ("bad-name-yml", {"m/a/y.yml": "関連情報:\n"}, ["c/m/a/y.yml bad-name"]),
    ("bad-name-space", {"m/a/y (1).yaml": "関連情報:\n"}, ["c/m/a/y (1).yaml bad-name"]),
    ("bad-name-long", {f"m/a/{'y' * 60}.yaml": "関連情報:\n"}, [f"c/m/a/{'y' * 60}.yaml bad-name"]),
    ("bad-name-folder", {"m/住基/x.yaml": WHOLE["m/a/x.yaml"]}, ["c/m/住基 bad-name"]),
    ("bad-name-municipality",
     {"1/municipality.yaml": MUNICIPALITY, "1/a/x.yaml": WHOLE["m/a/x.yaml"]}, ["c/1 bad-name"]),
    ("bad-name-of-a-device",
     {"m/con/x.yaml": WHOLE["m/a/x.yaml"], "m/a/aux.yaml": "関連情報:\n", "m/a/lpt1.png": b"\x89PNG"},
     ["c/m/a/aux.yaml bad-name", "c/m/a/lpt1.png bad-name", "c/m/a/lpt1.png stray-file", "c/m/con bad-name"]),
    ("bad-name-of-no-device", {"m/com10/x.yaml": WHOLE["m/a/x.yaml"], "m/console/x.yaml": WHOLE["m/a/x.yaml"]}, []),
    ("unknown-municipality",
     {"aliases.yaml": "部署:\n  - 名称: 市民課\n    自治体: n\n"}, ["c/aliases.yaml:3:10 unknown-municipality"]),
    ("bad-key", {"aliases.yaml": "提供先:\n  - 名称: 国\n    キー: 1国\n"}, ["c/aliases.yaml:3:9 bad-key"]),
    ("key-twice", {"aliases.yaml": "提供先:\n  - {名称: 国, キー: a}\n  - {名称: 県, キー: a}\n"},
     ["c/aliases.yaml:3:17 key-twice"]),
    ("alias-twice", {"aliases.yaml": "委託先:\n  - {名称: 甲, 別名: [乙]}\n  - {名称: 乙}\n"},
     ["c/aliases.yaml:3:10 alias-twice"]),
    ("alias-without-name", {"aliases.yaml": "システム:\n  - キー: a\n"},
     ["c/aliases.yaml:2:5 alias-without-name", "c/aliases.yaml:2:5 missing-item"]),
    ("reserved-name", {"search/municipality.yaml": MUNICIPALITY}, ["c/search reserved-name"]),
    ("reserved-name-is-free-below", {"m/search/x.yaml": WHOLE["m/a/x.yaml"]}, []),
    ("stray-file", {"メモ.txt": "", "m/memo.docx": "", "m/a/memo.md": ""},
     ["c/m/a/memo.md stray-file", "c/m/memo.docx stray-file", "c/メモ.txt stray-file"]),
    ("stray-yaml-in-municipality", {"m/x.yaml": COVER}, ["c/m/x.yaml stray-file"]),
    ("files-of-the-system", {".DS_Store": "", "m/Thumbs.db": "", "m/a/~$x.xlsx": "", "m/a/x.yaml~": "", "m/a/x.bak": ""}, []),
    ("image-that-nothing-shows", {"m/a/zu.png": b"\x89PNG"}, ["c/m/a/zu.png stray-file"]),
    ("stray-folder", {"m/a/old/x.yaml": COVER}, ["c/m/a/old stray-folder"]),
    ("folder-called-yaml", {"m/a/y.yaml/x.yaml": COVER}, ["c/m/a/y.yaml stray-folder"]),
    ("only-a-folder-called-yaml", {"m/a/x.yaml": None, "m/a/y.yaml/x.yaml": COVER}, ["c/m/a/y.yaml stray-folder"]),
    ("folder-called-site", {"site.yaml": None, "site.yaml/x": ""}, ["c/site.yaml unreadable-file"]),
    ("folder-called-municipality", {"m/municipality.yaml": None, "m/municipality.yaml/x": ""},
     ["c/m/municipality.yaml unreadable-file"]),
    ("empty-file", {"m/a/y.yaml": ""}, ["c/m/a/y.yaml empty-file"]),
    ("file-is-list", {"m/a/y.yaml": "- 表紙\n"}, ["c/m/a/y.yaml:1:1 mapping-expected"]),
    ("file-is-text", {"m/a/y.yaml": "表紙：\n"}, ["c/m/a/y.yaml:1:1 mapping-expected"]),
    ("shift-jis", {"m/a/y.yaml": "関連情報:\n".encode("cp932")}, ["c/m/a/y.yaml:1:1 encoding-shift-jis"]),
    ("missing-part-may-be-in-unreadable-file",
     {"m/a/x.yaml": WHOLE["m/a/x.yaml"].replace("抄録", "全部"), "m/a/y.yaml": "関連情報: [\n"},  # type: ignore[arg-type]  # a text
     ["c/m/a/x.yaml:7:1 missing-item"] * 5 + ["c/m/a/y.yaml:1:7 yaml-syntax"]),
    ("image", {"m/a/x.yaml": RECORD.format(form="全項目評価書") + "事務の内容:\n  - 図: zu.png\n    図の説明: あ\n",
               "m/a/zu.png": b"\x89PNG"}, []),
    ("image-in-another-case",
     {"m/a/x.yaml": RECORD.format(form="全項目評価書") + "事務の内容:\n  - 図: zu.png\n    図の説明: あ\n", "m/a/ZU.png": b"\x89PNG"},
     ["c/m/a/ZU.png stray-file", "c/m/a/x.yaml:8:8 image-missing"]),
    ("no-image", {"m/a/x.yaml": RECORD.format(form="全項目評価書") + "事務の内容:\n  - 図: なし\n"}, []),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_folders(changes: dict[str, str | bytes | None], expected: list[str], tmp_path: Path) -> None:
    """Each change to a folder without problems is told once, at the file or folder that has to be changed."""
    files = {name: held for name, held in {**WHOLE, **changes}.items() if held is not None}
    write(tmp_path, files)
    assert told(tmp_path) == expected


def test_rows_of_a_record_are_called_as_an_author_knows_them(tmp_path: Path) -> None:
    """By their id, or by their place and what they begin with; a number that may be a person's is not spread."""
    allowed = "公開してよい:\n  - 値: a@example.jp\n    理由: 公表済み\n  - 値: b@example.jp\n  - 値: 1234 5678 9018\n"
    targets = "公開先:\n  - id: honban\n    種類: ftp\n    暗号: a\n  - 種類: scp\n"
    write(tmp_path, {**WHOLE, "m/municipality.yaml": MUNICIPALITY + allowed, "site.yaml": SITE + targets})
    said = [p.message for p in content.read(tmp_path).problems if p.code in ("missing-item", "unknown-key", "unknown-choice")]
    assert said == [
        "自治体「公開してよい」の2番目（b@example.jp）に「理由」がありません",
        "自治体「公開してよい」の3番目に「理由」がありません",
        "公開先「honban」の「種類」に「ftp」という選択肢はありません",
        "公開先「honban」に「暗号」という項目はありません",
        "サイト「公開先」の2番目の「種類」に「scp」という選択肢はありません",
    ]


def test_a_draft_is_marked_at_the_head_of_its_file(tmp_path: Path) -> None:
    record = RECORD.format(form="基礎項目評価書")
    for text in (record.replace("評価書:\n", "評価書:\n  下書き: true\n", 1) + COVER, f"{record}{COVER}  下書き: true\n"):
        write(tmp_path, {**WHOLE, "m/a/x.yaml": text})
        (hint,) = (p.hint for p in content.read(tmp_path).problems if p.code == "unknown-key")
        assert "いちばん上に、字下げせずに" in hint


def test_no_content(tmp_path: Path) -> None:
    """No folder, a file in its place, and an empty folder."""
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    assert told(tmp_path / "nowhere") == told(tmp_path / "file") == ["c no-content"]
    assert told(tmp_path / "empty") == ["c/site.yaml site-missing"]


def test_special_files(tmp_path: Path) -> None:
    """What only looks like a file of text is neither waited for nor followed for ever."""
    write(tmp_path, WHOLE)
    os.mkfifo(tmp_path / "m/a/fifo.yaml")
    (tmp_path / "m/a/link.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "m/a/loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "m/b").symlink_to("b")
    (tmp_path / "m/c").symlink_to("a")
    assert told(tmp_path) == [
        "c/m/a/fifo.yaml unreadable-file",
        "c/m/a/link.yaml unreadable-file",
        "c/m/a/loop.yaml unreadable-file",
        "c/m/b stray-file",
        "c/m/c/fifo.yaml unreadable-file",
        "c/m/c/link.yaml unreadable-file",
        "c/m/c/loop.yaml unreadable-file",
    ]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: os.mkfifo(path), "c/m/a/x.yaml:8:8 image-missing"),
        (lambda path: path.symlink_to("nowhere.png"), "c/m/a/x.yaml:8:8 image-missing"),
        (lambda path: path.symlink_to("zu.png"), "c/m/a/x.yaml:8:8 image-missing"),
        (lambda path: path.symlink_to("../municipality.yaml"), "c/m/a/x.yaml:8:8 image-missing"),
        (lambda path: path.write_bytes(b"x" * 8_000_001), "c/m/a/zu.png file-too-large"),
    ],
    ids=["pipe", "link-to-nothing", "link-to-itself", "link-out-of-the-folder", "large"],
)
def test_images_that_cannot_be_copied(make: Callable[[Path], object], expected: str, tmp_path: Path) -> None:
    """A picture is a file of its own in the folder of its assessment, and not larger than a text."""
    text = RECORD.format(form="全項目評価書") + "事務の内容:\n  - 図: zu.png\n    図の説明: あ\n"
    write(tmp_path, {**WHOLE, "m/a/x.yaml": text})
    make(tmp_path / "m/a/zu.png")
    assert told(tmp_path) == [expected]


HOSTILE = {
    "ended": ("kiso", '表紙:\n  評価書名: "【' + " " * 20_000 + '"\n'),
    "period": ("zenkomoku", '評価実施手続:\n  国民・住民等からの意見の聴取:\n    実施日・期間: "令和' + " " * 60_000 + 'x"\n'),
    "choice": ("kiso", '変更箇所:\n  - 提出時期: "1' + " " * 3_000 + 'あ\\nい"\n'),
    "choice-of-500": ("kiso", '変更箇所:\n  - 提出時期: "1' + " " * 490 + 'あ\\nい"\n'),
    "date-of-500": ("kiso", '変更箇所:\n  - 変更日: "令和' + " " * 490 + 'x"\n'),
    "links": ("kiso", '表紙:\n  特記事項: "' + "](" * 60_000 + '"\n'),
    "links-closed-once": ("kiso", '表紙:\n  特記事項: "' + "](" * 60_000 + 'あ)"\n'),
    "unknown-keys": ("zenkomoku", "基本情報:\n" + "".join(f"  未知の項目その{n}: あ\n" for n in range(5_000))),
    "values-in-one-line": ("kiso", "別紙:\n  - 表題: あ\n    表: {欄: [あ], 行: [" + "[あ]," * 30_000 + "]}\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_small_files_cost_little(name: str, tmp_path: Path) -> None:
    """No text of a few kilobytes keeps the program busy (time of the processor: these machines are shared)."""
    form, text = HOSTILE[name]
    write(tmp_path, {**WHOLE, "m/a/x.yaml": RECORD.format(form=FORMS[form]) + text})
    begun = time.process_time()
    content.read(tmp_path, "c")
    assert time.process_time() - begun < 2


def test_name_that_is_no_text(tmp_path: Path) -> None:
    """A name in another encoding, as a USB stick from an old computer brings it, can be told."""
    write(tmp_path, WHOLE)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/m/a/" + "表紙".encode("cp932") + b".yaml")).write_text(COVER)
    except OSError:
        pytest.skip("This file system takes no such name.")
    (problem, twice) = content.read(tmp_path, "c").problems
    assert (problem.code, twice.code) == ("bad-name", "part-twice")
    assert problem.message.encode("utf-8", "replace")


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder outside of root's own, read as somebody who may not read everything."""
    folder = Path(tempfile.mkdtemp(prefix="site-gen-test-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        write(folder, WHOLE)
        folder.chmod(0o755)
        if root:
            os.seteuid(65534)
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, folder / "m", folder / "m/a"):
            os.chmod(path, 0o755) if root or path.stat().st_uid == os.geteuid() else None
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", ["c unreadable-folder"]),
        ("site.yaml", ["c/site.yaml unreadable-file"]),
        ("m", ["c/m unreadable-folder"]),
        ("m/municipality.yaml", ["c/m/municipality.yaml unreadable-file"]),
        ("m/a", ["c/m/a unreadable-folder"]),
        ("m/a/x.yaml", ["c/m/a/x.yaml unreadable-file"]),
    ],
)
def test_what_may_not_be_read(name: str, expected: list[str], locked: Path) -> None:
    """A folder or file without permission is told, and nothing is told for what is in it."""
    as_root = os.geteuid() == 65534
    if as_root:
        os.seteuid(0)
    (locked / name).chmod(0)
    if as_root:
        os.seteuid(65534)
    found = told(locked)
    if as_root:
        os.seteuid(0)
        (locked / name).chmod(0o755)
        os.seteuid(65534)
    assert found == expected


def test_problems_come_in_the_order_of_their_places(tmp_path: Path) -> None:
    """File by file, line by line, whatever found them."""
    write(tmp_path, {**WHOLE, "m/a/y.yaml": "関連情報:\n  あ: い\n", "m/a/0.yaml": "別紙: あ\n", "m/b/x.yaml": COVER})
    places = [problem.span for problem in content.read(tmp_path).problems]
    assert len(places) == 3
    assert places == sorted(places)


def test_place_is_shown_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told can be typed into an editor: the path begins as the author wrote it."""
    write(tmp_path / "content", {**WHOLE, "m/a/y.yaml": "あ: い\n"})
    monkeypatch.chdir(tmp_path)
    (problem,) = content.read(Path("content")).problems
    assert problem.span.path == "content/m/a/y.yaml"
    assert Path(problem.span.path).exists()


@pytest.mark.parametrize(("number", "told"), [
    ("33", "項番が順に並んでいません（3がありません）"),
    ("2", "項番が順に並んでいません（3がありません）"),
])
def test_a_row_number_that_is_out_of_order(tmp_path: Path, number: str, told: str) -> None:
    """In a list of a document that says that it is whole; the list as it is has none."""
    shutil.copytree(ROOT / "content", tmp_path / "c")
    file = tmp_path / "c/mihon/juki/2-gaiyo.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("項番: 3\n") == 1
    assert not [one for one in content.read(tmp_path / "c").problems if one.code == "row-number-skipped"]
    file.write_text(text.replace("項番: 3\n", f"項番: {number}\n"), encoding="utf-8")
    (found,) = [one for one in content.read(tmp_path / "c").problems if one.code == "row-number-skipped"]
    assert told in found.message
