"""What only a real server shows: two publishers of whom one is refused, strangers that come meanwhile, secrets of SFTP."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from site_gen import publish
from site_gen.publish.transfer import program
from site_gen.targets import Target
from tests.conftest import ROOT
from tests.long import more
from tests.publishing import Sshd, digests, free_port, put, running
from tests.test_publish_safety import THEIRS, site, write

pytestmark = pytest.mark.server

PASSWORD = "Himitsu-7319/ab+c"
PASSPHRASE = "Aikotoba-4471/xy+z"


def without_marker(folder: Path) -> dict[str, str]:
    return {path: one for path, one in digests(folder).items() if path != ".site-gen"}


def published(target: Target, output: Path, then: Callable[[], object]) -> publish.Verdict:
    """Publish `output`; when files are about to be sent, and the target is locked, `then` happens."""
    store = publish.store(target)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(output))

    def tell(said: str) -> None:
        if "送っています" in said:
            then()

    return publish.publish(store, plan, output, publish.new_run(), tell)


def test_of_two_publishers_the_second_is_refused_and_the_first_is_not(tmp_path: Path) -> None:
    """The second comes while the first is sending: it is told who publishes, nothing of it arrives, and its turn comes later."""
    server = Sshd(tmp_path)
    old, new = site(tmp_path / "old"), site(tmp_path / "new", index="新しい表紙")
    refused: list[str] = []

    def second() -> None:
        with pytest.raises(publish.Refusal, match="この公開先に公開しているため、始めませんでした") as told:
            put(server.target(), new)
        refused.append(str(told.value))

    with server.running():
        assert published(server.target(), old, second).is_whole
        assert len(refused) == 1 and "さん（" in refused[0]
        assert digests(server.root) == without_marker(old)
        assert sorted(path.name for path in (server.root / ".site-gen").rglob("*") if path.is_file()) == ["manifest.json"]
        assert put(server.target(), new).is_whole


def test_a_stranger_that_comes_while_files_are_sent_stays(tmp_path: Path) -> None:
    """Where a new page is to be."""
    server, name = Sshd(tmp_path), "mihon/shin/index.html"
    old, new = site(tmp_path / "old"), site(tmp_path / "new", index="新しい表紙", mihon__shin__index="新しい評価書")
    with server.running():
        put(server.target(), old)
        before = digests(server.root)
        with pytest.raises(publish.Refusal, match="計画を示したあとで、公開先のファイルが変わりました") as told:
            published(server.target(), new, lambda: write(server.root / name))
        assert name in str(told.value)
        assert (server.root / name).read_text(encoding="utf-8") == THEIRS
        (server.root / name).unlink()
        assert {path: one for path, one in digests(server.root).items() if path in before} == before
        assert put(server.target(), new).is_whole  # with it away, the release goes on


@contextmanager
def seen_arguments() -> Iterator[set[str]]:
    """The arguments of every rclone that runs meanwhile, but those of servers."""
    found: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.002):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    words = path.read_bytes().decode(errors="replace")
                except OSError:
                    continue
                if "rclone" in words.split("\0")[0] and "serve" not in words:
                    found.add(words)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        yield found
    finally:
        done.set()
        looker.join()


@contextmanager
def with_password(home: Path) -> Iterator[Target]:
    """An SFTP server that wants a password: rclone's own, as OpenSSH's asks the system's users for theirs."""
    server = Sshd(home)  # for its keys
    port = free_port()
    server.root.mkdir()
    command = [program(), "--config=", "serve", "sftp", "--addr", f"127.0.0.1:{port}", "--key", str(home / "host"),
               "--user", "web", "--pass", PASSWORD, str(server.root)]
    with running(command, port, home / "log"):
        yield replace(server.target(port), user="web", key_file="", folder="pia")


@contextmanager
def with_passphrase(home: Path) -> Iterator[Target]:
    """OpenSSH's server, and a key that a passphrase opens."""
    server = Sshd(home)
    subprocess.run(("ssh-keygen", "-q", "-p", "-a", "1", "-P", "", "-N", PASSPHRASE, "-f", home / "key"), check=True)
    with server.running():
        yield server.target(folder=server.root / "pia")


@pytest.mark.parametrize("kind", [*more(with_password), with_passphrase])
def test_secrets_of_sftp_are_in_no_argument_and_no_output(kind: Callable[[Path], AbstractContextManager[Target]], tmp_path: Path) -> None:
    """The real command, once with the right secret and once with a wrong one; neither the secret nor what rclone makes of it is told."""
    old, new = site(tmp_path / "old"), site(tmp_path / "new", index="新しい表紙")
    name, secret = ("PASSWORD", PASSWORD) if kind is with_password else ("KEY_PASSPHRASE", PASSPHRASE)
    with kind(tmp_path) as target, seen_arguments() as seen:
        lines = ["種類: sftp", f"サーバー: {target.server}", f"ポート: {target.port}", f"利用者: {target.user}", f"フォルダー: {target.folder}",
                 f"known_hosts: {target.known_hosts}", *([f"鍵ファイル: {target.key_file}"] if target.key_file else [])]
        write(tmp_path / "content/site.yaml", "サイト名: 見本\n発行者: 見本市\n公開先:\n  - id: honban\n" + "".join(f"    {one}\n" for one in lines))
        environment = {key: value for key, value in os.environ.items() if key != "SSH_AUTH_SOCK" and not key.startswith("SITE_GEN_")}
        said = [subprocess.run(
            (sys.executable, "-m", "site_gen", "publish", "honban", "--content", tmp_path / "content", "--output", output, "--yes"),
            cwd=ROOT, env={**environment, f"SITE_GEN_{name}_HONBAN": given}, capture_output=True, encoding="utf-8",
        ) for output, given in ((old, secret), (new, f"{secret}-chigau"))]
    assert [one.returncode for one in said] == [0, 1], said
    assert digests(tmp_path / "www/pia") == without_marker(old)
    assert len(seen) > 5
    everything = "".join((*seen, *(one.stdout + one.stderr for one in said)))
    assert secret not in everything
    obscured = len(subprocess.run((program(), "obscure", "-"), input=secret, capture_output=True, text=True).stdout.strip())
    assert obscured > 10  # a new one each time, so that its length is all there is to look for
    assert not [word for words in seen for word in words.split("\0") if len(word) == obscured and "/" not in word]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "www").rglob("*") if path.is_file() and ".site-gen" in path.parts)
    assert secret.encode() not in kept
