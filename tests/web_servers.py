"""Real web servers on this machine with settings that this program wrote: nginx, and Apache in two ways."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_gen.headers import nginx as settings_for_nginx
from tests.browser import place
from tests.prepare import APACHE, APACHE_MODULES, NGINX

# As root a server changes to a user who owns nothing; else these lines change nothing.
_NGINX = """\
user nobody nogroup;
pid {home}/pid;
error_log {home}/error.log;
daemon off;
worker_processes 1;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    add_header X-Elsewhere "of the rest of the server";
    server {{
        listen 127.0.0.1:{port};
        server_name localhost;
        root {root};
        include {settings};
    }}
}}
"""
_MODULES = "mpm_event authn_core authz_core dir alias mime headers filter deflate autoindex negotiation".split()
_APACHE = """\
ServerRoot {home}
ServerName localhost
PidFile {home}/pid
ErrorLog {home}/error.log
Listen 127.0.0.1:{port}
User "#65534"
Group "#65534"
StartServers 1
{modules}
TypesConfig /dev/null
AddDefaultCharset ISO-8859-1
AddEncoding x-gzip .pagefind
DocumentRoot {root}
<Directory {root}>
    Options +Indexes +MultiViews
    AllowOverride {allowed}
    Require all granted
</Directory>
{settings}
"""


@contextmanager
def nginx(home: Path, root: Path, settings: Path) -> Iterator[str]:
    """nginx over `root`, its server block including `settings`; the value is the server's address, without a slash."""
    command, port = place(NGINX), _free_port()
    written = home / "nginx.conf"
    written.write_text(_NGINX.format(home=home, port=port, root=root, settings=settings), encoding="utf-8")
    with _running([command, "-p", str(home), "-e", str(home / "error.log"), "-c", str(written)], home, port) as address:
        yield address


@contextmanager
def apache(home: Path, root: Path, settings: str) -> Iterator[str]:
    """Apache over `root`, with the text `settings` in its configuration; without it folders may hold .htaccess."""
    command, port = place(APACHE), _free_port()
    modules = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in _MODULES)
    allowed = "None" if settings else "FileInfo Indexes"
    written = home / "apache.conf"
    written.write_text(
        _APACHE.format(home=home, port=port, root=root, modules=modules, allowed=allowed, settings=settings), encoding="utf-8"
    )
    with _running([command, "-DFOREGROUND", "-f", str(written)], home, port) as address:
        yield address


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """The site in `folder` at the top of an nginx with the settings that `site-gen headers` writes; its address, with a slash."""
    with tempfile.TemporaryDirectory(prefix="site-gen-nginx-") as name:
        home = Path(name)
        shutil.copytree(folder, home / "root", copy_function=link)
        for inner in (home, *home.rglob("*")):
            if inner.is_dir():
                inner.chmod(0o755)  # the server's user has to read what tests keep to themselves
        settings = home / "site-gen.conf"
        settings.write_text(settings_for_nginx.conf("/"), encoding="utf-8")
        with nginx(home, home / "root", settings) as address:
            yield f"{address}/"


def link(source: str, target: str) -> None:
    """Put a file at `target` too, without copying it where the disk is the same."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def _running(command: list[str], home: Path, port: int) -> Iterator[str]:
    """A server from its first answer to the end of its process, which is ours."""
    log = home / "said"
    with log.open("wb") as said, subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as process:
        try:
            _wait(process, port, (log, home / "error.log"))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, logs: tuple[Path, ...]) -> None:
    until = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    told = "".join(log.read_text("utf-8", "replace") for log in logs if log.exists())
    pytest.fail(f"{process.args!r} does not answer:\n{told}", pytrace=False)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
