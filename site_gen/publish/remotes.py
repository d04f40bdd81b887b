"""rclone's own settings in, what of them would send a site in clear or to a server that nobody has checked out.

What the kinds of 公開先 that we set up ourselves (`transfer`) never do, a remote that somebody has set up for other
purposes may do: rclone checks the key of an SFTP server only where `known_hosts_file` is set.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from site_gen.publish.manifest import Refusal

Settings = Mapping[str, Mapping[str, str]]  # of each remote, as `rclone config dump` tells them

_ONE = ("alias", "crypt", "chunker", "cache", "compress", "hasher", "archive")  # lead on to the place in `remote`
_SEVERAL = ("union", "combine")  # lead on to those in `upstreams`
_PLACE = re.compile(r'(?P<live>:)?(?P<name>[\w.+@ -]*)(?P<more>(?:,(?:[^,:"\']|"[^"]*"|\'[^\']*\')*)*):')
_OPTION = re.compile(r',(\w[\w.-]*)(?:=("[^"]*"|\'[^\']*\'|[^,]*))?')
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_UNASKED = re.compile(r"StrictHostKeyChecking[= ]\"?(?:no|off|accept-new)|UserKnownHostsFile[= ]\"?/dev/null", re.I)


def check(remote: str, settings: Settings, environment: Mapping[str, str]) -> None:
    """Look at the remote in `name:path`, and at all that it leads on to. Raises Refusal for what is not safe."""
    for name, options in _reached(remote, settings, environment, set()):
        if wrong := _wrong(options):
            message, key, value = wrong
            raise Refusal(
                f"rclone の設定「{name}」では、{message}。何も送りませんでした",
                f"「rclone config update {name} {key} {value}」で直せます（環境変数 RCLONE_CONFIG_{name.upper()}_{key.upper()} でも渡せます）",
            )


def _reached(
    place: str, settings: Settings, environment: Mapping[str, str], seen: set[str],
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The remotes on the way from `place` to where files lie, with their options; a folder of this machine is none."""
    found = _PLACE.match(place)
    if place in seen or not found or re.match(r"[A-Za-z]:[/\\]", place):
        return
    seen.add(place)
    name = found["name"]
    own = {"type": name} if found["live"] else {**settings.get(name, {}), **_given(name, environment)}
    options = {**own, **{key: value.strip("\"'") for key, value in _OPTION.findall(found["more"])}}
    yield name, options
    kind = options.get("type", "")
    if kind in _ONE:
        yield from _reached(options.get("remote", ""), settings, environment, seen)
    elif kind in _SEVERAL:
        for one in next(csv.reader([options.get("upstreams", "")], delimiter=" "), []):
            yield from _reached(one.partition("=")[2] if kind == "combine" else one, settings, environment, seen)


def _given(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What the environment says of the remote `name`; rclone heeds it before its file."""
    start = f"RCLONE_CONFIG_{name.upper()}_"
    return {key.removeprefix(start).lower(): value for key, value in environment.items() if key.startswith(start)}


def _wrong(options: Mapping[str, str]) -> tuple[str, str, str] | None:
    """What is not safe in words, and the option that mends it with its value."""
    for key, value in options.items():
        if key.endswith("no_check_certificate") and _is_on(value):
            return "サーバーの証明書を確かめません", key, "false"
        if value.lower().startswith("http://") and urlsplit(value).hostname not in _LOOPBACK:
            return "暗号化しない HTTP で送ります", key, "https://…"
    kind = options.get("type", "")
    if kind == "sftp" and not options.get("known_hosts_file") and not options.get("ssh"):
        return "サーバーの鍵（ホスト鍵）を確かめません", "known_hosts_file", "~/.ssh/known_hosts"
    if kind == "sftp" and _UNASKED.search(options.get("ssh", "")):
        return "サーバーの鍵（ホスト鍵）を確かめません", "ssh", '""'
    secure = _is_on(options.get("tls", "")) or _is_on(options.get("explicit_tls", ""))
    if kind == "ftp" and not secure and options.get("host") not in _LOOPBACK:
        return "暗号化しない FTP で送ります", "explicit_tls", "true"
    return None


def _is_on(value: str) -> bool:
    return value.strip().lower() in ("true", "1", "t")
