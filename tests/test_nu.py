"""The Nu validator, which needs Java and no browser: it tells what is wrong and where, and of a city's own site nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import whole
from tests.browser import css_errors, nu_errors
from tests.kinds import KINDS
from tests.test_browser_own import LOOKED_AT, build_own
from tests.test_browser_tools import GOOD

BROKEN = GOOD.replace("</p>", "</b></p>")


def test_nu_names_file_and_line_of_an_error(tmp_path: Path) -> None:
    """Files are found in folders below, with Japanese and spaces in their names; good ones are not mentioned."""
    (tmp_path / "良い").mkdir()
    (tmp_path / "良い" / "good.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "良い" / "not good.html").write_text(BROKEN, encoding="utf-8")
    assert {(path, line) for path, line, _ in nu_errors(tmp_path)} == {("良い/not good.html", 3)}


def test_nu_names_file_and_line_of_an_error_in_a_style_sheet(tmp_path: Path) -> None:
    """A property that there is not and a value that it does not take, also inside a condition."""
    (tmp_path / "a.css").write_text("p { colr: red }\n@media print {\n  p { color: redd }\n}\n", encoding="utf-8")
    (tmp_path / "b.css").write_text("p { color: red }\n", encoding="utf-8")
    assert [(path, line) for path, line, _ in css_errors(tmp_path)] == [("a.css", 1), ("a.css", 3)]


def test_nu_does_not_pass_a_folder_without_pages(tmp_path: Path) -> None:
    """Nothing read is not nothing wrong."""
    with pytest.raises(RuntimeError, match="read 0 of 0 html files"):
        nu_errors(tmp_path)


def test_nu_finds_no_error_in_the_site_that_a_city_made_its_own(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    site = whole.once("own", build_own, tmp_path_factory)
    for number, kind in enumerate(LOOKED_AT):
        shutil.copyfile(site / KINDS[kind] / "index.html", tmp_path / f"p{number}.html")
    assert nu_errors(tmp_path) == []
