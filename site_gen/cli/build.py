"""The command `build`. Where nothing has changed since the last one, it says so before anything else of the program is imported."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_gen import report, unchanged
from site_gen.cli import terminal
from site_gen.progress import Progress

if TYPE_CHECKING:
    from site_gen.spent import Ledger


@click.command(options_metavar=terminal.OPTIONS)
@terminal.CONTENT
@click.option("--output", "-o", default="output", metavar="フォルダー", type=click.Path(path_type=Path, file_okay=False),
              help="書き込むフォルダー（既定: output）。中身は丸ごと置き換えます。")
@terminal.FORMAT
@terminal.STRICT
@click.option("--no-search", is_flag=True, help="検索の索引を作りません（検索のページは、使えないと説明します）。")
@click.option("--no-cache", is_flag=True, help="前に作ったときの記録を使わず、変わりがなくても作り直します。")
@terminal.JOBS
@click.option("--executor", metavar="dask://ホスト:ポート",
              help="このコンピューターの代わりに、dask のスケジューラーにつながるコンピューターで作ります（--jobs は使いません）。")
@terminal.QUIET
@click.option("--profile", is_flag=True, help="段階ごとに、かかった時間とメモリの表を表示します。")
def build(
    folder: Path, output: Path, form: report.Format, strict: bool, no_search: bool, no_cache: bool, jobs: int | None, executor: str | None,
    quiet: bool, profile: bool,
) -> None:
    """原稿フォルダー（既定は content）からサイトを作ります。

    エラーがあるときは何も書き込みません。前に作ったときから何も変わっていないときは、作り直しません。

    \b
    例:
      site-gen build
      site-gen build content --output output
    """
    if executor is not None:
        from site_gen import cluster

        if reason := cluster.wrong(executor):
            raise terminal.Refused(reason)
    with _ledger(profile) as ledger:
        progress = ledger or Progress()
        progress.stage("変わりの有無の確認")
        options = (folder.as_posix(), *(name for name, given in (("strict", strict), ("no-search", no_search)) if given))
        basis = None
        with contextlib.suppress(OSError):  # of which whoever reads the sources has more to say
            basis = unchanged.basis(folder, options)
        said = unchanged.said(output, basis) if basis and not no_cache else None
        if said is None:
            progress.stage("プログラムの読み込み")
            from site_gen.cli.building import made  # every stage of the program

            said = made(folder, output, form, basis, strict=strict, searchable=not no_search, again=not no_cache, jobs=jobs, executor=executor,
                        quiet=quiet, ledger=ledger)
            progress.stage("記録")
            if basis and said.lying:
                unchanged.remember(output, basis, said)
            done = f"に {said.pages:,} ページ（{said.bytes / 1_000_000:.1f} MB）を作りました。"
        else:
            terminal.tell(said, form)
            done = f"は、前に作ったときから変わりがありません（{said.pages:,} ページ、{said.bytes / 1_000_000:.1f} MB）。"
    if form == "text":
        if said.unfinished:
            click.echo(f"書きかけの注意（todo、placeholder）{said.unfinished} 件は、公開するときはエラーになります。", err=True)
        click.echo(f"{terminal.short(output)} {done}")
        click.echo(f"開くには、{terminal.short(output / 'index.html')} をダブルクリックします。")


def _ledger(wanted: bool) -> "contextlib.AbstractContextManager[Ledger | None]":
    if not wanted:
        return contextlib.nullcontext()
    from site_gen.cli.spending import told  # its table takes a while to import

    return told()
