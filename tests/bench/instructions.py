"""How many instructions the hot stages take for one 全項目評価書, beside tests/bench/instructions.json: a trend without noise.

`make instructions` counts (valgrind's callgrind; about five minutes) and says by how much each stage grew or shrank; it fails at
nothing. INSTRUCTIONS=--write puts the counts into the file, whose difference is then looked at in review. Counts belong to a machine's
libraries and Python: on another Python they are told, not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench import made
from tests.bench.stages import MARK, NAMES
from tests.conftest import ROOT

STORE = Path(__file__).with_name("instructions.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.instructions", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the counts into tests/bench/instructions.json")
    given = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("Counting needs valgrind (Debian's package valgrind).")
    with tempfile.TemporaryDirectory(prefix="site-gen-") as folder:
        counts = counted(Path(folder))
    kept = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}
    print("\n".join(compared(counts, kept.get("counts", {}), platform.python_version() == kept.get("python"))))
    if given.write:
        said = {"python": platform.python_version(), "machine": platform.machine(), "counts": counts}
        STORE.write_text(f"{json.dumps(said, indent=1)}\n", encoding="utf-8")


def counted(folder: Path) -> dict[str, int]:
    """By stage, the instructions of one run over a generated document, the same in each run."""
    sources = folder / "content"
    made.make(sources, made.Size(1, 1, 0, 0))
    command = [sys.executable, "-m", "tests.bench.stages", str(sources)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    subprocess.run([*command, str(folder / "first")], check=True, env=environment, cwd=ROOT)  # so that every module is compiled
    subprocess.run(
        ["valgrind", "--tool=callgrind", f"--dump-before={MARK}", f"--callgrind-out-file={folder}/counted", "--quiet", *command,
         str(folder / "second")],
        check=True, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL,
    )
    assert not (folder / f"counted.{len(NAMES) + 2}").exists(), f"something else calls {MARK}: counts are not of the stages that they name"
    return dict(zip(NAMES, (total(folder / f"counted.{number}") for number in range(1, len(NAMES) + 1)), strict=True))


def total(dump: Path) -> int:
    """The instructions of one of callgrind's files."""
    found = re.search(r"(?m)^(?:totals|summary): (\d+)", dump.read_text(encoding="utf-8", errors="replace"))
    assert found, f"{dump} holds no total"
    return int(found[1])


def compared(counts: Mapping[str, int], kept: Mapping[str, int], same: bool) -> list[str]:
    """A line a stage: millions of instructions, and how they changed against those that were `kept` (of the `same` Python)."""
    lines = []
    for name, count in counts.items():
        was = kept.get(name, 0)
        change = f"{count / was - 1:+.1%}" if was and same else "not compared: counted with another Python" if was else "new"
        lines.append(f"{name:<8} {count / 1e6:10,.1f} M  {change}")
    return lines


if __name__ == "__main__":
    main()
