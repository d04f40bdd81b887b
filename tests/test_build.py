"""A build writes the whole site or nothing: mistakes, broken templates and full disks leave the old one as it was."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from site_gen import build, content, unchanged
from site_gen.problem import Refusal
from site_gen.progress import Progress
from site_gen.render import TemplateFault, place_in_template
from tests.conftest import ROOT, copy_boshi
from tests.published import document


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A content folder with one short assessment."""
    return copy_boshi(tmp_path / "content")


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _build(folder: Path, output: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "site_gen", "build", str(folder), "--output", str(output)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )


def test_a_mistake_leaves_the_old_site(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert _build(small, output).returncode == 0
    before = _snapshot(output)
    source = small / "mihon/boshi/hyoka.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "\n存在しない部: あ\n", encoding="utf-8")
    failed = _build(small, output)
    assert failed.returncode == 1
    assert "unknown-key" in failed.stderr
    assert _snapshot(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [unchanged.FOLDER, "content", "output"]


def test_a_broken_template_leaves_the_old_site(small: Path, tmp_path: Path) -> None:
    result = content.read(small)
    assert result.site is not None
    output = tmp_path / "output"
    build.build(result.site, small, output)
    before = _snapshot(output)
    (small / "templates").mkdir()
    (small / "templates/portal.html").write_text("{{ page.no_such_thing }}", encoding="utf-8")
    with pytest.raises(TemplateFault, match="no_such_thing") as told:
        build.build(result.site, small, output)
    assert place_in_template(told.value) == (small / "templates/portal.html", 1)
    assert _snapshot(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "output"]


def test_pages_that_are_gone_go(small: Path, tmp_path: Path) -> None:
    """A new build replaces the old one as a whole: nothing of it is left over."""
    output = tmp_path / "output"
    assert _build(small, output).returncode == 0
    assert (output / "mihon/boshi/index.html").is_file()
    (small / "mihon/boshi").rename(small / "mihon/hoken")
    assert _build(small, output).returncode == 0
    assert not (output / "mihon/boshi").exists()
    assert (output / "mihon/hoken/index.html").is_file()


def test_files_of_others_are_never_lost(small: Path, tmp_path: Path) -> None:
    """What somebody has put into the folder stops the build, which names it and says where it belongs; moved away, it goes on."""
    output = tmp_path / "output"
    assert _build(small, output).returncode == 0
    strangers = ("404.html", ".htaccess", "pdf/x.pdf", "mihon/boshi/zu.png", "assets/~memo.txt")
    for name in strangers:
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_text("ours", encoding="utf-8")
    (output / "link").symlink_to(small)
    before = _snapshot(output)
    done = _build(small, output)
    assert (done.returncode, _snapshot(output)) == (1, before)
    assert "output-holds-others" in done.stderr and "6個" in done.stderr and "サーバーに置いて" in done.stderr
    assert sum(name in done.stderr for name in (*strangers, "link")) == 6 - 1 and "ほか1個" in done.stderr
    (output / "link").unlink()
    for name in strangers:
        (output / name).unlink()
    for name in (".DS_Store", "mihon/Thumbs.db"):  # which nobody has put there
        (output / name).write_bytes(b"x")
    assert _build(small, output).returncode == 0
    assert not (output / ".DS_Store").exists() and not (output / "pdf").exists()


def test_a_file_that_comes_while_it_is_built(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    site = content.read(small).site
    assert site is not None
    build.build(site, small, output, searchable=False)
    before = _snapshot(output)

    class Put(Progress):
        def page(self, path: str) -> None:
            (output / "memo.txt").write_text("ours", encoding="utf-8")

    with pytest.raises(Refusal, match=r"memo\.txt"):
        build.build(site, small, output, Put(), searchable=False)
    assert _snapshot(output) == {**before, "memo.txt": b"ours"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "output"]


def test_a_folder_of_an_earlier_version(small: Path, tmp_path: Path) -> None:
    """Its marker has no list: it is replaced, with a warning that names what went; the next time there is a list."""
    output = tmp_path / "output"
    assert _build(small, output).returncode == 0
    listed = (output / build.MARKER).read_text(encoding="utf-8")
    (output / build.MARKER).write_text("このフォルダーは site-gen が作りました。次に作るときに、中身を丸ごと置き換えます。\n", encoding="utf-8")
    assert "output-unlisted" not in _build(small, output).stderr  # nothing went
    assert (output / build.MARKER).read_text(encoding="utf-8") == listed
    (output / build.MARKER).write_text("", encoding="utf-8")
    (output / "memo.txt").touch()
    done = _build(small, output)
    assert done.returncode == 0 and "output-unlisted" in done.stderr and "1個" in done.stderr and "memo.txt" in done.stderr
    assert (output / build.MARKER).read_text(encoding="utf-8") == listed
    done = _build(small, output)
    assert done.returncode == 0 and "output-" not in done.stderr


def test_the_marker_lists_what_was_written(small: Path, tmp_path: Path) -> None:
    """Every file, in order; the same in another folder."""
    site = content.read(small).site
    assert site is not None
    for name in ("a", "b"):
        build.build(site, small, tmp_path / name, searchable=False)
    assert _snapshot(tmp_path / "a") == _snapshot(tmp_path / "b")
    listed = (tmp_path / "a" / build.MARKER).read_text(encoding="utf-8").split("\n\n")[1].splitlines()
    assert listed == sorted(_snapshot(tmp_path / "a").keys() - {build.MARKER})


def test_a_picture_is_copied_with_its_words(tmp_path: Path) -> None:
    """A figure of 別添1 lands beside the pages and carries 図の説明 as its text alternative."""
    folder = tmp_path / "content"
    (folder / "sapporo").mkdir(parents=True)
    shutil.copy(ROOT / "content/site.yaml", folder)
    shutil.copy(ROOT / "content/sapporo/municipality.yaml", folder / "sapporo")
    shutil.copytree(ROOT / "content/sapporo/juki", folder / "sapporo/juki")
    (folder / "sapporo/juki/nagare.png").write_bytes(png())
    (folder / "sapporo/juki/zu.yaml").write_text(
        "事務の内容:\n  - 表題: 全体の流れ\n    図: nagare.png\n    図の説明: 住民から窓口へ届出が渡る。\n", encoding="utf-8"
    )
    result = content.read(folder)
    assert result.site is not None and not result.errors
    build.build(result.site, folder, tmp_path / "output")
    page = tmp_path / "output/sapporo/juki/betten1/index.html"
    image = next(have for tag, have in document(page, tmp_path / "output").tags if tag == "img")
    assert image["alt"] == "住民から窓口へ届出が渡る。"
    assert (page.parent / image["src"]).resolve().read_bytes() == png()


def png() -> bytes:
    """A picture of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
