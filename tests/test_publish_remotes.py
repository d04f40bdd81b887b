"""Remotes of rclone's own settings: which are refused, before anything is sent, and which are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen import publish
from site_gen.publish import remotes
from site_gen.targets import Target

KNOWN = {"known_hosts_file": "~/.ssh/known_hosts"}
SETTINGS = {
    "sftp": {"type": "sftp", "host": "www.example.jp"},
    "known": {"type": "sftp", "host": "www.example.jp", **KNOWN},
    "ssh": {"type": "sftp", "ssh": "ssh web@www.example.jp"},
    "blind": {"type": "sftp", "ssh": "ssh -o StrictHostKeyChecking=no web@www.example.jp"},
    "ftp": {"type": "ftp", "host": "www.example.jp"},
    "ftps": {"type": "ftp", "host": "www.example.jp", "explicit_tls": "true"},
    "lax": {"type": "ftp", "host": "www.example.jp", "tls": "true", "no_check_certificate": "true"},
    "here": {"type": "ftp", "host": "127.0.0.1"},
    "dav": {"type": "webdav", "url": "http://www.example.jp/"},
    "davs": {"type": "webdav", "url": "https://www.example.jp/", "override.no_check_certificate": "false"},
    "anyone": {"type": "webdav", "url": "https://www.example.jp/", "override.no_check_certificate": "true"},
    "s3": {"type": "s3", "endpoint": "HTTP://s3.example.jp"},
    "minio": {"type": "s3", "endpoint": "http://localhost:9000"},
    "alias": {"type": "alias", "remote": "sftp:www"}, "far": {"type": "alias", "remote": "alias:x"},
    "good": {"type": "alias", "remote": "known:www"}, "folder": {"type": "alias", "remote": "/srv/www"},
    "crypt": {"type": "crypt", "remote": "ftp:x"}, "loop": {"type": "alias", "remote": "loop:"},
    "union": {"type": "union", "upstreams": '/srv/www "sftp:a b:ro"'}, "combine": {"type": "combine", "upstreams": "a=known:x b=dav:y"},
    "pair": {"type": "combine", "upstreams": "a=known:x b=davs:y"},
    "live": {"type": "alias", "remote": ":ftp,host=www.example.jp:x"}, "drive": {"type": "alias", "remote": "C:\\www"},
}


@pytest.mark.parametrize(("name", "said", "cure"), [
    ("sftp", "ホスト鍵）を確かめません", "rclone config update sftp known_hosts_file ~/.ssh/known_hosts"),
    ("blind", "ホスト鍵）を確かめません", "ssh"), ("ftp", "暗号化しない FTP", "explicit_tls true"),
    ("lax", "証明書を確かめません", "no_check_certificate false"), ("dav", "暗号化しない HTTP", "url https://"),
    ("anyone", "証明書を確かめません", "false"), ("s3", "暗号化しない HTTP", "endpoint https://"), ("alias", "「sftp」では", "update sftp"),
    ("far", "「sftp」では", "update sftp"), ("crypt", "「ftp」では", "update ftp"), ("union", "「sftp」では", "update sftp"),
    ("combine", "「dav」では", "update dav"), ("live", "暗号化しない FTP", ""), ("known,known_hosts_file=", "ホスト鍵）を確かめません", ""),
])
def test_what_is_not_safe_is_refused(name: str, said: str, cure: str) -> None:
    with pytest.raises(publish.Refusal) as told:
        remotes.check(f"{name}:pia", SETTINGS, {})
    assert said in str(told.value) and cure in told.value.hint


@pytest.mark.parametrize("name", ["known", "ssh", "ftps", "here", "davs", "minio", "good", "folder", "loop", "pair", "drive", "nai",
                                  "sftp,known_hosts_file=/x"])
def test_what_is_safe_or_unknown_is_left_to_rclone(name: str) -> None:
    remotes.check(f"{name}:pia", SETTINGS, {})


def test_the_environment_comes_before_the_settings() -> None:
    remotes.check("far:pia", SETTINGS, {"RCLONE_CONFIG_SFTP_KNOWN_HOSTS_FILE": "/x"})
    with pytest.raises(publish.Refusal, match="証明書"):
        remotes.check("ftps:pia", SETTINGS, {"RCLONE_CONFIG_FTPS_NO_CHECK_CERTIFICATE": "true"})


@pytest.mark.server
def test_the_settings_of_the_real_program_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An alias of an SFTP server without known_hosts_file is refused when the target is named; no connection is needed for that."""
    (tmp_path / "rclone.conf").write_text(
        "[kyoyu]\ntype = alias\nremote = naibu:www\n\n[naibu]\ntype = sftp\nhost = www.example.invalid\npass = himitsu\n", encoding="utf-8")
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    with pytest.raises(publish.Refusal, match="rclone の設定「naibu」では、サーバーの鍵") as told:
        publish.store(Target("rclone", remote="kyoyu:pia"))
    assert "himitsu" not in told.value.hint
    monkeypatch.setenv("RCLONE_CONFIG_NAIBU_KNOWN_HOSTS_FILE", "/x")
    publish.store(Target("rclone", remote="kyoyu:pia"))
