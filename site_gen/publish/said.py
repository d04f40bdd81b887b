"""What rclone says when it fails in, a sentence for an official and the cure out."""

import re
from pathlib import Path

from site_gen.publish.store import Refusal
from site_gen.targets import Target

_AGAIN = "もう一度実行すると、続きから始まります"
_RULES = (
    (r"knownhosts: key mismatch|host key mismatch",
     "サーバーの鍵（ホスト鍵）が、known_hosts に控えた鍵と違います。別のサーバーにつながっているおそれがあるため、何も送りませんでした",
     "サーバーの管理者に、鍵を替えたかを確かめてください。"
     "替えたと確かめたときだけ、「ssh-keygen -R {address}{own_file}」で古い行を消し、新しい鍵を加えます"),
    (r"knownhosts: key is unknown|no known hosts|host key is unknown",
     "サーバーの鍵（ホスト鍵）が known_hosts にないため、本物のサーバーか確かめられません。何も送りませんでした",
     "「ssh {options}{user}@{server}」で一度つなぎ、表示される指紋がサーバーの管理者の知らせたものと同じなら yes と答えると、鍵が加わります"),
    (r"x509:|certificate|tls: ",
     "サーバーの証明書を確かめられません。何も送りませんでした",
     "サーバーの名前と、証明書の期限を確かめてください。庁内の認証局なら、その証明書を site.yaml の「証明書ファイル」に書きます"),
    (r"unable to authenticate|no supported methods remain|\b530 \"|\b401 [A-Z]|unexpected message type 51|InvalidAccessKeyId|SignatureDoesNotMatch"
     r"|NT_STATUS_LOGON|[Ll]ogin incorrect|[Aa]uthentication fail",
     "サーバーにログインできません",
     "利用者の名前と、鍵かパスワード（環境変数 {password}）を確かめてください"),
    (r"[Nn]o space left|\b552 \"|507 Insufficient|[Qq]uota|disk full",
     "サーバーの空き容量が足りません。公開中のページは欠けていません",
     f"空きを作ってください。{_AGAIN}"),
    (r"[Pp]ermission denied|SSH_FX_PERMISSION_DENIED|403 Forbidden|AccessDenied|Not enough privileges|[Aa]ccess denied",
     "サーバーが書き込みを許していません。公開中のページは欠けていません",
     f"フォルダーの名前と、利用者がそこに書き込めるかを、サーバーの管理者に確かめてください。{_AGAIN}"),
    (r"no such host|lookup .*: ",
     "サーバー「{server}」が見つかりません",
     "名前の書き間違いと、ネットワークを確かめてください"),
    (r"connection refused|network is unreachable|no route to host|i/o timeout|connection lost|connection reset|broken pipe"
     r"|\bEOF\b|handshake failed|couldn't initialise SFTP|unexpected packet"
     r"|connection closed|use of closed|deadline exceeded|timed out|couldn't connect",
     "サーバー「{server}」との接続ができないか、途中で切れました。公開中のページは欠けていません",
     f"ネットワークとポートを確かめてください。{_AGAIN}"),
    (r"SSH_FX_FAILURE|sftp: \"Failure\"|Failure|corrupted on transfer: sizes differ",
     "サーバーがファイルを最後まで書き込めませんでした。公開中のページは欠けていません",
     f"空き容量が足りないときに多い答えです。空き容量とファイルの大きさの上限を、サーバーの管理者に確かめてください。{_AGAIN}"),
    (r"didn't find section in config file",
     "rclone の設定に「{remote}」がありません",
     "「rclone config」で設定するか、名前を確かめてください"),
)


def refusal(text: str, target: Target) -> Refusal:
    """The sentence for what rclone wrote, from which the secrets are taken out already."""
    words = {
        "server": target.server or target.shown,
        "user": target.user,
        "options": _options(target),
        "own_file": f' -f "{Path(target.known_hosts).expanduser().as_posix()}"' if target.known_hosts else "",
        "address": f"\"[{target.server}]:{target.port}\"" if target.port and target.port != "22" else target.server,
        "password": f"SITE_GEN_PASSWORD_{target.name.upper().replace('-', '_')} か SITE_GEN_PASSWORD" if target.name
                    else "SITE_GEN_PASSWORD",
        "remote": target.remote,
    }
    for pattern, message, cure in _RULES:
        if re.search(pattern, text):
            return Refusal(message.format(**words), f"{cure.format(**words)}\n（rclone: {_last(text)}）")
    return Refusal("公開先とのやり取りに失敗しました", f"{_AGAIN}\n（rclone: {_last(text)}）")


def no_known_hosts(target: Target, known: Path) -> Refusal:
    """There is no file to check the server's key against."""
    return Refusal(
        f"サーバーの鍵を確かめるための known_hosts（{known.as_posix()}）がありません",
        f"「ssh {_options(target)}{target.user}@{target.server}」で一度つなぎ、"
        "表示される指紋がサーバーの管理者の知らせたものと同じなら yes と答えると、できます",
    )


def _options(target: Target) -> str:
    """What `ssh` has to be told so that it asks the same server, and keeps its key where `publish` looks for it."""
    port = f"-p {target.port} " if target.port and target.port != "22" else ""
    known = f'-o UserKnownHostsFile="{Path(target.known_hosts).expanduser().as_posix()}" ' if target.known_hosts else ""
    return port + known


def _last(text: str) -> str:
    """The last line that says something, without its date."""
    lines = [line for line in text.splitlines() if line.strip()]
    return re.sub(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ", "", lines[-1])[:300] if lines else "説明なし"
