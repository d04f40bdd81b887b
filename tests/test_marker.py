"""What lies in a built folder and was not written by a build is found, however names sort."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from site_gen import marker

PARTS = st.sampled_from(["a", "a-b", "a.b", "ab", "a b", "A", "-", "あ", "z", ".x"])
PATHS = st.sets(st.lists(PARTS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=12)


def _put(folder: Path, paths: set[tuple[str, ...]]) -> set[str]:
    """Write a file at each path where no folder or file is in the way; out come those that were written."""
    written: set[str] = set()
    for parts in sorted(paths):
        target = folder.joinpath(*parts)
        if not target.exists() and all(one.is_dir() or not one.exists() for one in target.parents):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("x", encoding="utf-8")
            written.add("/".join(parts))
    return written


@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(ours=PATHS, theirs=PATHS, gone=st.integers(0, 3))
def test_exactly_what_others_put_there(tmp_path: Path, ours: set[tuple[str, ...]], theirs: set[tuple[str, ...]], gone: int) -> None:
    home = tmp_path / "site"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (tmp_path / "content").mkdir(exist_ok=True)
    written = _put(home, ours)
    marker.write(home, tmp_path / "content")
    assert marker.others(home) == ()
    for path in sorted(written)[:gone]:
        (home / path).unlink()
    before = shutil.copytree(home, home.with_name("before"), dirs_exist_ok=False)
    found = _put(home, theirs)
    assert marker.others(home) == tuple(sorted(found - written))
    left = {path.relative_to(before).as_posix() for path in before.rglob("*") if path.is_file()} - {marker.NAME}
    assert marker.gone(home, before) == tuple(sorted(found - left)) and marker.gone(before, home) == ()
    shutil.rmtree(before)


def test_a_list_in_another_order(tmp_path: Path) -> None:
    """Somebody has sorted it in an editor: no file is taken for a stranger's."""
    home = tmp_path / "site"
    names = {("index.html",), ("a", "index.html"), ("a-b", "index.html"), ("b", "index.html")}
    home.mkdir()
    (tmp_path / "content").mkdir()
    _put(home, names)
    marker.write(home, tmp_path / "content")
    text = (home / marker.NAME).read_text(encoding="utf-8")
    listed = ["a-b/index.html", "a/index.html", "b/index.html", "index.html"]
    assert "\n".join(listed) in text
    (home / marker.NAME).write_text(text.replace("\n".join(listed), "\n".join(reversed(listed))), encoding="utf-8")
    assert marker.others(home) == ()
    _put(home, {("c",)})
    assert marker.others(home) == ("c",)


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n\n", "\n\n\n", 1), lambda text: f"\n{text}", lambda text: text.replace("\n", "\r\n")]
)
def test_a_list_that_somebody_has_saved_in_an_editor(change: Callable[[str], str], tmp_path: Path) -> None:
    """A line more at the head, or lines that end as on Windows: the list is still one."""
    home = tmp_path / "site"
    home.mkdir()
    (tmp_path / "content").mkdir()
    _put(home, {("index.html",), ("a", "index.html")})
    marker.write(home, tmp_path / "content")
    text = (home / marker.NAME).read_bytes().decode()
    (home / marker.NAME).write_bytes(change(text).encode())
    assert change(text) != text and marker.others(home) == ()
    _put(home, {("mine.txt",)})
    assert marker.others(home) == ("mine.txt",)


def test_a_folder_that_cannot_be_read() -> None:
    """It is somebody's, whatever is in it."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has no such folders")
    with tempfile.TemporaryDirectory() as folder:  # where also another user may read
        home = Path(folder)
        home.chmod(0o755)
        _put(home, {("index.html",)})
        marker.write(home, home)
        (home / "closed").mkdir(mode=0o700)
        _put(home, {("closed", "x")})
        (home / "closed").chmod(0)
        try:
            if is_root := os.geteuid() == 0:
                os.seteuid(65534)
            assert marker.others(home) == ("closed/",)
        finally:
            if is_root:
                os.seteuid(0)
            (home / "closed").chmod(0o700)


@pytest.mark.parametrize("text", ["", "このフォルダーは site-gen が作りました。\n"])
def test_without_a_list_nobody_knows(text: str, tmp_path: Path) -> None:
    (tmp_path / marker.NAME).write_text(text, encoding="utf-8")
    assert marker.others(tmp_path) is None
    (tmp_path / marker.NAME).unlink()
    assert marker.others(tmp_path) == ()


def test_how_files_lie(tmp_path: Path) -> None:
    """Whoever writes, adds or takes away a file leaves the folder lying otherwise; it is told without a look into the files, and the same
    when it is marked as when it is looked at."""
    home = tmp_path / "site"
    home.mkdir()
    (tmp_path / "content").mkdir()
    _put(home, {("index.html",), ("a", "index.html"), ("a-b", "x")})
    then = marker.write(home, tmp_path / "content")
    assert marker.lying(home) == then
    moved = home.rename(tmp_path / "moved")
    assert marker.lying(moved) == then
    (moved / "a/.DS_Store").write_bytes(b"x")
    assert marker.lying(moved) == then != marker.lying(moved, systems_own=True)
    (moved / "a/.DS_Store").unlink()
    assert marker.lying(moved, systems_own=True) == then
    for change in (
        lambda: (moved / "a/index.html").write_text("other", encoding="utf-8"),
        lambda: os.utime(moved / "index.html", ns=(1, 1)),
        lambda: (moved / "a-b/x").rename(moved / "a-b/y"),
        lambda: _put(moved, {(".hidden", "z")}),
        lambda: os.utime(moved / marker.NAME, ns=(1, 1)),
        lambda: (moved / ".hidden/z").unlink(),
    ):
        before = marker.lying(moved)
        change()
        assert marker.lying(moved) != before
    (moved / marker.NAME).unlink()
    with pytest.raises(FileNotFoundError):
        marker.lying(moved)
