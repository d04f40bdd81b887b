"""The bytes of an image in, what they hold beside the picture out: where and by whom it was taken, comments, remains.

Walks the chunks of PNG (ISO/IEC 15948), JPEG (ITU-T T.81), WebP (RFC 9649) and GIF (89a); nothing is decoded. Each format is
told by its first bytes, whatever the file is called.
"""

import re
from collections.abc import Iterator

from site_gen.guard import exif

_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = {b"tEXt": "文字の情報", b"zTXt": "文字の情報", b"iTXt": "文字の情報"}
# What programs write of themselves and their clock; it says nothing about the author.
_HARMLESS_KEYWORDS = frozenset({"software", "date:create", "date:modify", "date:timestamp", "creation time"})
_HARMLESS_COMMENTS = re.compile(rb"(?:CREATOR: gd-jpeg|Lavc|Created with GIMP|Compressed by jpeg-recompress)", re.I)
_XMP = "XMP（作成者、編集の履歴など）"
_MOST = 10_000  # chunks; no picture has more


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
            keyword = body.partition(b"\0")[0].decode("latin-1")
            if keyword == "XML:com.adobe.xmp":
                yield _XMP
            elif keyword.lower() not in _HARMLESS_KEYWORDS:
                yield f"{_TEXTS[kind]}（{_printable(keyword)}）"
        elif kind == b"eXIf":
            yield from exif.telling(body)
        elif kind == b"IEND":
            yield from _remains(data[at + 12 + size :])
            return
        at += 12 + size


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    for _ in range(_MOST):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            return
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + size]
        if marker == 0xD9:
            yield from _remains(data[at + 2 :])
            return
        yield from _jpeg_segment(marker, body)
        at += 2 + size
        if marker == 0xDA:
            at = _end_of_scan(data, at)


def _jpeg_segment(marker: int, body: bytes) -> Iterator[str]:
    if marker == 0xE1 and body.startswith(b"Exif\0"):
        yield from exif.telling(body[6:])
    elif marker == 0xE1 and (b"ns.adobe.com/xap" in body[:40] or b"ns.adobe.com/xmp" in body[:40]):
        yield _XMP
    elif marker == 0xED and body.startswith(b"Photoshop"):
        yield "Photoshop・IPTC の情報（作成者、説明など）"
    elif marker == 0xE0 and ((body.startswith(b"JFIF\0") and len(body) > 13 and body[12] * body[13]) or body.startswith(b"JFXX\0")):
        yield "縮小画像（切り取る前の絵が残っていることがあります）"
    elif marker == 0xFE and not _HARMLESS_COMMENTS.match(body):
        yield f"コメント（{_printable(body[:40].decode('utf-8', 'replace'))}）"


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands behind the compressed picture: 0xFF that is neither stuffed nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _webp(data: bytes) -> Iterator[str]:
    end = 8 + int.from_bytes(data[4:8], "little")
    at = 12
    while at + 8 <= min(end, len(data)):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if kind == b"EXIF":
            yield from exif.telling(body.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield _XMP
        at += 8 + size + size % 2
    yield from _remains(data[end + end % 2 :])


def _gif(data: bytes) -> Iterator[str]:
    if len(data) < 13:
        return
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while at < len(data):
        if data[at] == 0x3B:
            yield from _remains(data[at + 1 :])
            return
        if data[at] == 0x21:
            kind = data[at + 1 : at + 2]
            if kind == b"\xfe":
                size = data[at + 2] if at + 2 < len(data) else 0
                yield f"コメント（{_printable(data[at + 3 : at + 3 + size][:40].decode('utf-8', 'replace'))}）"
            elif kind == b"\xff" and data[at + 3 : at + 11] == b"XMP Data":
                yield _XMP
            at = _blocks(data, at + 2)
        elif data[at] == 0x2C and at + 10 < len(data):
            table = 3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0
            at = _blocks(data, at + 11 + table)
        else:
            return


def _blocks(data: bytes, at: int) -> int:
    """Behind the row of sub-blocks at `at`, each of which begins with its size, the last of which is empty."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _remains(data: bytes) -> Iterator[str]:
    """Bytes behind the end of the picture: of what was cut off, of a second picture."""
    if data.strip(b"\0\r\n \t"):
        yield f"画像の終わりより後のデータ（{len(data):,} バイト。切り取る前の絵が残っていることがあります）"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "・" for char in text)[:40]
