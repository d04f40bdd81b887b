"""A built folder in, one ZIP out, for networks without a connection: the site, its manifest, and SHA-256 sums; always the same bytes.

Files are stored, not compressed: compressed bytes depend on the zlib of the machine.
"""

import hashlib
import os
import zipfile
from pathlib import Path

from site_gen.publish import manifest as manifests
from site_gen.publish.manifest import Manifest
from site_gen.publish.store import Refusal

SITE = "site/"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold


def name(output: Path, day: str) -> str:
    """What the ZIP of `output` is called: output-2025-03-28.zip."""
    stem = output.resolve().name
    return f"{stem}-{day}.zip" if day else f"{stem}.zip"


def write(folder: Path, manifest: Manifest, path: Path) -> str:
    """Write the ZIP of `folder` to `path` and return its SHA-256. Raises Refusal when `path` is another's, OSError."""
    if path.exists() and not _is_ours(path):
        raise Refusal(f"「{path.as_posix()}」は site-gen が作った ZIP ではないため、置き換えませんでした", "別の名前を書いてください")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.partial")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as pack:
            text = manifests.to_json(manifest).encode("utf-8")
            sums = [f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n"]
            sums += (f"{file.sha256}  {SITE}{one}\n" for one, file in sorted(manifest.files.items()))
            pack.writestr(_entry(MANIFEST), text)
            pack.writestr(_entry(SUMS), "".join(sums))
            for one, file in sorted(manifest.files.items()):
                data = (folder / one).read_bytes()
                if hashlib.sha256(data).hexdigest() != file.sha256:
                    raise Refusal(f"ZIP を作っている間に「{one}」が変わりました", "build が終わってから、もう一度実行してください")
                pack.writestr(_entry(SITE + one), data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return manifests.of_file(path).sha256


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o100644 << 16
    return entry


def _is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as pack:
            return {MANIFEST, SUMS} <= set(pack.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
