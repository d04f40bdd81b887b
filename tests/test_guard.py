"""What the guard makes of single numbers, posts, allowances, pictures, and of the documents themselves."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from site_gen import build, content, guard, importers, source
from site_gen.guard import groups, images, numbers, written
from site_gen.guard.finding import Text
from site_gen.guard.plain import plain
from site_gen.problem import Problem
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, RECORD, SITE, well_said, write
from tests.test_real_saitama_henko import SOURCE
from tests.test_versions import NOW, THEN

GUARDED = frozenset(
    "my-number pension-number juminhyo-code mail-address telephone-number personal-name todo invisible-character "
    "control-character image-metadata image-unreadable allowance-unused allowance-blank".split()
)
FIGURE = "事務の内容:\n  - 表題: 流れ\n    図: zu.{suffix}\n    図の説明: 流れの図\n"


def codes(text: str, *, head: bool = False) -> list[str]:
    """The codes of what is found in one text."""
    return [hit.code for hit in guard.hits(Text(text, plain(text), head=head))]


def problems(folder: Path, files: dict[str, str | bytes]) -> Iterator[Problem]:
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, **files})
    for problem in content.read(folder, "c").problems:
        if problem.code in GUARDED:
            well_said(problem)
            yield problem


@pytest.mark.parametrize("number", ["123456789018", "023456789013", "111111111118"])
def test_check_digit_of_my_number(number: str) -> None:
    """Of the ten last digits one alone is right (the first is the usual example of explanations of the rule)."""
    right = [last for last in "0123456789" if numbers.has_check_digit(number[:11] + last)]
    assert right == [number[11]]


@pytest.mark.parametrize("number", ["7000012050002", "8700110005901"])
def test_check_digit_of_companies(number: str) -> None:
    """法人番号 that 国税庁 publishes (its own; of its explanation of the rule), of which no other first digit is right."""
    assert [first for first in "123456789" if groups.is_corporate(first + number[1:])] == [number[0]]


def test_nothing_is_found_in_content_but_contacts() -> None:
    """The sources in content/ hold telephone numbers where the form asks for them, and nothing else to tell."""
    result = content.read(ROOT / "content")
    assert [one for one in result.problems if one.code in GUARDED] == []
    assert {"内線1121", "内線2110"} <= result.public


def test_names_of_a_published_document_are_found(seeds: Path, tmp_path: Path) -> None:
    """さいたま市's history names heads in five cells, until 平成31年; no other of its 185 rows is told."""
    text = importers.run([seeds / SOURCE], None).files["9-henko.yaml"]
    found = list(problems(tmp_path, {"m/a/0.yaml": RECORD.format(form="全項目評価書"), "m/a/9.yaml": text}))
    assert [one.code for one in found] == ["personal-name"] * 5


def test_raw_documents_have_no_false_alarm(seeds: Path) -> None:
    """Each cell of the sources as a text that nothing is known of."""
    cells = [cell for file in sorted(seeds.glob("*.txt")) for cell in file.read_text(encoding="utf-8").replace("\n", "\t").split("\t")]
    assert len(cells) > 1000
    assert [(cell, codes(cell)) for cell in cells if codes(cell)] == []


@pytest.mark.parametrize("text", [
    "市民課長", "市民税課長、納税課長", "市民生活部次長（市民課長事務取扱）", "区政推進部副参事", "健康福祉部 障害福祉課 課長", "各区保険年金課長",
    "情報政策監", "副市長", "教育長", "会計管理者", "企画官兼係長", "こども家庭センター長",
    "なし", "－", "別紙のとおり", "〔役職名〕", "税務課 課長 外2名", "浦和区長",
    "住民記録担当課長\n戸籍担当課長", "総括責任者（CIO）", "津市長", "市民窓口グループリーダー",
])
def test_posts_are_no_names(text: str) -> None:
    assert codes(text, head=True) == []


@pytest.mark.parametrize(("text", "who"), [
    ("税務課長 山田太郎", "山田太郎"), ("税務課長山田太郎", "山田太郎"), ("山田　太郎", "山田　太郎"),
    ("参事　服部 一", "服部 一"), ("市民課 山田課長", "山田課長"),
    ("課長（中村）", "中村"), ("市民課長、税務課長 見本はな子", "見本はな子"),
    ("課長 織田信長", "織田信長"), ("市民課長:葛\U000e0100城 太郎", "葛\U000e0100城 太郎"),
])
def test_names_beside_posts(text: str, who: str) -> None:
    (hit,) = guard.hits(Text(text, plain(text), head=True))
    assert (hit.code, hit.value, text[hit.start : hit.end]) == ("personal-name", who, who)


@pytest.mark.parametrize("text", ["👩\u200d👧 の家族", "葛\U000e0100城市", "☎\ufe0f", "全角の\u3000空白とタブ\tと\u00a0"])
def test_what_joins_and_varies_is_not_invisible(text: str) -> None:
    assert codes(text) == []


def test_a_long_table_is_read_once() -> None:
    """Four times the rows under 基礎年金番号 take about four times as long, not sixteen times; a new table has its own head."""
    def seconds(rows: int) -> float:
        table = "| 項番 | 基礎年金番号 |\n" + "".join(f"| {row:06} | 1234-567890 |\n" for row in range(rows))
        begun = time.process_time()
        assert codes(table) == ["pension-number"] * rows
        return time.process_time() - begun

    short = min(seconds(1_000) for _ in range(3))
    assert seconds(4_000) < 9 * short
    table = "| 基礎年金番号 |\n" + "| あ |\n" * 50
    assert codes(f"{table}| 1234-567890 |\n") == ["pension-number"]
    assert codes(f"{table}\n| 番号 |\n| 1234-567890 |\n") == codes(f"{table}文 1234-567890\n") == []


def test_messages_do_not_spread_numbers() -> None:
    """What is told goes into logs: of a number no more than two digits are quoted."""
    text = "123456789018 基礎年金番号 1234-567890 住民票コード 12345678901"
    hits = list(guard.hits(Text(text, plain(text))))
    assert len(hits) == 3
    assert not [hit for hit in hits if "123" in hit.message + hit.hint]


def test_an_allowance_is_for_its_municipality(tmp_path: Path) -> None:
    """What one municipality allows, and says why, is told of in another; what the site allows passes everywhere."""
    allowed = '公開してよい:\n  - 値: "123456789018"\n    理由: 見本の番号です。\n'
    note = "説明: 番号は 1234 5678 9018 です。\n"
    own = {"m/municipality.yaml": MUNICIPALITY + note + allowed, "m2/municipality.yaml": MUNICIPALITY + note}
    assert [str(one.span) for one in problems(tmp_path / "a", dict(own))] == ["c/m2/municipality.yaml:6:9"]
    whole: dict[str, str | bytes] = {**own, "site.yaml": SITE + allowed, "m/municipality.yaml": MUNICIPALITY + note}
    assert list(problems(tmp_path / "b", whole)) == []


def test_what_is_unfinished_is_built_and_not_published(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, {"m/municipality.yaml": MUNICIPALITY + "説明: 要確認\n"})
    assert (told.severity, told.code) == ("warning", "todo")
    assert [one.severity for one in guard.for_publishing([told])] == ["error"]


def test_an_earlier_text_stays_as_it_was(tmp_path: Path) -> None:
    """What an earlier text left unfinished neither stops a build nor publishing; the same words elsewhere do."""
    now, then = tmp_path / "versions/c", "m/a/versions/2024-06-28/x.yaml"
    write(now, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": NOW, then: THEN + "  特記事項: 要確認\n"})
    read = content.read(now, "/home/versions/c")
    assert read.site and [one for one in read.problems if one.code in GUARDED] == []
    build.build(read.site, now, tmp_path / "output", searchable=False)
    told = [one.span.path for one in written.problems(tmp_path / "output", read.public)]
    assert "m/a/versions/v20240628/index.html" in told and {one.split("/")[2] for one in told} <= {"versions", "compare"}
    assert list(written.problems(tmp_path / "output", read.public, read.earlier)) == []
    write(now, {"m/a/x.yaml": NOW + "  特記事項: 要確認\n"})
    assert [one.code for one in content.read(now, "/home/versions/c").problems if one.code in GUARDED] == ["todo"]
    (tmp_path / "output/m/a/index.html").write_text("<p>要確認</p>", encoding="utf-8")
    assert [one.span.path for one in written.problems(tmp_path / "output", read.public, read.earlier)] == ["m/a/index.html"]


@given(st.lists(st.sampled_from("あ1'\"\\ :\n\t葛-"), min_size=1, max_size=30).map("".join), st.sampled_from(("double", "single", "block")))
def test_a_place_is_where_the_character_stands(text: str, style: str) -> None:
    """Each character of a text has the line and column at which the file holds it, in every way to write a text."""
    body = text.replace("\t", "")
    if style == "double":
        escaped = body.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        written = f'あ:\n  い: "{escaped}"\n'
    elif style == "single":
        body = body.replace("\n", "")
        written = "あ:\n  い: '{}'\n".format(body.replace("'", "''"))
    else:
        body = "始\n" + body + "終"
        written = "あ:\n  い: |-\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    root, told = source.parse(written.encode(), "c")
    assert told == () and isinstance(root, source.Mapping)
    inner = root.entries[0][1]
    assert isinstance(inner, source.Mapping)
    (_, scalar), lines = inner.entries[0], written.split("\n")
    assert isinstance(scalar, source.Scalar) and scalar.text == body
    for offset, character in enumerate(body):
        at = source.place(scalar, offset)
        there = lines[at.line - 1][at.column - 1 : at.column] if character != "\n" or style != "block" else character
        assert there == character or (there == "\\" and style == "double")


# -- pictures --------------------------------------------------------------------------------------------------------


def picture(suffix: str, **options: object) -> bytes:
    """A picture as Pillow, which is no part of the program, writes it."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, {"jpg": "JPEG"}.get(suffix, suffix.upper()), **options)
    return written.getvalue()


def taken(*tags: tuple[int, object], gps: bool = False) -> Image.Exif:
    exif = Image.Exif()
    for tag, value in tags:
        exif[tag] = value
    if gps:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x8825] = {1: "N", 2: (35.0, 51.0, 0.0)}
    return exif


def png_texts(**texts: str) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value) if not value.isascii() else info.add_text(key, value, zip=len(value) > 20)
    return info


def chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    """`png` with a chunk more behind its head."""
    made = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return png[:33] + made + png[33:]


def segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def riff(webp: bytes, kind: bytes, body: bytes) -> bytes:
    whole = webp[12:] + kind + len(body).to_bytes(4, "little") + body
    return b"RIFF" + (len(whole) + 4).to_bytes(4, "little") + b"WEBP" + whole


def extension(gif: bytes, kind: int, *blocks: bytes) -> bytes:
    made = b"".join(bytes([len(block)]) + block for block in blocks)
    return gif[:-1] + bytes([0x21, kind]) + made + b"\0" + gif[-1:]


def exif_tail(jpeg: bytes, tail: bytes) -> bytes:
    """`jpeg` with bytes behind the end of what its Exif block leads to."""
    at = jpeg.index(b"Exif\0\0")
    size = int.from_bytes(jpeg[at - 2 : at], "big")
    return jpeg[: at - 2] + (size + len(tail)).to_bytes(2, "big") + jpeg[at : at - 2 + size] + tail + jpeg[at - 2 + size :]


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
ARTIST, ORIENTATION, SOFTWARE = 0x013B, 0x0112, 0x0131


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif"])
def test_a_plain_picture_passes(suffix: str, tmp_path: Path) -> None:
    clean = picture(suffix)
    assert images.metadata(clean) == ()
    whole: dict[str, str | bytes] = {"m/a/x.yaml": RECORD.format(form="全項目評価書") + FIGURE.format(suffix=suffix), f"m/a/zu.{suffix}": clean}
    assert list(problems(tmp_path, whole)) == []


@pytest.mark.parametrize("data", [
    picture("jpg", exif=taken((ORIENTATION, 6), (SOFTWARE, "GIMP 2.10.34"))), picture("webp", exif=taken((ORIENTATION, 1))),
    picture("png", pnginfo=png_texts(Software="Adobe ImageReady")), picture("png", exif=taken((ORIENTATION, 1))),
    picture("jpg", progressive=True, quality=95), picture("jpg", dpi=(300, 300)), picture("jpg") + b"\0\0",
    picture("jpg", comment=b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90\n"), picture("jpg", comment=b"Created with GIMP"),
    picture("png", pnginfo=png_texts(**{"date:create": "2024-06-28T10:00:00+09:00", "Software": "Matplotlib version3.8.0, https://matplotlib.org/"})),
    picture("png", icc_profile=b"x", dpi=(96, 96)), picture("jpg", icc_profile=b"x"), picture("webp", icc_profile=b"x"),
    picture("png", save_all=True, append_images=[Image.new("RGB", (8, 8))]), chunk(picture("png"), b"tIME", b"\7\xe8\6\x1c\0\0\0"),
    picture("gif", save_all=True, append_images=[Image.new("RGB", (8, 8))], loop=0, transparency=0),
    picture("webp", save_all=True, append_images=[Image.new("RGB", (8, 8))], loop=0), picture("webp", lossless=True),
], ids=["jpg", "webp", "png software", "png", "progressive", "resolution", "padding", "gd", "gimp", "matplotlib", "profile", "profile jpg",
        "profile webp", "moving png", "time", "moving gif", "moving webp", "lossless"])
def test_what_a_picture_needs_is_no_metadata(data: bytes) -> None:
    """Which way up it is, its resolution and its program say nothing of anybody."""
    assert images.metadata(data) == ()


@pytest.mark.parametrize(("data", "said"), [
    (picture("jpg", exif=taken((ARTIST, "Yamada"))), "作成者"),
    (picture("jpg", exif=taken(gps=True)), "位置（GPS）"),
    (picture("jpg", exif=taken((0x0110, "Camera"), (0x0132, "2024:06:28 10:00:00"))), "機器、日時"),
    (picture("jpg", comment=b"by Yamada"), "by Yamada"),
    (picture("jpg", xmp=XMP), "XMP"),
    (picture("jpg") + picture("jpg"), "終わりより後"),
    (picture("png", pnginfo=png_texts(Author="Yamada")), "Author"),
    (picture("png", pnginfo=png_texts(Comment="a comment that is long enough to be packed")), "Comment"),
    (picture("png", pnginfo=png_texts(Description="山田")), "Description"),
    (picture("png", exif=taken((ARTIST, "Yamada"))), "作成者"),
    (picture("png") + b"what was cut off", "終わりより後"),
    (picture("webp", exif=taken((ARTIST, "Yamada"))), "作成者"),
    (picture("webp", xmp=XMP), "XMP"),
    (picture("gif", comment=b"by Yamada"), "by Yamada"),
    (picture("png", pnginfo=png_texts(Software="Yamada")), "Software"),
    (picture("png", pnginfo=png_texts(Software="GIMP 山田太郎")), "Software"),
    (picture("png", pnginfo=png_texts(**{"Creation Time": "28 Jun 2024 Yamada"})), "Creation Time"),
    (chunk(picture("png"), b"caBX", b"Yamada"), "caBX"), (chunk(picture("png"), b"prVt", b"Yamada"), "prVt"),
    (chunk(picture("png"), b"tIME", b"Yamada Taro"), "tIME"), (picture("png")[:-12] + b"\0\0\0\6IENDYamada\0\0\0\0", "終わりより後"),
    (picture("jpg", comment="Created with GIMP by 山田太郎".encode()), "山田太郎"),
    (segment(picture("jpg"), 0xEB, b"JP\0\1jumb Yamada"), "APP11"), (segment(picture("jpg"), 0xEC, b"Ducky Yamada"), "APP12"),
    (segment(picture("jpg"), 0xE3, b"META Yamada"), "APP3"), (segment(picture("jpg"), 0xE2, b"MPF\0Yamada"), "APP2"),
    (segment(picture("jpg"), 0xE1, b"Yamada"), "APP1"), (segment(picture("jpg"), 0xEE, b"Adobe and by Yamada"), "APP14"),
    (picture("jpg", exif=taken((SOFTWARE, "Yamada"))), "作ったプログラム"),
    (exif_tail(picture("jpg", exif=taken((ORIENTATION, 1))), b"by Yamada"), "読み取れない部分"),
    (riff(picture("webp"), b"Yama", b"by Yamada "), "Yama"),
    (extension(picture("gif"), 0x01, b"\0" * 12, b"by Yamada"), "文字の情報"), (extension(picture("gif"), 0xFF, b"YAMADA  1.0", b"Taro"), "YAMADA"),
    (extension(picture("gif"), 0xFF, b"NETSCAPE2.0", b"by Yamada Taro"), "NETSCAPE"),
    (extension(picture("gif"), 0xF9, b"\0" * 4, b"Yamada"), "ほかのデータ"),
])
def test_metadata_is_told(data: bytes, said: str, tmp_path: Path) -> None:
    """Who, where, when and with what, comments and remains, at the picture; or passes, when its name is allowed."""
    assert said in "".join(images.metadata(data) or ())
    files: dict[str, str | bytes] = {"m/a/x.yaml": RECORD.format(form="全項目評価書") + FIGURE.format(suffix="png"), "m/a/zu.png": data}
    (told,) = problems(tmp_path, files)
    assert (str(told.span), told.severity, told.code) == ("c/m/a/zu.png", "error", "image-metadata")
    files["m/municipality.yaml"] = MUNICIPALITY + "公開してよい:\n  - 値: zu.png\n    理由: 公表した写真です。\n"
    assert list(problems(tmp_path, files)) == []


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    """A document that is called a picture could hold anything."""
    files: dict[str, str | bytes] = {"m/a/x.yaml": RECORD.format(form="全項目評価書") + FIGURE.format(suffix="png")}
    files["m/a/zu.png"] = b"PK\x03\x04 a document"
    assert [(str(one.span), one.code) for one in problems(tmp_path, files)] == [("c/m/a/zu.png", "image-unreadable")]


@given(st.sampled_from(("png", "jpg", "webp", "gif")), st.data())
def test_damaged_pictures_end(suffix: str, data: st.DataObject) -> None:
    """Cut off anywhere, with any byte changed: the walk ends without an exception."""
    whole = bytearray(picture(suffix, **({"comment": b"by Yamada"} if suffix == "gif" else {})))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    images.metadata(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


# -- written files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "held", "at"), [
    ("a/index.html", '<!doctype html>\n<p>番号は 1234-5678-9018 です。</p>\n', "a/index.html:2:8 my-number"),
    ("a/index.html", '<p>あ\n<img src="zu.png" alt="担当 taro@city.mihon.example">', "a/index.html:2:27 mail-address"),
    ("a/index.html", '<a href="mailto:taro@city.mihon.example">あ</a>', "a/index.html:1:17 mail-address"),
    ("a/index.html", "<p>あ</p>\n<!-- TODO -->", "a/index.html:2:6 todo"),
    ("a/data.json", '{"電話": "あ",\n "い": "048-829-1234"}', "a/data.json:2:8 telephone-number"),
    ("a/flows.csv", "項番,住民票コード 12345678901\n", "a/flows.csv:1:11 juminhyo-code"),
    ("a/feed.xml", "<t>住民\u200b票</t>", "a/feed.xml:1:6 invisible-character"),
    ("a/zu.png", picture("png", pnginfo=png_texts(Author="Yamada")), "a/zu.png image-metadata"),
])
def test_written_files_are_looked_at(name: str, held: str | bytes, at: str, tmp_path: Path) -> None:
    """What came into a finished site on the way is found in the file that holds it."""
    write(tmp_path, {name: held})
    assert [f"{one.span} {one.code}" for one in written.problems(tmp_path, frozenset())] == [at]


SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}</svg>'


@pytest.mark.parametrize(("name", "held", "at"), [
    ("a.js", "x = 1;\nconst n = '1234-5678-9018';", "a.js:2:12 my-number"),
    ("a.css", "/* taro@city.mihon.example */", "a.css:1:4 mail-address"),
    ("a.md", "1234-5678-9018", "a.md:1:1 my-number"), ("a.htm", "<p>1234-5678-9018", "a.htm:1:4 my-number"),
    ("a.tsv", "あ\t1234-5678-9018", "a.tsv:1:3 my-number"), ("a.map", '["1234-5678-9018"]', "a.map:1:3 my-number"),
    ("a.html", "<p>\n&#49;234-&#x35;678-9018</p>", "a.html:2:1 my-number"),
    ("a.html", "<p>taro&commat;city.mihon.example</p>", "a.html:1:4 mail-address"),
    ("a.html", "<p>あ</p><p data-n='1234-5678-9018'>", "a.html:1:20 my-number"),
    ("a.html", '<a href="../b.html?n=123456789018">あ</a>', "a.html:1:22 my-number"),
    ("a.html", '<a href="tel:048-829-1234">あ</a>', "a.html:1:14 telephone-number"),
    ("a.html", "<p>番号 1234 <b>5678</b> 90<wbr>18</p>", "a.html:1:7 my-number"),
    ("a.html", "<tr><th>個人番号</th><td>1234</td>\n<td>5678</td><td>9018</td></tr>", "a.html:1:22 my-number"),
    ("a.html", "<p>taro(a)city.mihon.example</p>", "a.html:1:4 mail-address"),
    ("a.xml", "<a><![CDATA[1234-5678-9018]]></a>", "a.xml:1:13 my-number"),
    ("a.svg", SVG.format("><title>1234-5678-9018</title>"), "a.svg:1:48 my-number"),
    ("a.svg", SVG.format("><metadata><a>x</a></metadata>"), "a.svg image-metadata"),
    ("a.svg", SVG.format(" xmlns:dc='http://purl.org/dc/elements/1.1/'><g><dc:creator>Yamada</dc:creator></g>"), "a.svg image-metadata"),
    ("a.svg", SVG.format(" xmlns:s='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' s:docname='yamada.svg'>"), "a.svg image-metadata"),
    ("a.svg", SVG.format(" xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:export-filename='c:/yamada/a.png'>"), "a.svg image-metadata"),
    ("a.svg", "<svg", "a.svg image-unreadable"),
    ("n123456789018/a.html", "<p>", "n123456789018 my-number"), ("048-829-1234.csv", "x", "048-829-1234.csv telephone-number"),
    *((f"a.{kind}", b"\0", f"a.{kind} unread-file") for kind in ("pdf", "bak", "yaml", "heic", "bmp", "tif", "avif", "zip", "pf_meta")),
    ("a", b"x", "a unread-file"), (".htaccess", b"x", ".htaccess unread-file"),
])
def test_nothing_goes_out_unread(name: str, held: str | bytes, at: str, tmp_path: Path) -> None:
    """Every kind of file is read or refused, and of markup everything that goes out with it."""
    write(tmp_path, {name: held})
    assert [f"{one.span} {one.code}" for one in written.problems(tmp_path, frozenset())] == [at]


def test_what_a_site_is_made_of_is_let_through(tmp_path: Path) -> None:
    write(tmp_path, {".site-gen": "x", "search/index/a.pf_meta": b"\0", "a.svg": SVG.format("><metadata/><path d='M 1234 5678 9018'/>"), "a.html": (
        '<table><tr><td>1234</td><td>5678</td><td>9018</td></tr></table><a href="../v20240628-v20250207/index.html#ii-2-20230206-3">&nbsp;&lt;&#9;'
        "https://laws.e-gov.go.jp/law/426M60000008085</a>"
    )})
    assert list(written.problems(tmp_path, frozenset())) == []


@pytest.mark.parametrize("name", ["n123456789018", "n1234-5678-9018"])
def test_names_of_folders_go_out(name: str, tmp_path: Path) -> None:
    """The name of a folder of the sources is an address of the site."""
    (told,) = problems(tmp_path, {f"m/{name}/x.yaml": RECORD.format(form="全項目評価書")})
    assert (str(told.span), told.severity) == (f"c/m/{name}", "error") and "名前の中に" in told.message


def test_markup_is_no_text(tmp_path: Path) -> None:
    """Numbers of attributes and of drawings are none, cells do not join; what the sources may publish passes."""
    write(tmp_path, {"index.html": (
        '<svg><path d="M 1234 5678 9018 v 12"/></svg><a id="x123456789018y1" href="#henko-20230206-3">あ</a>'
        "<td>1234</td><td>5678</td><td>9018</td>\n<td>1234-5678-</td>\n9018 電話 048(829)1234"
    )})
    assert list(written.problems(tmp_path, frozenset({"0488291234"}))) == []
    assert [one.code for one in written.problems(tmp_path, frozenset())] == ["telephone-number"]


def test_what_may_go_out_hides_nothing_behind_it(tmp_path: Path) -> None:
    """However many contacts a file holds that may go out, what stands behind them is told, and of each kind enough."""
    write(tmp_path, {"a.txt": "電話 048-829-1234\n" * 600 + "番号 1234-5678-9018\n"})
    assert [str(one.span) for one in written.problems(tmp_path, frozenset({"0488291234"}))] == ["a.txt:601:4"]
    assert sorted({one.code for one in written.problems(tmp_path, frozenset())}) == ["my-number", "telephone-number"]
    lines = "".join("  048-829-1234\n" for _ in range(600))
    note = f"連絡先:\n  部署: 見本課\n説明: |\n{lines}  1234-5678-9018 と 048-829-9999\n"
    allowed = "公開してよい:\n  - 値: 048-829-1234\n    理由: 代表の電話です。\n"
    told = [one for one in problems(tmp_path, {"m/municipality.yaml": MUNICIPALITY + note + allowed}) if one.code != "unknown-key"]
    assert [one.code for one in told] == ["my-number", "telephone-number"]


def test_a_finished_site_passes(whole_output: Path) -> None:
    """The site of content/ as it is written holds nothing that its sources may not."""
    assert list(written.problems(whole_output, content.read(ROOT / "content").public)) == []
