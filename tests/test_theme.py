"""What a site's settings make of its look: a colour that is refused or computed with, a logo and what may be in it, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen import build, content, contrast, theme
from site_gen.guard import svg
from site_gen.problem import Problem
from tests.conftest import ROOT
from tests.published import document
from tests.test_bad import MUNICIPALITY, RECORD, SITE, well_said, write
from tests.test_build import png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30v10z"/></svg>'
LOGO = "ロゴ:\n  ファイル: logo.svg\n  代替文: 見本市役所\n"


def read(folder: Path, settings: str, files: dict[str, str | bytes] | None = None) -> content.Result:
    """A content folder with these lines more in its site.yaml, and these files."""
    record = RECORD.format(form="基礎項目評価書")
    write(folder, {"site.yaml": SITE + settings, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": record, **(files or {})})
    return content.read(folder, "c")


def told(result: content.Result) -> list[tuple[str, str]]:
    return [(str(one.span), one.code) for one in result.problems]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#fff", 21), ("#fff", "#fff", 1), ("#f00", "#fff", 1.05 / 0.2626), ("#0f0", "#fff", 1.05 / 0.7652),
     ("#00f", "#fff", 1.05 / 0.1222), ("#767676", "#ffffff", 4.54), ("#777777", "#fff", 4.48)],
)  # fmt: skip
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    """Of the ends, of each primary by its weight in the standard, and on either side of the grey that texts about it name (4.5:1)."""
    first, second = contrast.parse(one), contrast.parse(other)
    assert first and second
    assert contrast.ratio(first, second) == contrast.ratio(second, first) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("text", ["00118f", "#00118", "#00118g", "navy", "#", "", "rgb(0,0,0)", "#00118f;}"])
def test_only_a_hex_colour_is_one(text: str) -> None:
    assert contrast.parse(text) is None


def test_a_ratio_is_never_said_larger_than_it_is() -> None:
    assert (contrast.shown(2.999), contrast.shown(4.5), contrast.shown(21)) == ("2.9:1", "4.5:1", "21.0:1")


EVERY = [(red, green, blue) for red in range(0, 256, 15) for green in range(0, 256, 15) for blue in range(0, 256, 15)]


def test_words_on_any_colour_can_be_read() -> None:
    """White or black, the better one, has at least 4.5:1 on each of 5,832 colours over the whole cube."""
    assert min(contrast.ratio(contrast.ink(one), one) for one in EVERY) >= contrast.TEXT


def test_each_colour_is_taken_or_refused_with_one_that_is_taken() -> None:
    """What is taken stands out from both grounds in light, its rule in dark too; what is offered instead is taken, has the hue of what
    was refused and is not darker than needed."""
    taken, some = 0, [one for one in EVERY if not any(part % 45 for part in one)]
    for one in some:
        fits = contrast.least(one, theme.LIGHT) >= contrast.LINE
        taken += fits
        dark = contrast.towards(one, contrast.WHITE, theme.DARK)
        assert contrast.least(dark, theme.DARK) >= contrast.LINE
        other = contrast.towards(one, contrast.BLACK, theme.LIGHT)
        found = contrast.least(other, theme.LIGHT)
        assert (other == one and found >= contrast.LINE) if fits else contrast.LINE <= found < contrast.LINE + 0.1
    assert 50 < taken < len(some) - 50


def test_a_pale_colour_is_refused_with_its_ratio_and_the_nearest_that_passes(tmp_path: Path) -> None:
    result = read(tmp_path, '色: "#ffd400"\n')
    (problem,) = result.problems
    assert (problem.code, str(problem.span), problem.severity) == ("low-contrast", "c/site.yaml:3:4", "error")
    assert "1.3:1（3:1 以上が要ります）" in problem.message
    well_said(problem)
    offered = re.search("「(#[0-9a-f]{6})」", problem.hint)
    assert offered and offered[1] != "#ffd400"
    assert told(read(tmp_path, f'色: "{offered[1]}"\n')) == []


@pytest.mark.parametrize("text", ["#9C2A00", "＃９ｃ２ａ００", " #9c2a00 "])
def test_a_colour_is_the_same_however_it_is_written(tmp_path: Path, text: str) -> None:
    site = read(tmp_path, f'色: "{text}"\n').site
    assert site and site.look.colour == "#9c2a00"


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "assets/site.css").read_text(encoding="utf-8")
    first = [[contrast.parse(found) for found in re.findall(rf"--{name}: (#[0-9a-f]+);", sheet)[:2]] for name in ("back", "panel")]
    assert [list(one) for one in zip(*first, strict=True)] == [list(theme.LIGHT), list(theme.DARK)]


def test_the_sheet_says_variables_for_screens_alone_and_the_same_each_time() -> None:
    """Words in black on a bright band, white on a dark one; paper keeps the black of the style sheet."""
    assert theme.sheet("#e8590c") == theme.sheet("#e8590c")
    assert "--brand-text: #000000" in theme.sheet("#e8590c") and "--brand-text: #ffffff" in theme.sheet("#00118f")
    assert re.findall(r"^\S.*\{$", theme.sheet("#00118f"), re.M) == ["@media screen {", "@media screen and (prefers-color-scheme: dark) {"]
    assert not re.search(r"\s--(?!brand|rule)", theme.sheet("#00118f"))


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("\n<script>alert(1)</script>", 2), ("<g onload='x()'/>", 1), ("\n\n<style>path{fill:red}</style>", 3), ("<g style='fill:red'/>", 1),
        ("<image href='https://x.example/y.png'/>", 1), ("<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='other.svg#a'/>", 1),
        ("<image href='data:image/png;base64,AA'/>", 1), ("<g fill='url(https://x.example/#a)'/>", 1), ("<foreignObject/>", 1),
        ("<animate attributeName='x' dur='1s'/>", 1), ("<a href='javascript:alert(1)'/>", 1),
    ],
)
def test_a_logo_with_more_than_a_drawing_is_refused(tmp_path: Path, inside: str, line: int) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    result = read(tmp_path, LOGO, {"logo.svg": drawing})
    (problem,) = result.problems
    assert (problem.code, problem.severity, problem.span.path, problem.span.line) == ("svg-unsafe", "error", "c/logo.svg", line)
    assert problem.span.column > 0
    well_said(problem)


@pytest.mark.parametrize(
    "drawing",
    [SVG, SVG.replace("<path", "<defs><path id='a' d='M0 0'/></defs><use href='#a'/><g fill='url(#b)'/><path"), "\ufeff" + SVG,
     '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: Adobe Illustrator 28.0, SVG Export Plug-In -->\n<!DOCTYPE svg PUBLIC '
     '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n' + SVG],
)
def test_a_drawing_is_taken(tmp_path: Path, drawing: str) -> None:
    assert told(read(tmp_path, LOGO, {"logo.svg": drawing})) == []


def test_entities_are_never_unfolded() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>\n' + SVG.replace("</svg>", "&b;</svg>")
    found = svg.read(bomb.encode())
    assert found and [what for _, _, what in found.unsafe] == ["実体の宣言（<!ENTITY>）"]


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (SVG.replace("<path", "<metadata><a xmlns='x'>山田</a></metadata><path"), "image-metadata"),
        (SVG.replace("<path", "<!-- 山田が作成 --><path"), "image-metadata"),
        (SVG.replace("<path", "<g xmlns:s='http://s.example' s:docname='C:/Users/yamada/logo.svg'/><path"), "image-metadata"),
        ("<svg><path/></svg>", "image-unreadable"), (SVG[:-6], "image-unreadable"), ("", "image-unreadable"), ("\0", "image-unreadable"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "image-unreadable"),
    ],
)
def test_a_logo_that_tells_of_its_maker_or_is_none(tmp_path: Path, drawing: str, code: str) -> None:
    result = read(tmp_path, LOGO, {"logo.svg": drawing})
    assert told(result) == [("c/logo.svg", code)]
    well_said(result.problems[0])


def test_metadata_can_be_allowed_a_script_cannot(tmp_path: Path) -> None:
    allowed = LOGO + "公開してよい:\n  - 値: logo.svg\n    理由: 作者が名前を載せることを求めています。\n"
    drawing = SVG.replace("<path", "<metadata><a xmlns='x'>山田</a></metadata><path")
    assert told(read(tmp_path, allowed, {"logo.svg": drawing})) == []
    scripted = drawing.replace("<path", "<script/><path")
    found = read(tmp_path, allowed, {"logo.svg": scripted})
    assert told(found) == [(f"c/logo.svg:1:{scripted.index('<script/>') + 1}", "svg-unsafe")]


def test_a_png_is_looked_at_like_any_picture(tmp_path: Path) -> None:
    settings = LOGO.replace(".svg", ".png")
    text = b"\0\0\0\x09tEXtAuthor\0me\0\0\0\0"
    head, rest = png()[:33], png()[33:]
    assert told(read(tmp_path, settings, {"logo.png": head + text + rest})) == [("c/logo.png", "image-metadata")]
    site = read(tmp_path, settings, {"logo.png": png()}).site
    assert site and site.look.logo and (site.look.logo.width, site.look.logo.height) == (40, 40)


def test_a_heavy_logo_is_told_and_one_nobody_names_is_stray(tmp_path: Path) -> None:
    found = read(tmp_path, LOGO, {"logo.svg": SVG.replace("<path", f"<desc>{'x' * 20_000}</desc><path"), "other.svg": SVG})
    assert told(found) == [("c/logo.svg", "logo-heavy"), ("c/other.svg", "stray-file")]
    well_said(found.problems[0])


def test_a_logo_is_a_file_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.svg").write_text(SVG)
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "logo.svg").symlink_to(tmp_path / "outside.svg")
    assert told(read(folder, LOGO)) == [("c/site.yaml:4:9", "image-missing")]


def test_a_settings_file_that_waits_to_be_filled_in_is_fine(tmp_path: Path) -> None:
    """As a skeleton has them."""
    waiting = "ロゴ:\n  ファイル:\n  代替文:\n  表示:\n  地:\n色:\nフッターのリンク:\n  - 名称:\n    URL:\n"
    result = read(tmp_path, waiting)
    assert result.problems == () and result.site
    assert (result.site.look.logo, result.site.look.colour, result.site.look.links) == (None, "", ())


@pytest.mark.parametrize(
    ("more", "words", "name"),
    [("", "見本市役所", True), ("  表示: ロゴだけ\n", "見本市役所", False), ("  表示: サイト名と並べる\n", "見本市役所", True)],
)
def test_a_logo_stands_at_the_head_with_its_words(tmp_path: Path, more: str, words: str, name: bool) -> None:
    """Beside the name of the site or instead of it; what leads to the first page has a name in any case."""
    folder = tmp_path / "c"
    result = read(folder, LOGO + more, {"logo.svg": SVG})
    assert result.site and told(result) == []
    build.build(result.site, folder, tmp_path / "out", searchable=False)
    page = document(tmp_path / "out/m/index.html", tmp_path / "out")
    (image,) = [have for tag, have in page.tags if tag == "img"]
    assert (image["alt"], image["width"], image["height"], image["src"]) == (words, "120", "40", "../assets/logo/logo.svg")
    assert (tmp_path / "out/assets/logo/logo.svg").read_text() == SVG
    head = (tmp_path / "out/m/index.html").read_text(encoding="utf-8").split('class="site-name">')[1].split("</p>")[0]
    assert ("見本</a>" in head) == name


def test_words_that_stand_beside_the_logo_are_not_said_twice(tmp_path: Path) -> None:
    same = LOGO.replace("見本市役所", "見本")
    beside, alone = (read(tmp_path, same + more, {"logo.svg": SVG}).site for more in ("", "  表示: ロゴだけ\n"))
    assert beside and beside.look.logo and beside.look.logo.words == ""
    assert alone and alone.look.logo and alone.look.logo.words == "見本"


def test_a_colour_is_a_sheet_behind_ours_and_without_one_there_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    for settings, sheets in (('色: "#9c2a00"\n', ["assets/site.css", "assets/theme.css"]), ("", ["assets/site.css"])):
        result = read(folder, settings)
        assert result.site
        build.build(result.site, folder, tmp_path / "out", searchable=False)
        page = document.__wrapped__(tmp_path / "out/index.html", tmp_path / "out")
        assert [have["href"] for tag, have in page.tags if tag == "link" and have["rel"] == "stylesheet"] == sheets
        written = tmp_path / "out/assets/theme.css"
        assert written.exists() == bool(settings)
        assert not settings or written.read_text(encoding="utf-8") == theme.sheet("#9c2a00")


def test_links_and_contact_stand_at_the_foot(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    settings = "連絡先:\n  部署: 情報公開課\n  URL: https://m.example/toi/\nフッターのリンク:\n  - 名称: 公式サイト\n    URL: https://m.example/\n"
    result = read(folder, settings)
    assert result.site and told(result) == []
    build.build(result.site, folder, tmp_path / "out", searchable=False)
    foot = (tmp_path / "out/m/a/index.html").read_text(encoding="utf-8").split('class="site-foot"')[1]
    assert '<a href="https://m.example/">公式サイト</a>' in foot and '<a href="https://m.example/toi/">このサイトの問合せページ</a>' in foot


def test_all_of_it_is_well_said(tmp_path: Path) -> None:
    """Also what only files of tests/bad/ show; none is told twice."""
    problems: tuple[Problem, ...] = ()
    for file in sorted((ROOT / "tests/bad").glob("site-look*.yaml")):
        write(tmp_path / file.stem, {"site.yaml": file.read_text(encoding="utf-8"), "m/municipality.yaml": MUNICIPALITY})
        problems += content.read(tmp_path / file.stem, "c").problems
    assert len(problems) > 8
    for problem in problems:
        well_said(problem)
