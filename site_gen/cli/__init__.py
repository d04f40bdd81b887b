"""The command `site-gen`: reads arguments, calls the stages, prints; only the modules of this folder print or exit.

Exit codes: 0 fine, 1 problems in the content or with the disk, 2 wrong usage.
"""

import difflib
import sys

import click

from site_gen import __version__
from site_gen.cli import changes, exchange, headers, preview, publish, site, terminal

__all__ = ["cli", "main"]


class _Commands(click.Group):
    """Whoever mistypes a command is told one that is much like it; click also tells `schema` for `chek`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as reason:
            if getattr(reason, "possibilities", None):  # not of every version of click
                vars(reason)["possibilities"] = difflib.get_close_matches(args[0], self.commands, cutoff=0.75)
            raise


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar=terminal.OPTIONS,
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


COMMANDS = (
    site.new, site.check, site.build, site.print_schema, exchange.import_, exchange.export, changes.diff, changes.changes,
    changes.resolve, preview.preview, headers.headers, publish.publish_,
)
for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Entry point of the command; speaks Japanese and UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="site-gen")
