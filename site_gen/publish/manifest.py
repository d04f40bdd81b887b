"""A built folder in, the list of its files with their hashes out: what a release is, and how a target remembers it."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_gen import __version__
from site_gen.build import MARKER

OWN = ".site-gen"  # the folder on a target that holds what this program remembers of it
_BLOCK = 1 << 20
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # of Unicode: controls, formats, halves, what has no meaning
_TOLD = 100  # characters of what is wrong with a record
_SAFE = re.compile(r"(?!\.)[^/\\:\x00-\x1f]+(?:/(?!\.)[^/\\:\x00-\x1f]+)*")  # no way out of the folder, no hidden file
_HASH = {"sha256": re.compile("[0-9a-f]{64}"), "md5": re.compile("[0-9a-f]{32}")}


class Refusal(Exception):
    """Why a publication cannot go on, as a sentence, and the cure; what a server says in them is `visible`."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(visible(message))
        self.hint = "\n".join(visible(line) for line in hint.split("\n"))


def visible(text: str) -> str:
    """`text`, which may come from a server, with what a terminal would obey or hide as its code: \\x1b, \\u202e."""
    return "".join(ascii(one)[1:-1] if unicodedata.category(one) in _UNSEEN else one for one in text)


def size(of: int) -> str:
    """So many bytes, for a person."""
    return f"{of / 1_000_000:,.1f} MB" if of >= 100_000 else f"{of / 1000:,.1f} KB"


class Unreadable(ValueError):
    """What should be a manifest is none."""


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds; `md5` is there for servers that know no other hash."""

    size: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a release by their path; `program` made it."""

    files: Mapping[str, File] = field(default_factory=dict)
    program: str = __version__

    @property
    def release(self) -> str:
        """The name of the release, made from paths and contents alone."""
        lines = "".join(f"{one.sha256} {one.size} {path}\n" for path, one in sorted(self.files.items()))
        return hashlib.sha256(lines.encode("utf-8")).hexdigest()[:16]

    @property
    def size(self) -> int:
        """How many bytes the files have."""
        return sum(one.size for one in self.files.values())


def of(folder: Path) -> Manifest:
    """The manifest of what `build` wrote to `folder`. Raises OSError, Refusal where a name is none of its names, or
    where a link leads elsewhere."""
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Refusal(f"「{name}」は、ふつうのファイルでもフォルダーでもありません（リンクなど）",
                          "中身を持つファイルに置き換えるか、「site-gen build」でもう一度作ってください")
        if path.is_file() and name != MARKER:
            if not is_safe(name):
                raise Refusal(f"「{name}」は、公開できない名前のファイルです", "消すか、「site-gen build」でもう一度作ってください")
            found[name] = of_file(path)
    return Manifest(found)


def of_file(path: Path) -> File:
    """The size and the hashes of one file. Raises OSError."""
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            md5.update(block)
            size += len(block)
    return File(size, sha256.hexdigest(), md5.hexdigest())


def is_safe(path: str) -> bool:
    """Whether `path` stays in the folder that it is relative to, and is no hidden file; what a server says is not trusted."""
    return bool(_SAFE.fullmatch(path))


def to_json(manifest: Manifest) -> str:
    """`manifest` as it is kept on a target: the same text for the same files. Raises Unreadable for what could not be read again."""
    for path in manifest.files:
        if not is_safe(path):
            raise Unreadable(path)
    files = [
        f"{json.dumps(path, ensure_ascii=False)}:{json.dumps({'size': one.size, 'sha256': one.sha256, 'md5': one.md5})}"
        for path, one in sorted(manifest.files.items())
    ]
    head = json.dumps({"program": f"site-gen {manifest.program}", "release": manifest.release}, ensure_ascii=False)[1:-1]
    return f"{{{head}, \"files\":{{\n" + ",\n".join(files) + "\n}}\n"


def from_json(text: str | bytes) -> Manifest:
    """The manifest that a target keeps. Raises Unreadable for anything else."""
    try:
        body = json.loads(text)
        files = {path: file_from(path, one) for path, one in body["files"].items()}
        return Manifest(files, str(body["program"]).removeprefix("site-gen "))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise Unreadable(str(reason)[:_TOLD]) from reason


def file_from(path: str, one: Mapping[str, Any]) -> File:  # Any: of JSON
    """What a record says of the file `path`. Raises Unreadable, KeyError, TypeError for what it cannot say."""
    size, sha256, md5 = one["size"], one["sha256"], one["md5"]
    if not (is_safe(path) and type(size) is int and size >= 0 and _HASH["sha256"].fullmatch(sha256) and _HASH["md5"].fullmatch(md5)):
        raise Unreadable(path)
    return File(size, sha256, md5)
