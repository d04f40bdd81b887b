"""The command `headers`: settings for the web server that publishes the site, as files to copy."""

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
import jinja2

from site_gen import content, own, report
from site_gen import headers as server
from site_gen.cli import faults, terminal


def _folder_on_server(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    base = f"/{text.strip('/')}/" if text.strip("/") else "/"
    if not server.BASE.fullmatch(base) or re.match("//", text):
        raise click.BadParameter(
            f"「{text[:80]}」は使えません。公開するアドレスのうち、サーバーの名前より後を、半角英数字で書いてください（例: /pia/）。"
        )
    return base


@click.command(options_metavar=terminal.OPTIONS)
@terminal.CONTENT
@click.option("--output", "-o", default="headers", metavar="フォルダー", type=click.Path(path_type=Path, file_okay=False),
              help="書き込むフォルダー（既定: headers）。同じ名前のファイルは置き換えます。")
@click.option("--base", metavar="場所", callback=_folder_on_server,
              help="サイトのアドレスのうち、サーバーの名前より後（例: /pia/。サーバーの一番上なら /）。"
                   "書かなければ、site.yaml の公開URLによります。")
def headers(folder: Path, output: Path, base: str | None) -> None:
    """ウェブサーバー（nginx、Apache、IIS）の設定を、写して使うファイルとして作ります。

    安全のための見出し（ヘッダー）、ファイルの種類、古いファイルを使わせないための指定と、ないアドレスで出るページです。

    \b
    例:
      site-gen headers --base /pia/
      site-gen headers content --output headers
    """
    result = content.read(folder)
    if result.site is None:
        terminal.tell(result, "text")
        sys.exit(1)
    found = base or _published_at(result.site.url)
    try:
        texts = {output / path: text for path, text in server.files(result.site, found, own.templates(folder))}
    except jinja2.TemplateError as failure:
        click.echo(report.text([faults.trouble(failure, output)]), err=True)
        sys.exit(1)
    faults.give(texts)
    click.echo(f"サイトのアドレスが「https://（サーバー）{found}」であるものとして作りました。違うときは、--base を付けて作り直します。")
    click.echo(terminal.steps([f"{terminal.short(output / 'README.txt')} を読み、使っているサーバーのファイルを写します。"]))


def _published_at(url: str) -> str:
    """The folder in the site's 公開URL."""
    base = f"/{urlsplit(url).path.strip('/')}/".replace("//", "/")
    if not url or not server.BASE.fullmatch(base):
        raise click.UsageError("サイトを置く場所が分かりません。「--base /pia/」のように付けるか、site.yaml に公開URLを書いてください。")
    return base
