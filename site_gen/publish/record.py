"""What a target remembers in its folder `.site-gen`: the manifest of what is public, the release that is under way, the files before it.

    manifest.json    what is public
    previous.zip     the files that the last release replaced or deleted, and the manifest before it
    next/state.json  a release that is under way, or was interrupted
    next/before/     what is to become previous.zip
    next/files/      files that have arrived and are not public yet
    lock/            one file for each run that wants to publish
"""

import json
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from site_gen.publish.manifest import OWN, File, Manifest, Unreadable, file_from, from_json, to_json
from site_gen.publish.store import Refusal, Store

MANIFEST = f"{OWN}/manifest.json"
PREVIOUS = f"{OWN}/previous.zip"
NEXT = f"{OWN}/next"
STATE = f"{NEXT}/state.json"
_ASIDE = f"{NEXT}/before"
BEFORE = f"{_ASIDE}/{PREVIOUS}"  # from there it goes to its place without a new name
FILES = f"{NEXT}/files"
PUT = f"{NEXT}/put"  # where a record arrives before it takes the place of an older one

Phase = Literal["sending", "switching"]
_FILES_IN_ZIP = "files/"
_LARGEST = 64_000_000  # bytes of a record: of a site with 300,000 files
_MOST_UNPACKED = 4_000_000_000  # bytes
# What reading a ZIP raises that somebody has damaged or made: encrypted, of a method that is not known, cut off, nested too deep.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, Unreadable, KeyError, ValueError, TypeError, EOFError, RuntimeError,
            OverflowError, FileExistsError, NotADirectoryError, IsADirectoryError)


@dataclass(frozen=True, slots=True)
class State:
    """A release under way: from `base` to `release`. `touched` are the files that may be neither as in `base` nor as they
    will be, from the moment of the phase `switching` on; before, those that an interrupted release has left so. With each
    goes what it may hold when it is there: what releases that were interrupted were to bring, what was there before."""

    release: str
    base: str
    rollback: bool
    phase: Phase
    touched: Mapping[str, tuple[File, ...]]
    who: str
    since: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a target says of itself and the files that are `there`, with their sizes; without a manifest nothing was ever
    published there."""

    manifest: Manifest | None
    state: State | None
    there: Mapping[str, int]

    @property
    def base(self) -> Manifest:
        """What is public, or nothing."""
        return self.manifest or Manifest({})

    @property
    def release(self) -> str:
        """The name of what is public; empty where nothing ever was."""
        return self.manifest.release if self.manifest else ""

    @property
    def is_switched(self) -> bool:
        """Whether the release under way is public already and only what follows is missing."""
        return self.state is not None and self.state.base != self.state.release == self.release

    @property
    def touched(self) -> frozenset[str]:
        """Files of ours that may not be as `base` says, if they hold what is `known` of them."""
        found = frozenset(self.state.touched) if self.state else frozenset[str]()
        return found - self.base.files.keys() if self.is_switched else found

    def known(self, path: str) -> tuple[File, ...]:
        """What the file `path` may hold without anybody having changed it by hand; nothing: it is none of ours."""
        public = (self.base.files[path],) if path in self.base.files else ()
        return (*public, *self.state.touched[path]) if self.state and path in self.touched else public


def read(store: Store, there: Mapping[str, int] | None = None) -> Remembered:
    """What the target remembers and holds, which is `there` where it was listed already. Raises Refusal when that cannot be read."""
    there = store.list() if there is None else there
    if OWN in there:
        raise Refusal(f"公開先の「{OWN}」がフォルダーではありません",
                      "build で作ったフォルダーを手でコピーすると、そこにあった同じ名前の印も一緒に置かれます。その印を消してから、公開してください")
    if large := [name for name in (MANIFEST, STATE) if there.get(name, 0) > _LARGEST]:
        raise _broken(f"{large[0]} が大きすぎます")
    with tempfile.TemporaryDirectory() as folder:
        store.fetch((name for name in (MANIFEST, STATE) if name in there), Path(folder))
        manifest, state = Path(folder, MANIFEST), Path(folder, STATE)
        try:
            return Remembered(
                from_json(manifest.read_bytes()) if manifest.is_file() else None,
                _state(state.read_bytes()) if state.is_file() else None, there,
            )
        except Unreadable as reason:
            raise _broken(str(reason)) from reason


def keep_manifest(store: Store, manifest: Manifest) -> None:
    """From now on `manifest` is what is public."""
    _put(store, MANIFEST, to_json(manifest).encode("utf-8"))


def keep_state(store: Store, state: State) -> None:
    """The release that is under way."""
    _put(store, STATE, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode("utf-8"))


def keep_before(store: Store, pack: Path) -> None:
    """The files before the release that is under way."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / BEFORE).parent.mkdir(parents=True)
        pack.replace(Path(folder) / BEFORE)
        _send(store, Path(folder), BEFORE)


def keep_previous(store: Store) -> None:
    """What was before the release that is under way, and lies there, is what the next rollback puts back."""
    store.move((PREVIOUS,), _ASIDE)


def pack(path: Path, after: str, manifest: Manifest, folder: Path, files: Iterable[str], *, edited: frozenset[str],
         missing: frozenset[str]) -> None:
    """Write to `path` a ZIP that leads back from the release `after` to `manifest`, with `files` of `folder`; the rest as in `Pack`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr("after.json", json.dumps({"after": after, "edited": sorted(edited), "missing": sorted(missing)}))
        found.writestr("manifest.json", to_json(manifest))
        for name in sorted(files):
            found.write(folder / name, _FILES_IN_ZIP + name)


@dataclass(frozen=True, slots=True)
class Pack:
    """A ZIP that was unpacked: it leads back from the release `after` to `manifest`; `files` are those it brings.

    `manifest` is what was there, which was not all as published: somebody had `edited` some files by hand, others were `missing`.
    """

    after: str
    manifest: Manifest
    files: frozenset[str]
    edited: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


def unpack(store: Store, name: str, folder: Path) -> Pack | None:
    """Put the files of the ZIP `name` of the target into `folder`; None where there is none. Raises Refusal when it is broken."""
    with tempfile.TemporaryDirectory() as fetched:
        store.fetch((name,), Path(fetched))
        path = Path(fetched) / name
        if not path.is_file():
            return None
        try:
            with zipfile.ZipFile(path) as found:
                return _unpacked(found, folder)
        except _DAMAGED as reason:
            raise Refusal(f"公開先の {name} が壊れています（{reason}）",
                          "前の公開には戻せません。手元の原稿から作り直して公開してください") from reason


def _unpacked(found: zipfile.ZipFile, folder: Path) -> Pack:
    """Raises what `_DAMAGED` names. The sizes are looked at before anything is unpacked: a few bytes can hold a disk full."""
    sizes = {one.filename: one.file_size for one in found.infolist()}
    if any(sizes[one] > _LARGEST for one in ("after.json", "manifest.json")):
        raise Unreadable("manifest.json")
    manifest = from_json(found.read("manifest.json"))
    names = [one.removeprefix(_FILES_IN_ZIP) for one in sizes if one.startswith(_FILES_IN_ZIP)]
    for one in names:
        if one not in manifest.files or sizes[_FILES_IN_ZIP + one] != manifest.files[one].size:
            raise Unreadable(one)
    if sum(manifest.files[one].size for one in names) > _MOST_UNPACKED:
        raise Unreadable(f"{_MOST_UNPACKED:,} バイトより大きくなります")
    for one in names:
        (folder / one).parent.mkdir(parents=True, exist_ok=True)
        (folder / one).write_bytes(found.read(_FILES_IN_ZIP + one))
    after = json.loads(found.read("after.json"))
    return Pack(str(after["after"]), manifest, frozenset(names), _names(after, "edited"), _names(after, "missing"))


def _names(after: Mapping[str, object], key: str) -> frozenset[str]:
    """A list of paths; what earlier versions of this program wrote has none."""
    found = after.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Unreadable(key)
    return frozenset(found)


def _broken(why: str) -> Refusal:
    return Refusal(f"公開先の記録（{OWN}）が壊れているか、site-gen のものではありません（{why}）",
                   f"公開先の {OWN} フォルダーを別の名前にして控え、ほかのファイルも移してから、公開し直してください")


def _put(store: Store, name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        _send(store, Path(folder), name)


def _send(store: Store, folder: Path, name: str) -> None:
    if store.sends_whole:
        store.send(folder, (name,), "")
    else:
        store.send(folder, (name,), PUT)
        store.move((name,), PUT)


def _state(data: bytes) -> State:
    try:
        body: Mapping[str, object] = json.loads(data)
        touched, phase = body["touched"], body["phase"]
        if not isinstance(touched, dict):
            raise Unreadable("touched")
        files = {path: tuple(file_from(path, one) for one in known) for path, known in touched.items()}
        if phase not in ("sending", "switching"):
            raise Unreadable("phase")
        return State(str(body["release"]), str(body["base"]), body["rollback"] is True,
                     "switching" if phase == "switching" else "sending", files, str(body["who"]), str(body["since"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise Unreadable(str(reason)[:100]) from reason
