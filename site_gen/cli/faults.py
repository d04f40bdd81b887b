"""What the commands say when something cannot be done: the disk, a template, the search, a folder that is not there."""

import contextlib
import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import jinja2

from site_gen import content, report
from site_gen.accessibility import results_file
from site_gen.brought import data_folder
from site_gen.cli.terminal import short
from site_gen.problem import Problem, Refusal, Span, error
from site_gen.render import place_in_template, template_fault
from site_gen.search import SearchError

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


def no_content(folder: Path) -> Problem:
    """That there is no such folder of sources, told alike by every command."""
    return error(Span(folder.as_posix()), *content.NO_CONTENT)


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
    """The template, asset or other file of the program that cannot be read, if it is one."""
    if not isinstance(reason.filename, str):
        return None
    path = Path(reason.filename).absolute()
    is_ours = path == results_file() or any(data_folder(name) in path.parents for name in ("templates", "assets"))
    return path if is_ours else None


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
