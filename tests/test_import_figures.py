"""docs/import.md: its figures are those of the import as it is now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests import figures


def test_figures_of_the_document(seeds: Path) -> None:
    """All but the times, which depend on the machine; `make import-figures` writes them anew."""
    written = figures.parted(figures.DOCUMENT.read_text(encoding="utf-8"))[1]
    assert _timeless(written) == _timeless(figures.table(seeds))


def test_targets(seeds: Path) -> None:
    """At most this share is left over (000, 003, 004 none; 001 at most 1 %; 002 at most 0.5 %), and the shares add up."""
    targets = {"000": 0.0, "001": 0.01, "002": 0.005, "003": 0.0, "004": 0.0}
    for path in seeds.glob("*.txt"):
        done = figures.imported(path)
        assert done.left <= done.characters * targets[path.name[:3]]
        assert done.placed + done.form_text + done.left == done.characters


def test_a_folder_without_documents(tmp_path: Path) -> None:
    """One sentence, and the document stays as it is."""
    before = figures.DOCUMENT.read_bytes()
    done = subprocess.run([sys.executable, "-m", "tests.figures", str(tmp_path)], cwd=figures.DOCUMENT.parent.parent,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    assert figures.DOCUMENT.read_bytes() == before


def _timeless(table: str) -> str:
    return re.sub(r"\| [0-9.]+ \|$", "|", table, flags=re.M)
