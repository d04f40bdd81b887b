"""What the tests of publishing share: two built sites, a target of each kind of server on loopback, a proxy that cuts connections."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from site_gen import build, content, publish
from site_gen.publish.lock import new_run
from site_gen.publish.release import Verdict
from site_gen.publish.transfer import program
from site_gen.targets import Target
from tests.conftest import ROOT
from tests.prepare import SSHD

EXAMPLE = ROOT / "tests/example"
LEFT_OUT = {  # of the built sites, so that a publication is quick
    "statutes", "changes", "systems", "compare", "contractors", "departments", "recipients", "glossary",
}


def built(folder: Path, second: bool) -> Path:
    """tests/example as a built folder; the second text of it has a changed item, an assessment less and one more."""
    sources = folder / f"content{int(second)}"
    shutil.copytree(EXAMPLE, sources)
    if second:
        home = sources / "mihon"
        text = (home / "zenkomoku/hyoka.yaml").read_text(encoding="utf-8")
        (home / "zenkomoku/hyoka.yaml").write_text(text.replace("4)10万人以上30万人未満", "3)1万人以上10万人未満", 1), encoding="utf-8", newline="\n")
        shutil.move(home / "kiso", home / "shin")
    result = content.read(sources)
    assert result.site is not None and not result.errors, result.problems
    output = folder / f"output{int(second)}"
    build.build(result.site, sources, output, searchable=False)
    return output


def a_part(site: Path, folder: Path) -> Path:
    """The pages of the municipality and what leads to them: enough to be cut at any point, and quickly sent."""
    part = Path(shutil.copytree(site, folder, ignore=lambda at, names: LEFT_OUT & set(names)))
    (part / build.MARKER).write_text("", encoding="utf-8")  # it is not what was built from any sources
    return part


def digests(folder: Path) -> dict[str, str]:
    """What visitors can get from a folder: path -> SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != ".site-gen"
    }


def put(target: Target, output: Path, *, full: bool = False, overwrite: bool = False, unlock: bool = False) -> Verdict:
    """Publish a built folder as the command does after a yes."""
    store = publish.store(target)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(output), full=full)
    assert plan.blocked == ()
    return publish.publish(store, plan, output, new_run(), full=full, overwrite=overwrite, unlock=unlock)


def put_at_once(there: Path, output: Path) -> None:
    """Publish to the folder that a server shows, without it, where what follows is what is looked at: the result is the same."""
    put(Target("folder", folder=str(there)), output)


def put_back(target: Target, folder: Path) -> Verdict:
    """Roll back as the command does; `folder` is for the files of before."""
    store = publish.store(target)
    known = publish.remembered(store)
    goal = publish.back(store, known, folder).manifest
    return publish.publish(store, publish.plan(store, known, goal), folder, new_run(), rollback=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until a server listens."""
    for _ in range(300):
        assert process.poll() is None, "the server ended at once"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


@contextmanager
def running(command: list[str], port: int, log: Path, environment: Mapping[str, str] | None = None,
            start: Callable[[], None] | None = None) -> Iterator[None]:
    """A server as long as this lasts."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **(environment or {})}, preexec_fn=start)
        try:
            wait_for(port, process)
            yield
        finally:
            process.terminate()
            process.wait(10)


class Sshd:
    """OpenSSH's server with a key of its own, for one user with one key; internal-sftp, as hosting services set it up."""

    def __init__(self, home: Path) -> None:
        assert SSHD.find(), SSHD.cure
        self.home = home
        self.root = home / "www"
        self.port = free_port()
        for name in ("host", "key"):
            subprocess.run(("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name), check=True)
        shutil.copy(home / "key.pub", home / "authorized")
        (home / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nAuthorizedKeysFile {home}/authorized\n"
            f"StrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nPermitRootLogin yes\n"
            f"Subsystem sftp internal-sftp\nForceCommand internal-sftp\nMaxStartups 100\n", encoding="ascii")
        self.known = self.known_as(self.port)

    def known_as(self, port: int, key: str = "host") -> Path:
        """A known_hosts that holds the server's key under another port (that of a proxy)."""
        path = self.home / f"known-{port}-{key}"
        words = (self.home / f"{key}.pub").read_text(encoding="ascii").split()
        path.write_text(f"[127.0.0.1]:{port} {words[0]} {words[1]}\n", encoding="ascii")
        return path

    def target(self, port: int | None = None, folder: Path | None = None, known: Path | None = None) -> Target:
        return Target("sftp", "honban", server="127.0.0.1", port=str(port or self.port), user=os.environ.get("USER", "root"),
                      folder=str(folder or self.root), key_file=str(self.home / "key"),
                      known_hosts=str(known or self.known_as(port or self.port)))

    @contextmanager
    def running(self, start: Callable[[], None] | None = None) -> Iterator[None]:
        Path("/run/sshd").mkdir(parents=True, exist_ok=True)
        with running([SSHD.find() or "", "-D", "-e", "-f", str(self.home / "config")], self.port, self.home / "log", start=start):
            yield


class Proxy:
    """Hands bytes on to a port, and after `limit` of them (both ways) cuts everything and takes no more connections."""

    def __init__(self, port: int, limit: int) -> None:
        self.limit, self.passed = limit, 0
        self._to = port
        self._open: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def is_cut(self) -> bool:
        return self.passed > self.limit

    def close(self) -> None:
        with self._lock:
            for one in (self._server, *self._open):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(16384):
                with self._lock:
                    self.passed += len(data)
                if self.is_cut:
                    self.close()
                    return
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return


def certificates(home: Path) -> Path:
    """A certificate authority and a server's certificate for 127.0.0.1, signed by it; the folder with ca.pem and server.pem."""
    (home / "san").write_text("subjectAltName=IP:127.0.0.1\n", encoding="ascii")
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=test-ca",
        "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.crt -days 30 -extfile san",
    ):
        subprocess.run(("openssl", *command.split()), cwd=home, check=True, capture_output=True)
    (home / "server.pem").write_bytes((home / "server.key").read_bytes() + (home / "server.crt").read_bytes())
    return home


_FTPS = """
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer
port, root, pem, password = sys.argv[1:]
users = DummyAuthorizer()
users.add_user("web", password, root, perm="elradfmwMT")
class Handler(TLS_FTPHandler):
    authorizer, certfile, tls_control_required, tls_data_required = users, pem, True, True
ThreadedFTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
"""


@contextmanager
def ftps(home: Path, password: str) -> Iterator[Target]:
    """An FTP server that takes nothing in clear, and a target on it."""
    port = free_port()
    (home / "www").mkdir(exist_ok=True)
    command = [sys.executable, "-c", _FTPS, str(port), str(home / "www"), str(home / "server.pem"), password]
    with running(command, port, home / "ftps.log"):
        yield Target("ftps", "honban", server="127.0.0.1", port=str(port), user="web", folder="pia", ca_file=str(home / "ca.pem"))


@contextmanager
def webdav(home: Path, password: str) -> Iterator[Target]:
    """A WebDAV server, and a target on it."""
    port = free_port()
    (home / "www").mkdir(exist_ok=True)
    (home / "dav.json").write_text(json.dumps({
        "host": "127.0.0.1", "port": port, "provider_mapping": {"/": str(home / "www")}, "verbose": 1,
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "simple_dc": {"user_mapping": {"*": {"web": {"password": password}}}},
    }), encoding="utf-8")
    with running([sys.executable, "-m", "wsgidav.server.server_cli", "--config", str(home / "dav.json")], port, home / "dav.log"):
        yield Target("webdav", "honban", server=f"http://127.0.0.1:{port}/", user="web", folder="pia")


@contextmanager
def s3(home: Path, password: str) -> Iterator[Target]:
    """The S3 server that is in rclone, and a target on it."""
    port = free_port()
    (home / "www/koukai").mkdir(parents=True, exist_ok=True)
    with running([program(), "--config=", "serve", "s3", "--auth-key", f"web,{password}", "--dir-cache-time=200ms", "--addr", f"127.0.0.1:{port}",
                  str(home / "www")], port, home / "s3.log"):
        yield Target("s3", "honban", server=f"http://127.0.0.1:{port}", bucket="koukai", folder="pia", region="us-east-1")
