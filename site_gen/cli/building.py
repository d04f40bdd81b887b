"""What the command `build` does when there is something to do: read, make, tell. It imports every stage."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import jinja2

from site_gen import build, cluster, content, crew, guard, report, unchanged
from site_gen.cli import faults, terminal
from site_gen.problem import Refusal
from site_gen.progress import Several
from site_gen.search import SearchError
from site_gen.spent import Ledger, Work
from site_gen.unchanged import Basis, Said


def made(
    folder: Path, output: Path, form: report.Format, basis: Basis | None, *, strict: bool, searchable: bool, again: bool, jobs: int | None,
    executor: str | None, quiet: bool, ledger: Ledger | None,
) -> Said:
    """Make the site of `folder` in `output` and tell what was found; out comes what to tell of it again, as long as it is the same.
    `basis` is what it is made of, as far as that can be read; `executor` is the address of a cluster that does it. What it takes is written
    into `ledger`. Ends the command where nothing can be made."""
    with faults.disk(output):
        reason = build.refusal(output, folder)
    if reason:
        raise terminal.Refused(reason)
    found: list[content.Result] = []
    wanted = build.Wanted(
        searchable=searchable, strict=strict, jobs=jobs or crew.cores(), cache=unchanged.cache(output), again=again,
        hire=partial(_hired, executor=executor, worked=ledger.worked if ledger else None), shown=folder.as_posix(),
    )
    try:
        with terminal.progress(quiet) as shown:
            progress = Several((shown, ledger)) if ledger else shown
            written = build.make(folder.absolute() if executor else folder, output, wanted, progress, read=found.append, then=basis)
    except (OSError, jinja2.TemplateError, SearchError, Refusal) as failure:
        result = found[0] if found else content.Result(None, (), 0)
        terminal.tell(replace(result, problems=(*result.problems, *faults.troubles(failure, output))), form)
        click.echo("サイトは作りませんでした（前のサイトがあれば、そのままです）。", err=True)
        sys.exit(1)
    result = found[-1]  # where what was remembered turned out to be unreadable, all was read again
    if written is None:
        terminal.tell(result, form)
        click.echo("エラーがあるため、サイトは作りませんでした。", err=True)
        sys.exit(1)
    unfinished = sum(problem.code in guard.LATER for problem in result.problems)
    said = Said((*result.problems, *written.problems), result.files, written.pages, written.bytes, unfinished, written.lying)
    terminal.tell(replace(said, problems=(*said.problems, *written.replaced)), form)
    return said


def _hired(jobs: int, executor: str | None, worked: Callable[[Work], None] | None) -> crew.Crew:
    return cluster.Cluster(executor, worked) if executor else crew.Crew(jobs, worked)
