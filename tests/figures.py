"""Documents of real assessments in, the table of docs/import.md out: how much of each an import places, and in what time.

`python -m tests.figures FOLDER` imports every .txt in FOLDER and writes the table into docs/import.md.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from site_gen import importers
from site_gen.forms import form_named
from site_gen.importers import Import

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/import.md"
GIVEN = {"003": "zenkomoku"}  # 川口市's list names no form
HEAD = "| document | form | characters | placed | form text | left over | suspicious | items | guessed | seconds |"
RULE = "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
BEGIN, END = "<!-- made by make import-figures -->", "<!-- end -->"


def imported(path: Path) -> Import:
    """The import of one document, on the form that it is known to be when it does not say so itself."""
    return importers.run([path], form_named(GIVEN.get(path.name[:3], "")))


def line(path: Path) -> list[str]:
    """The cells of the table for one document; the last, the time, is the shortest of three."""
    seconds: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        done = imported(path)
        seconds.append(time.perf_counter() - start)
    shares = [_share(number, done.characters) for number in (done.placed, done.form_text, done.left)]
    strange = sum(len(one.text) for one in done.strange)
    return [
        path.name[:3], done.form.name, f"{done.characters:,}", *shares, str(strange), f"{done.result.items:,}",
        str(len(done.result.guessed)), f"{min(seconds):.2f}",
    ]


def table(folder: Path) -> str:
    """The table of all documents in `folder`, by name."""
    rows = [f"| {' | '.join(line(path))} |" for path in sorted(folder.glob("*.txt"))]
    return "\n".join([HEAD, RULE, *rows])


def parted(text: str) -> tuple[str, str, str]:
    """The document before the table, the table, and what follows."""
    before, rest = text.split(BEGIN)
    inside, after = rest.split(END)
    return before, inside.strip(), after


def _share(number: int, of: int) -> str:
    """A part in percent; the smallest one is not rounded to nothing."""
    return f"{number / of:.2%}" if number == 0 or number / of >= 0.00005 else "<0.01%"


def main() -> None:
    """Writes the table of the folder named on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 and sys.argv[1] else None
    if folder is None or not any(folder.glob("*.txt")):
        sys.exit("Name the folder that holds the documents as .txt: make import-figures SEEDS=folder")
    before, _, after = parted(DOCUMENT.read_text(encoding="utf-8"))
    made = table(folder)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8", newline="\n")
    print(made)


if __name__ == "__main__":
    main()
