"""A city's own templates and assets: what overrides what, what is told of names and mistakes, what they cannot reach."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
from click.testing import CliRunner

from site_gen import build, content, headers, own
from site_gen.cli import cli
from site_gen.guard import written
from site_gen.pages import pages
from site_gen.preview.shown import Shown
from site_gen.problem import Problem, Refusal
from site_gen.render import Renderer
from tests.conftest import ROOT, copy_boshi
from tests.preview_server import asked, running, until
from tests.published import document
from tests.test_bad import well_said, write
from tests.test_build import png

OURS = ROOT / "templates"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with one short assessment."""
    return copy_boshi(tmp_path / "content")


def told(folder: Path) -> list[tuple[str, str]]:
    found = [one for one in content.read(folder, "c").problems if one.span.path.startswith(("c/templates", "c/assets"))]
    for one in found:
        well_said(one)
    return [(str(one.span), one.code) for one in found]


def html(folder: Path, path: str) -> str:
    site = content.read(folder).site
    assert site is not None
    return Renderer(own.templates(folder)).html(next(page for page in pages(site) if page.path == path))


def built(folder: Path) -> tuple[Path, tuple[Problem, ...]]:
    site = content.read(folder).site
    assert site is not None
    output = folder.parent / "output"
    return output, build.build(site, folder, output, searchable=False).problems


def test_one_template_stands_for_ours(folder: Path) -> None:
    """Also a kind of item, whose macro others call; what is not overridden stays ours."""
    before = html(folder, "mihon/boshi/iv")
    write(folder, {"templates/items/flag.html": "{% macro item(entry, level, page) %}<p>市の形</p>{% endmacro %}"})
    assert "市の形" not in before and "市の形" in html(folder, "mihon/boshi/iv")
    assert told(folder) == []


def test_ours_can_be_added_to(folder: Path) -> None:
    """By its name with site-gen/ before it: all of it within an own one, or one block of it; a page that others extend too."""
    write(folder, {
        "templates/site_foot.html": '{% include "site-gen/site_foot.html" %}<p>市の行</p>',
        "templates/page.html": '{% extends "site-gen/page.html" %}{% block more %}<meta name="x" content="y">{% endblock %}',
        "templates/own_piece.html": "なし",
    })  # fmt: skip
    found = html(folder, "mihon/boshi/iv")
    assert found.index("このサイトについて") < found.index("市の行") and '<meta name="x" content="y">' in found
    assert 'id="iv' in found
    assert told(folder) == []


def test_own_templates_that_change_nothing_change_nothing(folder: Path) -> None:
    """Pages are the same to the byte, although templates of a content folder run confined."""
    before, _ = built(folder)
    kept = {path: path.read_bytes() for path in before.rglob("*.html")}
    for name in ("page.html", "all.html", "part.html", "items/checks.html"):
        write(folder, {f"templates/{name}": b"{# own #}" + (OURS / name).read_bytes()})
    assert told(folder) == []
    after, _ = built(folder)
    assert len(kept) > 20 and {path: path.read_bytes() for path in after.rglob("*.html")} == kept


def test_names_that_override_nothing_are_told_with_the_nearest(folder: Path) -> None:
    write(folder, {
        "templates/site-foot.html": "x", "templates/item/flag.html": "x", "templates/own_x.html": "x", "templates/.x.html.swp": "x",
        "templates/site_head.html": (OURS / "site_head.html").read_bytes(),
        "templates/search_box.html": '{% macro search_box(a, b) %}\n  {% include "search_box.html" %}{% endmacro %}',
    })  # fmt: skip
    assert told(folder) == [
        ("c/templates/item/flag.html", "template-unknown"), ("c/templates/search_box.html:2:15", "template-itself"),
        ("c/templates/site-foot.html", "template-unknown"), ("c/templates/site_head.html", "template-same"),
    ]  # fmt: skip
    hints = {one.span.path: one.hint for one in content.read(folder, "c").problems}
    assert "「site_foot.html」" in hints["c/templates/site-foot.html"] and "「items/flag.html」" in hints["c/templates/item/flag.html"]


def test_a_template_that_cannot_be_read_is_told_once(folder: Path) -> None:
    """By `check` already: characters of another encoding, what Jinja2 does not understand; what no page is made of does not matter."""
    write(folder, {"templates/site_foot.html": "x\nあ".encode("cp932"), "templates/nobody.html": "{% if %}", "templates/own_x.html": "\n{% for %}"})
    done = CliRunner().invoke(cli, ["check", str(folder)])
    assert done.exit_code == 1
    lines = [line for line in done.output.split("\n") if ": エラー" in line]
    found = [re.search(r"/templates/(\S+): .* \[(\S+)\]$", line) for line in lines]
    assert [one.groups() for one in found if one] == [("site_foot.html:2:1", "template-encoding"), ("own_x.html:2:1", "template")]


def test_a_template_of_ours_that_is_no_more_is_told_at_its_line(folder: Path) -> None:
    """As after an upgrade."""
    write(folder, {"templates/site_foot.html": '\n{% include "site-gen/gone.html" %}'})
    done = CliRunner().invoke(cli, ["build", str(folder), "-o", str(folder.parent / "output"), "--no-search"])
    assert done.exit_code == 1 and "templates/site_foot.html:2:1: エラー" in done.output and "gone.html" in done.output


def test_the_page_for_addresses_that_lead_nowhere_is_the_city_s_too(folder: Path) -> None:
    write(folder, {"templates/site_foot.html": "<p>市の行</p>", "assets/own.css": "p{}"})
    site = content.read(folder).site
    assert site is not None
    site = replace(site, look=replace(site.look, colour="#9c2a00"))
    page = dict(headers.files(site, "/pia/", own.templates(folder)))["404.html"]
    assert "市の行" in page and 'href="/pia/assets/own/own.css"' in page and 'href="/pia/assets/theme.css"' in page


def test_what_was_allowed_in_a_logo_may_go_out(folder: Path) -> None:
    """Before it is published, a finished site is looked at again, by the names of its files."""
    text = b"\0\0\0\x09tEXtAuthor\0me\0\0\0\0"
    settings = folder / "site.yaml"
    more = "ロゴ:\n  ファイル: shisho.png\n  代替文: 市章\n公開してよい:\n  - 値: shisho.png\n    理由: 作者の名前は公表されています。\n"
    write(folder, {"shisho.png": png()[:33] + text + png()[33:], "site.yaml": settings.read_text(encoding="utf-8") + more})
    result = content.read(folder)
    assert result.site and not result.errors
    build.build(result.site, folder, folder.parent / "output", searchable=False)
    assert [one.code for one in written.problems(folder.parent / "output", result.public)] == []
    assert [one.code for one in written.problems(folder.parent / "output", result.public - {"shisho.png"})] == ["image-metadata"]


@pytest.mark.parametrize("reach", ["{{ page.__class__.__mro__ }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
                                   "{{ ''.__class__ }}", "{{ page.site.municipalities.__len__.__self__ }}"])
def test_templates_of_a_content_folder_reach_the_page_alone(folder: Path, reach: str) -> None:
    write(folder, {"templates/site_foot.html": reach})
    with pytest.raises(jinja2.TemplateError):
        html(folder, "mihon")


def test_a_template_may_not_read_what_lies_outside(folder: Path) -> None:
    write(folder, {"templates/site_foot.html": '{% include "../site.yaml" %}'})
    with pytest.raises(jinja2.TemplateNotFound):
        html(folder, "mihon")


def test_files_that_lead_elsewhere_are_refused(folder: Path) -> None:
    write(folder.parent, {"outside.html": "x", "more/a.css": "a{}"})
    write(folder, {"templates/x": b"", "assets/x.css": "a{}"})
    (folder / "templates/site_foot.html").symlink_to(folder.parent / "outside.html")
    (folder / "templates/items").symlink_to(folder.parent / "more")
    (folder / "assets/y.css").symlink_to(folder.parent / "more/a.css")
    (folder / "assets/gone.css").symlink_to(folder.parent / "nothing.css")
    (folder / "assets/z").symlink_to(folder.parent / "more")
    assert [one for one in told(folder) if one[1] == "own-file"] == [
        (f"c/{name}", "own-file") for name in ("assets/gone.css", "assets/y.css", "assets/z", "templates/items", "templates/site_foot.html")]


def test_own_assets_lie_beside_ours_and_never_in_their_place(folder: Path) -> None:
    write(folder, {
        "assets/own.css": "p { color: inherit }", "assets/a.css": "p{}", "assets/deep/b.css": "p{}", "assets/site.css": "p{}",
        "assets/mori.png": png(), "assets/a.js": "'use strict';", "assets/memo.txt": "x", "assets/Big.css": "p{}", "assets/con~.css~": "x",
    })  # fmt: skip
    assert told(folder) == [
        ("c/assets/Big.css", "bad-name"), ("c/assets/memo.txt", "stray-file"), ("c/assets/site.css", "asset-same-name")]
    (folder / "assets/Big.css").unlink()
    output, _ = built(folder)
    written = sorted(path.relative_to(output / "assets/own").as_posix() for path in (output / "assets/own").rglob("*") if path.is_file())
    assert written == ["a.css", "a.js", "deep/b.css", "mori.png", "own.css", "site.css"]
    assert (output / "assets/site.css").read_bytes() == (ROOT / "assets/site.css").read_bytes()
    page = document(output / "mihon/index.html", output)
    sheets = [have["href"] for tag, have in page.tags if tag == "link" and have["rel"] == "stylesheet"]
    assert sheets == [f"../assets/{name}" for name in ("site.css", "own/a.css", "own/own.css", "own/site.css")]


def test_pictures_among_own_assets_are_guarded(folder: Path) -> None:
    write(folder, {
        "assets/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata>\n<script/></svg>', "assets/b.png": b"none",
    })  # fmt: skip
    assert told(folder) == [("c/assets/a.svg", "image-metadata"), ("c/assets/a.svg:2:1", "svg-unsafe"), ("c/assets/b.png", "image-unreadable")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"templates/site_foot.html": '<footer><a href="nowhere.html">x</a></footer>'}, "dead-link"),
        ({"templates/site_foot.html": '<script src="https://evil.example/x.js"></script>'}, "third-party"),
        ({"templates/site_foot.html": '<p style="color:red">x</p>'}, "inline-style"),
        ({"assets/own.css": "@import 'https://fonts.example/x.css';"}, "third-party"),
        ({"assets/own.css": "p { background: url(gone.png) }"}, "dead-link"),
    ],
)
def test_what_comes_of_it_is_verified_like_everything(folder: Path, files: dict[str, str | bytes], code: str) -> None:
    write(folder, files)
    with pytest.raises(Refusal) as refused:
        built(folder)
    assert {one.code for one in refused.value.problems} == {code}


def test_a_municipality_cannot_be_called_templates(folder: Path) -> None:
    write(folder, {"templates/municipality.yaml": "名称: x\n", "templates/items": b""})
    assert ("c/templates/municipality.yaml", "template-unknown") in told(folder)
    assert content.wrong_name("templates", content.RESERVED)


def test_a_preview_takes_them_in(folder: Path) -> None:
    """A template that comes, breaks, is mended and goes."""
    shown = Shown(folder)
    file = folder / "templates/site_foot.html"

    def saved(text: str) -> str:
        write(folder, {"templates/site_foot.html": text})
        shown.renew({file})
        return (shown.html("mihon") or b"").decode()

    assert "市の行" in saved("<p>市の行</p>")
    assert "市の行" in saved("\n{{ page.nothing.at.all }}") and shown.fault
    assert (Path(shown.fault.span.path).name, shown.fault.span.line, shown.fault.code) == ("site_foot.html", 2, "template")
    assert "次の行" in saved("<p>次の行</p>") and not shown.fault
    shutil.rmtree(folder / "templates")
    shown.renew({file})
    assert "このサイトについて" in (shown.html("mihon") or b"").decode()


@pytest.mark.server
def test_a_preview_serves_logo_colour_and_own_assets(folder: Path) -> None:
    """And nothing else of the folder; a new colour is there with the next request."""
    write(folder, {
        "assets/own.css": "p{}", "assets/himitsu.txt": "himitsu", "logo.svg": (ROOT / "tests/own/shisho.svg").read_bytes(),
        "templates/own_x.html": "himitsu",
    })  # fmt: skip
    settings = folder / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + 'ロゴ:\n  ファイル: logo.svg\n  代替文: 市章\n色: "#9c2a00"\n', encoding="utf-8")
    with running(folder, "--no-search") as preview:
        assert asked(preview.address + "assets/own/own.css")[:2] == (200, "p{}")
        assert asked(preview.address + "assets/logo/logo.svg")[0] == 200
        assert "#9c2a00" in asked(preview.address + "assets/theme.css")[1]
        for path in ("assets/own/himitsu.txt", "assets/own/../site.yaml", "assets/own/", "assets/own", "assets/own/own_x.html", "logo.svg",
                     "templates/own_x.html"):
            assert asked(preview.address + path)[0] == 404, path
        settings.write_text(settings.read_text(encoding="utf-8").replace("#9c2a00", "#1f5c99"), encoding="utf-8")
        until(lambda: "#1f5c99" in asked(preview.address + "assets/theme.css")[1])
