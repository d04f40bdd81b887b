"""The command `publish`: shows what a publication would change, asks, and puts a built folder on its target."""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NoReturn

import click

from site_gen import build, content, guard, lock, marker, problem, publish, report, verify
from site_gen.cli import arguments, faults, terminal
from site_gen.dates import Moment
from site_gen.guard import written
from site_gen.targets import Target, is_remote
from site_gen.wording import nearest

_WHICH = "「--content genko」のように、「build」に使ったフォルダーを指定してください"
_BY_SIZE = "大きさはこの内容のとおりです（中身は --full で確かめられます）。"
_ROOTED = re.compile(r"\.{0,2}[/\\]|\.{1,2}$|~|[A-Za-z]:(?:[/\\]|$)")  # ./x, ../x, /x, \\server\x, ~/x, C:\x


@click.command("publish", options_metavar=terminal.OPTIONS)
@click.argument("name", metavar="[公開先]", default="")
@click.option("--output", "-o", default="output", metavar="フォルダー", type=click.Path(path_type=Path, file_okay=False),
              help="公開するフォルダー（build で作ったもの。既定: output）")
@click.option("--content", "folder", default="content", metavar="フォルダー", type=click.Path(path_type=Path, file_okay=False),
              help="site.yaml のある原稿フォルダー（既定: content）")
@click.option("--dry-run", is_flag=True, help="計画を示すだけで、何も変えません。")
@click.option("--yes", "-y", is_flag=True, help="尋ねずに公開します。")
@click.option("--rollback", is_flag=True, help="1つ前の公開に戻します。途中で止まった公開は、始める前に戻します。")
@click.option("--forget-previous", "forget", is_flag=True, help="公開先に控えた前の公開の内容を消します。前には戻せなくなります。")
@click.option("--verify", "check", is_flag=True, help="公開先のファイルが公開したときのままか調べます。何も変えません。")
@click.option("--full", is_flag=True, help="公開先のファイルを全部読み戻して確かめます（時間がかかります）。")
@click.option("--overwrite-changed", "overwrite", is_flag=True, help="公開先で手で書き換えられたファイルも置き換えます。")
@click.option("--unlock", is_flag=True, help="動いていない公開が残した「公開中」の印を外します。")
@click.option("--date", metavar="年-月-日", callback=lambda _, __, text: arguments.day(text),
              help="zip の名前に付ける日（既定: 評価書の公表日と変更日のうち最も新しい日）")
def publish_(
    name: str, output: Path, folder: Path, dry_run: bool, yes: bool, rollback: bool, forget: bool, check: bool, full: bool,
    overwrite: bool, unlock: bool, date: Moment | None,
) -> None:
    """build で作ったサイト（既定は output）を公開先に置きます。

    公開先は、site.yaml の「公開先」の id、フォルダー、zip（または .zip で終わる名前）、rclone の「名前:フォルダー」のどれかです。
    フォルダーは、./ や / から書くか、いまあるものを書きます。
    変わるものを示し、尋ねてから始めます。途中で止まっても、もう一度実行すると続きから始まります。
    パスワードは環境変数「SITE_GEN_PASSWORD」で渡します。

    \b
    例:
      site-gen publish honban --dry-run
      site-gen publish honban
      site-gen publish honban --rollback
      site-gen publish zip
    """
    if check and (rollback or dry_run):
        raise click.UsageError("「--verify」は「--rollback」や「--dry-run」と一緒に使えません。")
    if forget and (rollback or check or dry_run):
        raise click.UsageError("「--forget-previous」は、「--rollback」「--verify」「--dry-run」と一緒に使えません。")
    target = _target(name, folder)
    try:
        if target.kind == "zip":
            if rollback or check or forget:
                raise click.UsageError("zip では「--rollback」「--verify」「--forget-previous」を使えません。")
            with _kept_still(output):
                _zip(target, output, folder, date.iso if date else "", dry_run)
            return
        _refuse_own(target, output, folder)
        store = publish.store(target)
        if check:
            _verify(store, target, name, full)
            return
        if forget:
            _confirm(yes, f"{publish.visible(target.shown)} に控えた前の公開の内容を消してよいですか。前の公開には戻せなくなります")
            publish.forget(store, publish.new_run(), unlock=unlock)
            click.echo("前の公開の控えを消しました。公開中のファイルはそのままです。")
            return
        with tempfile.TemporaryDirectory(prefix="site-gen-publish-") as work, nullcontext() if rollback else _kept_still(output):
            known, before = publish.remembered(store), None
            if rollback:
                source = Path(work) / "back"
                source.mkdir()
                before = publish.back(store, known, source)
                goal = before.manifest
                _guard(source, folder, "前の公開に、公開してはいけないものがあるため、戻しませんでした。原稿を直し、build してから公開してください。")
            else:
                source, goal = output, _built(output, folder)
            planned = publish.plan(store, known, goal, full=full)
            found = publish.changes(store, planned, source, Path(work) / "data")
            changes = [(one, "" if rollback else _withdrawn(one, folder)) for one in found]
            for line in publish.shown(planned, changes, target, rollback=rollback):
                click.echo(publish.visible(line))
            if before:
                for line in publish.not_as_published(before):
                    click.echo(line, err=True)
            publish.refuse(planned, overwrite=overwrite)
            if dry_run:
                return
            if planned.is_done:
                click.echo(f"{'公開先はこの内容のとおりです。' if planned.hashed else _BY_SIZE}することはありません。")
                return
            _confirm(yes, "前の公開に戻してよいですか" if rollback else "公開してよいですか")
            verdict = publish.publish(store, planned, source, publish.new_run(), lambda said: click.echo(f"{said}。", err=True),
                                      rollback=rollback, unlock=unlock, overwrite=overwrite, full=full)
            click.echo(f"{'前の公開に戻しました' if rollback else '公開しました'}。{_how(verdict, len(goal.files))}")
            if planned.changed or planned.gone:
                click.echo("前の内容は、--rollback で戻せるように、公開先の .site-gen に控えてあります"
                           "（残してはいけないものなら --forget-previous で消せます）。")
    except publish.Refusal as reason:
        _stop(reason)


def _target(name: str, folder: Path) -> Target:
    """What the word on the command line means. An address is none of it, and is not repeated: it may hold a password."""
    if _is_address(name):
        raise click.UsageError("公開先にアドレス（sftp:// など）や「利用者:パスワード@」は書けません。site.yaml の「公開先」に書き、"
                               "パスワードは環境変数「SITE_GEN_PASSWORD」で渡してください。入力したパスワードは、端末の履歴からも消してください。")
    if name == "zip" or name.lower().endswith(".zip"):
        return Target("zip", folder="" if name == "zip" else name)
    known, problems = content.read_targets(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors and not _is_place(name):  # even where they are of another target: nobody should go on with a password in that file
        click.echo(report.text(errors), err=True)
        sys.exit(1)
    found = next((one for one in known if one.name == name or (not name and len(known) == 1)), None)
    if found:
        return found
    listed = "、".join(one.name for one in known)
    if not name:
        raise click.UsageError(f"公開先を選んでください（{listed}）。" if known else
                               "公開先を書いてください（フォルダー、zip、または site.yaml の「公開先」の id）。")
    if _is_folder(name):
        return Target("folder", folder=name)
    if is_remote(name):
        return Target("rclone", remote=name)
    if not folder.is_dir():
        raise click.UsageError(f"原稿のフォルダー「{folder.as_posix()}」がありません。{_WHICH}。")
    meant = nearest(name[:100], [one.name for one in known])
    said = f"「{name}」という公開先" if re.fullmatch(r"[^:@=]*", name) else "書かれた公開先"
    raise click.UsageError(f"{said}は {(folder / content.SITE_FILE).as_posix()} にありません（書いてあるのは: {listed or 'なし'}）。"
                           f"{f'もしかして「{meant}」ですか。' if meant else ''}"
                           "原稿フォルダーが別なら「--content genko」のように、フォルダーに置くなら「./www」のように書いてください。")


def _is_address(name: str) -> bool:
    """Whether `name` is a URL, or has what could be a password in front of an @, and is not clearly a folder."""
    return "://" in name or (not _ROOTED.match(name) and bool(re.search(":.*@|=", name)))


def _is_place(name: str) -> bool:
    """Whether `name` is meant as a folder or a remote and not as the id of a target."""
    return _is_folder(name) or is_remote(name)


def _is_folder(name: str) -> bool:
    return bool(_ROOTED.match(name)) or bool(name and Path(name).is_dir())


def _refuse_own(target: Target, output: Path, folder: Path) -> None:
    """A folder that `build` replaces as a whole, or that holds sources, is no place to publish to."""
    if target.kind != "folder":
        return
    place = Path(target.folder).expanduser().resolve()
    if place.is_relative_to(output.resolve()):
        raise terminal.Refused(f"「{target.folder}」は build が作るフォルダーです。公開先には別のフォルダーを書いてください。")
    if place.is_relative_to(folder.resolve()):
        raise terminal.Refused(f"「{target.folder}」は原稿のフォルダーの中にあります。公開先には別のフォルダーを書いてください。")


@contextmanager
def _kept_still(output: Path) -> Iterator[None]:
    """No build may change `output` meanwhile; where one was killed at the very moment of the change, it is settled first."""
    if not output.parent.is_dir():
        yield
        return
    try:
        with faults.disk(output):
            build.recover(output)
        with lock.held(output.resolve()):
            yield
    except problem.Refusal as running:
        click.echo(report.text(running.problems), err=True)
        sys.exit(1)


def _built(output: Path, folder: Path) -> publish.Manifest:
    """What a built folder holds, after the guard has seen nothing in it that must not go out."""
    if not (output / build.MARKER).is_file():
        _stop(publish.Refusal(f"「{output.as_posix()}」に、build で作ったサイトがありません", "先に「site-gen build」を実行してください"))
    _guard(output, folder, "公開してはいけないものがあるため、公開しませんでした。", explained=_same_sources(output, folder))
    with faults.disk(output):
        return publish.manifest_of(output)


def _same_sources(output: Path, folder: Path) -> bool:
    """Ends the command where `output` was not built from what stands in `folder` now: nobody would know what goes out. Whoever
    publishes what an earlier version of this program built is trusted, though it is not known then: False."""
    with faults.disk(folder):
        origin = marker.origin(output, folder)
    if origin is None or not origin.changed:
        return origin is not None
    built, sources = output.as_posix(), folder.as_posix()
    if not folder.is_dir():
        _stop(publish.Refusal(f"原稿のフォルダー「{sources}」がありません", _WHICH))
    if "site.yaml" in origin.changed and 2 * len(origin.changed) > origin.files:
        _stop(publish.Refusal(f"「{built}」は、原稿「{sources}」から作ったものではありません", _WHICH))
    more = f"ほか {len(origin.changed) - 1:,} 件" if len(origin.changed) > 1 else ""
    _stop(publish.Refusal(f"「{built}」を作ったあとで、原稿が変わっています（{sources}/{origin.changed[0]}{' ' if more else ''}{more}）",
                          f"先に「site-gen build {sources}」を実行して、できたサイトを確かめてから公開してください"))


def _guard(files: Path, folder: Path, otherwise: str, *, explained: bool = False) -> None:
    """Ends the command with the words `otherwise` where something in `files` must not go out; what the sources in `folder` allow
    may. Where `explained`, these are what `files` was built from: what is unfinished in them is told at its place there, and not
    again for each page that shows it."""
    read = content.read(folder) if folder.is_dir() else content.Result(None, (), 0)
    if explained and read.errors:  # of an earlier version of this program, to which they were none
        click.echo(report.text([one for one in read.problems if one.severity == "error"]), err=True)
        _stop(publish.Refusal("原稿にエラーがあるため、公開しませんでした", "直して、「site-gen build」を実行してから公開してください"))
    own = tuple(one for one in read.problems if one.code in guard.LATER) if explained else ()
    told = {(one.code, one.message) for one in own}
    with faults.disk(files):
        seen = (*verify.names(files), *written.problems(files, read.public, read.earlier))
    problems = guard.for_publishing((*own, *(one for one in seen if (one.code, one.message) not in told)))
    if problems:
        click.echo(report.text(problems), err=True)
    if any(problem.severity == "error" for problem in problems):
        click.echo(otherwise, err=True)
        sys.exit(1)


def _zip(target: Target, output: Path, folder: Path, day: str, dry_run: bool) -> None:
    goal = _built(output, folder)
    path = Path(target.folder or publish.archive_name(output, day or publish.newest_day(output)))
    click.echo(f"{len(goal.files):,} 個のファイル（{publish.size(goal.size)}）を {path.as_posix()} にまとめます。")
    if dry_run:
        return
    with faults.disk(path):
        digest = publish.write_archive(output, goal, path)
    click.echo(f"{path.as_posix()} を書きました。\nSHA-256: {digest}\n"
               f"運んだ先で「certutil -hashfile {path.name} SHA256」（Linux は sha256sum、Mac は shasum -a 256）を実行し、"
               "同じ値になることを確かめてください。")


def _verify(store: publish.Store, target: Target, name: str, full: bool) -> None:
    known = publish.remembered(store)
    if known.manifest is None:
        raise publish.Refusal(f"{target.shown} には、site-gen で公開したものがありません", "公開先の名前を確かめてください")
    verdict = publish.verify(store, known.manifest, full=full)
    if known.state:
        click.echo(f"{publish.visible(publish.begun(known.state))}が、途中で止まっています。", err=True)
    for what, paths in (("なくなったファイル", verdict.missing), ("書き換えられたファイル", verdict.different),
                        ("site-gen のものではないファイル", verdict.strangers)):
        if paths:
            click.echo(f"{what}（{len(paths):,} 個）:")
            for path in paths:
                click.echo(f"  {publish.visible(path)}")
    if not verdict.is_whole:
        again = " ".join(one for one in ("site-gen publish", name, "--full" if full else "", "--overwrite-changed") if one)
        click.echo(f"公開先が、公開したときと違います。「{again}」で直せます。", err=True)
        sys.exit(1)
    click.echo(_how(verdict, len(known.manifest.files)))
    if not verdict.hash:
        click.echo(_BY_SIZE)


def _withdrawn(one: publish.Change, folder: Path) -> publish.Why:
    """Why an assessment goes that was public, by the sources in `folder`, from which the site was built just now."""
    if one.kind != "gone" or not folder.is_dir():
        return ""
    return "draft" if (folder / one.address).is_dir() else "folder"


def _confirm(yes: bool, asked: str) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise publish.Refusal("公開してよいかを尋ねられないため、始めませんでした", "計画を確かめたうえで、--yes を付けて実行してください")
    answer = click.prompt(f"{asked}（はい／いいえ）", default="いいえ", show_default=False)
    if answer.strip().lower() not in ("はい", "y", "yes"):
        click.echo("何も変えませんでした。", err=True)
        sys.exit(1)


def _how(verdict: publish.Verdict, files: int) -> str:
    by = {"sha256": "内容（SHA-256）", "md5": "内容（MD5）"}.get(verdict.hash, "大きさ")
    return f"{files:,} 個のファイルが公開したとおりに公開先にあることを、{by}で確かめました。"


def _stop(reason: publish.Refusal) -> NoReturn:
    click.echo(f"エラー {reason}。", err=True)
    for line in reason.hint.split("\n"):
        if line:
            click.echo(f"    {line}", err=True)
    sys.exit(1)
