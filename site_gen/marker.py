"""A built folder in, what lies in it that no build has written out, whether anybody has touched what one has, and what its sources have
become since: the folder's marker file lists what a build has written, and from what."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from operator import itemgetter, not_
from pathlib import Path

NAME = ".site-gen"  # says that a folder was made by this program and may be replaced by it
_SAID = (
    "このフォルダーは site-gen が作りました。次に作るときに、中身を丸ごと置き換えます。\n"
    "次のファイルのほかに何かあるときは、置き換えずに知らせます。\n"
)
_SOURCES = "原稿（名前と、内容の SHA-256 の初め）:"
_SYSTEMS_OWN = re.compile(r"\.ds_store|\._.*|thumbs\.db|desktop\.ini", re.I)  # what macOS and Windows put into any folder


def write(folder: Path, content: Path) -> str:
    """Mark `folder`, in which everything else that was made from `content` is written by now; how it lies there then (`lying`). The same
    files make the same bytes.

    Raises OSError.
    """
    found = _Lying()
    with (folder / NAME).open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_SAID}\n")
        for path, entry in _entries(folder):
            found.take(path, entry)
            file.write(f"{path}\n")
        file.write(f"\n{_SOURCES}\n")
        for name, digest in _sources(content):
            file.write(f"{digest} {name}\n")
    return found.with_marker(folder)


def lying(folder: Path, *, systems_own: bool = False) -> str:
    """One digest of which files lie in `folder`, how large they are and when they were written; of those that systems put there by
    themselves, nothing, unless they are asked for (`systems_own`; without any, it is the same). Raises OSError, also where `folder`
    is not marked."""
    found = _Lying()
    for path, entry in _entries(folder, systems_own=systems_own):
        found.take(path, entry)
    return found.with_marker(folder)


class _Lying:
    """How files lie, as they are taken in one after the other."""

    def __init__(self) -> None:
        self._found = hashlib.blake2b(digest_size=16)

    def take(self, path: str, entry: "os.DirEntry[str] | None") -> None:
        """Take in the file at `path` (None: a folder that cannot be read)."""
        self._add(path, entry.stat(follow_symlinks=False) if entry else None)

    def with_marker(self, folder: Path) -> str:
        """What stands for those taken in, which are all of `folder`, and its marker."""
        self._add(NAME, (folder / NAME).stat())
        return self._found.hexdigest()

    def _add(self, path: str, status: os.stat_result | None) -> None:
        of_file = f"{status.st_size} {status.st_mtime_ns}" if status else ""
        self._found.update(f"{path} {of_file}\n".encode("utf-8", "surrogatepass"))


def is_systems_own(name: str) -> bool:
    """Whether a file called so is one that macOS or Windows puts into any folder by itself."""
    return bool(_SYSTEMS_OWN.fullmatch(name))


def others(folder: Path) -> tuple[str, ...] | None:
    """The paths in `folder` that are not in its list, in order; none of a folder that is not there or not marked.

    None where the marker has no list: earlier versions of this program wrote none. Raises OSError.
    """
    marker = folder / NAME
    if not marker.is_file():
        return ()
    if has_no_list(folder):
        return None
    found = set(_beyond(_files(folder), _listed(marker)))
    if found:  # what somebody has put there, or the list is not in our order any more
        found.difference_update(_listed(marker))
    return tuple(sorted(found))


def has_no_list(folder: Path) -> bool:
    """Whether `folder` is marked, and its marker has no list. Raises OSError."""
    marker = folder / NAME
    return marker.is_file() and not any(True for _ in _listed(marker))


def _listed(marker: Path) -> Iterator[str]:
    """The paths in the list of a marker; none where it has no list."""
    with marker.open(encoding="utf-8", errors="replace") as file:
        lines = (line.rstrip("\n") for line in file)
        rest = dropwhile(bool, dropwhile(not_, lines))  # what follows the words at its head
        yield from takewhile(bool, dropwhile(not_, rest))


@dataclass(frozen=True, slots=True)
class Origin:
    """What a folder was built from, beside what is there now: the files that are other ones, came or went, in order; how many
    files there are in all."""

    changed: tuple[str, ...]
    files: int


def origin(folder: Path, content: Path) -> Origin | None:
    """How the sources of the built `folder` differ from those in `content`; None where the marker does not say. Raises OSError."""
    blocks = (folder / NAME).read_text(encoding="utf-8", errors="replace").split(f"\n\n{_SOURCES}\n")
    if len(blocks) < 2:
        return None
    then = {name: digest for digest, _, name in (line.partition(" ") for line in blocks[1].splitlines())}
    now = dict(_sources(content)) if content.is_dir() else {}
    return Origin(tuple(sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))), len(then.keys() | now.keys()))


def _sources(content: Path) -> Iterator[tuple[str, str]]:
    """The path in `content` of every file that a site can be made from, in order, each with a digest of it."""
    for name in _files(content):
        if not any(part.startswith(".") for part in name.split("/")) and (content / name).is_file():
            yield name, hashlib.sha256((content / name).read_bytes()).hexdigest()[:16]


def gone(old: Path, new: Path) -> tuple[str, ...]:
    """The paths in the folder `old` that `new` has not, in order. Raises OSError."""
    return tuple(_beyond(_files(old), _files(new)))


def _beyond(found: Iterable[str], known: Iterator[str]) -> Iterator[str]:
    """What is found and not known, of paths in order: a nation's are a million, too many to hold."""
    last = next(known, None)
    for path in found:
        while last is not None and last < path:
            last = next(known, None)
        if path != last:
            yield path


def _files(folder: Path) -> Iterator[str]:
    return (path for path, _ in _entries(folder))


def _entries(folder: Path, inside: str = "", *, systems_own: bool = False) -> "Iterator[tuple[str, os.DirEntry[str] | None]]":
    """Everything in `folder` but folders, the marker, and (unless they are asked for) what systems put there by themselves, by its path, in
    order; a link is not followed. A folder that cannot be read is named itself (None)."""
    try:
        with os.scandir(folder / inside) as entries:
            found = sorted(((f"{one.name}/" if one.is_dir(follow_symlinks=False) else one.name, one) for one in entries), key=itemgetter(0))
    except (FileNotFoundError, PermissionError) as reason:
        if not inside:
            raise
        if isinstance(reason, PermissionError):
            yield inside, None  # somebody's, whatever is in it
        return
    for name, entry in found:
        path = inside + name
        if name.endswith("/"):
            yield from _entries(folder, path, systems_own=systems_own)
        elif path != NAME and (systems_own or not is_systems_own(name)):
            yield path, entry
