"""What the commands share: their options, how they tell problems, show progress, refuse and name places."""

import contextlib
import errno
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import jinja2
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task
from rich.text import Text

from site_gen import content, dates, report
from site_gen.brought import data_folder
from site_gen.dates import Moment
from site_gen.forms import FORMS
from site_gen.problem import Problem, Refusal, Span, error
from site_gen.render import place_in_template, template_fault
from site_gen.search import SearchError

OPTIONS = "[オプション]"
CONTENT = click.argument(
    "folder", metavar="[原稿フォルダー]", default="content", type=click.Path(path_type=Path, file_okay=False)
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(report.FORMATS), default="text",
    help="問題の表示形式。text: 人が読む（既定）、json: 他の道具が読む、github: GitHub の注釈",
)
STRICT = click.option("--strict", is_flag=True, help="注意もエラーとして扱います。")

_REASONS = {
    errno.EACCES: "書く権限がないか、ほかのプログラムが開いています",
    errno.EPERM: "書く権限がありません",
    errno.EROFS: "読み取り専用の場所です",
    errno.ENOSPC: "空き容量が足りません",
    errno.ENOTDIR: "途中にフォルダーではないものがあります",
    errno.EEXIST: "同じ名前のファイルがあります",
    errno.EISDIR: "同じ名前のフォルダーがあります",
    errno.EBUSY: "ほかのプログラムが使っています",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOENT: "場所がありません",
}


class FormCode(click.Choice):  # type: ignore[type-arg]  # click before 8.2 takes no argument there
    """The code of a form; who writes another word is told the codes with their names."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        known = "、".join(f"{form.code}（{form.name}）" for form in reversed(FORMS))
        return f"「{value}」ではなく、{known}のどれかを書いてください。"


def no_content(folder: Path) -> Problem:
    """That there is no such folder of sources, told alike by every command."""
    return error(Span(folder.as_posix()), *content.NO_CONTENT)


class Refused(click.ClickException):
    """What was asked for would do harm: one sentence, and the exit code of wrong usage."""

    exit_code = 2


def tell(result: content.Result, form: report.Format) -> None:
    if form == "json":
        click.echo(report.as_json(result.problems))
    elif form == "github":
        click.echo(report.github(result.problems), nl=bool(result.problems))
    else:
        if result.problems:
            click.echo(report.text(result.problems), err=True)
        if result.files:
            click.echo(f"{result.files} 個のファイルを調べました。{report.summary(result.problems)}。", err=True)


def stops(result: content.Result, strict: bool) -> bool:
    """Whether the problems end the command with 1."""
    return bool(result.errors or (strict and any(problem.severity != "notice" for problem in result.problems)))


@contextlib.contextmanager
def disk(place: Path) -> Iterator[None]:
    """Says in one sentence why the disk refuses to write at `place`, and ends."""
    try:
        yield
    except OSError as reason:
        click.echo(report.text([trouble(reason, place)]), err=True)
        sys.exit(1)


def troubles(reason: OSError | jinja2.TemplateError | SearchError | Refusal, place: Path) -> tuple[Problem, ...]:
    """Why no site was made at `place`, as `trouble`; of a site that is not sound, and of a second build, in their own words."""
    return reason.problems if isinstance(reason, Refusal) else (trouble(reason, place),)


def trouble(reason: OSError | jinja2.TemplateError | SearchError, place: Path) -> Problem:
    """Why the disk refuses to write at `place` or to read what the program brings, why there is no index for the search, or
    which line of a template is wrong, for a city that changed it."""
    if isinstance(reason, SearchError):
        return error(Span(place.as_posix()), "search-index", str(reason), reason.hint)
    if isinstance(reason, OSError) and not isinstance(reason, jinja2.TemplateError):  # a missing template is both
        why = _REASONS.get(reason.errno or 0, f"理由の番号 {reason.errno}")
        if ours := _brought(reason):
            return error(Span(short(ours)), "cannot-read", "読み込めません（読む権限がないか、ファイルが壊れています）",
                         "ファイルの権限を確かめるか、元のファイルに戻してください")
        return error(Span(place.as_posix()), "cannot-write", f"書き込めません（{why}）",
                     "別のフォルダーを書くか（--output や --to）、管理者に書き込みの権限を確かめてください")
    found = place_in_template(reason)
    at = Span(short(found[0]), found[1], 1) if found and found[1] else Span("templates")
    return error(at, *template_fault(reason))


def _brought(reason: OSError) -> Path | None:
    """The template or asset that cannot be read, if it is one."""
    if not isinstance(reason.filename, str):
        return None
    path = Path(reason.filename).absolute()
    return path if any(data_folder(name) in path.parents for name in ("templates", "assets")) else None


@contextlib.contextmanager
def endable() -> Iterator[None]:
    """Has a polite order to end (SIGTERM; SIGHUP where a terminal is closed) end the command as Ctrl-C does: it tidies up."""
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {one: signal.signal(one, _end) for one in signals if signal.getsignal(one) == signal.SIG_DFL}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _end(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what tidies up is not to be interrupted
    sys.exit(128 + number)


@contextlib.contextmanager
def counter(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Counts the pages on a terminal; elsewhere nothing is shown."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(SpinnerColumn("line"), _Pages(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda _: progress.advance(task)


class _Pages(ProgressColumn):
    """How many pages are written, and how fast."""

    def render(self, task: Task) -> Text:
        rate = f"（毎秒 {task.speed:,.0f} ページ）" if task.speed else ""
        return Text(f"ページを書いています：{task.completed:,.0f} ページ{rate}")


def give(texts: dict[Path | None, str] | dict[Path, str]) -> None:
    """Write each text to its file, or print it where there is none."""
    for path, text in texts.items():
        if path is None:
            click.echo(text, nl=False)
            continue
        with disk(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        click.echo(f"{short(path)} を書きました。")


def slug(name: str, reserved: frozenset[str]) -> str:
    wrong = content.wrong_name(name, reserved)
    if wrong:
        raise click.BadParameter(f"{wrong[1]}。{wrong[2]}。")
    return name


def day(text: str | None) -> Moment | None:
    """The day that `text` names; None where nothing was said."""
    if text is None:
        return None
    found = dates.moment(text)
    if isinstance(found, dates.Unreadable) or not found.day:
        raise click.BadParameter(f"「{text[:40]}」を日として読めません。2026-04-01 のように書いてください。")
    return found


def printable(name: str) -> str:
    if any(ord(one) < 32 or 0xD800 <= ord(one) < 0xE000 for one in name):
        raise click.BadParameter("改行や制御文字は使えません。")
    return name


def steps(steps: Sequence[str]) -> str:
    if len(steps) == 1:
        return f"\n次にすること: {steps[0]}"
    return "\n次にすること:\n" + "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))


def short(path: Path) -> str:
    """`path` as one types it here: from the current folder where it lies in it."""
    with contextlib.suppress(ValueError):
        return path.absolute().relative_to(Path.cwd()).as_posix()
    return path.as_posix()
