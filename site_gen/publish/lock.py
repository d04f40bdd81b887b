"""One publisher at a time: a run leaves a file of its own on the target and looks whether it is the only one.

Servers have no lock that all of them know. Each run writes its own file first and reads the folder after that, so of two
runs at least one sees the other, whatever their speed; who sees another one leaves. That a run of this machine is over
shows on a file here that the system locks as long as it runs.
"""

import datetime
import getpass
import json
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from site_gen.publish.manifest import OWN
from site_gen.publish.store import Refusal, Store

FOLDER = f"{OWN}/lock"


@dataclass(frozen=True, slots=True)
class Run:
    """One that publishes: its name on the target, who started it and when (as one reads it)."""

    token: str
    who: str
    since: str


def new_run() -> Run:
    """This run, beginning now."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = "不明"
    return Run(secrets.token_hex(8), who, datetime.datetime.now().strftime("%Y-%m-%d %H:%M"))


@contextmanager
def held(store: Store, run: Run, *, unlock: bool = False) -> Iterator[Mapping[str, int]]:
    """While this lasts no other run publishes to `store`; gives what that holds. Raises Refusal when another one does.

    What runs of this machine left that are over is removed, with `unlock` what any run left.
    """
    here = _here(run.token)
    gone = False
    try:
        with here.open("w") as file:
            _lock(file)
            try:
                yield _enter(store, run, unlock)
            finally:
                with suppress(Refusal):  # the connection is gone: the next run sees by the file here that this one is over
                    store.delete((_file(run.token),), (FOLDER,))
                    gone = True
    finally:
        if gone:
            here.unlink(missing_ok=True)


def _enter(store: Store, run: Run, unlock: bool) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / f"{run.token}.json"
        own.write_text(json.dumps({"who": run.who, "since": run.since}, ensure_ascii=False), encoding="utf-8")
        store.send(Path(folder), (own.name,), FOLDER)
    there = store.list()
    others = [name for name in there if name.startswith(f"{FOLDER}/") and name.endswith(".json") and name != _file(run.token)]
    over = [name for name in others if unlock or _is_over(Path(name).stem)]
    if len(over) < len(others):
        other = next(name for name in others if name not in over)
        raise Refusal(
            f"{_read(store, other)}がこの公開先に公開しているため、始めませんでした",
            "終わるのを待って、もう一度実行してください。その人の公開が途中で止まり、もう動いていないと確かめたときだけ、--unlock を付けます",
        )
    store.delete(over, ())
    return {name: size for name, size in there.items() if name not in over}


def _read(store: Store, name: str) -> str:
    """Who holds the lock `name`, and since when."""
    with tempfile.TemporaryDirectory() as folder:
        store.fetch((name,), Path(folder))
        try:
            body = json.loads((Path(folder) / name).read_bytes())
            return f"{body['who']} さん（{body['since']} から）"
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return "ほかの人"


def _file(token: str) -> str:
    return f"{FOLDER}/{token}.json"


def _here(token: str) -> Path:
    return Path(tempfile.gettempdir()) / f"site-gen-publish-{token}"


def _is_over(token: str) -> bool:
    """Whether the run `token` was one of this machine that ended without a word."""
    path = _here(token)
    if not token.isalnum() or not path.is_file():
        return False
    try:
        with path.open("r+") as file:
            _lock(file)
    except OSError:
        return False
    path.unlink(missing_ok=True)
    return True


def _lock(file: IO[str]) -> None:
    """Lock `file` as long as it is open. Raises OSError when another process has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # on Windows only
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
