"""The commands about the change history: `resolve`, `changes` and `diff`."""

import json
import sys
from pathlib import Path

import click

from site_gen import content, draft, report
from site_gen.cli import terminal
from site_gen.compare import compare
from site_gen.forms import FORMS, form_named
from site_gen.history import ChangedRow, history
from site_gen.model import Assessment
from site_gen.pages.parts import addresses
from site_gen.resolve import Change, Resolution
from site_gen.resolve import resolve as resolved

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_JSON = click.option("--format", "form", type=click.Choice(("json",)), default="json",
                     help="出力の形式。json: 1行に1件の JSON（既定）")


@click.command("resolve", short_help="変更箇所の「項目」が、様式のどの項目を指すかを調べます。", options_metavar=terminal.OPTIONS)
@click.argument("source", metavar="[ファイル]", default="-", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--form", "code", type=terminal.FormCode([form.code for form in reversed(FORMS)]), required=True,
              help="様式。zenkomoku: 全項目評価書、juten: 重点項目評価書、kiso: 基礎項目評価書")
@click.option("--file", "files", multiple=True, metavar="名称",
              help="特定個人情報ファイルの名称。Ⅰ に並べた順に、ファイルの数だけくり返します。")
@_JSON
def resolve(source: str, code: str, files: tuple[str, ...], form: str) -> None:
    """変更箇所の「項目」が、様式のどの項目を指すかを調べます。

    ファイル（書かなければ標準入力）から1行に1件の「項目」を読み、1行に1件の JSON を出します。
    {"item": …, "before": …, "after": …, "date": …} という JSON の行も読めます。
    全部の行を1つの変更箇所とみなすので、「同上」も書けます。

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
    changes = [_change(line, number) for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1) if line.strip()]
    for answer in resolved(found, changes, files):
        click.echo(_line(_answer(answer)))


@click.command("changes", short_help="評価書の変更箇所の一覧を出します。", options_metavar=terminal.OPTIONS)
@click.argument("folder", metavar="評価書のフォルダー", type=_FOLDER)
@_JSON
def changes(folder: Path, form: str) -> None:
    """評価書の変更箇所を、指している項目とともに、1行に1件の JSON で出します。

    targets の page は、評価書のフォルダーから見たページとその中の位置です。

    \b
    例:
      site-gen changes content/mihon/juki --format json
    """
    a = _read(folder)
    pages = addresses(a)
    for row in history(a).rows:
        click.echo(_line(_row(row, pages)))


@click.command("diff", short_help="2つの版の違いから、変更箇所の行を作ります。", options_metavar=terminal.OPTIONS)
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
    found = compare(before, after)
    rows = draft.drafted(found, after, short)
    click.echo(draft.as_yaml(rows), nl=False)
    unknown = f"、未収録や不明のため比べなかった項目 {found.unknown:,}" if found.unknown else ""
    click.echo(f"変更箇所の行 {len(rows):,}、同じ項目 {found.same:,}{unknown}", err=True)


def _read(folder: Path) -> Assessment:
    """The assessment in `folder`; ends with its problems when there is an error among them."""
    found, problems = content.read_folder(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if found is None or errors:
        click.echo(report.text(errors), err=True)
        click.echo("エラーがあるため、何も出しませんでした。", err=True)
        sys.exit(1)
    return found


def _change(line: str, number: int) -> Change:
    """A line of input: a 項目 string, or a JSON object."""
    text = line.rstrip("\r\n")
    if not text.lstrip().startswith("{"):
        return Change(text)
    try:
        given = json.loads(text)
    except ValueError:
        raise click.UsageError(f"{number} 行目を JSON として読めません。") from None
    if not isinstance(given, dict) or not isinstance(given.get("item"), str):
        raise click.UsageError(f"{number} 行目の JSON に「item」という文がありません。")
    return Change(given["item"], *(str(given.get(key) or "") for key in ("before", "after")))


def _answer(answer: Resolution) -> dict[str, object]:
    return {"text": answer.text, "status": answer.status, "targets": list(answer.targets), "note": answer.note}


def _row(changed: ChangedRow, pages: dict[str, str]) -> dict[str, object]:
    targets = [
        {"locator": target.locator, "page": f"{pages[target.anchor]}#{target.anchor}" if target.anchor in pages else ""}
        for target in changed.targets
    ]
    return {
        "date": changed.day.start.iso if changed.day else "", "item": changed.row.child("項目").text,
        "status": changed.resolution.status, "targets": targets, "timing": changed.row.child("提出時期").text,
    }


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False)

