"""What a publication asks of a place: list, hash, fetch, send, move and delete files. A folder answers here, servers in `transfer`."""

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, Protocol

from site_gen.publish.manifest import Refusal as Refusal
from site_gen.publish.manifest import of_file

Hash = Literal["sha256", "md5", ""]
LINK = -1  # the size of what is no file: none of ours has it

_SPACE = "空きを作ってから、もう一度実行すると続きから始まります"
_REASONS = {
    errno.ENOSPC: ("空き容量が足りません", _SPACE),
    errno.EDQUOT: ("使える容量の上限に達しました", _SPACE),
    errno.EFBIG: ("1つのファイルの大きさの上限を超えました", _SPACE),
    errno.EACCES: ("権限がないか、ほかのプログラムが開いています", "権限を確かめてから、もう一度実行してください"),
    errno.EPERM: ("権限がありません", "権限を確かめてから、もう一度実行してください"),
    errno.EROFS: ("読み取り専用の場所です", "書き込める場所を選んでください"),
}


@dataclass(frozen=True, slots=True)
class Hashes:
    """What a place knows of its files' contents: the kind of hash (empty: none), and the hash by path."""

    kind: Hash
    of: Mapping[str, str]


class Store(Protocol):
    """A place for a site; paths are relative to it, with slashes. Everything raises `Refusal` when the place refuses."""

    @property
    def sends_whole(self) -> bool:
        """Whether what is sent takes the place of an older file at once, so that nobody can see half of it."""

    def list(self) -> dict[str, int]:
        """Every file of the place with its size; nothing where the place is not there yet."""

    def hashes(self, paths: Iterable[str], *, download: bool = False) -> Hashes:
        """The hashes of those of `paths` that are there; with `download` of what comes back when they are read."""

    def fetch(self, paths: Iterable[str], folder: Path) -> None:
        """Put copies of those of `paths` that are there into `folder`."""

    def send(self, folder: Path, paths: Iterable[str], below: str) -> None:
        """Put copies of the files `paths` of `folder` into the folder `below`; each is whole or not there."""

    def move(self, paths: Iterable[str], below: str) -> None:
        """Move files out of the folder `below` to their places; each takes that of an older one at once."""

    def delete(self, paths: Iterable[str], emptied: Iterable[str]) -> None:
        """Delete files, and the folders `emptied`, which hold nothing but empty folders then."""

    def clear(self, below: str) -> None:
        """Delete the folder `below` with everything in it."""


class Folder:
    """A folder of this machine or of its network; nothing but Python is needed for it.

    What lies in it behind a link (a symbolic one, a junction) is not of it: a link is listed as one file of the size
    `LINK`, it is neither read nor followed, and what would go through one is refused.
    """

    sends_whole = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def list(self) -> dict[str, int]:
        with _told(self._root):
            return dict(self._listed()) if self._root.exists() else {}

    def hashes(self, paths: Iterable[str], *, download: bool = False) -> Hashes:
        with _told(self._root):
            return Hashes("sha256", {
                path: of_file(self._at(path)).sha256 for path in paths if _is_plain(self._root / path)
            })

    def fetch(self, paths: Iterable[str], folder: Path) -> None:
        with _told(self._root):
            for path in paths:
                if _is_plain(self._root / path):
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(self._at(path), folder / path)

    def send(self, folder: Path, paths: Iterable[str], below: str) -> None:
        with _told(self._root):
            for path in paths:
                target = self._made(f"{below}/{path}" if below else path)
                part = target.with_name(f"{target.name}.partial")
                part.unlink(missing_ok=True)  # where it is a link, copying would write through it
                shutil.copyfile(folder / path, part)
                _replace(part, target)

    def move(self, paths: Iterable[str], below: str) -> None:
        with _told(self._root):
            for path in paths:
                _replace(self._at(f"{below}/{path}"), self._made(path))

    def delete(self, paths: Iterable[str], emptied: Iterable[str]) -> None:
        with _told(self._root):
            for path in paths:
                self._at(path).unlink(missing_ok=True)
            for folder in emptied:
                for at, _, _ in os.walk(self._folder(folder), topdown=False):
                    with contextlib.suppress(OSError):  # somebody has put a file there since
                        os.rmdir(at)

    def clear(self, below: str) -> None:
        with _told(self._root):
            if self._folder(below).exists():
                shutil.rmtree(self._root / below)

    def _listed(self) -> Iterator[tuple[str, int]]:
        for at, folders, names in os.walk(self._root, onerror=_raise):
            links = [name for name in folders if _is_link(Path(at) / name)]
            folders[:] = [name for name in folders if name not in links]
            for name in (*links, *names):
                path = Path(at) / name
                yield path.relative_to(self._root).as_posix(), LINK if _is_link(path) else path.lstat().st_size

    def _at(self, path: str) -> Path:
        """Where `path` is; its folder is one of this place. Raises Refusal where it is reached through a link."""
        return self._folder(PurePosixPath(path).parent.as_posix()) / PurePosixPath(path).name

    def _folder(self, path: str) -> Path:
        """Where the folder `path` is or will be. Raises Refusal where it, or one that it lies in, is a link."""
        for one in (PurePosixPath(path), *PurePosixPath(path).parents):
            if one.name and _is_link(self._root / one):
                raise Refusal(f"公開先の「{one.as_posix()}」は、ほかの場所を指すリンクです。リンクの先は読みも書きもしません",
                              "リンクを消すか別の名前にして、ふつうのフォルダーにしてから、もう一度実行してください")
        return self._root / path

    def _made(self, path: str) -> Path:
        """The same, when its folder is there."""
        found = self._at(path)
        found.parent.mkdir(parents=True, exist_ok=True)
        return found


def _is_link(path: Path) -> bool:
    return path.is_symlink() or _is_junction(path)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not _is_link(path)


def _is_junction(path: Path) -> bool:
    """Whether `path` is what Windows calls a junction, which Python knows by name from 3.12 on."""
    try:
        return getattr(path.lstat(), "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    except OSError:
        return False


def _replace(source: Path, target: Path) -> None:
    """Windows refuses while somebody reads the file; a web server does so for moments."""
    for wait in (0.05, 0.2, 0.5, 1.0):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(wait)
    os.replace(source, target)


def _raise(reason: OSError) -> None:
    raise reason


@contextlib.contextmanager
def _told(root: Path) -> Iterator[None]:
    """What the disk refuses, as a sentence."""
    try:
        yield
    except OSError as reason:
        why, cure = _REASONS.get(reason.errno or 0, (f"理由の番号 {reason.errno}", "場所を確かめてから、もう一度実行してください"))
        place = Path(str(reason.filename)).as_posix() if reason.filename else root.as_posix()
        raise Refusal(f"公開先の「{place}」を読み書きできません（{why}）", cure) from reason
