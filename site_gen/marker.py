"""A built folder in, what lies in it that no build has written out, and what its sources have become since: the folder's marker
file lists what a build has written, and from what."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAME = ".site-gen"  # says that a folder was made by this program and may be replaced by it
_SAID = (
    "このフォルダーは site-gen が作りました。次に作るときに、中身を丸ごと置き換えます。\n"
    "次のファイルのほかに何かあるときは、置き換えずに知らせます。\n"
)
_SOURCES = "原稿（名前と、内容の SHA-256 の初め）:"
_SYSTEMS_OWN = re.compile(r"\.ds_store|\._.*|thumbs\.db|desktop\.ini", re.I)  # what macOS and Windows put into any folder


def write(folder: Path, content: Path) -> None:
    """Mark `folder`, in which everything else that was made from `content` is written by now. The same files make the same bytes.

    Raises OSError.
    """
    sources = (f"{digest} {name}" for name, digest in sorted(_sources(content).items()))
    text = "\n".join((_SAID, *sorted(_files(folder)), "", _SOURCES, *sources, ""))
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def others(folder: Path) -> tuple[str, ...] | None:
    """The paths in `folder` that are not in its list, in order; none of a folder that is not there or not marked.

    None where the marker has no list: earlier versions of this program wrote none. Raises OSError.
    """
    marker = folder / NAME
    if not marker.is_file():
        return ()
    blocks = marker.read_text(encoding="utf-8", errors="replace").split("\n\n")
    if len(blocks) < 2:
        return None
    return tuple(sorted(set(_files(folder)) - set(blocks[1].splitlines())))


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
    now = _sources(content)
    return Origin(tuple(sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))), len(then.keys() | now.keys()))


def _sources(content: Path) -> dict[str, str]:
    """By its path in `content`, a digest of every file that a site can be made from."""
    files = (
        Path(place) / name for place, folders, names in os.walk(content) for name in names
        if not any(part.startswith(".") for part in (Path(place) / name).relative_to(content).parts)
    )
    return {
        path.relative_to(content).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in files if path.is_file() and not _SYSTEMS_OWN.fullmatch(path.name)
    }


def gone(old: Path, new: Path) -> tuple[str, ...]:
    """The paths in the folder `old` that `new` has not, in order. Raises OSError."""
    return tuple(sorted(set(_files(old)) - set(_files(new))))


def _files(folder: Path) -> Iterator[str]:
    """Everything in `folder` but folders, the marker, and what systems put there by themselves; a link is not followed."""
    for place, folders, names in os.walk(folder):
        at = Path(place)
        for name in (*names, *(one for one in folders if (at / one).is_symlink())):
            path = (at / name).relative_to(folder).as_posix()
            if path != NAME and not _SYSTEMS_OWN.fullmatch(name):
                yield path
