"""公開先 of site.yaml in, the places where a site can be put out, with what cannot be right about them. No password stands here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast
from urllib.parse import urlsplit

from site_gen.load import value_span
from site_gen.model import Entry, Instance
from site_gen.problem import Problem, error
from site_gen.source import brief

Kind = Literal["folder", "sftp", "ftps", "webdav", "s3", "rclone", "zip"]

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CALLED = re.compile("(?:公開先「(?P<id>[^」]*)」|サイト「公開先」の)")  # as `load` names a row
_SECRET = re.compile("に「[^」]*(?:パスワード|パスフレーズ|暗証|秘密|password|passphrase|secret)[^」]*」という項目", re.I)
_ALL = ("サーバー", "ポート", "利用者", "フォルダー", "鍵ファイル", "known_hosts", "証明書ファイル", "バケット", "地域", "リモート")
_TAKES: dict[str, tuple[str, ...]] = {
    "folder": ("フォルダー",),
    "sftp": ("サーバー", "ポート", "利用者", "フォルダー", "鍵ファイル", "known_hosts"),
    "ftps": ("サーバー", "ポート", "利用者", "フォルダー", "証明書ファイル"),
    "webdav": ("サーバー", "利用者", "フォルダー", "証明書ファイル"),
    "s3": ("サーバー", "バケット", "フォルダー", "地域", "証明書ファイル"),
    "rclone": ("リモート",),
}
_NEEDS: dict[str, tuple[str, ...]] = {
    "folder": ("フォルダー",),
    "sftp": ("サーバー", "利用者", "フォルダー"),
    "ftps": ("サーバー", "利用者", "フォルダー"),
    "webdav": ("サーバー",),
    "s3": ("バケット",),
    "rclone": ("リモート",),
}
_WEB = ("webdav", "s3")  # their サーバー is an address
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Target:
    """A place for a site. `name` is its id in site.yaml, empty for one that was named on the command line.

    `server` is a host, or for webdav and s3 an address; what a kind has no use for is empty.
    """

    kind: Kind
    name: str = ""
    server: str = ""
    port: str = ""
    user: str = ""
    folder: str = ""
    key_file: str = ""
    known_hosts: str = ""
    ca_file: str = ""
    bucket: str = ""
    region: str = ""
    remote: str = ""

    @property
    def shown(self) -> str:
        """The place as a message names it."""
        if self.kind in ("folder", "zip"):
            return self.folder
        if self.kind == "rclone":
            return self.remote
        where = "/".join(one.strip("/") for one in (self.server, self.bucket, self.folder) if one.strip("/"))
        return f"{self.kind} {where}"


def targets(site: Entry) -> tuple[Target, ...]:
    """The places that a record read by the form サイト names, in their order; those with a mistake are left out."""
    rows = site.child("公開先").instances
    names = [row.id for row in rows]
    return tuple(_target(row) for row in rows if not any(_problems(row)) and names.count(row.id) == 1)


def problems(site: Entry) -> Iterator[Problem]:
    """What is missing, wrong or of no use in 公開先."""
    for row in site.child("公開先").instances:
        yield from _problems(row)


def with_cure(problem: Problem) -> Problem:
    """`problem`, which `load` found; what to do with a password that stands there is told with it."""
    target = _CALLED.match(problem.message)
    if not target or problem.code != "unknown-key" or not _SECRET.search(problem.message):
        return problem
    own = f"_{target['id'].upper().replace('-', '_')}" if _ID.fullmatch(target["id"] or "") else ""
    return replace(problem, hint=f"パスワードは site.yaml に書かず、環境変数 SITE_GEN_PASSWORD{own} で渡します。"
                                 "この行を消し、パスワードを替えてください")


def _problems(row: Instance) -> Iterator[Problem]:
    kind = row.child("種類").text.strip()
    called = f"公開先「{row.id}」（{kind}）" if row.id else f"公開先（{kind}）"
    if not _ID.fullmatch(row.id) or row.id == "zip" or len(row.id) > 40:
        yield error(row.span, "target-id", f"公開先の id「{brief(row.id)}」は使えません" if row.id else "公開先に id がありません",
                    "「id: honban」のように、英小文字で始め、英小文字・数字・ハイフンだけで書いてください（zip は使えません）")
    if kind not in _TAKES:
        return  # told by `load`
    for name in _NEEDS[kind]:
        if row.child(name).state != "given":
            yield error(row.span, "target-incomplete", f"{called}に「{name}」がありません",
                        f"{kind} には {'、'.join(_NEEDS[kind])} が要ります")
    for name in _ALL:
        entry = row.child(name)
        if entry.state == "given" and name not in _TAKES[kind]:
            yield error(value_span(entry), "target-extra", f"{called}では「{name}」を使いません",
                        f"{kind} で使うのは {'、'.join(_TAKES[kind])} です")
    server, port, remote = row.child("サーバー"), row.child("ポート"), row.child("リモート")
    # サーバー and リモート are not quoted: somebody may have put a password there.
    if server.state == "given" and (wrong := _wrong_server(kind, server.text.strip())):
        yield error(value_span(server), "target-server", f"{called}の「サーバー」が正しくありません", wrong)
    if port.state == "given" and not (port.text.strip().isdecimal() and 0 < int(port.text) < 65536):
        yield error(value_span(port), "target-port", f"ポート「{brief(port.text)}」が正しくありません", "1 から 65535 までの数字を書いてください")
    if remote.state == "given" and not is_remote(remote.text.strip()):
        yield error(value_span(remote), "target-remote", f"{called}の「リモート」が正しくありません",
                    "rclone の設定にある名前を使い、「名前:フォルダー」と書いてください（設定をここに並べて書くことはできません）")


def is_remote(text: str) -> bool:
    """Whether `text` is `name:path` of rclone's configuration; a connection string, which could hold a password, is not."""
    return bool(re.fullmatch(r"[\w.+@-][\w.+@ -]+:[^:,]*", text))


def _wrong_server(kind: str, server: str) -> str:
    if kind not in _WEB:
        return "" if re.fullmatch(r"[A-Za-z0-9.:-]+", server) else "www.example.jp のような名前だけを書いてください"
    parts = urlsplit(server)
    if parts.username or parts.password:
        return "アドレスに利用者名やパスワードを入れないでください（パスワードは環境変数で渡します）"
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return ""
    return "https:// から始まるアドレスを書いてください（http ではパスワードと内容が暗号化されません）"


def _target(row: Instance) -> Target:
    def text(name: str) -> str:
        return row.child(name).text.strip()

    return Target(
        kind=cast(Kind, text("種類")), name=row.id, server=text("サーバー"), port=text("ポート"), user=text("利用者"),
        folder=text("フォルダー"), key_file=text("鍵ファイル"), known_hosts=text("known_hosts"),
        ca_file=text("証明書ファイル"), bucket=text("バケット"), region=text("地域"), remote=text("リモート"),
    )
