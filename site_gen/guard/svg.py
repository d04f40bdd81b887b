"""The bytes of an SVG in, what they hold beside the drawing out: scripts and addresses that no picture needs, what tells of its maker.

Read by expat, each tag with its line; nothing is loaded, and a file that declares entities is read no further.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from site_gen.problem import Problem, Span, error

_SVG = "http://www.w3.org/2000/svg"
_REFUSED = frozenset("script foreignobject iframe object embed audio video handler listener".split())
_MOVING = frozenset("animate animatecolor animatemotion animatetransform set discard".split())
_TELLING = frozenset({"docname", "absref", "export-filename"})  # of Inkscape and its forerunner: paths on the machine of its maker
_HARMLESS = re.compile(r"\s*(?:Generator: |Created with |Uploaded to )")  # what programs write of themselves
_ADDRESS = re.compile(r"url\(\s*[\"']?(?!#)", re.I)
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(?:px)?")
_BETWEEN = re.compile(r"[\s,]+")

_CURE = (
    "Illustrator では「書き出し」の SVG でスタイルを「プレゼンテーション属性」に、Inkscape では「最適化 SVG」で「CSS 属性を XML 属性に変換」に"
    "します。できないときは PNG で保存してください"
)


@dataclass(slots=True)
class Drawing:
    """What was read of an SVG: its proportions (0 where it does not say), and what is in it, each with its line and column."""

    width: float = 0
    height: float = 0
    unsafe: list[tuple[int, int, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def read(data: bytes) -> Drawing | None:
    """The drawing; None where this is no SVG that can be read to its end."""
    found = Drawing()
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def here(what: str) -> None:
        found.unsafe.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, what))

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        space, _, tag = name.rpartition(" ")
        if depth == 0 and (space, tag) != (_SVG, "svg"):
            raise _NoSvg
        if depth == 0:
            found.width, found.height = _proportions(attributes)
        depth += 1
        for what in _unsafe(tag.lower(), attributes):
            here(what)
        if any(one.rpartition(" ")[2] in _TELLING for one in attributes):
            found.told.append("元のファイルの名前や保存した場所")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def comment(text: str) -> None:
        if text.strip() and not _HARMLESS.match(text):
            found.told.append(f"コメント（{''.join(one for one in text.strip()[:40] if one.isprintable())}）")

    def entity(*_: object) -> None:
        here("実体の宣言（<!ENTITY>）")
        raise _Enough

    def instruction(target: str, _: str) -> None:
        if target == "xml-stylesheet":
            here("見た目の指定（xml-stylesheet）")
        elif target == "xpacket":
            found.told.append("XMP（作成者、編集の履歴など）")

    parser.StartElementHandler, parser.EndElementHandler, parser.CommentHandler = start, end, comment
    parser.EntityDeclHandler, parser.ProcessingInstructionHandler = entity, instruction
    try:
        parser.Parse(data, True)
    except _Enough:
        pass
    except (expat.ExpatError, _NoSvg, ValueError):  # ValueError: an encoding that is none
        return None
    found.told = [*dict.fromkeys(found.told)]
    return found


def problems(data: bytes, path: str) -> Iterator[Problem]:
    """What in the SVG at `path` (as shown) has no place in a picture of a site, and nobody can allow."""
    drawing = read(data)
    for line, column, what in drawing.unsafe if drawing else ():
        yield error(Span(path, line, column), "svg-unsafe", f"SVG に、使えない{what}があります", _CURE)


class _NoSvg(Exception):
    """The outermost element is another one."""


class _Enough(Exception):
    """It need not be read further."""


def _unsafe(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag in _REFUSED:
        yield f"要素 <{tag}>"
    elif tag in _MOVING:
        yield f"動き <{tag}>"
    elif tag == "style":
        yield "見た目の指定 <style>（サイトの安全の設定で効きません）"
    for full, value in attributes.items():
        name = full.rpartition(" ")[2].lower()
        if name.startswith("on"):
            yield f"スクリプト（{name}）"
        elif name == "style":
            yield "見た目の指定 style（サイトの安全の設定で効きません）"
        elif name in ("href", "src") and not value.strip().startswith("#"):
            yield f"埋め込みの画像か、外へのリンク（{name}）"
        elif _ADDRESS.search(value):
            yield f"外の場所の指定（{name}）"


def _proportions(attributes: dict[str, str]) -> tuple[float, float]:
    """Width and height of the root: its viewBox, else what it says itself in px."""
    box = [float(one) for one in _BETWEEN.split(attributes.get("viewBox", "").strip()) if _LENGTH.fullmatch(one.lstrip("-"))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [_LENGTH.fullmatch(attributes.get(name, "").strip()) for name in ("width", "height")]
    width, height = (float(one[1]) if one else 0 for one in sides)
    return (width, height) if width and height else (0, 0)
