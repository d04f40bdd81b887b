"""A content folder in, what a city adds of its own out: templates that stand for single ones of ours, files beside our assets.

Ours stay what they are: an own template can use the one that it stands for by the name `site-gen/page.html`, and own assets lie in a
folder of their own in the site, so that a newer version of the program never meets a name of the city's.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from site_gen import guard, source
from site_gen.brought import data_folder
from site_gen.guard import svg
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import brief
from site_gen.wording import nearest

TEMPLATES, ASSETS = "templates", "assets"  # folders of the content folder
FOLDER = "own"  # the folder of assets/ in the site where a city's own files lie
OURS = "site-gen/"  # stands before the name of a template to mean ours

SYSTEM_FILES = re.compile(r"(?:\..*|~\$.*|thumbs\.db|desktop\.ini|.*~|.*\.bak)", re.I)
_PIECE = re.compile(r"(?:.*/)?own_[^/]*\.html")  # a template that only own ones use
_ASSET = re.compile(r"(?:[a-z][a-z0-9-]*/)*[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+")
_KINDS = frozenset(".css .js .svg .png .jpg .jpeg .webp .gif .ico .woff2".split())
_PICTURES = frozenset(".svg .png .jpg .jpeg .webp .gif".split())
_USES = re.compile(r"\{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"'\n]+)[\"']")


def templates(content: Path) -> tuple[Path, ...]:
    """The folder of own templates, where there is one."""
    folder = content / TEMPLATES
    return (folder,) if folder.is_dir() else ()


def used(content: Path) -> tuple[str, ...]:
    """The names of own templates that pages can be made of: they stand for ours, or are pieces of those that do."""
    folder, ours = content / TEMPLATES, _ours()
    return tuple(name for name in _files(folder) if (name in ours or _PIECE.fullmatch(name)) and not _unfit(folder / name, folder, name))


def assets(content: Path) -> tuple[str, ...]:
    """The own assets that go out, by their paths in the folder of them."""
    return tuple(name for name in _files(content / ASSETS) if _goes_out(name))


def sheets(content: Path) -> tuple[str, ...]:
    """The own style sheets that every page loads behind ours: those that lie in no folder below, in the order of their names."""
    return tuple(name for name in assets(content) if name.endswith(".css") and "/" not in name)


def template_problems(content: Path, shown: str) -> Iterator[Problem]:
    """What is wrong with the own templates in `content`, but for what they say: names that override nothing, and the like."""
    ours = _ours()
    for name in _files(content / TEMPLATES):
        path, place = content / TEMPLATES / name, f"{shown}/{TEMPLATES}/{name}"
        wrong = _unfit(path, content / TEMPLATES, place)
        if wrong:
            yield wrong
        elif name not in ours and not _PIECE.fullmatch(name):
            close = nearest(name, ours)
            yield warning(Span(place), "template-unknown", f"「{brief(name)}」という名前のテンプレートはないため、使われません",
                          (f"もしかして「{close}」ですか。" if close else "")
                          + "自分のテンプレートの部品なら、own_ で始まる名前にしてください")
        else:
            yield from _told(name, path, place)


def asset_problems(content: Path, shown: str) -> tuple[list[Problem], list[guard.Finding]]:
    """What is wrong with the own assets in `content`, and what the guard finds in pictures."""
    problems: list[Problem] = []
    findings: list[guard.Finding] = []
    for name in _files(content / ASSETS):
        path, place = content / ASSETS / name, f"{shown}/{ASSETS}/{name}"
        wrong = _unfit(path, content / ASSETS, place)
        if wrong:
            problems.append(wrong)
        elif path.suffix.lower() not in _KINDS:
            problems.append(warning(Span(place), "stray-file", f"「{brief(name)}」は使われないファイルです",
                                    "assets に置けるのは CSS、JavaScript、画像、フォント（woff2）です"))
        elif not _ASSET.fullmatch(name) or len(name) > 64:
            problems.append(error(Span(place), "bad-name", f"「{brief(name)}」というファイル名は使えません",
                                  "英小文字で始め、英小文字・数字・ハイフンと拡張子だけの名前にしてください"))
        else:
            if (data_folder(ASSETS) / name).is_file():
                problems.append(warning(Span(place), "asset-same-name", f"「{name}」は site-gen の部品と同じ名前ですが、置き換わりません",
                                        "CSS は site-gen のものの後に読み込まれます。変えたい規則だけを、own.css のような別の名前で書いてください"))
            if path.suffix in _PICTURES:
                findings += guard.image(path.read_bytes(), place)
            problems += svg.problems(path.read_bytes(), place) if path.suffix == ".svg" else ()
    return problems, findings


def _ours() -> frozenset[str]:
    folder = data_folder(TEMPLATES)
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def _told(name: str, path: Path, place: str) -> Iterator[Problem]:
    written = path.read_bytes()
    if (data_folder(TEMPLATES) / name).is_file() and written == (data_folder(TEMPLATES) / name).read_bytes():
        yield warning(Span(place), "template-same", f"「{name}」は site-gen のものと同じです",
                      "置いたままにすると、site-gen を新しくしても古いままになります。変えないものは消してください")
    for number, line in enumerate(written.decode("utf-8", "replace").split("\n"), 1):
        for used in _USES.finditer(line):
            if used[1] == name:
                yield error(Span(place, number, used.start(1) + 1), "template-itself", f"テンプレート「{name}」が自分自身を読み込んでいます",
                            f"site-gen のものを読み込むには「{OURS}{name}」と書いてください")


def _goes_out(name: str) -> bool:
    return Path(name).suffix in _KINDS and bool(_ASSET.fullmatch(name))


def _unfit(path: Path, folder: Path, place: str) -> Problem | None:
    """Why the file cannot be taken: a link that leads elsewhere, what is no file, too large a one, one that nobody
    may read, a template that is not UTF-8."""
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        size = path.stat().st_size
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        inside, size = False, 0
    if not inside or not path.is_file():
        return error(Span(place), "own-file", "同じフォルダーの中の、ふつうのファイルではありません（リンクなど）",
                     "中身を持つファイルに置き換えてください")
    if size > source.MAX_BYTES:
        return error(Span(place), "file-too-large", f"ファイルが大きすぎます（{size / 1_000_000:,.0f} MB、上限 {source.MAX_BYTES // 1_000_000} MB）",
                     "小さくしてください")
    if not os.access(path, os.R_OK):
        return error(Span(place), "unreadable-file", "ファイルを開けません（読む権限がありません）", "ファイルの読む権限を確かめてください")
    return _unreadable(path, place) if path.suffix == ".html" else None


def _unreadable(path: Path, place: str) -> Problem | None:
    held = path.read_bytes()
    try:
        held.decode("utf-8")
    except UnicodeDecodeError as reason:
        line = held.count(b"\n", 0, reason.start) + 1
        return error(Span(place, line, 1), "template-encoding", "テンプレートに、UTF-8 として読めない文字があります", "UTF-8 で保存してください")
    return None


def _files(folder: Path) -> Iterator[str]:
    """The files below `folder` by their paths there, sorted, but for those of systems and editors; links to folders as files."""
    found: list[str] = []
    for above, folders, files in os.walk(folder):
        linked = [name for name in folders if Path(above, name).is_symlink()]
        folders[:] = [name for name in folders if not SYSTEM_FILES.fullmatch(name)]
        found += (Path(above, name).relative_to(folder).as_posix() for name in (*files, *linked) if not SYSTEM_FILES.fullmatch(name))
    yield from sorted(found)
