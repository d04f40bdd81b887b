"""The bytes of an image in, what they hold beside the picture out: where and by whom it was taken, comments, remains.

Walks the chunks of PNG (ISO/IEC 15948), JPEG (ITU-T T.81), WebP (RFC 9649) and GIF (89a); nothing is decoded. Each format is
told by its first bytes, whatever the file is called. What is not known to be part of the picture is told.
"""

import contextlib
import zlib
from collections.abc import Iterator

from site_gen.guard import exif, programs

_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = {b"tEXt": "文字の情報", b"zTXt": "文字の情報", b"iTXt": "文字の情報"}
_PARTS = frozenset(b"IHDR PLTE IDAT tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT acTL fcTL fdAT cICP mDCV mDCv cLLI cLLi".split())
_DAYS = frozenset({"date:create", "date:modify", "date:timestamp", "creation time"})
_TABLES = frozenset((*range(0xC0, 0xE0), 0x01))  # of JPEG: frames, tables, scans
_FRAMES = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ICCP"})
_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_XMP = "XMP（作成者、編集の履歴など）"
_MOST = 10_000  # chunks; no picture has more
_LONGEST = 1_000  # bytes of a packed text that are looked at; a longer one is no name
_UNREAD = "画像として読み取れない部分"


def metadata(data: bytes) -> tuple[str, ...] | None:
    """What an image holds beside the picture, in Japanese, each once; None where it is no image that can be read."""
    for begins, walk in ((_PNG[:4], _png), (b"\xff\xd8", _jpeg), (b"RIFF", _webp), (b"GIF8", _gif)):
        if data.startswith(begins):
            return tuple(dict.fromkeys(walk(data)))
    return None


def _png(data: bytes) -> Iterator[str]:
    at = len(_PNG)
    for _ in range(_MOST):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if len(kind) < 4:
            return
        if kind in _TEXTS:
            yield from _png_text(kind, body)
        elif kind == b"eXIf":
            yield from exif.telling(body)
        elif kind == b"IEND":
            yield from _remains(body + data[at + 12 + size :])
            return
        elif kind not in _PARTS and not (kind == b"tIME" and size == 7):
            yield _other(kind)
        at += 12 + size
    yield _UNREAD


def _png_text(kind: bytes, body: bytes) -> Iterator[str]:
    keyword, _, rest = body.partition(b"\0")
    name = keyword.decode("latin-1")
    said = rest.decode("latin-1") if kind == b"tEXt" else ""
    if kind == b"iTXt" and rest[:2] == b"\0\0":
        said = rest.split(b"\0", 4)[-1].decode("utf-8", "replace")
    elif kind == b"zTXt":
        with contextlib.suppress(zlib.error):
            unpacked = zlib.decompressobj()
            said = unpacked.decompress(rest[1:], _LONGEST).decode("latin-1")
            said = said if unpacked.eof else ""
    if name == "XML:com.adobe.xmp":
        yield _XMP
    elif not (name.lower() == "software" and programs.is_program(said)) and not (name.lower() in _DAYS and programs.is_moment(said)):
        yield f"{_TEXTS[kind]}（{_printable(name)}）"


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    for _ in range(_MOST):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 2] == b"\xff\xd9":
            yield from _remains(data[at + 2 :])
            return
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            if data[at:]:
                yield _UNREAD
            return
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + size]
        yield from _jpeg_segment(marker, body)
        at += 2 + size
        if marker == 0xDA:
            at = _end_of_scan(data, at)
    yield _UNREAD


def _jpeg_segment(marker: int, body: bytes) -> Iterator[str]:
    if marker == 0xE1 and body.startswith(b"Exif\0"):
        yield from exif.telling(body[6:])
    elif marker == 0xE1 and (b"ns.adobe.com/xap" in body[:40] or b"ns.adobe.com/xmp" in body[:40]):
        yield _XMP
    elif marker == 0xED and body.startswith(b"Photoshop"):
        yield "Photoshop・IPTC の情報（作成者、説明など）"
    elif marker == 0xE0 and (body.startswith(b"JFXX\0") or (body.startswith(b"JFIF\0") and len(body) != 14)):
        yield "縮小画像（切り取る前の絵が残っていることがあります）"
    elif marker == 0xFE:
        said = body.rstrip(b"\0").decode("utf-8", "replace")
        if not programs.is_program(said):
            yield f"コメント（{_printable(said)}）"
    elif marker not in _TABLES and not (
        (marker == 0xE0 and body.startswith(b"JFIF\0")) or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"))
        or (marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12)
    ):
        yield _other(f"APP{marker - 0xE0}".encode() if 0xE0 <= marker <= 0xEF else bytes([marker]))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands behind the compressed picture: 0xFF that is neither stuffed nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _webp(data: bytes) -> Iterator[str]:
    end = 8 + int.from_bytes(data[4:8], "little")
    yield from _riff(data[12:end])
    yield from _remains(data[end + end % 2 :])


def _riff(data: bytes) -> Iterator[str]:
    at = 0
    for _ in range(_MOST):
        if at + 8 > len(data):
            yield from _remains(data[at:])
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"EXIF":
            yield from exif.telling(body.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield _XMP
        elif kind == b"ANMF":
            yield from _riff(body[16:])
        elif kind not in _FRAMES:
            yield _other(kind)
        at += 8 + size + size % 2
    yield _UNREAD


def _gif(data: bytes) -> Iterator[str]:
    if len(data) < 13:
        return
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while at < len(data):
        if data[at] == 0x3B:
            yield from _remains(data[at + 1 :])
            return
        if data[at] == 0x21:
            end = _blocks(data, at + 2)
            yield from _gif_extension(data[at + 1 : at + 2], data[at + 2 : end])
            at = end
        elif data[at] == 0x2C and at + 10 < len(data):
            table = 3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0
            at = _blocks(data, at + 11 + table)
        else:
            yield _UNREAD
            return


def _gif_extension(kind: bytes, blocks: bytes) -> Iterator[str]:
    first = blocks[1 : 1 + blocks[0]] if blocks else b""
    if kind == b"\xfe":
        yield f"コメント（{_printable(first.decode('utf-8', 'replace'))}）"
    elif kind == b"\xff" and first.startswith(b"XMP Data"):
        yield _XMP
    elif kind == b"\x01":
        yield "文字の情報"
    elif kind == b"\xff":
        if first != b"ICCRGBG1012" and (first not in _LOOPS or len(blocks) > 23):
            yield _other(first)
    elif kind != b"\xf9" or len(blocks) > 6:
        yield _other(kind)


def _blocks(data: bytes, at: int) -> int:
    """Behind the row of sub-blocks at `at`, each of which begins with its size, the last of which is empty."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _remains(data: bytes) -> Iterator[str]:
    """Bytes behind the end of the picture: of what was cut off, of a second picture."""
    if data.strip(b"\0\r\n \t"):
        yield f"画像の終わりより後のデータ（{len(data):,} バイト。切り取る前の絵が残っていることがあります）"


def _other(kind: bytes) -> str:
    return f"画像のほかのデータ（{_printable(kind.decode('latin-1'))}）"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "・" for char in text)[:40]
