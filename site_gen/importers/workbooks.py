"""The path of an Excel file in, the opened workbook out, after looking into it for what would do harm or is no workbook.

An .xlsx is a zip of XML. Before openpyxl sees it: sizes as the zip declares them (reading never goes beyond them), no
DOCTYPE in any part (Excel writes none; entities of any kind need one), no area of merged cells larger than a sheet needs.
"""

import html
import re
import warnings
import zipfile
import zlib
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from site_gen.importers.rows import NotReadable

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of a stream in the OLE container
_MAX_UNPACKED = 200_000_000  # pictures included; the largest real document unpacks to a few MB
_MAX_CELLS = 1_000_000  # the largest real document has 30,000; openpyxl takes some 300 bytes and 10 µs for each
_MAX_RATIO = 200  # XML of real workbooks is packed 10 to 30 times
_MAX_PARTS = 5_000
_MAX_MERGED = 2_000_000  # cells; openpyxl makes an object for each
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHAPE = re.compile(r"<xdr:txBody>(.*?)</xdr:txBody>", re.S)
_PARAGRAPH = re.compile(r"<a:p(?: [^>]*)?>(.*?)</a:p>", re.S)
_RUN = re.compile(r"<a:t(?: [^>]*)?>([^<]*)</a:t>")
_OTHERS = (
    ("word/document.xml", "Word の文書"), ("ppt/presentation.xml", "PowerPoint の資料"), ("xl/workbook.bin", "Excel のバイナリ形式（.xlsb）"),
    ("content.xml", "OpenDocument の文書"),
)


def opened(path: Path) -> Workbook:
    """The workbook at `path` with the values that its formulas had when it was saved; raises NotReadable."""
    _check(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep (areas of print, looks), which is not read here
            return openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except OSError:
        raise
    except Exception as reason:  # openpyxl tells a broken file by whatever error its reading runs into
        raise _broken(path) from reason


def drawn(path: Path) -> list[tuple[str, str]]:
    """The texts of shapes, each with the name of its drawing: cities draw 別添1 with them, and openpyxl drops them."""
    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            number = re.fullmatch(r"xl/drawings/drawing([0-9]+)\.xml", name)
            for body in _SHAPE.findall(archive.read(name).decode("utf-8", "replace")) if number else ():
                lines = ("".join(_RUN.findall(paragraph)) for paragraph in _PARAGRAPH.findall(body))
                text = html.unescape("\n".join(line for line in lines if line.strip()))
                if number and text:
                    found.append((f"図形{number[1]}", text))
    return found


def _check(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
        if head.startswith(_OLE):
            if _ENCRYPTED in head + file.read():
                raise NotReadable(f"「{path.name}」はパスワードで保護されています。Excel でパスワードを外して保存し直してください。")
            raise NotReadable(
                f"「{path.name}」は古い形式の Excel（.xls）です。Excel で開き、「Excel ブック（*.xlsx）」として保存し直してください。")
    if not head.startswith(b"PK"):
        raise NotReadable(f"「{path.name}」は Excel のファイルではありません。Excel ブック（.xlsx）として保存し直したものを渡してください。")
    try:
        with zipfile.ZipFile(path) as archive:
            _parts(path, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as reason:
        raise _broken(path) from reason


def _parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        what = next((what for name, what in _OTHERS if name in names), "ほかの種類のファイル")
        raise NotReadable(f"「{path.name}」は Excel ブック（.xlsx）ではなく、{what}です。Excel ブックとして保存したものを渡してください。")
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in parts) > _MAX_UNPACKED
        or any(part.file_size > 1_000_000 and part.file_size > part.compress_size * _MAX_RATIO for part in parts)
    ):
        raise _too_large(path)
    merged = cells = 0
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        body = archive.read(part)
        text = body.decode("utf-16", "replace").encode() if body[:2] in (b"\xff\xfe", b"\xfe\xff") else body
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
            raise NotReadable(f"「{path.name}」の中に、Excel が書かない宣言（DOCTYPE）があるため読み込みません。Excel で保存し直してください。")
        merged += sum(_area(*found.groups()) for found in _MERGED.finditer(text))
        cells += sum(1 for _ in _CELL.finditer(text)) if part.filename.startswith("xl/worksheets/") else 0
        if merged > _MAX_MERGED or cells > _MAX_CELLS:
            raise _too_large(path)


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return max(0, _column(right) - _column(left) + 1) * max(0, int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(path: Path) -> NotReadable:
    return NotReadable(f"「{path.name}」は、開くと大きくなりすぎるため読み込みません。使っていないシートや書式を消して保存し直してください。")


def _broken(path: Path) -> NotReadable:
    return NotReadable(f"「{path.name}」は壊れているため読み込めません。Excel で開けるか確かめ、保存し直してください。")
