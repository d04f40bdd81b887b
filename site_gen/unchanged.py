"""What a build was made of and what it said, in; out, whether the next one would be the same, and then what to say of it.

A record lies beside the output folder (`.site-gen-cache/output.json`): digests of all sources and of the program, how the built
files lie there, what was told. It is light to read, as a build that has nothing to do is there to be quick: next to nothing of the
program is imported here. A record that cannot be read is one that is not there; nothing in it is ever shown in place of what is so.
"""

import contextlib
import hashlib
import json
import os
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from site_gen import marker
from site_gen.brought import data_folder
from site_gen.problem import Problem, Span

FOLDER = ".site-gen-cache"
_VERSION = 3  # of the record's shape
_DEEPEST = 8  # folders in folders that are looked into; an assessment's lie three deep
_IGNORED = "# Made by site-gen; may be removed at any time.\n*\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a build told: problems, of how many files; how many pages and bytes it wrote; how many of the problems are of what is
    unfinished and cannot be published; how what it wrote lay there when it was done (`marker.lying`; empty where sources were edited meanwhile,
    so that nobody knows what it is made of)."""

    problems: tuple[Problem, ...]
    files: int
    pages: int
    bytes: int
    unfinished: int
    lying: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What a build is made of: of the sources by folder (empty, `mihon`, `mihon/boshi`; what lies deeper goes with the last) what stands
    for all that is in it, a digest of the program with what that is made of, the build's options."""

    folders: Mapping[str, str]
    program: str
    options: tuple[str, ...] = ()


def basis(content: Path, options: tuple[str, ...] = ()) -> Basis:
    """The basis of a build of `content` as it lies there now; `options` are whatever else decides what is made and told.

    Raises OSError.
    """
    folders: dict[str, str] = {}  # each a chain: of a nation nobody holds the names of all files
    for path, digest in digests(content):
        home = "/".join(path.split("/")[:-1][:2])
        folders[home] = _digest(f"{folders.get(home, '')}\n{path} {digest}")
    return Basis(folders, whole_program(), options)


def said(output: Path, now: Basis) -> Said | None:
    """What the last build of `output` told where one on the basis `now` would make and tell the same, and nobody has touched what it
    wrote; else None."""
    try:
        known = json.loads(_record(output).read_text(encoding="utf-8"))
        if known["version"] != _VERSION or known["basis"] != _as_read(now) or known["lying"] != marker.lying(output, systems_own=True):
            return None  # where a system has put something into it, a build is there to take it out
        problems = tuple(Problem(Span(*one.pop("span")), **one) for one in known["problems"])
        return Said(problems, known["files"], known["pages"], known["bytes"], known["unfinished"], known["lying"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(output: Path, then: Basis, told: Said) -> None:
    """Write down that `output` was built on the basis `then`, which must have been the same before and after, and what was told; where
    that cannot be written, the next build does everything."""
    with contextlib.suppress(OSError):
        record = _record(output)
        prepare(record.parent)
        problems = [{**asdict(one), "span": [one.span.path, one.span.line, one.span.column]} for one in told.problems]
        whole = {"version": _VERSION, "basis": _as_read(then), "lying": told.lying, "problems": problems,
                 "files": told.files, "pages": told.pages, "bytes": told.bytes, "unfinished": told.unfinished}
        written = record.with_suffix(f".{os.getpid()}")
        try:
            written.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
            written.replace(record)
        finally:
            with contextlib.suppress(OSError):
                written.unlink()


def cache(output: Path) -> Path:
    """The file beside `output` for what a build made of what (`manifest`)."""
    return _record(output).with_name(f"{output.resolve().name}.sqlite")


def prepare(folder: Path) -> None:
    """Make the folder for what is remembered, which no repository is to hold. Raises OSError."""
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")


def _record(output: Path) -> Path:
    whole = output.resolve()
    return whole.parent / FOLDER / f"{whole.name}.json"


def _as_read(one: Basis) -> dict[str, object]:
    """`one` as the record has it."""
    sources = _digest("\n".join(f"{folder} {digest}" for folder, digest in one.folders.items()))
    return {"sources": sources, "program": one.program, "options": list(one.options)}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def program() -> str:
    """One digest of every file of the program, its templates and assets. Raises OSError."""
    found = hashlib.blake2b(digest_size=16)
    for folder in (Path(__file__).parent, data_folder("templates"), data_folder("assets")):
        for path, digest in sorted(digests(folder)):
            found.update(f"{path} {digest}\n".encode())
    return found.hexdigest()


def whole_program() -> str:
    """One digest of the program and of which versions of its libraries there are. Raises OSError."""
    libraries = (name for name in os.listdir(sysconfig.get_path("purelib")) if name.endswith(".dist-info"))
    return _digest("\n".join([program(), *sorted(libraries)]))


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """The path of every file in `folder` and the folders in it, each time in the same order, and a digest of what it holds; of folders the
    path alone, as an empty one can be a mistake. What systems put there by themselves is no source. Raises OSError."""
    for path, entry in _walk(str(folder), ""):
        if entry.is_dir():
            yield path, ""
        elif not (path.endswith(".pyc") or marker.is_systems_own(entry.name)):
            with open(entry.path, "rb") as file:
                yield path, hashlib.blake2b(file.read(), digest_size=16).hexdigest()


def _walk(folder: str, above: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Every file and folder in `folder` by its path there, each time in the same order; those of other tools (`.git`, `__pycache__`) are
    left out, links followed as deep as anything is read."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name not in ("__pycache__", ".git") and above.count("/") < _DEEPEST:
                yield f"{above}{entry.name}/", entry
                yield from _walk(entry.path, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry
