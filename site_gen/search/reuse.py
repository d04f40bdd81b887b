"""The files of a pack's index in, one file that holds them out, and back: how an index that was made elsewhere, or at an earlier
build, is handed over. The file is called by what the index was made of and with, and begins with a digest of the rest of it.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from site_gen.forms.jimu import 事務
from site_gen.search.engine import CHUNK, program, version
from site_gen.search.packs import Pack

_NAME = re.compile(r"[0-9a-f]{32}(?:\.\d+)?")  # a digest, with the number of a process that was writing it


def keys(packed: Iterable[Pack]) -> tuple[str, ...]:
    """What the file of each pack's index is called: another one when any of its pages, their order, the version of Pagefind, this
    package, or what packs its files is another. Raises SearchError where Pagefind does not run."""
    made_with = [version(program()), CHUNK, sys.version, zlib.ZLIB_RUNTIME_VERSION, [one.name for one in 事務], *_package()]
    texts = (json.dumps([made_with, [page.digest for page in pack.pages]], ensure_ascii=False) for pack in packed)
    return tuple(_digest(text.encode("utf-8")) for text in texts)


def pack(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write `files`, each with its path, to the one file `target`. Raises OSError."""
    sizes: list[tuple[str, int]] = []
    contents: list[bytes] = []
    for path, content in files:
        sizes.append((path, len(content)))
        contents.append(content)
    rest = b"\n".join((json.dumps([target.name, sizes]).encode("ascii"), b"".join(contents)))
    target.write_bytes(b"\n".join((_digest(rest).encode("ascii"), rest)))


def unpacked(source: Path) -> Mapping[str, bytes] | None:
    """The files in `source` by path, in their order; None where it is not there, or not what `pack` wrote to that name."""
    try:
        digest, rest = source.read_bytes().split(b"\n", 1)
        if digest.decode("ascii") != _digest(rest):
            return None
        head, body = rest.split(b"\n", 1)
        name, sizes = json.loads(head)
    except (OSError, ValueError):
        return None
    return dict(_cut(body, sizes)) if name == source.name else None


def keep(source: Path, cache: Path) -> None:
    """Put `source` into the folder `cache`, which is made where there is none; where that is not possible, it is not kept."""
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        written = cache / f"{source.name}.{os.getpid()}"
        shutil.copyfile(source, written)
        written.replace(cache / source.name)


def forget(folder: Path, used: Set[str]) -> None:
    """Remove what is called by a digest from `folder`, but for what is `used`; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if _NAME.fullmatch(name) and name not in used:
                with contextlib.suppress(OSError):
                    (folder / name).unlink()


def _cut(body: bytes, sizes: Iterable[tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
    at = 0
    for path, size in sizes:
        yield path, body[at : at + size]
        at += size


def _package() -> Iterator[str]:
    """A digest of each module of this package."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        yield _digest(path.read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
