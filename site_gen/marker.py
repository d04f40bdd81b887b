"""A built folder in, what lies in it that no build has written out: the folder's marker file lists what one has."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

NAME = ".site-gen"  # says that a folder was made by this program and may be replaced by it
_SAID = (
    "このフォルダーは site-gen が作りました。次に作るときに、中身を丸ごと置き換えます。\n"
    "次のファイルのほかに何かあるときは、置き換えずに知らせます。\n"
)
_SYSTEMS_OWN = re.compile(r"\.ds_store|\._.*|thumbs\.db|desktop\.ini", re.I)  # what macOS and Windows put into any folder


def write(folder: Path) -> None:
    """Mark `folder`, in which everything else is written by now. The same files make the same bytes. Raises OSError."""
    text = "\n".join((_SAID, *sorted(_files(folder)), ""))
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def others(folder: Path) -> tuple[str, ...] | None:
    """The paths in `folder` that are not in its list, in order; none of a folder that is not there or not marked.

    None where the marker has no list: earlier versions of this program wrote none. Raises OSError.
    """
    marker = folder / NAME
    if not marker.is_file():
        return ()
    _, empty, listed = marker.read_text(encoding="utf-8", errors="replace").partition("\n\n")
    if not empty:
        return None
    return tuple(sorted(set(_files(folder)) - set(listed.splitlines())))


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
