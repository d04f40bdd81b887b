"""The commands about the change history: `resolve`, `changes` and `diff`."""

import sys
from pathlib import Path

import click

from site_gen import content, draft, report, versions
from site_gen.changes import views
from site_gen.cli import arguments, lines, terminal
from site_gen.compare import compare
from site_gen.forms import FORMS, form_named
from site_gen.history import history
from site_gen.model import Assessment, Dated
from site_gen.pages.parts import addresses
from site_gen.resolve import resolve as resolved

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_JSON = click.option("--format", "form", type=click.Choice(("json",)), default="json",
                     help="出力の形式。json: 1行に1件の JSON（既定）")


@click.command("resolve", options_metavar=terminal.OPTIONS)
@click.argument("source", metavar="[ファイル]", default="-", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--form", "code", type=arguments.FormCode([form.code for form in reversed(FORMS)]), required=True,
              help="様式。zenkomoku: 全項目評価書、juten: 重点項目評価書、kiso: 基礎項目評価書")
@click.option("--file", "files", multiple=True, metavar="名称",
              help="特定個人情報ファイルの名称。Ⅰ に並べた順に、ファイルの数だけくり返します。")
@_JSON
def resolve(source: str, code: str, files: tuple[str, ...], form: str) -> None:
    """変更箇所の「項目」が、様式のどの項目を指すかを調べます。

    ファイル（書かなければ標準入力）から1行に1件の「項目」を読み、1行に1件の JSON を出します。
    {"item": …, "before": …, "after": …, "date": …} という JSON の行も読めます。
    全部の行を1つの変更箇所とみなすので、「同上」も書けます。
    date は変更日です。日付の違う行は、どの項目かを決める手がかりにせず、その下の「同上」は推定とします。

    \b
    例:
      site-gen resolve --form zenkomoku --file 住民基本台帳ファイル koumoku.txt
    """
    found = form_named(code)
    assert found is not None
    with click.open_file(source, "rb") as given:
        try:
            text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise click.UsageError("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。") from None
    changes = lines.changes_in(text)
    for change, answer in zip(changes, resolved(found, changes, files), strict=True):
        click.echo(lines.of_answer(change, answer))


@click.command("changes", options_metavar=terminal.OPTIONS)
@click.argument("folder", metavar="評価書のフォルダー", type=_FOLDER)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              help="出力の形式。text: 人が読む（既定）、json: 1行に1件の JSON")
def changes(folder: Path, form: str) -> None:
    """評価書の変更箇所を、指している項目とともに出します。

    項目のあとの i#i-2-7-2 や、JSON の targets の page は、評価書のフォルダーから見たページとその中の位置です。
    番号が当時のものか、今の番号に直したものか、どの項目かが推定かも示します。

    \b
    例:
      site-gen changes content/mihon/juki --format json
    """
    a = _read(folder)
    pages, found = addresses(a), history(a)
    if form == "json":
        for row in found.rows:
            click.echo(lines.of_row(row, pages))
        return
    rows = views(found, pages, {})
    click.echo(lines.as_text(rows), nl=False)
    click.echo(lines.summary(rows), err=True)


@click.command("diff", options_metavar=terminal.OPTIONS)
@click.argument("old", metavar="前の版のフォルダー", type=_FOLDER)
@click.argument("new", metavar="今の版のフォルダー", type=_FOLDER)
@click.option("--ryaku", "short", is_flag=True, help="変わっていない長い文を（略）にします。")
def diff(old: Path, new: Path, short: bool) -> None:
    """2つの版の違いから、変更箇所に書き加える行を YAML で出します。

    出た行を「変更箇所:」の最後に貼り付け、変更日を確かめ、提出時期とその説明を書き加えてください。システムなどの番号がずれたときは、「番号の変更」の1行になります。

    \b
    例:
      site-gen diff content/mihon/juminzei/versions/2024-08-30 content/mihon/juminzei
    """
    before, after = _read(old), _read(new)
    if before.form.code != after.form.code:
        raise click.UsageError(f"様式が違うため、比べられません（{before.form.name}と{after.form.name}）。")
    _in_order(old, before, new, after)
    found = compare(before, after)
    rows = draft.drafted(found, after, short)
    click.echo(draft.as_yaml(rows), nl=False)
    unknown = f"、未収録や不明のため比べなかった項目 {found.unknown:,}" if found.unknown else ""
    click.echo(f"変更箇所の行 {len(rows):,}、同じ項目 {found.same:,}{unknown}", err=True)


def _in_order(old: Path, before: Assessment, new: Path, after: Assessment) -> None:
    """Refuses a text that was published later, or that the other one is an earlier version of, in the place of the old."""
    days = [value.start if isinstance(value := a.part("表紙").child("公表日").value, Dated) else None for a in (before, after)]
    if days[0] and days[1]:
        exact = min(len(days[0].iso), len(days[1].iso))  # 令和6年6月 is neither before nor after 令和6年6月28日
        wrong = days[0].iso[:exact] > days[1].iso[:exact]
    else:
        wrong = old.absolute() / versions.FOLDER in new.absolute().parents
    if wrong:
        told = [a.part("表紙").child("公表日").text or "記載なし" for a in (before, after)]
        raise terminal.Refused(
            f"前の版（公表日 {told[0]}）のほうが、今の版（公表日 {told[1]}）より後のものです。順番を入れ替えてください: "
            f"site-gen diff {terminal.short(new)} {terminal.short(old)}"
        )


def _read(folder: Path) -> Assessment:
    """The assessment in `folder`; ends with its problems when there is an error among them, and with the assessments
    that lie there when it is the folder of a municipality, of a site, or `versions`."""
    within = _assessments_in(folder)
    if within:
        known = "、".join(terminal.short(one) for one in within[:20])
        raise terminal.Refused(f"「{terminal.short(folder)}」は評価書のフォルダーではありません。この中の評価書: {known}")
    found, problems = content.read_folder(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if found is None or errors:
        click.echo(report.text(errors), err=True)
        click.echo("エラーがあるため、何も出しませんでした。", err=True)
        sys.exit(1)
    return found


def _assessments_in(folder: Path) -> list[Path]:
    """The folders of assessments in that of a municipality or a site, or in `versions`; none where it is another one."""
    names = {path.name for path in folder.iterdir()}
    if content.SITE_FILE in names:
        depth = "*/*/*.yaml"
    elif content.MUNICIPALITY_FILE in names or folder.absolute().name == versions.FOLDER:
        depth = "*/*.yaml"
    else:
        return []
    return sorted({path.parent for path in folder.glob(depth)})
