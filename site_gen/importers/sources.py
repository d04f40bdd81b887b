"""A file in, its rows out: which module reads which kind of file, and what cannot be read said in one sentence."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from site_gen.importers import narrow, pdf, text, xlsx
from site_gen.importers.rows import Addressed, NotReadable, Row

EMPTY = "「{}」は空です。元のファイルを開いて保存し直すか、受け取り直してください。"
MAX_BYTES = 50_000_000  # the largest real document, as a PDF, is a few MB


def read_all(paths: Sequence[Path]) -> list[Row]:
    """The rows of the files of one assessment, in the order given; raises NotReadable, also for one that is there twice."""
    known: dict[bytes, Path] = {}
    names: set[str] = set()
    found: list[Row] = []
    for path in paths:
        rows = list(read(path))
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest in known:
            raise NotReadable(f"「{known[digest].name}」と「{path.name}」は同じ文書です。1つだけ渡してください。")
        if path.name in names:
            raise NotReadable(f"「{path.name}」という名前の文書が2つあります。どちらの文か分かるように、片方の名前を変えてください。")
        if any(isinstance(row.given, Addressed) for row in rows) and any(isinstance(row.given, Addressed) for row in found):
            raise NotReadable("site-gen で作ったブックや PDF は、それだけで1つの評価書です。1つずつ読み込んでください。")
        known[digest] = path
        names.add(path.name)
        found += rows
    return found


def read(path: Path) -> Iterator[Row]:
    """The rows of the file at `path`; raises NotReadable before the first one or at the one that cannot be read."""
    reader = READERS.get(path.suffix.lower())
    if path.suffix.lower() == ".xls":
        reader = xlsx.read  # which says what to do with the old kind
    if reader is None:
        word = "Word で PDF として保存するか、" if path.suffix.lower() in (".doc", ".docx", ".rtf") else ""
        raise NotReadable(f"「{path.name}」の形式は読み込めません。{word}{'、'.join(READERS)} のいずれかを渡してください。")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NotReadable(f"「{path.name}」は大きすぎます（上限 {MAX_BYTES // 1_000_000} MB）。")
        with path.open("rb") as file:
            if not file.read(1):
                raise NotReadable(EMPTY.format(path.name))
        yield from reader(path)
    except FileNotFoundError as reason:
        raise NotReadable(f"「{path.name}」がありません。フォルダーとファイルの名前を確かめてください。") from reason
    except OSError as reason:
        raise NotReadable(f"「{path.name}」を開けません。読む権限と、ほかのプログラムが開いていないかを確かめてください。") from reason


def _text(path: Path) -> Iterator[Row]:
    """The rows of a file of characters: cells with tabs between them, or a table of changes cut at its width."""
    try:
        found = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise NotReadable(f"「{path.name}」の文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。") from reason
    if not found.strip():
        raise NotReadable(EMPTY.format(path.name))
    if "\0" in found:
        raise NotReadable(f"「{path.name}」は文字のファイルではありません。UTF-8 のテキストとして保存し直したものを渡してください。")
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    return narrow.read(path, found) if narrow.is_narrow(found) else text.read(path, found)


# How the name of a file ends -> what reads it: the path of a file that is there and not empty in, its rows out.
READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".txt": _text,
    ".tsv": _text,
    ".pdf": pdf.read,
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,
}
