"""Publishing to real servers on loopback: SFTP, FTPS, WebDAV and S3; what they refuse, and that secrets stay secret."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
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
from tests.publishing import Sshd, a_part, built, certificates, digests, ftps, put, put_at_once, put_back, s3, webdav

pytestmark = pytest.mark.server

PASSWORD = "Himitsu-7319/ab+c"
Kind = Callable[[Path, str], AbstractContextManager[Target]]


@contextmanager
def sftp(home: Path, password: str) -> Iterator[Target]:
    server = Sshd(home)
    with server.running():
        yield server.target(folder=home / "www/pia")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("sites")
    return a_part(built(home, False), home / "one"), a_part(built(home, True), home / "two")


@pytest.fixture(scope="module")
def pems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificates(tmp_path_factory.mktemp("pems"))


@pytest.fixture
def home(tmp_path: Path, pems: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for a server, whose password is in the environment."""
    for name in ("ca.pem", "server.pem"):
        (tmp_path / name).write_bytes((pems / name).read_bytes())
    monkeypatch.setenv("SITE_GEN_PASSWORD_HONBAN", PASSWORD)
    monkeypatch.setenv("SITE_GEN_ACCESS_KEY", "web")
    return tmp_path


def without_marker(folder: Path) -> dict[str, str]:
    return {path: one for path, one in digests(folder).items() if path != ".site-gen"}


@pytest.mark.parametrize("kind", [sftp, ftps, *more(webdav, s3)])
def test_a_site_arrives_changes_and_goes_back(kind: Kind, home: Path, sites: tuple[Path, Path]) -> None:
    """On each kind of server: the bytes of both sites, strangers left alone, nothing left over, the bytes of before."""
    with kind(home, PASSWORD) as target:
        there = home / ("www/koukai/pia" if target.kind == "s3" else "www/pia")
        assert put(target, sites[0]).is_whole
        first = digests(there)
        assert first == without_marker(sites[0])
        (there / "oshirase.html").write_text("お知らせ", encoding="utf-8")
        time.sleep(0.5 if target.kind == "s3" else 0)  # its server looks at its folder again after 0.2 seconds
        assert put(target, sites[1]).strangers == ("oshirase.html",)
        (there / "oshirase.html").unlink()
        assert digests(there) == without_marker(sites[1])
        assert sorted(path.relative_to(there).as_posix() for path in (there / ".site-gen").rglob("*") if path.is_file()) == [
            ".site-gen/manifest.json", ".site-gen/previous.zip"]
        put_back(target, home / "back")
        assert digests(there) == first
        store = publish.store(target)
        known = publish.remembered(store).manifest
        assert known is not None
        page = there / "mihon/index.html"
        page.write_bytes(page.read_bytes().replace(b"<html", b"<HTML", 1))  # as long as before
        time.sleep(0.5 if target.kind == "s3" else 0)
        seen = publish.verify(store, known, full=True)
        assert (seen.missing, seen.different) == ((), ("mihon/index.html",))  # every other file is as it should be


@pytest.mark.parametrize("kind", [sftp, *more(ftps, webdav)])
def test_a_page_that_was_edited_at_the_same_length_is_not_overwritten(kind: Kind, home: Path, sites: tuple[Path, Path]) -> None:
    """These servers tell no hashes; what is to be replaced is fetched first, and looked at."""
    with kind(home, PASSWORD) as target:
        put_at_once(home / "www/pia", sites[0])
        page = home / "www/pia/mihon/zenkomoku/index.html"
        page.write_bytes(page.read_bytes().replace(b"<html", b"<HTML", 1))
        before = digests(home / "www/pia")
        with pytest.raises(publish.Refusal, match=r"手で書き換えられたか.*mihon/zenkomoku/index\.html"):
            put(target, sites[1])
        assert digests(home / "www/pia") == before
        put(target, sites[1], overwrite=True)
        assert digests(home / "www/pia") == without_marker(sites[1])


def refused(target: Target, site: Path) -> publish.Refusal:
    with pytest.raises(publish.Refusal) as found:
        put(target, site)
    return found.value


def test_a_wrong_or_unknown_host_key_is_refused(home: Path, sites: tuple[Path, Path]) -> None:
    server = Sshd(home)
    with server.running():
        wrong = refused(server.target(known=server.known_as(server.port, "key")), sites[0])
        assert "控えた鍵と違います" in str(wrong) and f"[127.0.0.1]:{server.port}" in wrong.hint
        (home / "empty").write_text("", encoding="ascii")
        unknown = refused(server.target(known=home / "empty"), sites[0])
        assert "known_hosts にない" in str(unknown) and f"ssh -p {server.port}" in unknown.hint
        assert "known_hosts" in str(refused(server.target(known=home / "absent"), sites[0]))
        assert not server.root.exists()


def test_a_certificate_of_nobody_known_is_refused(home: Path, sites: tuple[Path, Path]) -> None:
    with ftps(home, PASSWORD) as target:
        assert "証明書を確かめられません" in str(refused(replace(target, ca_file=""), sites[0]))
        assert list((home / "www").iterdir()) == []


@pytest.mark.parametrize("kind", [ftps, webdav, s3])
def test_a_wrong_password_is_told(kind: Kind, home: Path, sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with kind(home, PASSWORD) as target:
        monkeypatch.setenv("SITE_GEN_PASSWORD_HONBAN", "chigau-9999")
        told = refused(target, sites[0])
        assert "ログインできません" in str(told) and "SITE_GEN_PASSWORD_HONBAN" in told.hint
        assert "chigau" not in str(told) + told.hint


def test_a_wrong_key_is_told(home: Path, sites: tuple[Path, Path]) -> None:
    server = Sshd(home)
    with server.running():
        assert "ログインできません" in str(refused(replace(server.target(), key_file=str(home / "host")), sites[0]))


@pytest.mark.parametrize("kind", [ftps, *more(webdav), s3])
def test_secrets_are_in_no_argument_and_no_output(kind: Kind, home: Path, sites: tuple[Path, Path]) -> None:
    """While the real command runs, arguments of all processes are looked at; also those of a run that fails."""
    with kind(home, PASSWORD) as target:
        lines = [f"    種類: {target.kind}", f"    サーバー: {target.server}", "    フォルダー: pia"]
        lines += [f"    ポート: {target.port}", f"    証明書ファイル: {target.ca_file}"] if target.kind == "ftps" else []
        lines += [f"    バケット: {target.bucket}"] if target.kind == "s3" else ["    利用者: web"]
        text = "サイト名: 見本\n発行者: 見本市\n公開先:\n  - id: honban\n" + "\n".join(lines) + "\n"
        (home / "content").mkdir()
        (home / "content/site.yaml").write_text(text, encoding="utf-8")
        seen: set[str] = set()
        done = threading.Event()

        def look() -> None:
            while not done.wait(0.01):  # a run of rclone takes five times as long; more often takes the time from it
                for path in Path("/proc").glob("[0-9]*/cmdline"):
                    try:
                        words = path.read_bytes().decode(errors="replace")
                    except OSError:
                        continue
                    if "rclone" in words.split("\0")[0] and "serve" not in words:
                        seen.add(words)

        looker = threading.Thread(target=look)
        looker.start()
        try:
            said = [subprocess.run(
                (sys.executable, "-m", "site_gen", "publish", "--content", home / "content", "--output", site, "--yes"),
                cwd=ROOT, env={**os.environ, "SITE_GEN_PASSWORD_HONBAN": password}, capture_output=True, encoding="utf-8",
            ) for site, password in ((sites[0], PASSWORD), (sites[1], f"{PASSWORD}-chigau"))]
        finally:
            done.set()
            looker.join()
        assert [one.returncode for one in said] == [0, 1], said
        assert len(seen) > 5
        everything = "".join((*seen, *(one.stdout + one.stderr for one in said)))
        assert PASSWORD not in everything
        obscured = subprocess.run((program(), "obscure", "-"), input=PASSWORD, capture_output=True, text=True).stdout
        assert len(obscured) > 10  # a new one each time, so that its length is all there is to look for
        assert not [word for words in seen for word in words.split("\0") if len(word) == len(obscured.strip()) and "/" not in word]
        kept = b"".join(path.read_bytes() for path in (home / "www").rglob("*") if path.is_file() and ".site-gen" in path.parts)
        assert PASSWORD.encode() not in kept


def test_the_remote_of_rclones_own_settings(home: Path, sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "rclone.conf").write_text(f"[kyoyu]\ntype = alias\nremote = {home / 'www'}\n", encoding="utf-8")
    monkeypatch.setenv("RCLONE_CONFIG", str(home / "rclone.conf"))
    target = Target("rclone", remote="kyoyu:pia")
    put(target, sites[0])
    assert digests(home / "www/pia") == without_marker(sites[0])
    assert "「nai:pia」" in str(refused(Target("rclone", remote="nai:pia"), sites[0]))
