"""The command `preview`: shows the site while its sources are written."""

import asyncio
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import click

from site_gen import preview as previewing
from site_gen import report
from site_gen.cli import faults, terminal

_TOLD = 5  # problems told here; the page shows more


@click.command(options_metavar=terminal.OPTIONS)
@terminal.CONTENT
@click.option("--port", default=previewing.FIRST_PORT, show_default=False, metavar="番号", type=click.IntRange(0, 65535),
              help=f"使うポートの番号（0 から 65535 まで、既定: {previewing.FIRST_PORT}）。ほかのプログラムが使っていれば、次の空いた番号にします。")
@click.option("--open", "show", is_flag=True, help="ブラウザーを開きます。")
@click.option("--no-search", is_flag=True, help="検索の索引を作りません（検索のページは、使えないと説明します）。")
def preview(folder: Path, port: int, show: bool, no_search: bool) -> None:
    """原稿フォルダー（既定は content）のサイトを、このパソコンのブラウザーで見られるようにします。

    原稿、テンプレート、画像などを保存すると、開いているページが新しくなります。
    エラーがあれば、直し方をページの下に示します。下書きの評価書も見られます。
    ほかのパソコンからは見られません。output には何も書きません。Ctrl+C で終わります。

    \b
    例:
      site-gen preview
      site-gen preview genko --open
    """
    if not os.path.isdir(folder):
        click.echo(report.text([faults.no_content(folder)]), err=True)
        sys.exit(1)
    check = "site-gen check" + ("" if folder == Path("content") else f" {terminal.short(folder)}") + " --drafts"
    try:
        with faults.disk(Path(tempfile.gettempdir())):
            asyncio.run(previewing.serve(folder, port, _ready, partial(_say, check), searchable=not no_search, show=show))
    except previewing.NoPort as reason:
        raise click.ClickException(str(reason)) from None
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    click.echo("\nプレビューを終わりました。")


def _ready(address: str, asked: int) -> None:
    if asked and f":{asked}/" not in address:
        click.echo(f"{asked} 番のポートはほかのプログラムが使っているため、別の番号にしました。")
    click.echo(f"{address} をブラウザーで開いてください（このパソコンからだけ見られます）。終わるには Ctrl+C を押します。")


def _say(check: str, news: previewing.News) -> None:
    """Tell the news; `check` is the command that shows all problems."""
    number = len(news.wrong)
    shown = "エラーになる前のページを表示しています" if news.pages else "ページを見るには、まず直してください"
    seconds = f"{news.seconds:.2f} 秒" if news.saved else ""
    warned = f"注意 {news.warnings} 件。「{check}」で見られます" if news.warnings and not number else ""
    fine = "新しくしました" if news.saved else "原稿を読みました"
    done = f"{'、'.join(news.gone)} がなくなりました" if news.gone else fine
    state = f"エラー {number} 件。{shown}" if number else done
    told = "。".join(filter(None, (seconds, warned)))
    click.echo(f"{time.strftime('%H:%M:%S')} {_edit(news)}{state}{f'（{told}）' if told else ''}")
    if number:
        click.echo(report.text(news.wrong[:_TOLD]))
    if number > _TOLD:
        click.echo(f"    ほか {number - _TOLD} 件（ページか「{check}」で見られます）")


def _edit(news: previewing.News) -> str:
    """What was saved, as the beginning of a line."""
    names = sorted(terminal.short(path) for path in news.saved)
    more = f" ほか {len(names) - 1} 件" if len(names) > 1 else ""
    return f"{names[0]}{more}：" if names else ""
