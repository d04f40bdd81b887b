"""The settings of a site in, how it differs in look from others out: logo, colour, links of the footer, with what cannot be right.

The one colour is that of the band at the head, and of the rules, marks and frames of the pages. What stands on it is white or
black, so that it can always be read; the colour itself must stand out from the pages (WCAG 2.2, 1.4.11), else it is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_gen import beside, contrast, guard
from site_gen.contrast import Colour
from site_gen.guard import svg
from site_gen.load import value_span
from site_gen.model import Entry, FooterLink, Logo, Look
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import brief
from site_gen.wording import digits, same

# The grounds of the pages that rules and marks stand on, in assets/site.css: --back and --panel, light and dark.
LIGHT: tuple[Colour, Colour] = ((0xFF, 0xFF, 0xFF), (0xF4, 0xF5, 0xF9))
DARK: tuple[Colour, Colour] = ((0x17, 0x17, 0x1B), (0x22, 0x23, 0x2A))

SHEET = "theme.css"  # the style sheet of the colour, in assets/
ALONE = "ロゴだけ"
BARE = "帯の色"
_FILE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.(?:svg|png)")
_HEIGHT = 40  # px that a logo is shown high, as assets/site.css has it
_HEAVY = 20_000  # bytes of a logo: every first page waits for it, and a part may have 60 KB in all (docs/weight.md)


@dataclass(frozen=True, slots=True)
class Read:
    """The look of a site, what is wrong with it, and what the guard found in the logo."""

    look: Look
    problems: tuple[Problem, ...]
    findings: tuple[guard.Finding, ...]


def read(record: Entry, folder: Path, shown: str, there: frozenset[str]) -> Read:
    """The look that the record サイト asks for; files lie in `folder` (as `shown`), which holds those called as `there`."""
    problems: list[Problem] = []
    findings: list[guard.Finding] = []
    look = Look(
        logo=_logo(record, folder, shown, there, problems, findings),
        colour=_colour(record.child("色"), problems),
        links=_links(record.child("フッターのリンク"), problems),
    )
    return Read(look, tuple(problems), tuple(findings))


def sheet(colour: str) -> str:
    """The style sheet of a colour that `read` let through: variables of assets/site.css alone, the same bytes each time."""
    band = contrast.parse(colour)
    assert band
    text = contrast.written(contrast.ink(band))
    dark = contrast.written(contrast.towards(band, contrast.WHITE, DARK))
    return (
        "/* site.yaml の「色」から作りました（site-gen）。直すときは site.yaml を直してください。 */\n"
        f"@media screen {{\n  :root {{ --brand: {colour}; --brand-text: {text}; --brand-edge: {text}; --rule: {colour}; }}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n  :root {{ --rule: {dark}; }}\n}}\n"
    )


def _colour(entry: Entry, problems: list[Problem]) -> str:
    """The colour in six digits; empty where there is none that can be used."""
    if entry.state != "given":
        return ""
    colour = contrast.parse(digits(entry.text))
    if colour is None:
        problems.append(error(value_span(entry), "colour", f"「色」の「{brief(entry.text)}」を色として読めません",
                              '「"#00118f"」のように、# と6桁の16進数を " " で囲んで書いてください'))
        return ""
    found = contrast.least(colour, LIGHT)
    if found < contrast.LINE:
        fitting = contrast.written(contrast.towards(colour, contrast.BLACK, LIGHT))
        problems.append(error(
            value_span(entry), "low-contrast",
            f"「色」の {contrast.written(colour)} は薄く、ページの地の色と見分けられません：{contrast.shown(found)}"
            f"（{contrast.LINE:.0f}:1 以上が要ります）",
            f"いちばん近い濃い色は「{fitting}」です（{contrast.shown(contrast.least(_parsed(fitting), LIGHT))}）。"
            "罫線や印にも使う色なので、これより濃い色にしてください"))
        return ""
    return contrast.written(colour)


def _parsed(text: str) -> Colour:
    found = contrast.parse(text)
    assert found
    return found


def _logo(
    record: Entry, folder: Path, shown: str, there: frozenset[str], problems: list[Problem], findings: list[guard.Finding]
) -> Logo | None:
    entry = record.child("ロゴ")
    file, words = entry.child("ファイル"), entry.child("代替文")
    if entry.state != "given" or (file.state == "blank" and words.state == "blank"):
        return None  # as a skeleton has it
    before = len(problems)
    if words.state == "blank":
        problems.append(error(words.span, "logo-without-text", "ロゴの「代替文」が空欄です",
                              "絵が見えない人に読み上げられる言葉（「見本市」など、ロゴが示す名前）を書いてください"))
    if file.state == "blank":
        problems.append(error(file.span, "logo-name", "ロゴの「ファイル」が空欄です",
                              "site.yaml と同じフォルダーに置いた SVG か PNG のファイル名を書いてください"))
    if file.state != "given":
        return None
    name = file.text.strip()
    if not _FILE.fullmatch(name) or len(name) > 64:
        problems.append(error(value_span(file), "logo-name", f"ロゴのファイル名「{brief(name)}」は使えません",
                              "英小文字で始まる英小文字・数字・ハイフンの名前で、.svg か .png にしてください"))
    elif name not in there:
        problems.append(beside.missing(file))
    if len(problems) > before or words.state != "given":
        return None
    place = f"{shown}/{name}"
    held = beside.picture(file, folder / name, place)
    if isinstance(held, Problem):
        problems.append(held)
        return None
    findings += guard.image(held, place)
    problems += svg.problems(held, place) if name.endswith(".svg") else ()
    if len(held) > _HEAVY:
        problems.append(warning(Span(place), "logo-heavy",
                                f"ロゴのファイルが大きすぎます（{len(held) / 1000:,.0f} KB、目安は{_HEAVY // 1000} KB まで）",
                                "どのページでも最初に読み込まれます。画面に出る大きさ（高さ40ピクセル、2倍まで）に縮めてください"))
    title, text = record.child("サイト名").text, words.text.strip()
    alone = entry.child("表示").text.strip() == ALONE
    return Logo(
        file=name,
        words="" if not alone and same(text) in same(title) else text,
        alone=alone,
        bare=entry.child("地").text.strip() == BARE,
        width=_width(held),
        height=_HEIGHT,
    )


def _width(held: bytes) -> int:
    """How wide a logo of _HEIGHT is in px; 0 where its proportions are not known."""
    if held.startswith(b"\x89PNG"):
        width, height = float(int.from_bytes(held[16:20], "big")), float(int.from_bytes(held[20:24], "big"))
    else:
        drawing = svg.read(held)
        width, height = (drawing.width, drawing.height) if drawing else (0, 0)
    return round(_HEIGHT * width / height) if width and height else 0


def _links(entry: Entry, problems: list[Problem]) -> tuple[FooterLink, ...]:
    found: list[FooterLink] = []
    for number, row in enumerate(entry.instances, 1):
        problems += _blank(row.children, number)
        name, url = row.child("名称").text.strip(), row.child("URL").text.strip()
        if name and url:
            found.append(FooterLink(name, url))
    return tuple(found)


def _blank(cells: tuple[Entry, ...], number: int) -> Iterator[Problem]:
    for cell in cells:
        if cell.state == "blank" and not all(one.state == "blank" for one in cells):
            yield error(cell.span, "footer-link-blank", f"フッターのリンクの{number}番目の「{cell.item.label}」が空欄です",
                        "リンクの名称と、https:// から始まる URL の両方を書いてください")
