"""Leaks planted in finished files and in pictures are all told, and what such files usually hold is let through.

The leaks of texts are those of `test_guard_mutation`; those of pictures are put there by Pillow or byte by byte.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from site_gen.guard import images, written
from tests.test_bad import write
from tests.test_guard import chunk, extension, picture, png_texts, riff, segment, taken
from tests.test_guard_mutation import LEAKS, NAMES, Planted, alike, mail, my_number, telephone, todo

Kind = Callable[[random.Random, str], tuple[str, str]]


def entities(dice: random.Random, text: str) -> str:
    return "".join(f"&#{ord(char)};" if dice.random() < 0.5 else html.escape(char) for char in text)


# A text -> the name of a file that holds it, and what stands in the file.
FILES: tuple[Kind, ...] = (
    lambda dice, text: ("a/index.html", f"<!doctype html><main><p>あ</p>\n<p>{html.escape(text)}</p></main>"),
    lambda dice, text: ("a/index.html", f"<p>{entities(dice, text)}</p>"),
    lambda dice, text: ("a/index.html", f"<p><b>{html.escape(text[:4])}</b>{html.escape(text[4:])}</p>"),
    lambda dice, text: ("a/index.html", f'<img src="a.png" alt="{html.escape(text)}">'),
    lambda dice, text: ("a/index.html", f"<p data-note='{html.escape(text)}' class='x'>あ</p>"),
    lambda dice, text: ("a/index.html", f"<!-- {text} -->"),
    lambda dice, text: ("a/feed.xml", f"<t><![CDATA[{text}]]></t>"),
    lambda dice, text: ("a/zu.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><title>{html.escape(text)}</title></svg>"),
    lambda dice, text: ("a/data.json", json.dumps({"あ": text}, ensure_ascii=False)),
    lambda dice, text: ("a/data.csv", f'項番,内容\n1,"{text}"\n'),
    lambda dice, text: ("assets/a.css", f"/* {text} */ a {{}}"),
    lambda dice, text: ("assets/a.js", f"const a = '{text}';"),
    lambda dice, text: ("a.txt", text),
)


def said(one: Planted) -> str:
    return f"{one.before}{one.what}{one.behind}"


@pytest.mark.parametrize("seed", [7, 20263])
def test_leaks_in_written_files_are_told(seed: int, tmp_path: Path) -> None:
    """300 leaks in 13 kinds of places of finished files: each is told, in its file, as what it is."""
    dice, expected = random.Random(seed), []
    assert {my_number, telephone, mail, todo} <= set(LEAKS)
    for number in range(300):
        one = dice.choice((my_number, my_number, telephone, mail, todo))(dice)
        while "\n" in said(one):  # ends of lines are a wall in a file
            one = my_number(dice)
        name, held = dice.choice(FILES)(dice, said(one))
        write(tmp_path, {f"n{number}/{name}": held})
        expected.append((f"n{number}/{name}", one.code, held))
    told = {(problem.span.path, problem.code) for problem in written.problems(tmp_path, frozenset())}
    assert [one for one in expected if one[:2] not in told] == []


@pytest.mark.parametrize("seed", [7, 20264])
def test_what_only_looks_like_a_leak_passes_in_written_files(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for number in range(300):
        one = alike(dice)
        while one.places != "any":  # contacts and posts are known by their place, which is in the sources
            one = alike(dice)
        name, held = dice.choice((*FILES[:2], *FILES[3:]))(dice, said(one))
        write(tmp_path, {f"n{number}/{name}": held})
    told = [(problem, (tmp_path / problem.span.path).read_text(encoding="utf-8")) for problem in written.problems(tmp_path, frozenset())]
    assert told == []


# -- pictures --------------------------------------------------------------------------------------------------------


def marked(dice: random.Random) -> bytes:
    """A picture that tells who made it, in one of the ways its format has for it, or has not."""
    who = dice.choice(("Yamada", "Mihon Hanako", *NAMES))
    raw = who.encode()
    tag = dice.choice((0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298))
    key = dice.choice(("Author", "Comment", "Software", "Creation Time", "Title", "Source", "x"))
    kind = bytes([dice.choice(b"abcdefghijkl"), dice.choice(b"ABCDEF"), dice.choice(b"ABCDEF"), dice.choice(b"abcdef")])
    marker = dice.choice((0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE8, 0xEB, 0xEC, 0xED, 0xEE, 0xEF))
    suffix = dice.choice(("png", "jpg", "webp"))
    return dice.choice((
        lambda: picture(suffix, exif=taken((tag, "Yamada"))), lambda: picture(suffix, exif=taken(gps=True)),
        lambda: picture("png", pnginfo=png_texts(**{key: who})), lambda: chunk(picture("png"), kind, raw),
        lambda: picture("jpg", comment=raw), lambda: segment(picture("jpg"), marker, raw),
        lambda: picture("jpg", comment=b"Created with GIMP by " + raw), lambda: picture("jpg") + raw, lambda: picture("png") + raw,
        lambda: riff(picture("webp"), kind, raw), lambda: picture("webp") + raw, lambda: picture("gif", comment=raw),
        lambda: extension(picture("gif"), dice.choice((0x01, 0xFF, 0xFE, 0x02)), b"YAMADATARO1", raw), lambda: picture("gif") + raw,
        lambda: picture(suffix, xmp=b"<x/>") if suffix != "png" else picture("png", pnginfo=png_texts(**{"XML:com.adobe.xmp": who})),
    ))()


@pytest.mark.parametrize("seed", [7, 20265])
def test_leaks_in_pictures_are_told(seed: int) -> None:
    dice = random.Random(seed)
    pictures = [marked(dice) for _ in range(200)]
    assert [data[:200] for data in pictures if not images.metadata(data)] == []


@pytest.mark.parametrize("seed", [7, 20266])
def test_pictures_that_tell_nothing_pass(seed: int) -> None:
    """With a direction, a resolution, a known program, a day, a profile, more than one frame."""
    dice = random.Random(seed)
    for _ in range(200):
        suffix = dice.choice(("png", "jpg", "webp"))
        version = f"{dice.randrange(1, 30)}.{dice.randrange(10)}.{dice.randrange(40)}"
        program = dice.choice((f"GIMP {version}", "Adobe ImageReady", "gnome-screenshot", f"Adobe Photoshop CC {version} (Windows)",
                               "Microsoft Office", f"Matplotlib version{version}, https://matplotlib.org/",
                               "Greenshot", "www.inkscape.org", f"paint.net {version}"))
        day = f"20{dice.randrange(10, 30)}-0{dice.randrange(1, 10)}-1{dice.randrange(10)}T10:00:00+09:00"
        data = dice.choice((
            lambda s=suffix, p=program: picture(s, exif=taken((0x0112, dice.randrange(1, 9)), (0x0131, p))),
            lambda p=program, d=day: picture("png", pnginfo=png_texts(**{"Software": p, "date:create": d, "Creation Time": d})),
            lambda: picture("jpg", dpi=(300, 300), quality=dice.randrange(20, 96), progressive=dice.random() < 0.5),
            lambda s=suffix: picture(s, icc_profile=b"profile"), lambda: picture("gif"), lambda: picture("png", dpi=(96, 96)),
            lambda: chunk(picture("png"), b"tIME", b"\7\xe8\6\x1c\0\0\0"), lambda: picture("webp", lossless=True),
        ))()
        assert images.metadata(data) == ()
