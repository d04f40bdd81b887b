"""What `check` tells is what a reading of everything at once tells, whoever did it, and nobody holds the assessments for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen import check_duties, content
from site_gen.checking import checked
from site_gen.dates import Moment
from tests.test_bad import BAD, FORMS, MUNICIPALITY, RECORD, SITE, write
from tests.test_progress import Heard

TODAY = Moment(2031, 1, 1)
BASE = re.compile(f"# base: ({'|'.join(FORMS)})")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities with bad assessments of every form, a draft, and one that cannot be read."""
    home = tmp_path_factory.mktemp("bad")
    write(home, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "n/municipality.yaml": MUNICIPALITY.replace("見本市", "二見市")})
    for number, file in enumerate(sorted(BAD.glob("*.yaml"))):
        text = file.read_text(encoding="utf-8")
        base = BASE.match(text)
        if base:
            record = "" if re.search("^評価書:", text, re.MULTILINE) else RECORD.format(form=FORMS[base[1]])
            write(home, {f"{'mn'[number % 2]}/a{number}/x.yaml": text, **({f"{'mn'[number % 2]}/a{number}/hyoka.yaml": record} if record else {})})
    draft = "下書き: はい\n" + RECORD.format(form="基礎項目評価書") + "表紙:\n  評価書名: 書きかけ\n"
    write(home, {"m/shitagaki/x.yaml": draft, "n/yomenai/x.yaml": b"\xff\xfe: ["})
    return home


@pytest.mark.parametrize("lost", ["site.yaml", "m/municipality.yaml"])
def test_what_is_due_is_told_of_what_can_be_read(lost: str, tmp_path: Path) -> None:
    """Also while the site, or the municipality, cannot be."""
    cover = RECORD.format(form="基礎項目評価書") + "表紙:\n  評価書名: 住民税に関する事務\n  公表日: 令和7年2月7日\n"
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": cover})
    assert [one.code for one in checked(tmp_path, TODAY).problems] == ["reassessment-due"]
    (tmp_path / lost).write_text("[", encoding="utf-8")
    codes = [one.code for one in checked(tmp_path, TODAY).problems]
    assert "reassessment-due" in codes and len(codes) > 1


def test_a_size_is_no_reason_to_stop(tmp_path: Path) -> None:
    """What cannot be looked at is told by whoever reads it."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.yaml").write_bytes(b"12345")
    (tmp_path / "a/y.yaml").symlink_to("nowhere")
    (tmp_path / "a/z.yaml").symlink_to("z.yaml")
    assert content.size(tmp_path / "a") == 5 and content.size(tmp_path / "none") == 0


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_tell_what_one_reading_tells(folder: Path, jobs: int, drafts: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same order, and what is due that day."""
    monkeypatch.setattr("site_gen.checking._WORTH_IT", 0)
    monkeypatch.setattr("site_gen.checking._BATCH", 1_000)
    read = content.read(folder, drafts=drafts)
    assert read.site
    due = [problem for m in read.site.municipalities for a in m.assessments for problem in check_duties.on_day(a, TODAY)]
    assert due and len({problem.code for problem in read.problems}) > 70
    heard = Heard()
    found = checked(folder, TODAY, drafts=drafts, jobs=jobs, progress=heard)
    assert list(found.problems) == sorted(dict.fromkeys((*read.problems, *due)), key=lambda problem: problem.order)
    assert (found.files, found.public) == (read.files, read.public)
    assert found.site and not any(m.assessments for m in found.site.municipalities)
    assert len(heard.stages) == 1 and sorted(heard.sizes) == sorted(heard.stages[0][1]) and sum(heard.sizes) > 0
