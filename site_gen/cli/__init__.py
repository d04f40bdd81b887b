"""The command `site-gen`: reads arguments, calls the stages, prints; only the modules of this folder print or exit.

Exit codes: 0 fine, 1 problems in the content or with the disk, 2 wrong usage.
"""

import contextlib
import importlib
import signal
import sys
from collections.abc import Iterator, Mapping

import click

from site_gen import __version__, orders, speech

__all__ = ["cli", "main"]


def _cells(text: str) -> int:
    """How many cells of a terminal `text` takes; asked for by help alone, so that nothing else waits for what knows it."""
    from rich.cells import cell_len

    return cell_len(text)


speech.speak_japanese(_cells)

# The commands in the order of their names: where each is defined, and what the list of them says of it.
COMMANDS = {
    "build": ("build:build", "サイトを作ります。"),
    "changes": ("changes:changes", "評価書の変更箇所の一覧を出します。"),
    "check": ("site:check", "原稿を調べ、直すところを示します。"),
    "diff": ("changes:diff", "2つの版の違いから、変更箇所の行を作ります。"),
    "export": ("exchange:export", "評価書を Excel のブックに書き出します。"),
    "headers": ("headers:headers", "ウェブサーバーの設定のファイルを作ります。"),
    "import": ("exchange:import_", "評価書の文書を読み込み、YAML の原稿にします。"),
    "new": ("site:new", "新しい評価書のひな形を作ります。"),
    "preview": ("preview:preview", "原稿を直しながら、サイトをブラウザーで見ます。"),
    "publish": ("publish:publish_", "できたサイトを公開先に置きます。"),
    "resolve": ("changes:resolve", "変更箇所の「項目」が、様式のどの項目を指すかを調べます。"),
    "schema": ("site:print_schema", "様式の定義（スキーマ、データ辞書）を出力します。"),
}


class _Loaded(Mapping[str, click.Command]):
    """The commands by name, each imported when it is asked for: all of them take longer than many of them run."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Commands(click.Group):
    """Commands that are imported when they are called; whoever mistypes one is told one that is much like it, as click also
    tells `schema` for `chek`."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("コマンド"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as reason:
            if getattr(reason, "possibilities", None):  # not of every version of click
                import difflib  # only here, as every command would wait for it

                vars(reason)["possibilities"] = difflib.get_close_matches(args[0], self.commands, cutoff=0.75)
            raise


@click.group(
    cls=_Commands,
    commands=_Loaded(),
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[オプション]",
    subcommand_metavar="コマンド [引数]…",
)
@click.version_option(__version__, prog_name="site-gen", message="%(prog)s %(version)s")
def cli() -> None:
    """特定個人情報保護評価書の YAML 原稿から、公開用のウェブサイトを作ります。

    \b
    例:
      site-gen new mihon juki --form zenkomoku   ひな形を作る
      site-gen check                             原稿を調べる
      site-gen preview                           直しながら見る
      site-gen build                             サイトを作る
      site-gen publish honban                    公開先に置く
      site-gen export mihon juki                 評価書を Excel に書き出す
    """


def main() -> None:
    """Entry point of the command; speaks Japanese and UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with endable():
        cli(prog_name="site-gen")


@contextlib.contextmanager
def endable() -> Iterator[None]:
    """Has a polite order to end (SIGTERM; SIGHUP where a terminal is closed) end the command as Ctrl-C does: it tidies up."""
    before = {one: signal.signal(one, _end) for one in orders.POLITE if signal.getsignal(one) == signal.SIG_DFL}
    try:
        yield
    finally:
        for one, handler in before.items():
            if signal.getsignal(one) == _end:  # else one has come: the rest of the program is not to be interrupted either
                signal.signal(one, handler)


def _end(number: int, _: object) -> None:
    for one in (*orders.POLITE, signal.SIGINT):  # once is enough: what tidies up is not to be interrupted
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)
