"""What each stage of a command took, as a table for whoever asked for it (`--profile`)."""

import contextlib
import io
from collections.abc import Iterator, Sequence

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from site_gen.spent import Ledger, Spent, total

_WIDTH = 120
_HEADS = ("時間", "CPU", "作業プロセスの CPU", "メモリ", "作業プロセスのメモリ")
_SAID = "時間と CPU は秒、メモリは MB（始めからその段階の終わりまでの最大。作業プロセスは最も大きい1つ）。「-」は、ないか、分からないことを示します。"


@contextlib.contextmanager
def told() -> Iterator[Ledger]:
    """A ledger, whose table is printed beside what a command gives, also when it ends early."""
    ledger = Ledger()
    try:
        yield ledger
    finally:
        click.echo(table(ledger.rows()), err=True, nl=False)


def table(rows: Sequence[Spent]) -> str:
    """`rows` and what they make together, a line each."""
    made = Table(box=SIMPLE, pad_edge=False)
    made.add_column("段階", footer="")
    for head in _HEADS:
        made.add_column(head, justify="right")
    for one in rows:
        made.add_row(*_cells(one))
    made.add_section()
    made.add_row(*_cells(total(rows, "合計（メモリは最大）")))
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
    console.print(made)
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().strip("\n").splitlines()) + f"\n{_SAID}\n"


def _cells(one: Spent) -> tuple[str, ...]:
    return (one.stage, f"{one.wall:,.2f}", f"{one.own:,.2f}", _or_none(one.others, 2), _or_none(one.memory / 1_000_000, 0),
            _or_none(one.of_others / 1_000_000, 0))


def _or_none(number: float, digits: int) -> str:
    return f"{number:,.{digits}f}" if number else "-"
