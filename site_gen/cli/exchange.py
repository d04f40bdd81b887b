"""The commands that exchange documents: `import` reads them into YAML, `export` writes an Excel workbook."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.table import Table

from site_gen import content, importers, orders, skeleton
from site_gen.cli import arguments, faults, terminal
from site_gen.exporters import sheets, xlsx
from site_gen.forms import FORMS, form_named
from site_gen.model import Assessment


@click.command("import", options_metavar=terminal.OPTIONS)
@click.argument("sources", metavar="文書...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--municipality", required=True, metavar="自治体", callback=lambda _, __, name: arguments.slug(name, content.RESERVED),
              help="自治体のフォルダーの名前（英小文字・数字・ハイフン）")
@click.option("--assessment", required=True, metavar="評価書", callback=lambda _, __, name: arguments.slug(name, frozenset()),
              help="評価書のフォルダーの名前（英小文字・数字・ハイフン）")
@click.option("--form", "code", type=arguments.FormCode([form.code for form in reversed(FORMS)]),
              help="様式。書かなければ文書から見分けます。")
@click.option("--to", "folder", default="content", metavar="フォルダー",
              type=click.Path(path_type=Path, file_okay=False), help="原稿フォルダー（既定: content）")
@click.option("--overwrite", is_flag=True, help="すでにある原稿を置き換えます。古いものは隣に残します。")
@click.option("--dry-run", is_flag=True, help="結果だけを示し、何も書き込みません。")
def import_(
    sources: tuple[Path, ...], municipality: str, assessment: str, code: str | None, folder: Path, overwrite: bool,
    dry_run: bool,
) -> None:
    """評価書の文書（Excel の .xlsx、.pdf、文字にした .txt と .tsv）を読み込み、抄録の原稿にします。

    1つの評価書を分けた文書は、続けて書くと1つにまとめます。同じ項目が2つの文書にあれば、つなげて「見当を付けた項目」とします。
    読み取れない印は「不明」とし、どの項目にも置けない文は「未配置.yaml」に残します。人が確かめる点は import-report.json にも書きます。

    \b
    例:
      site-gen import hyokasho.xlsx --municipality mihon --assessment juki
    """
    target = folder / municipality / assessment
    with faults.disk(folder):
        if not dry_run and not overwrite and target.exists() and any(target.iterdir()):
            raise click.ClickException(
                f"「{terminal.short(target)}」にはすでに原稿があるため、何も書きませんでした。置き換えるには --overwrite を付けます。")
    try:
        done = importers.run(sources, form_named(code) if code else None)
    except importers.NotReadable as reason:
        raise click.ClickException(str(reason)) from reason
    _account(done)
    if dry_run:
        click.echo("--dry-run のため、何も書き込みませんでした。")
        return
    with faults.disk(folder), orders.undisturbed():  # the old sources or the new ones, and where the old ones are now
        kept = importers.save(done, target, overwrite)
        if kept:
            click.echo(f"古い原稿を {terminal.short(kept)} に残しました。")
        written = skeleton.write(folder, skeleton.settings(municipality))
    click.echo(f"{terminal.short(target)} に {len(done.files)} 個のファイルを書きました。")
    if written:
        click.echo("足りない設定のひな形も書きました。")
    for path in written:
        click.echo(f"  {terminal.short(path)}")
    click.echo(terminal.steps(_after_import(done, folder, target, written)))


def _after_import(done: importers.Import, folder: Path, target: Path, written: Sequence[Path]) -> list[str]:
    """What is left to do, in order."""
    settings = [terminal.short(path) for path in written if path.suffix == ".yaml"]
    given = "" if folder == Path("content") else f" {terminal.short(folder)}"
    return [
        *([f"{' と '.join(settings)} に、自治体の名称などを書きます。"] if settings else []),
        *([f"{terminal.short(target)} の「出典」（今は文書のファイル名）と「版」（今は不明）を直します。サイトに出ます。"]
          if done.unsourced else []),
        *([f"{terminal.short(target / importers.UNPLACED)} の文を正しい項目に移し、済んだらこのファイルを消します。"]
          if importers.UNPLACED in done.files else []),
        f"「site-gen check{given}」で、直すところがないか確かめます。",
    ]


def _account(done: importers.Import) -> None:
    """What became of the document, as a table, and the first things a person must look at."""
    table = Table(title=f"{done.form.name}として読み込みました", title_justify="left")
    for head in ("", "文字数", "割合"):
        table.add_column(head, justify="right" if head else "left")
    for name, count in (
        ("項目に置いた文", done.placed), ("様式に印刷された文など", done.form_text), ("どの項目にも置けない文", done.left),
    ):
        table.add_row(name, f"{count:,}", f"{count / max(done.characters, 1):.1%}")
    console = Console(width=100)
    console.print(table)
    console.print(f"項目 {done.result.items:,}、見当を付けた項目 {len(done.result.guessed):,}、疑わしい文字 {len(done.strange):,} か所")
    for item, _, why, place in done.result.guessed[:5]:
        console.print(f"  確認 {place} {item}: {why}", markup=False, soft_wrap=True)
    if len(done.result.guessed) > 5:
        console.print(f"  ほか {len(done.result.guessed) - 5} 件は import-report.json にあります。")
    for strange in done.strange:
        console.print(f"  疑わしい文字 {strange.place}「{strange.text}」", markup=False)


@click.command(options_metavar=terminal.OPTIONS)
@click.argument("municipality", metavar="自治体")
@click.argument("assessment", metavar="評価書")
@click.option("--format", "kind", type=click.Choice(("xlsx",)), default="xlsx", help="xlsx: Excel のブック（既定）")
@click.option("--content", "folder", default="content", metavar="フォルダー",
              type=click.Path(path_type=Path, file_okay=False), help="原稿フォルダー（既定: content）")
@click.option("--to", "target", metavar="ファイル", type=click.Path(path_type=Path, dir_okay=False),
              help="書き込むファイル（既定: 自治体-評価書.xlsx）")
@click.option("--overwrite", is_flag=True, help="すでにあるファイルを置き換えます。")
def export(
    municipality: str, assessment: str, kind: Literal["xlsx"], folder: Path, target: Path | None, overwrite: bool
) -> None:
    """評価書を、様式の順に並べた Excel のブックに書き出します。

    同じ原稿からは、いつも同じファイルができます。直したブックは「site-gen import」で原稿に戻せます。

    \b
    例:
      site-gen export mihon juki
      site-gen export mihon juki --to juki.xlsx --overwrite
    """
    target = target or Path(f"{municipality}-{assessment}.{kind}")
    if target.suffix.lower() != f".{kind}":
        raise click.UsageError(f"「--to」には「.{kind}」で終わる名前を書いてください。")
    found, name = _exported(folder, municipality, assessment)
    with faults.disk(target):
        if target.exists() and not overwrite:
            raise click.ClickException(
                f"「{terminal.short(target)}」はすでにあるため、何も書きませんでした。置き換えるには --overwrite を付けます。")
    try:
        data = xlsx.workbook(sheets.sheets(found), name)
    except xlsx.NotWritable as reason:
        raise click.ClickException(str(reason)) from reason
    with faults.disk(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")  # a disk that fills up leaves the old file whole
        part.write_bytes(data)
        part.replace(target)
    click.echo(f"{terminal.short(target)}（{len(data) / 1_000_000:.1f} MB）を書きました。")
    if any(entry.item.kind == "image" and entry.text for one in found.parts for entry in one.walk()):
        click.echo("図は名前だけで、画像は含まれません。画像のファイルも一緒に渡してください。")


def _exported(folder: Path, municipality: str, assessment: str) -> tuple[Assessment, str]:
    """The assessment in those folders and what it is called; tells its errors, or that there is none, and ends."""
    if not os.path.isdir(folder):  # unlike Path.is_dir, False where nobody may look
        raise click.ClickException(f"「{folder.as_posix()}」という原稿のフォルダーがありません。場所を --content で指定してください。")
    there = content.assessments(folder)
    if (municipality, assessment) not in there:
        known = "、".join(" ".join(pair) for pair in there[:20]) or "ありません"
        raise click.ClickException(
            f"「{(folder / municipality / assessment).as_posix()}」に評価書がありません。書き出せる自治体と評価書: {known}")
    found = content.read_one(folder, municipality, assessment)
    wrong = tuple(problem for problem in found.problems if problem.severity == "error")
    if wrong or found.assessment is None:
        terminal.tell(content.Result(None, wrong or found.problems, found.files), "text")
        click.echo("エラーがあるため、書き出しませんでした。", err=True)
        sys.exit(1)
    return found.assessment, f"{found.municipality} {found.assessment.name}"
