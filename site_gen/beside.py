"""The name of a picture beside a source in, its bytes out, or why a build could not or should not copy it."""

import os
import stat
from pathlib import Path

from site_gen import source
from site_gen.load import value_span
from site_gen.model import Entry
from site_gen.problem import Problem, Span, error


def missing(entry: Entry) -> Problem:
    """That the folder of the source holds no file of the name that `entry` says."""
    return error(value_span(entry), "image-missing", f"{entry.place}のファイル「{entry.text}」が同じフォルダーにありません",
                 "大文字と小文字の違いも含めて、ファイル名を確かめてください")


def picture(entry: Entry, path: Path, shown: str) -> bytes | Problem:
    """What the file at `path` (as `shown`), which `entry` names, holds; not of pipes, links that lead elsewhere, very large files."""
    try:
        real = path.resolve(strict=True)
        status = real.stat()
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        real, status = path, None
    if status is None or not stat.S_ISREG(status.st_mode) or real.parent != path.parent.resolve():
        return error(value_span(entry), "image-missing", f"{entry.place}の「{entry.text}」は、同じフォルダーにある通常のファイルではありません",
                     "リンクなどではなく、画像のファイルそのものを、それを書いた YAML と同じフォルダーに置いてください")
    if status.st_size > source.MAX_BYTES:
        limit = source.MAX_BYTES // 1_000_000
        return error(Span(shown), "file-too-large",
                     f"画像のファイルが大きすぎます（{status.st_size / 1_000_000:,.0f} MB、上限 {limit} MB）", "画像を縮小して保存し直してください")
    if not os.access(real, os.R_OK):
        return error(Span(shown), "unreadable-file", "画像のファイルを開けません（読む権限がありません）", "ファイルの読む権限を確かめてください")
    return real.read_bytes()
