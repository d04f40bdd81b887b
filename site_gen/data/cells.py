"""A row of a table in, the cells of its CSV record out."""

from collections.abc import Iterator

from site_gen.csv_files import Record
from site_gen.data.rows import Row
from site_gen.data.tables import STATES, Column, Table

_YES, _NO = "はい", "いいえ"


def record(table: Table, row: Row) -> Record:
    """`row` as the cells of its record, one for each of `heads`."""
    return tuple(cell for column in table.columns for cell in _cells(column, row[column.key]))


def _cells(column: Column, value: object) -> Iterator[str]:
    if isinstance(value, dict):  # said, ticked
        yield value["text"] if column.kind == "said" else "\n".join(value["values"])
        yield STATES[value["state"]]
    elif column.kind == "objects":
        assert isinstance(value, list)
        for field in column.fields:
            yield "\n".join(cell for one in value for cell in _cells(field, one[field.key]))
    elif isinstance(value, list):
        yield "\n".join(value)
    elif isinstance(value, bool):
        yield _YES if value else _NO
    else:
        yield "" if value is None else dict(column.words)[str(value)] if column.kind == "word" else str(value)
