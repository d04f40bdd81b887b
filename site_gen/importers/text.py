"""Text with tabs between cells in, rows out: one line a row, a cell that was cut by a line end joined again."""

from collections.abc import Iterator
from pathlib import Path

from site_gen.importers.rows import Row, row


def read(path: Path, text: str) -> Iterator[Row]:
    """The rows of `text`, which is that of the file `path`; blank lines are rows without cells."""
    for number, line in enumerate(text.split("\n"), 1):
        yield row(path.name, number, line.split("\t") if line.strip() else [])
