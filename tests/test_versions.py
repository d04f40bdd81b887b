"""Earlier texts of an assessment: which folders hold them, what cannot be true of them, what is told about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.forms import form_named
from tests.test_bad import FORMS, MUNICIPALITY, RECORD, SITE, well_said, write

COVER = "表紙:\n  評価書番号: 1\n  評価書名: 見本の事務\n  公表日: {}\n"
NOW = RECORD.format(form=FORMS["kiso"]) + COVER.format("令和7年2月7日")
THEN = RECORD.format(form=FORMS["kiso"]) + COVER.format("令和6年6月28日")
V = "m/a/versions"
WHOLE: dict[str, str | bytes] = {
    "site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": NOW, f"{V}/2024-06-28/x.yaml": THEN,
}  # fmt: skip


# What is changed in a folder without problems (None: taken away) -> what is told.
CASES: tuple[tuple[str, dict[str, str | bytes | None], list[str]], ...] = (
    ("nothing", {}, []),
    ("version-name", {f"{V}/r6/x.yaml": THEN}, [f"c/{V}/r6 version-name"]),
    ("version-name-full-width", {f"{V}/２０２４-06-28/x.yaml": THEN}, [f"c/{V}/２０２４-06-28 version-name"]),
    ("version-name-of-no-day", {f"{V}/2023-02-30/x.yaml": THEN}, [f"c/{V}/2023-02-30 version-name"]),
    ("version-day", {f"{V}/2024-06-28/x.yaml": THEN.replace("6月28日", "6月27日")}, [f"c/{V}/2024-06-28/x.yaml:10:8 version-day"]),
    ("version-of-a-month", {f"{V}/2024-06-28/x.yaml": THEN.replace("6月28日", "6月")}, []),
    ("version-without-cover", {f"{V}/2024-06-28/x.yaml": RECORD.format(form=FORMS["kiso"])}, []),
    ("version-form", {f"{V}/2024-06-28/x.yaml": THEN.replace("基礎", "重点")}, [f"c/{V}/2024-06-28/x.yaml:1:1 version-form"]),
    ("version-newer", {"m/a/x.yaml": NOW.replace("令和7年2月7日", "令和6年6月1日")}, [f"c/{V}/2024-06-28 version-newer"]),
    ("version-as-new", {"m/a/x.yaml": THEN}, [f"c/{V}/2024-06-28 version-newer"]),
    ("empty", {f"{V}/2024-06-28/x.yaml": None}, [f"c/{V}/2024-06-28 assessment-empty"]),
    ("file-beside", {f"{V}/memo.txt": ""}, [f"c/{V}/memo.txt stray-file"]),
    ("version-in-version", {f"{V}/2024-06-28/versions/2023-01-01/x.yaml": THEN}, [f"c/{V}/2024-06-28/versions stray-folder"]),
    ("unreadable", {f"{V}/2024-06-28/x.yaml": "表紙: ["}, [f"c/{V}/2024-06-28/x.yaml:1:5 yaml-syntax"]),
    ("error-in-version", {f"{V}/2024-06-28/x.yaml": THEN + "  公表: 1\n"}, [f"c/{V}/2024-06-28/x.yaml:11:3 unknown-key"]),
    # What was published stays as it was: a warning could not be followed.
    ("warning-in-version", {f"{V}/2024-06-28/x.yaml": THEN.replace("見本の事務", "見本<br>の事務")}, []),
)  # fmt: skip


@pytest.mark.parametrize(("name", "changed", "expected"), CASES, ids=[case[0] for case in CASES])
def test_folders_of_versions(name: str, changed: dict[str, str | bytes | None], expected: list[str], tmp_path: Path) -> None:
    files = {path: held for path, held in {**WHOLE, **changed}.items() if held is not None}
    write(tmp_path, files)
    (tmp_path / V / "2024-06-28").mkdir(parents=True, exist_ok=True)
    problems = [p for p in content.read(tmp_path, "c").problems if p.code not in ("change-not-listed",)]
    for problem in problems:
        well_said(problem)
    assert [f"{p.span} {p.code}" for p in problems] == expected


def test_versions_are_known_newest_first(tmp_path: Path) -> None:
    write(tmp_path, {**WHOLE, f"{V}/2023-01-10/x.yaml": THEN.replace("令和6年6月28日", "令和5年1月10日")})
    site = content.read(tmp_path).site
    assert site is not None
    (a,) = site.municipalities[0].assessments
    assert (a.slug, a.version, [one.version for one in a.versions]) == ("a", "", ["2024-06-28", "2023-01-10"])
    assert [one.slug for one in a.versions] == ["a/versions/v20240628", "a/versions/v20230110"]
    assert all(one.versions == () for one in a.versions)


def test_one_folder_is_read_by_itself(tmp_path: Path) -> None:
    """A folder of a version is read without its assessment, whatever it is called."""
    write(tmp_path, {"x y/x.yaml": THEN})
    found, problems = content.read_folder(tmp_path / "x y")
    assert found is not None and found.name == "見本の事務" and problems == ()


def test_an_import_leaves_earlier_texts_where_they_are(tmp_path: Path) -> None:
    """Their addresses are published: only today's text is replaced."""
    write(tmp_path, {"a/x.yaml": NOW, "a/versions/2024-06-28/x.yaml": THEN})
    rows = ["評価書名\t見本の事務", "Ⅰ 基本情報", "1. 特定個人情報ファイルを取り扱う事務", "①事務の名称\t見本の事務"]
    write(tmp_path, {"hyokasho.tsv": "\n".join(rows) + "\n"})
    done = importers.run([tmp_path / "hyokasho.tsv"], form_named("zenkomoku"))
    kept = importers.save(done, tmp_path / "a", overwrite=True)
    assert isinstance(kept, Path) and (kept / "x.yaml").is_file() and not (kept / "versions").exists()
    assert (tmp_path / "a/versions/2024-06-28/x.yaml").read_text(encoding="utf-8") == THEN
    assert not (tmp_path / "a/x.yaml").exists()
