"""What the commands share: their options, how they tell problems, show progress, refuse and name places."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from site_gen import report
from site_gen.problem import Problem
from site_gen.progress import Progress

OPTIONS = "[オプション]"
CONTENT = click.argument(
    "folder", metavar="[原稿フォルダー]", default="content", type=click.Path(path_type=Path, file_okay=False)
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(report.FORMATS), default="text",
    help="問題の表示形式。text: 人が読む（既定）、json: 他の道具が読む、github: GitHub の注釈",
)
STRICT = click.option("--strict", is_flag=True, help="注意もエラーとして扱います。")
JOBS = click.option("--jobs", "-j", metavar="数", type=click.IntRange(1), help="いくつの仕事を同時にするか（既定: コンピューターのコアの数）。")
QUIET = click.option("--quiet", "-q", is_flag=True, help="進み具合を表示しません。")


class Refused(click.ClickException):
    """What was asked for would do harm: one sentence, and the exit code of wrong usage."""

    exit_code = 2


class Told(Protocol):
    """What was found in the sources: problems, and of how many files."""

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    @property
    def files(self) -> int: ...


def tell(result: Told, form: report.Format) -> None:
    if form == "json":
        click.echo(report.as_json(result.problems))
    elif form == "github":
        click.echo(report.github(result.problems), nl=bool(result.problems))
    else:
        if result.problems:
            click.echo(report.text(result.problems), err=True)
        if result.files:
            click.echo(f"{result.files} 個のファイルを調べました。{report.summary(result.problems)}。", err=True)


def stops(result: Told, strict: bool) -> bool:
    """Whether the problems end the command with 1."""
    return any(problem.severity == "error" or (strict and problem.severity != "notice") for problem in result.problems)


def progress(quiet: bool) -> contextlib.AbstractContextManager[Progress]:
    """Shows how far a build or a check is: a bar on a terminal, a line now and then elsewhere."""
    if quiet:
        return contextlib.nullcontext(Progress())
    from site_gen.cli.progress import Bar, Lines  # only who looks waits for it

    return Bar() if sys.stderr.isatty() else Lines()


def steps(steps: Sequence[str]) -> str:
    if len(steps) == 1:
        return f"\n次にすること: {steps[0]}"
    return "\n次にすること:\n" + "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))


def short(path: Path) -> str:
    """`path` as one types it here: from the current folder where it lies in it."""
    with contextlib.suppress(ValueError):
        return path.absolute().relative_to(Path.cwd()).as_posix()
    return path.as_posix()
