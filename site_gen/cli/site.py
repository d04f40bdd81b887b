"""The commands for the sources of a site: `check`, `new` and `schema`."""

import datetime
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from site_gen import checking, content, crew, dictionary, own, report, schema, skeleton
from site_gen.cli import arguments, faults, terminal
from site_gen.dates import Moment
from site_gen.forms import FORMS, form_named
from site_gen.problem import Refusal
from site_gen.render import Renderer


@click.command(options_metavar=terminal.OPTIONS)
@terminal.CONTENT
@terminal.FORMAT
@terminal.STRICT
@click.option("--today", metavar="年-月-日", callback=lambda _, __, text: arguments.day(text),
              help="この日を今日として、期限（再実施の5年、終了後の3年）と公表日を調べます（例: 2026-04-01、既定: 今日）。")
@click.option("--drafts", is_flag=True, help="下書きの評価書（下書き: true）も調べます。")
@terminal.JOBS
@terminal.QUIET
def check(folder: Path, form: report.Format, strict: bool, today: Moment | None, drafts: bool, jobs: int | None, quiet: bool) -> None:
    """原稿フォルダー（既定は content）を調べ、直すところを示します。

    ファイル・行・桁とともに示し、何も書き込みません。今日の日付で決まる期限も調べます（build では調べません）。

    \b
    例:
      site-gen check
      site-gen check content --strict
      site-gen check --today 2026-04-01
    """
    try:
        with terminal.progress(quiet or not sys.stderr.isatty()) as progress:  # in a file it would stand among the problems
            result = checking.checked(folder, today or _today(), drafts=drafts, jobs=jobs or crew.cores(), progress=progress)
    except Refusal as failure:
        terminal.tell(content.Result(None, failure.problems, 0), form)
        sys.exit(1)
    broken = tuple(faults.trouble(failure, folder) for failure in Renderer(own.templates(folder)).broken(own.used(folder)))
    result = replace(result, problems=(*result.problems, *broken))
    terminal.tell(result, form)
    if terminal.stops(result, strict):
        sys.exit(1)


def _today() -> Moment:
    day = datetime.date.today()
    return Moment(day.year, day.month, day.day)


@click.command(options_metavar=terminal.OPTIONS)
@click.argument("municipality", metavar="自治体", callback=lambda _, __, name: arguments.slug(name, content.RESERVED))
@click.argument("assessment", metavar="評価書", callback=lambda _, __, name: arguments.slug(name, frozenset()))
@click.option("--form", "code", type=arguments.FormCode([form.code for form in reversed(FORMS)]), required=True,
              help="様式。zenkomoku: 全項目評価書、juten: 重点項目評価書、kiso: 基礎項目評価書")
@click.option("--to", "folder", default="content", metavar="フォルダー",
              type=click.Path(path_type=Path, file_okay=False), help="原稿フォルダー（既定: content）")
@click.option("--name", default="", metavar="名称", callback=lambda _, __, name: arguments.printable(name),
              help="評価書名。あとから書くこともできます。")
def new(municipality: str, assessment: str, code: str, folder: Path, name: str) -> None:
    """新しい評価書のひな形を、説明を付けた YAML で作ります。

    自治体と評価書には、フォルダーの名前を英小文字・数字・ハイフンで書きます。すでにあるファイルは書き換えません。

    \b
    例:
      site-gen new mihon juki --form zenkomoku --name 住民基本台帳に関する事務
    """
    form = form_named(code)
    assert form is not None
    made = skeleton.skeleton(municipality, assessment, form, name)
    with faults.disk(folder):
        if skeleton.is_taken(folder, made):
            raise click.ClickException(f"「{(folder / made.folder).as_posix()}」にはすでに中身があるため、何も書きませんでした。")
        written = skeleton.write(folder, made)
    click.echo("次のファイルを書きました。")
    for path in written:
        click.echo(f"  {terminal.short(path)}")
    click.echo(_next_steps(folder, made, folder / municipality / content.MUNICIPALITY_FILE in written))


def _next_steps(folder: Path, made: skeleton.Skeleton, first: bool) -> str:
    municipality = folder / made.folder.split("/")[0] / content.MUNICIPALITY_FILE
    given = "" if folder == Path("content") else f" {terminal.short(folder)}"
    steps = [
        *([f"{terminal.short(municipality)} に、自治体の名称などを書きます。"] if first else []),
        f"{terminal.short(folder / made.folder)} のファイルを、上から順に書きます。",
        f"「site-gen check{given}」で、直すところがないか確かめます。",
        f"「site-gen build{given}」で、サイトを作って見ます。",
    ]
    return terminal.steps(steps)


@click.command("schema", options_metavar=terminal.OPTIONS)
@click.option("--form", "code", type=click.Choice(schema.CODES),
              help="様式か設定（zenkomoku: 全項目、juten: 重点項目、kiso: 基礎項目、municipality: 自治体、site: サイト、"
                   "aliases: 名前の対応、glossary: 用語集、laws: 法令の表）。"
                   "書かなければ全部です。")
@click.option("--format", "kind", type=click.Choice(("json", "md")), default="json",
              help="json: エディターのための JSON Schema（既定）、md: データ辞書（Markdown）")
@click.option("--output", "-o", metavar="ファイル", type=click.Path(path_type=Path),
              help="書き込むファイル。全部の JSON Schema を書くときはフォルダー。書かなければ画面に出します。")
def print_schema(code: str | None, kind: Literal["json", "md"], output: Path | None) -> None:
    """様式の定義を、エディターのための JSON Schema か、読むためのデータ辞書として出力します。

    \b
    例:
      site-gen schema --form zenkomoku
      site-gen schema --output content/.schema
      site-gen schema --format md --output docs/ja/data-dictionary.md
    """
    if kind == "md":
        forms = [form for form in dictionary.all_forms() if code in (None, form.code)]
        faults.give({output: dictionary.markdown(forms)})
    elif code:
        faults.give({output: schema.as_text(code)})
    elif output:
        faults.give({output / f"{one}.json": schema.as_text(one) for one in schema.CODES})
    else:
        raise click.UsageError("「--form」で様式を選ぶか、「--output」で全部を書くフォルダーを選んでください。")
