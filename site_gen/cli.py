"""The command `site-gen`: reads arguments, calls the stages, prints; only it and `cli_changes` print or exit.

Exit codes: 0 fine, 1 problems in the content or with the disk, 2 wrong usage.
"""

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click
import jinja2
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task
from rich.table import Table
from rich.text import Text

from site_gen import __version__, cli_changes, content, dictionary, importers, report, schema, skeleton, speech
from site_gen import build as site_build
from site_gen.exporters import sheets, xlsx
from site_gen.forms import FORMS, form_named
from site_gen.model import Assessment
from site_gen.problem import Problem, Span, error

speech.speak_japanese(cell_len)


class _FormCode(click.Choice):  # type: ignore[type-arg]  # click before 8.2 takes no argument there
    """The code of a form; who writes another word is told the codes with their names."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        known = "、".join(f"{form.code}（{form.name}）" for form in reversed(FORMS))
        return f"「{value}」ではなく、{known}のどれかを書いてください。"


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


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar=OPTIONS,
    subcommand_metavar="コマンド [引数]…",
)
@click.version_option(__version__, prog_name="site-gen", message="%(prog)s %(version)s")
def cli() -> None:
    """特定個人情報保護評価書の YAML 原稿から、公開用のウェブサイトを作ります。

    \b
    例:
      site-gen new mihon juki --form zenkomoku   ひな形を作る
      site-gen check                             原稿を調べる
      site-gen build                             サイトを作る
      site-gen export mihon juki                 評価書を Excel に書き出す
    """


@cli.command(short_help="原稿を調べ、直すところを示します。", options_metavar=OPTIONS)
@CONTENT
@FORMAT
@STRICT
def check(folder: Path, form: report.Format, strict: bool) -> None:
    """原稿フォルダー（既定は content）を調べ、直すところを示します。

    ファイル・行・桁とともに示し、何も書き込みません。

    \b
    例:
      site-gen check
      site-gen check content --strict
    """
    result = content.read(folder)
    _tell(result, form)
    if _stops(result, strict):
        sys.exit(1)


@cli.command(short_help="サイトを作ります。", options_metavar=OPTIONS)
@CONTENT
@click.option("--output", "-o", default="output", metavar="フォルダー", type=click.Path(path_type=Path, file_okay=False),
              help="書き込むフォルダー（既定: output）。中身は丸ごと置き換えます。")
@FORMAT
@STRICT
@click.option("--quiet", "-q", is_flag=True, help="進み具合を表示しません。")
def build(folder: Path, output: Path, form: report.Format, strict: bool, quiet: bool) -> None:
    """原稿フォルダー（既定は content）からサイトを作ります。

    エラーがあるときは何も書き込みません。

    \b
    例:
      site-gen build
      site-gen build content --output output
    """
    with _disk(output):
        reason = site_build.refusal(output, folder)
    if reason:
        raise _Refused(reason)
    result = content.read(folder)
    if _stops(result, strict) or result.site is None:
        _tell(result, form)
        click.echo("エラーがあるため、サイトは作りませんでした。", err=True)
        sys.exit(1)
    try:
        with _counter(quiet) as tick:
            written = site_build.build(result.site, folder, output, tick)
    except (OSError, jinja2.TemplateError) as failure:
        _tell(replace(result, problems=(*result.problems, _trouble(failure, output))), form)
        sys.exit(1)
    _tell(result, form)
    if form == "text":
        click.echo(f"{_short(output)} に {written.pages:,} ページ（{written.bytes / 1_000_000:.1f} MB）を作りました。")
        click.echo(f"開くには、{_short(output / 'index.html')} をダブルクリックします。")


@cli.command(short_help="新しい評価書のひな形を作ります。", options_metavar=OPTIONS)
@click.argument("municipality", metavar="自治体", callback=lambda _, __, name: _slug(name, content.RESERVED))
@click.argument("assessment", metavar="評価書", callback=lambda _, __, name: _slug(name, frozenset()))
@click.option("--form", "code", type=_FormCode([form.code for form in reversed(FORMS)]), required=True,
              help="様式。zenkomoku: 全項目評価書、juten: 重点項目評価書、kiso: 基礎項目評価書")
@click.option("--to", "folder", default="content", metavar="フォルダー",
              type=click.Path(path_type=Path, file_okay=False), help="原稿フォルダー（既定: content）")
@click.option("--name", default="", metavar="名称", callback=lambda _, __, name: _printable(name),
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
    with _disk(folder):
        if skeleton.is_taken(folder, made):
            raise click.ClickException(f"「{(folder / made.folder).as_posix()}」にはすでに中身があるため、何も書きませんでした。")
        written = skeleton.write(folder, made)
    click.echo("次のファイルを書きました。")
    for path in written:
        click.echo(f"  {_short(path)}")
    click.echo(_next_steps(folder, made, folder / municipality / content.MUNICIPALITY_FILE in written))


@cli.command("import", short_help="評価書の文書を読み込み、YAML の原稿にします。", options_metavar=OPTIONS)
@click.argument("sources", metavar="文書...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--municipality", required=True, metavar="自治体", callback=lambda _, __, name: _slug(name, content.RESERVED),
              help="自治体のフォルダーの名前（英小文字・数字・ハイフン）")
@click.option("--assessment", required=True, metavar="評価書", callback=lambda _, __, name: _slug(name, frozenset()),
              help="評価書のフォルダーの名前（英小文字・数字・ハイフン）")
@click.option("--form", "code", type=_FormCode([form.code for form in reversed(FORMS)]),
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
    with _disk(folder):
        if not dry_run and not overwrite and target.exists() and any(target.iterdir()):
            raise click.ClickException(
                f"「{_short(target)}」にはすでに原稿があるため、何も書きませんでした。置き換えるには --overwrite を付けます。")
    try:
        done = importers.run(sources, form_named(code) if code else None)
    except importers.NotReadable as reason:
        raise click.ClickException(str(reason)) from reason
    _account(done)
    if dry_run:
        click.echo("--dry-run のため、何も書き込みませんでした。")
        return
    with _disk(folder):
        kept = importers.save(done, target, overwrite)
        written = skeleton.write(folder, skeleton.settings(municipality))
    if kept:
        click.echo(f"古い原稿を {_short(kept)} に残しました。")
    click.echo(f"{_short(target)} に {len(done.files)} 個のファイルを書きました。")
    if written:
        click.echo("足りない設定のひな形も書きました。")
    for path in written:
        click.echo(f"  {_short(path)}")
    click.echo(_steps(_after_import(done, folder, target, written)))


def _after_import(done: importers.Import, folder: Path, target: Path, written: Sequence[Path]) -> list[str]:
    """What is left to do, in order."""
    settings = [_short(path) for path in written if path.suffix == ".yaml"]
    given = "" if folder == Path("content") else f" {_short(folder)}"
    return [
        *([f"{' と '.join(settings)} に、自治体の名称などを書きます。"] if settings else []),
        *([f"{_short(target)} の「出典」（今は文書のファイル名）と「版」（今は不明）を直します。サイトに出ます。"]
          if done.unsourced else []),
        *([f"{_short(target / importers.UNPLACED)} の文を正しい項目に移し、済んだらこのファイルを消します。"]
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


@cli.command(short_help="評価書を Excel のブックに書き出します。", options_metavar=OPTIONS)
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
    with _disk(target):
        if target.exists() and not overwrite:
            raise click.ClickException(
                f"「{_short(target)}」はすでにあるため、何も書きませんでした。置き換えるには --overwrite を付けます。")
    try:
        data = xlsx.workbook(sheets.sheets(found), name)
    except xlsx.NotWritable as reason:
        raise click.ClickException(str(reason)) from reason
    with _disk(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")  # a disk that fills up leaves the old file whole
        part.write_bytes(data)
        part.replace(target)
    click.echo(f"{_short(target)}（{len(data) / 1_000_000:.1f} MB）を書きました。")
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
        _tell(content.Result(None, wrong or found.problems, found.files), "text")
        click.echo("エラーがあるため、書き出しませんでした。", err=True)
        sys.exit(1)
    return found.assessment, f"{found.municipality} {found.assessment.name}"


@cli.command("schema", short_help="様式の定義（スキーマ、データ辞書）を出力します。", options_metavar=OPTIONS)
@click.option("--form", "code", type=click.Choice(schema.CODES),
              help="様式か設定（zenkomoku: 全項目、juten: 重点項目、kiso: 基礎項目、municipality: 自治体、site: サイト）。"
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
        _give({output: dictionary.markdown(forms)})
    elif code:
        _give({output: schema.as_text(code)})
    elif output:
        _give({output / f"{one}.json": schema.as_text(one) for one in schema.CODES})
    else:
        raise click.UsageError("「--form」で様式を選ぶか、「--output」で全部を書くフォルダーを選んでください。")


for _command in cli_changes.COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Entry point of the command; speaks Japanese and UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="site-gen")


class _Refused(click.ClickException):
    """What was asked for would do harm: one sentence, and the exit code of wrong usage."""

    exit_code = 2


def _tell(result: content.Result, form: report.Format) -> None:
    if form == "json":
        click.echo(report.as_json(result.problems))
    elif form == "github":
        click.echo(report.github(result.problems), nl=bool(result.problems))
    else:
        if result.problems:
            click.echo(report.text(result.problems), err=True)
        click.echo(f"{result.files} 個のファイルを調べました。{report.summary(result.problems)}。", err=True)


def _stops(result: content.Result, strict: bool) -> bool:
    return bool(result.errors or (strict and result.problems))


@contextlib.contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Says in one sentence why the disk refuses to write at `place`, and ends."""
    try:
        yield
    except OSError as reason:
        click.echo(report.text([_trouble(reason, place)]), err=True)
        sys.exit(1)


def _trouble(reason: OSError | jinja2.TemplateError, place: Path) -> Problem:
    """Why the disk refuses to write at `place`, or which line of a template is wrong, for a city that changed it."""
    if isinstance(reason, OSError):
        why = _REASONS.get(reason.errno or 0, f"理由の番号 {reason.errno}")
        return error(Span(place.as_posix()), "cannot-write", f"書き込めません（{why}）")
    frames = [frame for frame in traceback.extract_tb(reason.__traceback__) if frame.filename.endswith(".html")]
    at = Span(_short(Path(frames[-1].filename)), frames[-1].lineno or 0, 1) if frames else Span("templates")
    return error(at, "template", f"テンプレートに誤りがあります（{reason}）")


@contextlib.contextmanager
def _counter(quiet: bool) -> Iterator[Callable[[str], None]]:
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


def _give(texts: dict[Path | None, str] | dict[Path, str]) -> None:
    """Write each text to its file, or print it where there is none."""
    for path, text in texts.items():
        if path is None:
            click.echo(text, nl=False)
            continue
        with _disk(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        click.echo(f"{_short(path)} を書きました。")


def _slug(name: str, reserved: frozenset[str]) -> str:
    wrong = content.wrong_name(name, reserved)
    if wrong:
        raise click.BadParameter(f"{wrong[1]}。{wrong[2]}。")
    return name


def _printable(name: str) -> str:
    if any(ord(one) < 32 or 0xD800 <= ord(one) < 0xE000 for one in name):
        raise click.BadParameter("改行や制御文字は使えません。")
    return name


def _next_steps(folder: Path, made: skeleton.Skeleton, first: bool) -> str:
    municipality = folder / made.folder.split("/")[0] / content.MUNICIPALITY_FILE
    given = "" if folder == Path("content") else f" {_short(folder)}"
    steps = [
        *([f"{_short(municipality)} に、自治体の名称などを書きます。"] if first else []),
        f"{_short(folder / made.folder)} のファイルを、上から順に書きます。",
        f"「site-gen check{given}」で、直すところがないか確かめます。",
        f"「site-gen build{given}」で、サイトを作って見ます。",
    ]
    return _steps(steps)


def _steps(steps: Sequence[str]) -> str:
    return "\n次にすること:\n" + "\n".join(f"  {number}. {step}" for number, step in enumerate(steps, 1))


def _short(path: Path) -> str:
    """`path` as one types it here: from the current folder where it lies in it."""
    with contextlib.suppress(ValueError):
        return path.absolute().relative_to(Path.cwd()).as_posix()
    return path.as_posix()
